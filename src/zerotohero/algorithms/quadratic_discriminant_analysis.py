"""Quadratic discriminant analysis: every class is a cloud with a mean and a shape of its own.

Shapes used below: N rows, D features, K classes.
"""

import numpy as np

from zerotohero.algorithms._linear import LARGEST, softmax
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec, ArraySchema


def make(task, seed, shrinkage=0.3):
    """Return an unfitted scikit-learn estimator; without shrinkage a class with fewer rows than columns has no shape."""
    from sklearn.discriminant_analysis import QuadraticDiscriminantAnalysis

    return QuadraticDiscriminantAnalysis(solver="eigen", shrinkage=shrinkage, tol=1e-9)


def arrays(model):
    """Return what a prediction needs: what turns each cloud round, and how large it is."""
    return {
        "prior": model.priors_.astype(float),
        "means": model.means_,
        "rounding": np.array([R / np.sqrt(S) for R, S in zip(model.rotations_, model.scalings_)]),  # (K, D, D)
        "log_size": np.array([np.log(S).sum() for S in model.scalings_]),
    }


def predict(arrays, X):
    """Return probabilities (N, K): how common the class is, times how dense its cloud is at the row."""
    clouds = zip(arrays["means"], arrays["rounding"], arrays["log_size"])
    fits = [-0.5 * ((((X - mean) @ rounding) ** 2).sum(axis=1) + size) for mean, rounding, size in clouds]
    return softmax(np.array(fits).T + np.log(arrays["prior"]))


def schema(task):
    """Return what the arrays must look like."""
    return {
        "prior": ArraySchema(("K",)),
        "means": ArraySchema(("K", "D")),
        "rounding": ArraySchema(("K", "D", "D")),
        "log_size": ArraySchema(("K",)),
    }


def prove(arrays, dims):
    """Raise ValueError unless every share is above 0 and no square can overflow."""
    if arrays["prior"].min() <= 0:
        raise ValueError("the share of a class is not above 0")
    if max(np.abs(arrays[name]).max(initial=0) for name in ("means", "rounding", "log_size")) > LARGEST**0.5:
        raise ValueError(f"a cloud holds a number beyond {LARGEST**0.5:g}")


def seconds(n, d, k):
    """Return reference seconds of one fit and of asking for a quarter as many rows."""
    return 0.003 + 1e-8 * n * d * (1 + k / 7) + k * d**2 * (1.5e-11 * n + 3e-10 * d)


def bytes(n, d, k):
    """Return the peak memory of one fit and its predictions."""
    return 24 * n * d + 24 * k * d**2


SPEC = AlgorithmSpec(
    id="quadratic-discriminant-analysis",
    title="quadratic discriminant analysis",
    idea="Take every class as a cloud with its own mean and its own shape; the cloud that is densest at the row wins.",
    good_at="classes that differ in spread, not only in their mean; small pictures, few columns of numbers",
    bad_at="few rows per class: each learns how every pair of columns goes together; categories, probabilities",
    name_says="the border that tells the classes apart is quadratic: an ellipse, a parabola",
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
            "shrinkage",
            0.3,
            low=1e-4,
            high=1.0,
            scale="log",
            meaning="how round each cloud is made: 1 forgets how columns go together",
        ),
    ),
    defaults={"images": {"shrinkage": 0.2}, "sounds": {"shrinkage": 0.2}},
    effort="standard",
    source="https://doi.org/10.1080/01621459.1989.10478752",
    note="It refuses a class with a single row: one row has no spread.",
)
