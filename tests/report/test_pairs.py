"""The pairs of classes that are mixed up most: counted by hand, shown with each taken for the other."""

from types import SimpleNamespace

import numpy as np

from zerotohero.core.dataset import Dataset
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.report.evidence import Evidence
from zerotohero.report.pairs import confused_pairs, most_confused


def evidence(truth, predicted, sure, images, classes=("a", "b", "c"), kind="images", rows=True):
    """Return Evidence of a run that gave ``predicted`` the probability ``sure`` and the truth the rest."""
    n = len(truth)
    truth, predicted, sure = np.array(truth), np.array(predicted), np.array(sure, float)
    probabilities = np.zeros((n, len(classes)))
    probabilities[np.arange(n), truth] = 1 - sure
    probabilities[np.arange(n), predicted] += sure
    labels = np.array([classes[t] for t in truth], object)
    recipe = ReadingRecipe("images", (ColumnRecipe("image", "image"), ColumnRecipe("label", "category")))
    dataset = Dataset("shapes", "images", {"image": images, "label": labels}, recipe, "shapes", "label")
    manifest = {"kind": kind, "task": "classification", "classes": list(classes), "target": "label"}
    board = SimpleNamespace(manifest=manifest, fold=np.zeros(n, int), y=truth, weight=None, dataset=lambda: dataset)
    return Evidence(SimpleNamespace(board=board, oof=(np.arange(n), probabilities)), rows)


def pictures(n):
    """Return n different pictures."""
    return np.arange(n * 16, dtype=np.uint8).reshape(n, 4, 4)


def test_either_way_counts_and_who_is_mistaken_more_comes_first():
    counts = np.array([[50, 2, 0, 1], [7, 50, 0, 0], [0, 0, 50, 3], [0, 0, 9, 50]])
    assert most_confused(counts) == [(3, 2), (1, 0), (0, 3)]
    assert most_confused(counts, most=1) == [(3, 2)]


def test_three_examples_each_way_from_the_surest_mistake_to_the_closest_call():
    truth, predicted = [0] * 7 + [1] * 4 + [2], [1] * 7 + [0] * 2 + [1] * 2 + [2]
    sure = [0.6, 0.9, 0.7, 0.8, 0.55, 0.65, 0.95, 0.7, 0.6, 1, 1, 1]
    section = confused_pairs(evidence(truth, predicted, sure, pictures(12)))
    assert section.facts["pairs"] == [["a", "b", 7.0, 2.0]]
    html = section.html()
    assert html.count("<figure>") == 3 + 2
    places = [html.index(f"{s} % sure") for s in (95, 70, 55)]
    assert places == sorted(places)
    assert "mixed up 9 times" in html and "7 times" in html and "2 times" in html
    assert "true a, said b, 7 times" in section.markdown()


def test_copies_are_shown_once():
    images = np.repeat(pictures(1), 5, axis=0)
    html = confused_pairs(evidence([0] * 5, [1] * 5, [0.9] * 5, images)).html()
    assert html.count("<figure>") == 1


def test_two_classes_leave_room_for_six():
    section = confused_pairs(evidence([0] * 9 + [1] * 3, [1] * 9 + [1] * 3, [0.9] * 12, pictures(12), ("a", "b")))
    assert section.html().count("<figure>") == 6
    assert section.title == "What it mixes up"


def test_nothing_is_shown_without_mistakes_without_pictures_or_where_no_row_may_be_seen():
    right = ([0, 1], [0, 1], [0.9, 0.9], pictures(2))
    wrong = ([0, 1], [1, 1], [0.9, 0.9], pictures(2))
    assert confused_pairs(evidence(*right)) is None
    assert confused_pairs(evidence(*wrong)) is not None
    assert confused_pairs(evidence(*wrong, rows=False)) is None
    assert confused_pairs(evidence(*wrong, kind="table")) is None


def test_a_label_cannot_break_the_page():
    html = confused_pairs(evidence([0], [1], [0.9], pictures(1), ("<b>x", "y"))).html()
    assert "<b>x" not in html and "&lt;b&gt;x" in html
