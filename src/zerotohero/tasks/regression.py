"""Regression: how much?"""

import numpy as np

from zerotohero.core.specs import Metric, TaskSpec


def rmse(y, values, weight, classes):
    """Return the root of the mean squared error, in the target's unit."""
    return float(np.sqrt(np.average((y - values) ** 2, weights=weight)))


def rmsle(y, values, weight, classes):
    """Return the RMSE of log(1 + value): about the typical error as a share; values below 0 count as 0."""
    return rmse(np.log1p(y), np.log1p(np.maximum(values, 0)), weight, classes)


def mae(y, values, weight, classes):
    """Return the mean absolute error, in the target's unit."""
    return float(np.average(np.abs(y - values), weights=weight))


def r2(y, values, weight, classes):
    """Return the share of the variance that is explained; 0 is the mean, 1 is perfect."""
    mean = np.average(y, weights=weight)
    return 1 - float(
        np.average((y - values) ** 2, weights=weight) / max(np.average((y - mean) ** 2, weights=weight), 1e-300)
    )


def skewness(y):
    """Return the third standardised moment."""
    spread = y.std()
    return float(np.mean(((y - y.mean()) / spread) ** 3)) if spread > 0 else 0.0


def default_metric(y):
    """Return RMSE, or RMSLE when the target is positive and its logarithm is much less skewed."""
    if y.min() > 0 and skewness(y) > 1 and abs(skewness(np.log1p(y))) < 0.5 * abs(skewness(y)):
        return "rmsle"
    return "rmse"


SPEC = TaskSpec(
    id="regression",
    title="how much?",
    metrics=(
        Metric("rmse", "RMSE", False, rmse),
        Metric("rmsle", "RMSLE", False, rmsle),
        Metric("mae", "mean absolute error", False, mae),
        Metric("r2", "R²", True, r2),
    ),
    default_metric=default_metric,
    rivals=("mean", "one-level-tree"),
)
