"""The mean of the target, whatever the row says: the score that costs nothing.

Shapes used below: N rows.
"""

import numpy as np

from zerotohero.core.specs import AlgorithmSpec, ArraySchema


def make(task, seed):
    """Return an unfitted scikit-learn estimator."""
    from sklearn.dummy import DummyRegressor

    return DummyRegressor(strategy="mean")


def arrays(model):
    """Return what a prediction needs."""
    return {"mean": np.reshape(model.constant_, 1).astype(float)}


def predict(arrays, X):
    """Return the mean target of the training rows, for every row: (N,)."""
    return np.repeat(arrays["mean"], len(X))


def schema(task):
    """Return what the arrays must look like."""
    return {"mean": ArraySchema((1,))}


def seconds(n, d, k):
    """Return reference seconds of one fit."""
    return 0.001 + 1e-8 * n


def bytes(n, d, k):
    """Return the peak memory of one fit."""
    return 16 * n


SPEC = AlgorithmSpec(
    id="mean",
    title="mean",
    idea="Always answer with the mean of the training targets, without looking at the row.",
    good_at="being the error that every other model has to beat",
    bad_at="everything else: it never looks at the columns",
    name_says="the mean of the target over the training rows",
    tasks=("regression",),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=schema,
    seconds=seconds,
    bytes=bytes,
    baseline=True,
    portrait="always says the mean: what you get for nothing",
    source="https://hastie.su.domains/ElemStatLearn/",
    note="A few huge values pull the mean to where hardly any row is.",
)
