"""Pixels as columns."""

import json

import numpy as np
import pytest

from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.representations.make import make_representation
from zerotohero.representations.pixels import PixelsRepresentation


@pytest.mark.parametrize(("mode", "shape"), [("L", (5, 2, 3)), ("RGB", (5, 2, 3, 3))])
def test_pixels_become_columns_from_zero_to_one(mode, shape):
    images = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
    pixels = PixelsRepresentation(2, 3, mode).fit({"image": images})
    X = pixels.transform({"image": images})
    assert X.shape == (5, len(pixels.feature_names_)) and np.allclose(X * 255, images.reshape(5, -1), atol=1e-4)
    again = PixelsRepresentation.from_state(json.loads(json.dumps(pixels.state_)))
    assert (again.transform({"image": images}) == X).all()


def test_the_name_of_a_feature_says_where_the_pixel_is():
    images = np.zeros((1, 2, 3), np.uint8)
    images[0, 1, 2] = 255
    pixels = PixelsRepresentation(2, 3, "L")
    place = pixels.transform({"image": images})[0].argmax()
    assert pixels.feature_names_[place] == "row 1, column 2"


def test_images_of_another_size_are_refused():
    with pytest.raises(ValueError, match=r"images must be uint8 of shape \(2, 3\); got uint8 of shape \(3, 2\)"):
        PixelsRepresentation(2, 3, "L").transform({"image": np.zeros((1, 3, 2), np.uint8)})


@pytest.mark.parametrize(
    "change", [{"height": 0}, {"width": 1e9}, {"height": True}, {"mode": "P"}, {"kind": "x"}, {"more": 1}]
)
def test_a_damaged_state_is_refused(change):
    with pytest.raises(ValueError, match=r"pixels|height"):
        PixelsRepresentation.from_state({**PixelsRepresentation(2, 3, "L").state_, **change})


def test_no_image_is_no_row():
    assert PixelsRepresentation(2, 3, "RGB").transform({"image": np.zeros((0, 2, 3, 3), np.uint8)}).shape == (0, 18)


def recipe(height, width, mode="RGB"):
    return ReadingRecipe("images", (ColumnRecipe("image", "image"),), height=height, width=width, mode=mode)


PHOTOS = np.random.default_rng(1).integers(0, 256, (4, 192, 192, 3), np.uint8)


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_photos_become_the_rounded_means_of_areas(mode):
    photos = PHOTOS if mode == "RGB" else PHOTOS[..., 0]
    pixels = make_representation([("image", "image")], "linear", recipe(192, 192, mode)).fit({"image": photos})
    X = pixels.transform({"image": photos})
    assert X.shape == (4, len(pixels.columns_)) == (4, 32 * 32 * (3 if mode == "RGB" else 1))
    row = X[2].reshape(32, 32, -1)
    for r, c in ((0, 0), (31, 31), (7, 20)):
        area = photos[2, 6 * r : 6 * r + 6, 6 * c : 6 * c + 6].reshape(36, -1)
        assert np.allclose(row[r, c] * 255, np.floor(area.mean(axis=0) + 0.5))
    small = pixels.shrink({"image": photos})
    assert (pixels.transform({"image": small}) == X).all()  # shrunk before, once for all folds
    again = PixelsRepresentation.from_state(json.loads(json.dumps(pixels.state_)))
    assert (again.transform({"image": photos}) == X).all()
    assert again.state_ == pixels.state_


@pytest.mark.parametrize("size", [28, 192])
def test_a_grid_is_the_pixels_themselves(size):
    images = PHOTOS[:, :size, :size]
    pixels = make_representation([("image", "image")], "grid", recipe(size, size)).fit({"image": images})
    X = pixels.transform({"image": images})
    assert X.dtype == np.uint8
    assert X.base is images or X is images
    assert PixelsRepresentation.from_state(pixels.state_).transform({"image": images}).shape == (4, size, size, 3)


def test_what_an_earlier_version_wrote_is_read_as_it_was_meant():
    """A model of photos squeezed to 32 x 32 and one of letters keep their columns, whatever comes in today."""
    for height, width in ((32, 32), (28, 28), (100, 100)):
        state = {"kind": "pixels", "height": height, "width": width, "mode": "L"}
        pixels = PixelsRepresentation.from_state(state)
        assert len(pixels.columns_) == height * width
        assert pixels.state_ == state


@pytest.mark.parametrize(
    "change", [{"shrunk": [5, 5]}, {"shrunk": [0, 32]}, {"shrunk": 32}, {"shrunk": [32, 32], "grid": True}, {"grid": 2}]
)
def test_a_damaged_state_of_photos_is_refused(change):
    with pytest.raises(ValueError, match=r"shrunk|grid"):
        PixelsRepresentation.from_state({"kind": "pixels", "height": 192, "width": 192, "mode": "RGB", **change})
