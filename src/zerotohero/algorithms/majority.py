"""The most frequent class, whatever the row says: the score that costs nothing.

Shapes used below: N rows, K classes.
"""

import numpy as np

from zerotohero.core.specs import AlgorithmSpec, ArraySchema


def make(task, seed):
    """Return an unfitted scikit-learn estimator."""
    from sklearn.dummy import DummyClassifier

    return DummyClassifier(strategy="prior")


def arrays(model):
    """Return what a prediction needs."""
    return {"prior": model.class_prior_.astype(float)}


def predict(arrays, X):
    """Return the share of each class in the training rows, for every row: (N, K)."""
    return np.tile(arrays["prior"], (len(X), 1))


def schema(task):
    """Return what the arrays must look like."""
    return {"prior": ArraySchema(("K",))}


def prove(arrays, dims):
    """Raise ValueError unless the shares are probabilities."""
    if (arrays["prior"] < 0).any() or abs(arrays["prior"].sum() - 1) > 1e-6:
        raise ValueError("the shares of the classes do not sum to 1")


def seconds(n, d, k):
    """Return reference seconds of one fit."""
    return 0.001 + 1e-7 * n


def bytes(n, d, k):
    """Return the peak memory of one fit."""
    return 8 * n * (k + 1)


SPEC = AlgorithmSpec(
    id="majority",
    title="majority",
    idea="Always answer with the most frequent class, without looking at the row.",
    good_at="being the score that every other model has to beat",
    bad_at="everything else: it never looks at the columns",
    name_says="the class that the majority of the training rows has",
    tasks=("classification",),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=schema,
    prove=prove,
    seconds=seconds,
    bytes=bytes,
    baseline=True,
    portrait="always says the most frequent class: what you get for nothing",
    source="https://doi.org/10.1023/A:1022631118932",  # Holte 1993 compares with the majority class and one-level rules
    note="With 95 % of one class it scores an accuracy of 0.95: read every accuracy beside it.",
)
