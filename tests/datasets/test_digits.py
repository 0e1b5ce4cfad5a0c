import numpy as np

from zerotohero.checks.group import SPEC as GROUP
from zerotohero.datasets.digits import SPEC


def test_pixels_are_scikit_learns_scaled_to_bytes():
    from sklearn.datasets import load_digits

    digits, raw = SPEC.load(), load_digits()
    image = digits.cells["image"]
    assert image.shape == (1797, 8, 8)
    assert image.dtype == np.uint8
    assert np.abs(image / 255 - raw.images / 16).max() < 0.5 / 255 + 1e-12
    assert digits.cells["label"].astype(int).tolist() == raw.target.tolist()
    assert digits.target == "label"


def test_the_recipe_says_how_large_an_image_is():
    recipe = SPEC.load(10).recipe
    assert (recipe.kind, recipe.height, recipe.width, recipe.mode) == ("images", 8, 8, "L")


def test_file_names_are_no_groups():
    assert GROUP.run(SPEC.load(), "label", "classification") == []


def test_fewer_digits_come_when_asked():
    assert len(SPEC.load(100)) == 100
