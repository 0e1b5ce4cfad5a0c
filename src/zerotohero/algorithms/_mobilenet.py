"""MobileNet v1 (Howard et al. 2017): what a network that has seen a million photos makes of a picture.

One 3 x 3 convolution, then 13 blocks of a depthwise 3 x 3 (each channel on its own) and a pointwise 1 x 1 convolution
(each place on its own), five halvings in all, every one followed by a batch norm and a ReLU up to 6; the mean over all
places is the feature vector. The width multiplier says how many channels there are and follows from the shapes.

A batch norm that learns nothing more is a factor and a shift per channel, so it becomes part of its convolution as the
file is read: 27 convolutions with a bias are all that is left.

Shapes: pictures (N, H, W) or (N, H, W, 3) with bytes 0 to 255, enlarged to S x S; F features (1,024 at width 1).
Source: https://arxiv.org/abs/1704.04861
"""

import zipfile
import zlib
from dataclasses import dataclass

import numpy as np

from zerotohero.algorithms import _layers
from zerotohero.algorithms._layers import pack, run_layers
from zerotohero.core.errors import DataError
from zerotohero.core.specs import ArraySchema

STRIDES = (1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1)  # of the 13 blocks; the first convolution's is 2
CHANNELS = (2, 4, 4, 8, 8, 16, 16, 16, 16, 16, 16, 32, 32)  # of the 13 blocks, as multiples of the first convolution's
GREY = 127.5  # the network wants colours from -1 to 1
DIVIDES = 32  # five halvings without a rest
FEWEST_PIXELS, MOST_PIXELS = 96, 512
MOST_BYTES = 200_000_000  # no MobileNet v1 is larger
SCHEMA = {**_layers.SCHEMA, "grid": ArraySchema((3,), "i4")}
_TIMM_BLOCKS = (1, 2, 2, 6, 2)  # how timm groups the 13
_STATISTICS = {"keras": ("gamma", "beta", "moving_mean", "moving_variance"), "timm": ("weight", "bias", "running_mean", "running_var")}  # fmt: skip
_EPSILON = {"keras": 1e-3, "timm": 1e-5}


@dataclass(frozen=True, eq=False)
class Backbone:
    """The convolutions in order, batch norms included.

    Parameters
    ----------
    kernels : tuple of ndarray float32
        (outputs, inputs, 3, 3), then in turns depthwise (channels, 1, 3, 3) and pointwise (outputs, inputs, 1, 1).
    biases : tuple of ndarray (outputs,) float32
    far : bool
        Whether zeros stand at the far sides only where a convolution halves: so it is in TensorFlow's weights.
    classes : (ndarray (K, F), ndarray (K,)) or None
        The layer that named what is on a photo, where the file has it.
    """

    kernels: tuple
    biases: tuple
    far: bool
    classes: tuple | None = None

    @property
    def features(self):
        """How many numbers it makes of a picture."""
        return len(self.biases[-1])

    def network(self):
        """Return it as a torch Sequential: (B, 3, S, S) with cells from -1 to 1 -> (B, F)."""
        import torch
        from torch import nn

        layers = []
        for place, (kernel, bias, stride) in enumerate(zip(self.kernels, self.biases, _strides())):
            outputs, inputs, size, _ = kernel.shape
            groups = outputs if place % 2 else 1
            far = self.far and stride == 2
            convolution = nn.Conv2d(inputs * groups, outputs, size, stride, 0 if far else size // 2, groups=groups)
            with torch.no_grad():
                convolution.weight.copy_(torch.tensor(kernel))
                convolution.bias.copy_(torch.tensor(bias))
            layers += [nn.ZeroPad2d((0, 1, 0, 1))] if far else []
            layers += [convolution, nn.ReLU6()]
        return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten()).eval()


def read_backbone(path):
    """Return the Backbone in a file of weights; nothing is unpickled.

    Parameters
    ----------
    path : Path
        An .npz with Keras' names and channels last, or a .safetensors with timm's names; what it is is seen from its
        first bytes.

    Raises
    ------
    DataError
        It is neither, damaged, or another network.
    """
    try:
        with path.open("rb") as file:
            head = file.read(9)
        if path.stat().st_size > MOST_BYTES:
            raise ValueError(f"{path.stat().st_size / 1e6:.0f} MB, more than any MobileNet v1 has")
        if head[:4] == b"PK\x03\x04":
            return _from_keras(_read_npz(path))
        if head[8:] == b"{":
            return _from_timm(_read_safetensors(path))
        raise ValueError("neither an .npz nor a .safetensors file; pickles are never opened")
    except (OSError, ValueError, KeyError, TypeError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        why = f"no array {error.args[0]!r}" if isinstance(error, KeyError) else str(error)
        raise DataError(
            "read weights",
            "MobileNet v1 as .npz (Keras' names) or .safetensors (timm's names)",
            f"{path.name}: {why}",
            "hero add mobilenet, which fetches such a file",
        ) from None


def pixels_for(height, width, most):
    """Return the side S to which pictures are stretched: twice what small ones have, at most ``most``.

    Examples
    --------
    >>> pixels_for(28, 28, 192), pixels_for(192, 192, 192)
    (96, 192)
    """
    wanted = -(-2 * max(height, width) // DIVIDES) * DIVIDES
    return int(min(max(wanted, FEWEST_PIXELS), -(-most // DIVIDES) * DIVIDES))


def predict_mirrored(arrays, X):
    """Return probabilities (N, K), or values (N,) of a network with one output: means over a picture and its mirror image.

    One picture at a time, in float32: what it gets does not depend on which others are asked about.
    """
    program, side = arrays["program"].tolist(), int(arrays["shape"][0])
    scores = np.empty((len(X), program[-1][3]))
    for i, picture in enumerate(np.asarray(X).reshape(len(X), *arrays["grid"])):
        pair = mirrored(stretched(picture, side), arrays["mean"], arrays["spread"])
        scores[i] = run_layers(program, arrays["weights"], pair).astype(float).mean(axis=0)
    if scores.shape[1] == 1:
        return scores[:, 0]
    exp = np.exp(scores - scores.max(axis=1, keepdims=True))  # shift: exp cannot overflow
    return exp / exp.sum(axis=1, keepdims=True)


def pack_mirrored(network, side, grid, scale=1.0, shift=0.0):
    """Return the arrays of a network that ends in a dense layer, for pictures of the shape ``grid`` = (H, W, 1 or 3)."""
    arrays = pack(network, (side, side, 3), [GREY] * 3, [GREY] * 3, scale, shift)
    return {**arrays, "grid": np.array(grid, np.int32)}


def prove(arrays, dims):
    """Raise ValueError unless the network takes pictures of D cells, stretched, and ends in K outputs."""
    height, width, colours = map(int, arrays["grid"])
    if min(height, width) < 1 or colours not in (1, 3) or height * width * colours != dims["D"]:
        raise ValueError(f"the grid {arrays['grid'].tolist()} has not {dims['D']} cells")
    rows, columns, three = map(int, arrays["shape"])
    if rows != columns or three != 3 or not DIVIDES <= rows <= MOST_PIXELS:
        raise ValueError(
            f"pictures are stretched to {DIVIDES} to {MOST_PIXELS} pixels a side; here {arrays['shape'].tolist()}"
        )
    _layers.prove(arrays, {**dims, "D": rows * columns * 3})


def mirrored(picture, mean, spread):
    """Return a picture (S, S, 3) and its mirror image (2, S, S, 3), float32, on the network's scale."""
    picture = ((picture - mean) / spread).astype(np.float32)
    return np.stack([picture, picture[:, ::-1]])


def stretched(picture, side):
    """Return a picture (H, W, 3), or grey (H, W, 1), as (S, S, 3) float64, straight lines drawn between its pixels."""
    colours = np.broadcast_to(np.asarray(picture, float), (*picture.shape[:2], 3))
    for axis in (0, 1):
        size = colours.shape[axis]
        if size != side:
            at = np.clip((np.arange(side) + 0.5) * size / side - 0.5, 0, size - 1)
            near = np.floor(at).astype(int)
            share = (at - near).reshape((-1, 1, 1) if axis == 0 else (1, -1, 1))
            far = np.minimum(near + 1, size - 1)
            colours = np.take(colours, near, axis) * (1 - share) + np.take(colours, far, axis) * share
    return colours


def _strides():
    """Return the stride of each of the 27 convolutions."""
    return (2, *(s for stride in STRIDES for s in (stride, 1)))


def _from_keras(arrays):
    """Return the Backbone of arrays with Keras' names; kernels are (3, 3, inputs, outputs)."""
    names = ["conv1", *(f"conv_{kind}_{block}" for block in range(1, 14) for kind in ("dw", "pw"))]
    kernels = []
    for name in names:
        kernel = arrays[f"{name}/{'depthwise_kernel' if '_dw_' in name else 'kernel'}"]
        if kernel.ndim != 4:
            raise ValueError(f"{name} has {kernel.ndim} axes instead of 4")
        kernels.append(kernel.transpose((2, 3, 0, 1) if "_dw_" in name else (3, 2, 0, 1)))
    classes = None
    if "conv_preds/kernel" in arrays and "conv_preds/bias" in arrays:
        classes = arrays["conv_preds/kernel"].reshape(-1, len(arrays["conv_preds/bias"])).T, arrays["conv_preds/bias"]
    return _folded("keras", arrays, kernels, [f"{name}_bn/" for name in names], classes)


def _from_timm(arrays):
    """Return the Backbone of arrays with timm's names; kernels are (outputs, inputs, 3, 3)."""
    kernels, norms = [arrays["conv_stem.weight"]], ["bn1."]
    for group, count in enumerate(_TIMM_BLOCKS):
        for block in range(count):
            for kind, norm in (("dw", "bn1"), ("pw", "bn2")):
                kernels.append(arrays[f"blocks.{group}.{block}.conv_{kind}.weight"])
                norms.append(f"blocks.{group}.{block}.{norm}.")
    classes = (arrays["classifier.weight"], arrays["classifier.bias"]) if "classifier.bias" in arrays else None
    return _folded("timm", arrays, kernels, norms, classes)


def _folded(style, arrays, kernels, norms, classes):
    """Return the Backbone whose batch norms are part of the kernels; raise ValueError if the shapes are not its own."""
    first = kernels[0].shape[0]
    expected, channels = [(first, 3, 3, 3)], first
    for times in CHANNELS:
        expected += [(channels, 1, 3, 3), (times * first, channels, 1, 1)]
        channels = times * first
    folded, biases = [], []
    for kernel, shape, norm in zip(kernels, expected, norms):
        factor, shift, mean, variance = (arrays[norm + name].astype(float) for name in _STATISTICS[style])
        if kernel.shape != shape or any(a.shape != shape[:1] for a in (factor, shift, mean, variance)):
            raise ValueError(f"another network: an array at {norm}* has the shape {kernel.shape} instead of {shape}")
        times = factor / np.sqrt(np.maximum(variance, 0) + _EPSILON[style])
        folded.append((kernel * times[:, None, None, None]).astype(np.float32))
        biases.append((shift - mean * times).astype(np.float32))
        if not (np.isfinite(folded[-1]).all() and np.isfinite(biases[-1]).all()):
            raise ValueError(f"a number at {norm}* is not finite")
    return Backbone(tuple(folded), tuple(biases), style == "keras", classes)


def _read_npz(path):
    """Return the arrays of an .npz; one that swells as it is unpacked is refused."""
    with zipfile.ZipFile(path) as file:
        if sum(member.file_size for member in file.infolist()) > MOST_BYTES:
            raise ValueError("it holds more than any MobileNet v1 has")
    with np.load(path, allow_pickle=False) as file:
        return {name: file[name] for name in file.files}


def _read_safetensors(path):
    """Return the arrays of a .safetensors file."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        return load_file(path)
    except SafetensorError as error:
        raise ValueError(f"damaged: {error}") from None
