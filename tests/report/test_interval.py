"""The interval around a predicted number."""

from types import SimpleNamespace

import numpy as np
import pytest

from zerotohero.report.evidence import Evidence
from zerotohero.report.interval import bounds, interval


def evidence(predicted, y, state, coverage):
    manifest = {"task": "regression", "classes": [], "metric": "rmse"}
    board = SimpleNamespace(manifest=manifest, y=y, fold=np.zeros(len(y), int), weight=None)
    return Evidence(SimpleNamespace(board=board, oof=(np.arange(len(y)), predicted), interval=state, coverage=coverage))


def test_bounds_are_sums_or_ratios():
    predicted = np.array([0.0, 99.0])
    low, high = bounds({"low": -5.0, "high": 2.0, "log": False}, predicted)
    assert (low.tolist(), high.tolist()) == ([-5.0, 94.0], [2.0, 101.0])
    low, high = bounds({"low": np.log(0.5), "high": np.log(2.0), "log": True}, predicted)
    assert low == pytest.approx([-0.5, 49.0]) and high == pytest.approx([1.0, 199.0])


def test_it_says_where_the_interval_does_not_hold():
    """Errors that grow with the prediction: an interval of one width is too narrow for the highest fifth."""
    rng = np.random.default_rng(0)
    predicted = rng.uniform(1, 100, 5000)
    y = predicted + rng.normal(size=5000) * predicted / 10
    low, high = np.quantile(y - predicted, [0.05, 0.95])
    section = interval(evidence(predicted, y, {"level": 0.9, "low": low, "high": high, "log": False}, 0.897))
    shares = section.facts["by_fifth_of_prediction"]
    top = predicted >= np.quantile(predicted, 0.8)
    error = (y - predicted)[top]
    assert shares[-1] == pytest.approx(((low <= error) & (error <= high)).mean(), abs=0.002)
    assert shares == sorted(shares, reverse=True)
    assert "holds least for the highest predictions" in section.parts[0].said
    assert "89.7 %" in section.parts[0].said and section.facts["least"] == "highest"


def test_a_ratio_is_said_in_percent():
    y = np.linspace(1, 9, 50)
    state = {"level": 0.9, "low": np.log(0.8), "high": np.log(1.25), "log": True}
    assert "between 20 % below and 25 % above the prediction" in interval(evidence(y, y, state, 1.0)).parts[0].said


def test_a_run_without_an_interval_has_no_such_section(houses_board):
    assert interval(Evidence(houses_board.best)) is None
