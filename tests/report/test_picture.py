"""Columns as small histograms."""

import warnings
from types import SimpleNamespace

import pytest
from PIL import Image

from zerotohero.core.errors import UsageError
from zerotohero.report.picture import columns_picture, draw


def test_table_is_drawn_whatever_its_columns_are_called(houses_board, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # an emoji without a glyph, a $ that looks like mathematics
        columns_picture(houses_board.dataset(), tmp_path / "c.png")
    assert Image.open(tmp_path / "c.png").size[0] > 1000


def test_pictures_become_a_contact_sheet(digits_board, tmp_path):
    draw(SimpleNamespace(dataset=digits_board.dataset()), tmp_path / "d.svg")
    assert (tmp_path / "d.svg").read_text("utf-8").count("<image") == 10


def test_another_kind_of_file_is_refused(houses_board, tmp_path):
    with pytest.raises(UsageError, match=r"\.png or \.svg"):
        columns_picture(houses_board.dataset(), tmp_path / "c.pdf")
