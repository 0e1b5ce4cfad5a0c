"""Calibrated probabilities say what they mean, keep the order, and their state is proved."""

import numpy as np
import pytest

from zerotohero.algorithms._calibration import as_if_equal, calibrate, fit_calibration, pieces, prove_calibration


def overconfident(rows, seed=0):
    """Return probabilities (N, 2) that claim three times the log-odds of the truth, the true ones, and answers."""
    rng = np.random.default_rng(seed)
    odds = rng.normal(size=rows)
    true, claimed = 1 / (1 + np.exp(-odds)), 1 / (1 + np.exp(-3 * odds))
    return np.stack([1 - claimed, claimed], axis=1), true, (rng.random(rows) < true).astype(int)


@pytest.mark.parametrize(("rows", "kind"), [(900, "sigmoid"), (20_000, "isotonic")])
def test_claims_of_three_times_the_log_odds_come_back_to_the_truth(rows, kind):
    claimed, true, y = overconfident(rows)
    state = fit_calibration(claimed, y)
    assert state["kind"] == kind
    middle = (claimed[:, 1] > 0.03) & (claimed[:, 1] < 0.97)
    assert np.abs(calibrate(state, claimed)[middle, 1] - true[middle]).mean() < 0.035
    assert np.abs(claimed[middle, 1] - true[middle]).mean() > 0.1


def test_a_temperature_gives_back_the_one_that_was_applied():
    rng = np.random.default_rng(1)
    true = rng.dirichlet(np.ones(4), size=8000)
    y = (true.cumsum(axis=1) > rng.random((8000, 1))).argmax(axis=1)
    sharp = true**2.5 / (true**2.5).sum(axis=1, keepdims=True)
    state = fit_calibration(sharp, y)
    assert state["t"] == pytest.approx(2.5, rel=0.08)
    assert np.allclose(calibrate({"kind": "temperature", "t": 2.5}, sharp), true, atol=1e-4)


def test_the_order_of_rows_is_kept():
    for rows in (500, 3000):
        claimed, _, y = overconfident(rows, seed=2)
        order = np.argsort(claimed[:, 1])
        after = calibrate(fit_calibration(claimed, y), claimed)[order, 1]
        assert (np.diff(after) >= -1e-12).all()
        assert after.min() > 0 and after.max() < 1


def test_weights_count_as_copies():
    claimed, _, y = overconfident(600, seed=3)
    twice = fit_calibration(np.vstack([claimed, claimed[:200]]), np.append(y, y[:200]))
    weight = np.where(np.arange(600) < 200, 2.0, 1.0)
    weighed = fit_calibration(claimed, y, weight)
    assert weighed["a"] == pytest.approx(twice["a"], abs=0.01)


def test_a_single_fold_is_cut_into_five():
    rows = np.arange(12)
    cut = pieces([(rows, rows * 2)])
    assert sorted(np.concatenate([r for r, _ in cut]).tolist()) == rows.tolist()
    assert [len(r) for r, _ in cut] == [3, 3, 2, 2, 2]


@pytest.mark.parametrize(
    ("state", "classes"),
    [
        ({"kind": "sigmoid", "a": float("nan"), "b": 0.0}, 2),
        ({"kind": "sigmoid", "a": 1.0}, 2),
        ({"kind": "sigmoid", "a": 1.0, "b": 0.0}, 3),
        ({"kind": "temperature", "t": 0.0}, 3),
        ({"kind": "temperature", "t": 1.0}, 2),
        ({"kind": "isotonic", "x": [0.2, 0.1], "y": [0.1, 0.2]}, 2),
        ({"kind": "isotonic", "x": [0.1], "y": [1.5]}, 2),
        ({"kind": "isotonic", "x": [], "y": []}, 2),
        ({"kind": "exec"}, 2),
        ("sigmoid", 2),
    ],
)
def test_a_state_that_could_give_nonsense_is_refused(state, classes):
    with pytest.raises(ValueError):
        prove_calibration(state, classes)


def test_as_if_every_class_were_equally_frequent_is_bayes_rule_with_another_prior():
    rng = np.random.default_rng(0)
    likelihood = rng.random((50, 3))
    prior = np.array([0.9, 0.08, 0.02])
    posterior = likelihood * prior / (likelihood * prior).sum(axis=1, keepdims=True)
    expected = likelihood / likelihood.sum(axis=1, keepdims=True)
    assert np.allclose(as_if_equal(prior.tolist(), posterior), expected)
    assert np.isfinite(as_if_equal(prior.tolist(), np.zeros((1, 3)))).all()
