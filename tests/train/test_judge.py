"""What is chosen on predictions is judged on other folds' predictions."""

import numpy as np
import pytest

from zerotohero.core.specs import find
from zerotohero.train.judge import cheapest, interval_of, judge, threshold_of

LOG_LOSS = find("tasks", "classification").metric("log_loss")
ACCURACY = find("tasks", "classification").metric("accuracy")
TWO = {"task": "classification", "classes": ["no", "yes"], "log_target": False, "cost": None}


def folds(predictions, k=5):
    rows = np.arange(len(predictions))
    return [(rows[i::k], predictions[i::k]) for i in range(k)]


def coin(rows, seed=0, sharp=3.0):
    rng = np.random.default_rng(seed)
    odds = rng.normal(size=rows)
    p = 1 / (1 + np.exp(-sharp * odds))
    return np.stack([1 - p, p], axis=1), (rng.random(rows) < 1 / (1 + np.exp(-odds))).astype(int)


def test_overconfident_probabilities_are_calibrated_and_true_ones_are_left_alone():
    p, y = coin(3000)
    found = judge(folds(p), y, None, TWO, LOG_LOSS)
    assert found["calibration"]["after"] < found["calibration"]["before"] - 0.1
    true, y = coin(3000, sharp=1.0)
    assert judge(folds(true), y, None, TWO, LOG_LOSS)["calibration"] is None


def test_a_calibration_learned_from_luck_is_not_kept():
    kept = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        p = np.full((400, 2), 0.5) + rng.normal(size=(400, 1)) * [[-0.01, 0.01]]
        kept += judge(folds(p), rng.integers(0, 2, 400), None, TWO, ACCURACY)["calibration"] is not None
    assert kept <= 3


def test_the_cheapest_threshold_is_the_one_that_brute_force_finds():
    rng = np.random.default_rng(5)
    for _ in range(50):
        p, truth = rng.integers(0, 8, 25) / 8, rng.random(25) < 0.4
        weight = rng.random(25)

        def paid(t, p=p, truth=truth, weight=weight):
            yes = p >= t
            return (weight * np.where(truth & ~yes, 7.0, np.where(~truth & yes, 2.0, 0))).sum()

        best = min(paid(t) for t in np.linspace(0, 1.01, 200))
        assert paid(cheapest(p, truth, weight, 7.0, 2.0)) == pytest.approx(best)


def test_a_dear_miss_lowers_the_threshold_and_what_is_paid():
    p, y = coin(4000, seed=1, sharp=1.0)
    manifest = {**TWO, "cost": {"miss": 10.0, "false alarm": 1.0, "positive": "yes"}}
    threshold, paid = threshold_of(folds(p), y, None, manifest)
    assert threshold["value"] == pytest.approx(1 / 11, abs=0.06)  # of true probabilities: alarm / (alarm + miss)
    assert paid["per_row"] < 0.6 * paid["most_probable"]


def test_the_threshold_is_judged_on_rows_it_was_not_chosen_on():
    rng = np.random.default_rng(3)
    p = rng.random(60)  # knows nothing: chosen on all rows it would seem to pay
    y = rng.integers(0, 2, 60)
    manifest = {**TWO, "cost": {"miss": 1.0, "false alarm": 1.0, "positive": "yes"}}
    both = np.stack([1 - p, p], axis=1)
    threshold, paid = threshold_of(folds(both), y, None, manifest)
    flattering = np.mean((p >= threshold["value"]) != (y == 1))
    assert paid["per_row"] > flattering


@pytest.mark.parametrize("log", [False, True])
def test_nine_of_ten_new_rows_fall_into_the_interval(log):
    rng = np.random.default_rng(7)
    level = rng.uniform(2, 5, 4000)
    error = rng.standard_exponential(4000) * 0.3  # lopsided on purpose
    y = np.expm1(level + error) if log else level + error
    values = np.expm1(level) if log else level
    interval, coverage = interval_of(folds(values[:2000]), y[:2000], log)
    logs = np.log1p(values[2000:]) if log else values[2000:]
    truth = np.log1p(y[2000:]) if log else y[2000:]
    held = (truth >= logs + interval["low"]) & (truth <= logs + interval["high"])
    assert held.mean() == pytest.approx(0.9, abs=0.025)
    assert coverage == pytest.approx(0.9, abs=0.025)


def test_the_score_of_a_fold_is_that_of_its_calibrated_rows():
    p, y = coin(900, seed=9)
    found = judge(folds(p), y, None, TWO, ACCURACY)
    assert len(found["fold_scores"]) == 5
    assert np.mean(found["fold_scores"]) == pytest.approx(np.mean((p[:, 1] > 0.5) == y), abs=0.03)
    assert len(judge([(np.arange(900), p)], y, None, TWO, ACCURACY)["fold_scores"]) == 1
