"""The weighted mean of models: weights found greedily, never worse than the best member on the rows they came from."""

import numpy as np
import pytest

from zerotohero.algorithms.combination import MOST, SPEC, combine, weigh
from zerotohero.core.errors import UsageError


def squared(truth):
    return lambda p: float(((p - truth) ** 2).mean())


def test_two_errors_that_cancel_get_half_each():
    truth, error = np.zeros(40), np.random.default_rng(0).normal(size=40)
    weights = weigh(np.array([truth + error, truth - error, truth + 3]), squared(truth))
    assert weights.tolist() == [0.5, 0.5, 0.0]


def test_weights_come_near_to_the_least_squares_optimum():
    rng = np.random.default_rng(1)
    truth = rng.normal(size=2000)
    models = truth + rng.normal(size=(3, 2000)) * np.array([[1.0], [2.0], [4.0]])
    weights = weigh(models, squared(truth), steps=200)
    best = 1 / np.array([1, 4, 16.0])  # independent errors: weights go with 1/variance
    assert np.abs(weights - best / best.sum()).max() < 0.03


def test_at_most_five_models_carry_weight_and_weights_sum_to_one():
    rng = np.random.default_rng(2)
    truth = rng.normal(size=300)
    weights = weigh(truth + rng.normal(size=(12, 300)), squared(truth), steps=60)
    assert (weights > 0).sum() == MOST and weights.min() >= 0
    assert weights.sum() == pytest.approx(1)


def test_it_is_never_worse_than_the_best_single_model_on_the_rows_it_was_weighed_on():
    rng = np.random.default_rng(3)
    for _ in range(20):
        truth = rng.normal(size=30)
        models = truth + rng.normal(size=(4, 30))
        loss = squared(truth)
        assert loss(combine(models, weigh(models, loss))) <= min(map(loss, models)) + 1e-12


def test_probabilities_stay_probabilities():
    p = np.random.default_rng(4).dirichlet(np.ones(3), size=(2, 7))  # (M, N, K)
    mixed = combine(p, np.array([0.3, 0.7]))
    assert np.allclose(mixed, 0.3 * p[0] + 0.7 * p[1])
    assert np.allclose(mixed.sum(axis=1), 1)


def test_it_cannot_be_fitted():
    with pytest.raises(UsageError):
        SPEC.make("classification", 0)
