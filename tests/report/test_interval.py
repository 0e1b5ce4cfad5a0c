"""The interval around a predicted number."""

from types import SimpleNamespace

import numpy as np
import pytest

from zerotohero.report.evidence import Evidence
from zerotohero.report.interval import held, interval


def evidence(predicted, y, state, coverage):
    manifest = {"task": "regression", "classes": [], "metric": "rmse"}
    board = SimpleNamespace(manifest=manifest, y=y, fold=np.zeros(len(y), int), weight=None)
    return Evidence(SimpleNamespace(board=board, oof=(np.arange(len(y)), predicted), interval=state, coverage=coverage))


def test_an_interval_adds_or_multiplies():
    predicted, truth = np.array([0.0, 99.0, 99.0, 99.0, 99.0]), np.array([0.9, 49.1, 48.9, 198.9, 199.1])
    ratio = {"level": 0.9, "low": np.log(0.5), "high": np.log(2.0), "log": True}
    assert held(evidence(predicted, truth, ratio, 1.0), ratio).tolist() == [True, True, False, True, False]
    added = {"level": 0.9, "low": -50.0, "high": 100.0, "log": False}
    assert held(evidence(predicted, truth, added, 1.0), added).tolist() == [True, True, False, True, False]


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


def test_the_bars_are_of_rows_that_did_not_help_to_make_the_interval():
    """Two folds, one with errors ten times as large: each is judged by the errors of the other."""
    rng = np.random.default_rng(0)
    predicted, fold = rng.uniform(1, 100, 4000), np.arange(4000) % 2
    y = predicted + rng.normal(size=4000) * np.where(fold == 1, 10, 1)
    low, high = np.quantile(y - predicted, [0.05, 0.95])
    made = evidence(predicted, y, {"level": 0.9, "low": low, "high": high, "log": False}, 0.57)
    made.board.fold[:] = fold
    # ±1.645 holds all but a few of the calm fold's rows, ±0.1645 spreads 13 of 100 of the wild one's
    assert np.mean(interval(made).facts["by_fifth_of_prediction"]) == pytest.approx((1.0 + 0.131) / 2, abs=0.02)
