"""Columns as small histograms."""

import warnings
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from zerotohero.core.dataset import Dataset
from zerotohero.core.errors import UsageError
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.report.look.picture import columns_picture, draw


def test_table_is_drawn_whatever_its_columns_and_values_are_called(tmp_path):
    names = {"🦩中 $x_": "number", "$\\frac$": "category", "nothing": "number"}
    cells = {
        "🦩中 $x_": np.arange(9.0),
        "$\\frac$": np.array(["$^$", "中", "a\nb"] * 3, object),
        "nothing": np.full(9, np.nan),
    }
    recipe = ReadingRecipe("table", tuple(ColumnRecipe(n, t) for n, t in names.items()))
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # nothing reaches the terminal, such as a missing glyph
        columns_picture(Dataset("t", "table", cells, recipe, "t.csv"), tmp_path / "c.png")
    assert Image.open(tmp_path / "c.png").size[0] > 1000


def test_wide_table_draws_the_first_24_columns_and_says_so(tmp_path):
    recipe = ReadingRecipe("table", tuple(ColumnRecipe(f"c{i}", "number") for i in range(60)))
    cells = {f"c{i}": np.arange(5.0) for i in range(60)}
    columns_picture(Dataset("wide", "table", cells, recipe, "w.csv"), tmp_path / "c.svg")
    text = (tmp_path / "c.svg").read_text("utf-8")
    assert "the first 24 of 60 columns" in text
    assert ">c23<" in text and ">c24<" not in text


def test_pictures_become_a_contact_sheet(digits_board, tmp_path):
    draw(SimpleNamespace(dataset=digits_board.dataset()), tmp_path / "d.svg")
    assert (tmp_path / "d.svg").read_text("utf-8").count("<image") == 10


def test_another_kind_of_file_is_refused(houses_board, tmp_path):
    with pytest.raises(UsageError, match=r"\.png or \.svg"):
        columns_picture(houses_board.dataset(), tmp_path / "c.pdf")
