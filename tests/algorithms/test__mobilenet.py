"""The borrowed network is the one that it claims to be, in PyTorch and in NumPy; other files are refused, and how."""

import pickle

import numpy as np
import pytest

from zerotohero.algorithms import _mobilenet
from zerotohero.algorithms._layers import run_layers
from zerotohero.algorithms._mobilenet import pack_mirrored, pixels_for, predict_mirrored, read_backbone, stretched
from zerotohero.core.errors import DataError

torch = pytest.importorskip("torch")


def layer_by_layer(path, grid):
    """Return the features of a grid (S, S, 3) from -1 to 1: convolution, batch norm and ReLU one by one, as in the paper."""
    with np.load(path) as file:
        arrays = dict(file)
    grid = torch.from_numpy(grid.transpose(2, 0, 1)[None]).double()
    names = ["conv1", *(f"conv_{kind}_{block}" for block in range(1, 14) for kind in ("dw", "pw"))]
    halving = {"conv1", *(f"conv_dw_{block}" for block in (2, 4, 6, 12))}
    for name in names:
        alone = "_dw_" in name
        kernel = torch.from_numpy(arrays[f"{name}/{'depthwise_kernel' if alone else 'kernel'}"]).double()
        kernel = kernel.permute(2, 3, 0, 1) if alone else kernel.permute(3, 2, 0, 1)
        if kernel.shape[-1] == 3:  # "same" of TensorFlow: what is missing, the larger half at the far side
            before = 0 if name in halving else 1
            grid = torch.nn.functional.pad(grid, (before, 1, before, 1))
        grid = torch.nn.functional.conv2d(
            grid, kernel, stride=2 if name in halving else 1, groups=len(kernel) if alone else 1
        )
        factor, shift, mean, variance = (
            torch.from_numpy(arrays[f"{name}_bn/{part}"]).double()[:, None, None]
            for part in ("gamma", "beta", "moving_mean", "moving_variance")
        )
        grid = (factor * (grid - mean) / (variance + 1e-3).sqrt() + shift).clamp(0, 6)
    return grid.mean(dim=(2, 3))[0].numpy()


def picture(side=96, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (side, side, 3)).astype(np.uint8)


def test_the_folded_network_equals_the_paper_layer_by_layer(tiny_weights):
    grid = picture() / 127.5 - 1
    expected = layer_by_layer(tiny_weights, grid)
    backbone = read_backbone(tiny_weights)
    assert backbone.features == 128 and expected.std() > 0.05  # it says something
    with torch.inference_mode():
        found = backbone.network()(torch.from_numpy(grid.transpose(2, 0, 1)[None]).float())[0].numpy()
    np.testing.assert_allclose(found, expected, atol=1e-4)


def with_head(backbone, outputs=3):
    torch.manual_seed(0)
    return [*backbone.network(), torch.nn.Linear(backbone.features, outputs)]


@pytest.mark.parametrize("far", [True, False])
def test_numpy_answers_as_pytorch_does_the_mirror_image_included(tiny_weights, far):
    backbone = _mobilenet.Backbone(**{**vars(read_backbone(tiny_weights)), "far": far})
    layers = with_head(backbone)
    X = np.stack([picture(seed=i) for i in range(3)])
    with torch.inference_mode():
        grid = torch.from_numpy(X).permute(0, 3, 1, 2).float() / 127.5 - 1
        network = torch.nn.Sequential(*layers)
        scores = (network(grid) + network(grid.flip(3))) / 2
    arrays = pack_mirrored(layers, 96, (96, 96, 3))
    np.testing.assert_allclose(predict_mirrored(arrays, X), scores.softmax(dim=1).numpy(), atol=1e-5)
    _mobilenet.prove(arrays, {"D": 96 * 96 * 3, "K": 3, "C": 3})


def test_timms_names_and_keras_names_mean_the_same_layers(tiny_weights, tmp_path):
    from safetensors.numpy import save_file

    with np.load(tiny_weights) as file:
        keras = dict(file)
    blocks = [f"blocks.{g}.{b}" for g, count in enumerate((1, 2, 2, 6, 2)) for b in range(count)]
    names = {"conv1": ("conv_stem", "bn1")}
    for block, place in enumerate(blocks, 1):
        names |= {
            f"conv_dw_{block}": (f"{place}.conv_dw", f"{place}.bn1"),
            f"conv_pw_{block}": (f"{place}.conv_pw", f"{place}.bn2"),
        }
    timm = {}
    parts = {"gamma": "weight", "beta": "bias", "moving_mean": "running_mean", "moving_variance": "running_var"}
    for name, (convolution, norm) in names.items():
        alone = "_dw_" in name
        kernel = keras[f"{name}/{'depthwise_kernel' if alone else 'kernel'}"]
        timm[f"{convolution}.weight"] = np.ascontiguousarray(kernel.transpose((2, 3, 0, 1) if alone else (3, 2, 0, 1)))
        timm |= {f"{norm}.{new}": keras[f"{name}_bn/{old}"] for old, new in parts.items()}
    timm["classifier.weight"], timm["classifier.bias"] = np.ones((10, 128), np.float32), np.zeros(10, np.float32)
    save_file(timm, tmp_path / "model.safetensors")
    found, expected = read_backbone(tmp_path / "model.safetensors"), read_backbone(tiny_weights)
    assert (found.far, expected.far) == (False, True)  # PyTorch pads on both sides
    assert found.classes[0].shape == (10, 128)
    for a, b in zip((*found.kernels, *found.biases), (*expected.kernels, *expected.biases)):
        np.testing.assert_allclose(a, b, rtol=2e-3, atol=1e-3)  # another epsilon in the batch norms


def altered(path, tmp_path, change):
    with np.load(path) as file:
        arrays = dict(file)
    change(arrays)
    np.savez(tmp_path / "altered.npz", **arrays)
    return tmp_path / "altered.npz"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda a: a.pop("conv_pw_5_bn/beta"), "no array 'conv_pw_5_bn/beta'"),
        (lambda a: a.update({"conv_pw_5/kernel": np.ones((1, 1, 32, 31), np.float32)}), "another network"),
        (lambda a: a.update({"conv_dw_2/depthwise_kernel": np.ones((5, 5, 8, 1), np.float32)}), "another network"),
        (lambda a: a.update({"conv1/kernel": np.full((3, 3, 3, 4), np.nan, np.float32)}), "not finite"),
        (lambda a: a.update({"conv1/kernel": np.ones(4, np.float32)}), "axes"),
        (lambda a: (a.clear(), a.update(features=np.ones(3))), "no array"),
        (lambda a: a.update({"conv1/kernel": np.array([{}], dtype=object)}), "pickle"),
    ],
)
def test_another_network_is_one_message(tiny_weights, tmp_path, change, says):
    with pytest.raises(DataError, match="MobileNet v1") as told:
        read_backbone(altered(tiny_weights, tmp_path, change))
    assert says in told.value.came.lower() or says in told.value.came


class Bomb:
    """Unpickling it is seen."""

    def __reduce__(self):
        return exec, ("raise SystemExit('unpickled')",)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("weights.pkl", pickle.dumps(Bomb())),
        ("empty.npz", b""),
        ("text.npz", b"no weights at all, only words"),
        ("cut.npz", "first half"),
        ("cut.safetensors", (10**6).to_bytes(8, "little") + b'{"a": 1'),
        ("html.safetensors", b"<!DOCTYPE html><html>"),
    ],
)
def test_damaged_and_pickled_files_are_one_message(tiny_weights, tmp_path, name, content):
    whole = tiny_weights.read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) // 2] if content == "first half" else content)
    with pytest.raises(DataError, match=name):
        read_backbone(tmp_path / name)


def test_a_pytorch_pickle_is_not_opened(tmp_path):
    torch.save({"conv_stem.weight": Bomb()}, tmp_path / "model.pt")  # a zip with a pickle in it
    with pytest.raises(DataError, match=r"model\.pt"):
        read_backbone(tmp_path / "model.pt")


@pytest.mark.parametrize("shape", [(28, 28, 1), (64, 40, 3), (96, 96, 3)])
def test_pictures_are_stretched_as_pytorch_stretches_them(shape):
    small = np.random.default_rng(0).integers(0, 256, shape).astype(np.uint8)
    grid = torch.from_numpy(small).permute(2, 0, 1)[None].double()
    expected = torch.nn.functional.interpolate(grid, size=(96, 96), mode="bilinear", align_corners=False)
    found = stretched(small, 96)
    np.testing.assert_allclose(found, np.broadcast_to(expected[0].permute(1, 2, 0).numpy(), found.shape), atol=1e-9)


def test_small_pictures_are_doubled_and_photos_stay():
    assert [pixels_for(s, s, 192) for s in (8, 28, 50, 64, 96, 192, 600)] == [96, 96, 128, 128, 192, 192, 192]
    assert pixels_for(192, 192, 224) == 224


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("grid", np.array([96, 96, 2], np.int32)),
        ("grid", np.array([95, 96, 3], np.int32)),
        ("shape", np.array([96, 64, 3], np.int32)),
        ("shape", np.array([4096, 4096, 3], np.int32)),
    ],
)
def test_arrays_that_do_not_fit_the_pictures_are_refused(tiny_weights, name, array):
    arrays = pack_mirrored(with_head(read_backbone(tiny_weights)), 96, (96, 96, 3)) | {name: array}
    with pytest.raises(ValueError):
        _mobilenet.prove(arrays, {"D": 96 * 96 * 3, "K": 3, "C": 3})


def test_the_real_weights_call_cats_cats_and_dogs_dogs(shared_data):
    import io
    import zipfile

    from PIL import Image

    path = shared_data / "weights" / "mobilenet_v1_0.75_224.npz"
    backbone = read_backbone(path)
    assert backbone.features == 768
    pictures, truth = [], []
    with zipfile.ZipFile(shared_data / "images" / "cats_dogs_2000.zip") as photos:
        names = sorted(n for n in photos.namelist() if n.endswith(".jpg"))
        for kind in ("cat", "dog"):
            for name in [n for n in names if kind in n][:8]:
                photo = Image.open(io.BytesIO(photos.read(name))).convert("RGB").resize((192, 192))
                pictures.append(np.asarray(photo))
                truth.append(kind)
    arrays = pack_mirrored([*backbone.network(), dense(backbone)], 192, (192, 192, 3))
    best = predict_mirrored(arrays, np.stack(pictures)).argmax(axis=1)
    named = np.where((best >= 281) & (best <= 285), "cat", np.where((best >= 151) & (best <= 268), "dog", "other"))
    assert (named == np.array(truth)).mean() >= 0.6  # of 1,000 classes
    assert not ((named == "cat") & (np.array(truth) == "dog")).any()
    grid = pictures[0] / 127.5 - 1
    found = run_layers(arrays["program"][:-1].tolist(), arrays["weights"], grid[None].astype(np.float32))[0]
    np.testing.assert_allclose(found, layer_by_layer(path, grid), atol=1e-3)


def dense(backbone):
    """Return the layer of the file that names what is on a photo."""
    weight, bias = map(torch.from_numpy, backbone.classes)
    layer = torch.nn.Linear(*weight.shape[::-1])
    layer.weight.data, layer.bias.data = weight.clone(), bias.clone()
    return layer
