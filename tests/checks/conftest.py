"""Made-up tables for the checks."""

import numpy as np
import pytest

from zerotohero.core.dataset import Dataset
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe

TYPES = {"f": "number", "M": "date", "O": "category"}


def make_table(types=None, **columns):
    """Return a Dataset of these columns: floats are numbers, datetime64 dates, everything else texts."""
    cells = {}
    for name, values in columns.items():
        values = np.asarray(values)
        if values.dtype.kind in "iub":
            values = values.astype(float)
        elif values.dtype.kind == "M":
            values = values.astype("datetime64[s]")
        elif values.dtype.kind != "f":
            values = np.array(values.tolist(), object)
        cells[name] = values
    kinds = {name: (types or {}).get(name, TYPES[c.dtype.kind]) for name, c in cells.items()}
    recipe = ReadingRecipe("table", tuple(ColumnRecipe(name, kind) for name, kind in kinds.items()))
    return Dataset("made-up", "table", cells, recipe, "made-up")


def make_images(pixels, labels, files):
    """Return a Dataset of images; the stem is the file name without folder, extension and last number."""
    stems = [f.rsplit("/", 1)[-1].rsplit(".", 1)[0].rstrip("0123456789").rstrip("_") for f in files]
    cells = {"image": np.asarray(pixels, np.uint8)}
    cells |= {"label": np.array(labels, object), "file": np.array(files, object), "stem": np.array(stems, object)}
    kinds = {"image": "image", "label": "category", "file": "name", "stem": "name"}
    h, w = cells["image"].shape[1:3]
    recipe = ReadingRecipe("images", tuple(ColumnRecipe(k, t) for k, t in kinds.items()), height=h, width=w, mode="L")
    return Dataset("made-up", "images", cells, recipe, "made-up")


@pytest.fixture
def table():
    return make_table


@pytest.fixture
def images():
    return make_images


@pytest.fixture
def rng():
    return np.random.default_rng(5)
