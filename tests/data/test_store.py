"""What is written comes back equal, column for column."""

from dataclasses import fields

import numpy as np
import pandas as pd
import pytest

from zerotohero.core.dataset import Dataset
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.data.store import read_cells, write_cells
from zerotohero.data.table import read_table


@pytest.fixture
def table():
    frame = pd.DataFrame(
        {
            "n: 💶": [1.5, np.nan, -0.0] * 700, "t\nu": ["é", None, "\ud800 half"] * 700,
            "d": np.array(["2024-01-01", "NaT", "1890-05-05T10:00:00"] * 700, "datetime64[s]"),
        }
    )  # fmt: skip
    data = read_table(frame, name="mine")
    return Dataset(data.name, "table", data.cells, data.recipe, "x.csv", "t\nu", ("t\nu", "d"), "d", "d", ("a note",))


def test_everything_comes_back(table, tmp_path):
    write_cells(tmp_path / "cells", table)
    again = read_cells(tmp_path / "cells")
    for field in fields(Dataset):
        if field.name != "cells":
            assert getattr(again, field.name) == getattr(table, field.name), field.name
    for name, cells in table.cells.items():
        assert again.cells[name].dtype == cells.dtype
        np.testing.assert_array_equal(again.cells[name], cells)
    assert again.fingerprint == table.fingerprint
    assert again.cells["t\nu"][1] is None


def test_numbers_and_pixels_are_mapped_not_read(table, tmp_path):
    image = np.arange(50 * 8 * 8 * 3, dtype=np.uint8).reshape(50, 8, 8, 3)
    recipe = ReadingRecipe("images", (ColumnRecipe("image", "image"),), height=8, width=8, mode="RGB")
    write_cells(tmp_path, Dataset("p", "images", {"image": image}, recipe, "p"))
    again = read_cells(tmp_path)
    assert isinstance(again.cells["image"], np.memmap)
    assert not again.cells["image"].flags.writeable
    np.testing.assert_array_equal(again.cells["image"], image)


def test_some_columns_only(table, tmp_path):
    write_cells(tmp_path, table)
    assert list(read_cells(tmp_path, ["d"]).cells) == ["d"]


def test_writing_again_leaves_no_scraps(table, tmp_path):
    write_cells(tmp_path, table)
    write_cells(tmp_path, table)
    assert not list(tmp_path.glob("*.part"))
