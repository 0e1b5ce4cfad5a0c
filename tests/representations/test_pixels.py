"""Pixels as columns."""

import json

import numpy as np
import pytest

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
