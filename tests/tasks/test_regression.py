"""Regression metrics against scikit-learn's; RMSLE only for positive, skewed answers."""

import numpy as np
import pytest
from sklearn import metrics

from zerotohero.tasks.regression import SPEC, default_metric


def test_metrics_are_those_of_scikit_learn():
    rng = np.random.default_rng(0)
    y, values, weight = rng.lognormal(3, 1, 100), rng.lognormal(3, 1, 100), rng.uniform(0.1, 1, 100)
    expected = {
        "rmse": metrics.root_mean_squared_error(y, values, sample_weight=weight),
        "rmsle": metrics.root_mean_squared_log_error(y, values, sample_weight=weight),
        "mae": metrics.mean_absolute_error(y, values, sample_weight=weight),
        "r2": metrics.r2_score(y, values, sample_weight=weight),
    }
    for name, value in expected.items():
        assert SPEC.metric(name).score(y, values, weight, []) == pytest.approx(value), name


def test_a_prediction_below_zero_counts_as_zero_in_rmsle():
    assert SPEC.metric("rmsle").score(np.array([0.0]), np.array([-5.0]), None, []) == 0


@pytest.mark.parametrize(
    ("sample", "metric"),
    [
        (np.random.default_rng(0).lognormal(3, 1, 500), "rmsle"),
        (np.random.default_rng(0).normal(100, 10, 500), "rmse"),
        (-np.random.default_rng(0).lognormal(3, 1, 500), "rmse"),
        (np.r_[0.0, np.random.default_rng(0).lognormal(3, 1, 500)], "rmse"),
    ],
)
def test_the_default_metric_follows_sign_and_skewness(sample, metric):
    assert default_metric(sample) == metric
