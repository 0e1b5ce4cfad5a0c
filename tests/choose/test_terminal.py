"""The map in a terminal: every width, with and without colour."""

import io

import pytest
from rich.console import Console

from zerotohero.choose._order import rule_for
from zerotohero.choose.map import MAP, built, way
from zerotohero.choose.shortlist import Facts, shortlist
from zerotohero.choose.terminal import shortlist_view, tree
from zerotohero.core.specs import discover

CATS = Facts("cats", "table", "classification", "breed", rows=2000, fit_rows=1280, numbers=9, classes=6)
WAY = way(CATS, built())


def printed(*parts, width=80, **how):
    """Return what a terminal of this width shows."""
    console = Console(file=io.StringIO(), width=width, highlight=False, **how)
    for part in parts:
        console.print(part)
    return console.file.getvalue()


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_the_tree_fits_and_loses_nothing(width):
    text = printed(tree(WAY, built()), width=width)
    assert max(map(len, text.splitlines())) <= width
    words = set(text.replace(":", " ").split())
    for node in MAP.values():
        assert set(node.words.split()) <= words, node.words


def test_without_colour_the_way_is_still_marked():
    text = printed(tree(WAY, built()), no_color=True)
    assert text.count("▶") == len(WAY) - 1
    assert "▶ up to 20,000" in text
    assert "\x1b" not in text


def test_a_plain_terminal_gets_plain_signs():
    assert "●" not in printed(tree(WAY, built(), plain=True))


def test_a_station_without_an_algorithm_has_another_sign_and_names_none():
    text = printed(tree((), {"random-forest"}), width=140)
    assert "● A forest: random forest\n" in text
    assert "○ Clustering\n" in text


def test_the_shortlist_keeps_its_order_and_says_why():
    choices = shortlist(CATS, discover("algorithms"), "standard")
    text = printed(*shortlist_view(CATS, WAY, choices), width=400)
    shown = [line.split()[0] for line in text.splitlines() if line.startswith("  ")]
    included = [c.algorithm for c in choices if c.included]
    assert shown[: len(included)] == included
    assert all(text.count(f" {c.algorithm}") == 1 for c in choices if not c.included and "-" in c.algorithm)
    reasons = [c.reason for c in choices if not c.included]
    assert all(text.count(f"{reason}:") == 1 for reason in set(reasons) if reasons.count(reason) > 1)
    assert rule_for(CATS).because in text


@pytest.mark.parametrize("width", [60, 140])
def test_the_shortlist_shows_every_algorithm_and_fits(width):
    choices = shortlist(CATS, discover("algorithms"))
    text = printed(*shortlist_view(CATS, WAY, choices), width=width)
    assert all(c.algorithm in text for c in choices)
    assert max(map(len, text.splitlines())) <= width
