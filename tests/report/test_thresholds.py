"""Thresholds: against scikit-learn and counting by hand."""

import numpy as np
import pytest
from sklearn.metrics import precision_score, recall_score

from zerotohero.report.thresholds import Cuts, thresholds


def test_recall_and_precision_are_those_of_scikit_learn(honest):
    p, y = honest
    cuts = Cuts(p, y == 1)
    for t in (0.1, 0.5, 0.83):
        at = cuts.at(t)
        assert at["recall"] == pytest.approx(recall_score(y, p >= t))
        assert at["precision"] == pytest.approx(precision_score(y, p >= t))
        assert at["flagged"] == (p >= t).mean()
    assert cuts.at(1.1) == {"recall": 0.0, "precision": None, "flagged": 0.0}


@pytest.mark.parametrize("ratio", [1, 3, 10])
def test_no_threshold_is_cheaper_than_the_one_that_is_named(honest, ratio):
    p, y = honest
    p = np.round(p, 2)  # with ties
    cuts = Cuts(p, y == 1)

    def paid(t):
        return ((p >= t) & (y == 0)).sum() + ratio * ((p < t) & (y == 1)).sum()

    best = cuts.cheapest(ratio)
    assert paid(best) == min(paid(t) for t in np.linspace(-0.005, 1.005, 203))
    assert best == pytest.approx(1 / (1 + ratio), abs=0.08)  # what decision theory says of honest probabilities
    assert cuts.saved(best, ratio) == pytest.approx(1 - paid(best) / paid(0.5))


def test_the_chosen_threshold_and_its_ratio_are_shown(judged, honest):
    p, y = honest
    made = judged(p, y, asked={"miss": 7.0, "false alarm": 2.0, "positive": "yes"},
                    threshold={"positive": "yes", "value": 0.2201}, cost={"per_row": 0.4, "most_probable": 0.9})  # fmt: skip
    section = thresholds(made)
    assert 3.5 in [fact["miss_costs"] for fact in section.facts["table"]]
    assert "says yes from 0.22 on" in section.html()
    assert section.facts["measured_cost"] == {"per_row": 0.4, "most_probable": 0.9}


def test_few_rows_and_several_classes_have_no_threshold(judged, honest):
    p, y = honest
    assert thresholds(judged(p[:150], y[:150])) is None
    assert thresholds(judged(np.full((len(y), 3), 1 / 3), y, "abc")) is None


def test_the_precision_of_a_few_rows_is_not_drawn(judged, monkeypatch):
    drawn = []
    monkeypatch.setattr(
        "zerotohero.report.curves.thresholds", lambda at, precision, *rest: drawn.append(precision) or ""
    )
    for few in (9, 10):
        p = np.r_[np.full(300, 0.2), np.full(few, 0.9)]
        thresholds(judged(p, np.arange(len(p)) % 2))
    assert [np.isfinite(precision[50]) for precision in drawn] == [False, True]
