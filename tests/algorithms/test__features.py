"""Features are computed once for each picture and set of weights, whoever asks; damaged files are computed again."""

import numpy as np
import pytest

from zerotohero.algorithms import _features
from zerotohero.algorithms._features import features_of
from zerotohero.algorithms._mobilenet import read_backbone
from zerotohero.core.events import read_events
from zerotohero.core.watch import Watch

torch = pytest.importorskip("torch")


@pytest.fixture
def backbone(tiny_weights):
    return read_backbone(tiny_weights)


@pytest.fixture
def computed(monkeypatch):
    """How many pictures went through the network."""
    counts, real = [], _features._computed
    monkeypatch.setattr(_features, "_computed", lambda n, X, side: counts.append(len(X)) or real(n, X, side))
    return counts


def pictures(n=5, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (n, 40, 30, 3)).astype(np.uint8)


def test_features_are_means_over_both_mirror_images(backbone):
    X = pictures()
    found = features_of(backbone, "w", X, 96)
    assert found.shape == (5, 128) and found.dtype == np.float32 and found.std() > 0.05
    np.testing.assert_allclose(found, features_of(backbone, "w", X[:, :, ::-1], 96), atol=1e-5)
    with torch.inference_mode():
        one_side = backbone.network()(_features.fed(X, 96)).numpy()
    assert np.abs(found - one_side).max() > 1e-3


def test_what_was_computed_once_is_read(backbone, computed, tmp_path):
    X = pictures()
    first = features_of(backbone, "w", X[:3], 96, tmp_path)
    both = features_of(backbone, "w", X[[4, 0, 1, 0]], 96, tmp_path)
    assert computed == [3, 1]
    assert np.array_equal(both[[1, 2, 3]], first[[0, 1, 0]])
    assert np.array_equal(features_of(backbone, "w", X[[0, 4]], 96, tmp_path), both[[1, 0]])
    assert computed == [3, 1]


def test_other_weights_another_size_and_other_pixels_are_computed_anew(backbone, computed, tmp_path):
    X = pictures(2)
    features_of(backbone, "w", X, 96, tmp_path)
    features_of(backbone, "v", X, 96, tmp_path)
    features_of(backbone, "w", X, 128, tmp_path)
    X[0, 0, 0, 0] ^= 1
    features_of(backbone, "w", X, 96, tmp_path)
    assert computed == [2, 2, 2, 1]


def test_the_same_bytes_in_another_shape_are_another_picture(backbone, computed, tmp_path):
    tall = pictures(1)
    wide = tall.reshape(1, 30, 40, 3)
    found = [features_of(backbone, "w", X, 96, tmp_path) for X in (tall, wide)]
    assert computed == [1, 1] and not np.allclose(*found)


def test_a_copy_in_the_same_data_is_computed_once(backbone, computed):
    features_of(backbone, "w", pictures(2)[[0, 1, 0, 1]], 96)
    assert computed == [2]


@pytest.mark.parametrize("damage", ["cut", "words", "narrow", "fewer", "one number"])
def test_a_damaged_file_counts_as_none(backbone, computed, tmp_path, damage):
    X = pictures(2)
    expected = features_of(backbone, "w", X, 96, tmp_path)
    (path,) = (tmp_path / "w-96").glob("*.npz")
    shapes = {"narrow": (2, 7), "fewer": (1, 128), "one number": ()}
    if damage in shapes:
        with np.load(path) as file:
            keys = file["keys"]
        np.savez(path, keys=keys, features=np.zeros(shapes[damage], np.float32))
    else:
        path.write_bytes(path.read_bytes()[:100] if damage == "cut" else b"words")
    np.testing.assert_allclose(features_of(backbone, "w", X, 96, tmp_path), expected, atol=1e-6)
    assert computed == [2, 2]


def test_a_killed_fit_goes_on_from_the_last_file(backbone, computed, tmp_path, monkeypatch):
    monkeypatch.setattr(_features, "BATCH", 2)
    monkeypatch.setattr(_features, "KEPT_EVERY", 2)
    real = _features._computed

    def killed(network, X, side):
        if len(computed) == 2:
            raise KeyboardInterrupt
        return real(network, X, side)

    monkeypatch.setattr(_features, "_computed", killed)
    with pytest.raises(KeyboardInterrupt):
        features_of(backbone, "w", pictures(6), 96, tmp_path)
    monkeypatch.setattr(_features, "_computed", real)
    features_of(backbone, "w", pictures(6), 96, tmp_path)
    assert computed == [2, 2, 2]


def test_progress_is_told(backbone, tmp_path):
    features_of(backbone, "w", pictures(3), 96, watch=Watch(tmp_path))
    *_, last = read_events(tmp_path / "steps-0.jsonl")
    assert (last["step"], last["of"]) == (3, 3)


def test_grey_pictures_have_three_equal_colours(backbone):
    grey = pictures(2)[..., 0]
    colours = np.repeat(grey[..., None], 3, axis=3)
    np.testing.assert_allclose(features_of(backbone, "w", grey, 96), features_of(backbone, "w", colours, 96), atol=1e-6)


def test_no_picture_has_no_features(backbone, tmp_path):
    assert features_of(backbone, "w", pictures(0), 96, tmp_path).shape == (0, 128)
