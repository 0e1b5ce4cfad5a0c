"""Gaussian naive Bayes: in each class, each column is a bell curve of its own.

Shapes used below: N rows, D features, K classes.
"""

import numpy as np

from zerotohero.algorithms._linear import LARGEST, softmax
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec, ArraySchema


def make(task, seed, var_smoothing=1.0):
    """Return an unfitted scikit-learn estimator."""
    from sklearn.naive_bayes import GaussianNB

    return GaussianNB(var_smoothing=var_smoothing)


def arrays(model):
    """Return what a prediction needs."""
    return {"prior": model.class_prior_.astype(float), "means": model.theta_, "variances": model.var_}


def predict(arrays, X):
    """Return probabilities (N, K): how common the class is, times how well its bell curves fit each column."""
    fits = [
        -0.5 * np.log(2 * np.pi * variances).sum() - 0.5 * ((X - mean) ** 2 / variances).sum(axis=1)
        for mean, variances in zip(arrays["means"], arrays["variances"])
    ]
    return softmax(np.log(arrays["prior"]) + np.array(fits).T)


def schema(task):
    """Return what the arrays must look like."""
    return {"prior": ArraySchema(("K",)), "means": ArraySchema(("K", "D")), "variances": ArraySchema(("K", "D"))}


def prove(arrays, dims):
    """Raise ValueError unless shares and variances are above 0, and no square can overflow."""
    if min(arrays["prior"].min(), arrays["variances"].min(initial=1)) <= 1 / LARGEST:
        raise ValueError("a share or a variance is not above 0")
    if np.abs(arrays["means"]).max(initial=0) > LARGEST:
        raise ValueError(f"means holds a number beyond {LARGEST:g}")


def seconds(n, d, k):
    """Return reference seconds of one fit and of asking for a quarter as many rows."""
    return 0.002 + 1.2e-8 * n * d * (1 + k / 10)


def bytes(n, d, k):
    """Return the peak memory of one fit and its predictions."""
    return 32 * n * d + 16 * k * d


SPEC = AlgorithmSpec(
    id="gaussian-naive-bayes",
    title="Gaussian naive Bayes",
    idea="Describe each column of each class by a bell curve; the class whose curves fit the row best wins.",
    good_at="very few rows, columns that say different things, an answer at once",
    bad_at="columns that repeat one another: it counts the same evidence twice",
    name_says="Bayes' rule with bell curves (Gaussians), naive because it takes the columns to be independent",
    tasks=("classification",),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=schema,
    prove=prove,
    seconds=seconds,
    bytes=bytes,
    hyperparameters=(
        Hyperparameter(
            "var_smoothing",
            1.0,
            low=1e-9,
            high=100.0,
            scale="log",
            meaning="how much wider every bell curve is made, as a share of the widest",
        ),
    ),
    defaults={"images": {"var_smoothing": 0.1}, "sounds": {"var_smoothing": 0.1}},
    source="https://doi.org/10.1023/A:1007413511361",
    note="Its probabilities exaggerate: 0.99 is often right 8 times in 10, though the order is good.",
)
