"""Curves: in the page's colours, small, without a word from the data, always the same."""

import re

import numpy as np
import pytest

from zerotohero.report import curves

BINS = [{"middle": 0.05, "said": 0.04, "happened": 0.1, "spread": 0.02, "rows": 90},
        {"middle": 0.95, "said": 0.97, "happened": 0.9, "spread": 0.03, "rows": 10}]  # fmt: skip
T = np.linspace(0.01, 0.99, 50)
DRAWINGS = {
    "reliability": lambda: curves.reliability(BINS, BINS[:1]),
    "thresholds": lambda: curves.thresholds(T, np.where(T > 0.9, np.nan, T), 1 - T, 0.3),
    "learning": lambda: curves.learning([10, 20, 40], [0.5, 0.6, 0.65], [0.1, 0.1, 0.0], "accuracy"),
    "dependence": lambda: curves.dependence([1, 2, 3], [1, 2, 3], [0, 1, 2], [2, 3, 4], [1, 2], (0, 4), percent=True),
    "dates": lambda: curves.dependence([0, 1e9], [1, 1], [1, 1], [1, 1], [], (1, 1), dates=True),
    "held": lambda: curves.held([0.8, 0.9, 0.95], 0.9),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_svg_is_inline_in_page_colours_small_and_repeatable(name):
    svg = DRAWINGS[name]()
    assert svg.startswith("<svg viewBox=") and svg.endswith("</svg>\n")
    assert not re.search(r"http|<style|<!--|#0[1-6]0[2-7]", svg)
    assert "var(--main)" in svg
    assert len(svg) < 25_000
    assert svg == DRAWINGS[name]()


def test_the_learning_curve_names_its_rows():
    assert all(f">{n}<" in DRAWINGS["learning"]() for n in (10, 20, 40))
