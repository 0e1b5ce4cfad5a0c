"""Logistic regression: a weighted sum of the columns per class, turned into probabilities."""

from zerotohero.algorithms import _linear
from zerotohero.algorithms._linear import predict_probabilities
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec


def make(task, seed, C=0.5):
    """Return an unfitted scikit-learn estimator."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=C, max_iter=1000)


def arrays(model):
    """Return what a prediction needs."""
    return _linear.class_arrays(model.coef_, model.intercept_)


def predict(arrays, X):
    """Return probabilities (N, K)."""
    return predict_probabilities(arrays, X)


def seconds(n, d, k):
    """Return reference seconds of one fit: each step multiplies all cells with all weights."""
    return 0.005 + 4e-8 * n * d * (k if k > 2 else 1)


def bytes(n, d, k):
    """Return the peak memory of one fit."""
    return 16 * n * d + 32 * n * k + 250 * k * d


SPEC = AlgorithmSpec(
    id="logistic-regression",
    title="logistic regression",
    idea="Give every column a weight for every class, add up, and turn the sums into probabilities.",
    good_at="many columns, few rows, probabilities you can trust; you can read every weight",
    bad_at="classes that no straight border separates",
    name_says="a regression on the logistic scale; in spite of its name it answers with a class",
    tasks=("classification",),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=_linear.schema,
    prove=_linear.prove,
    seconds=seconds,
    bytes=bytes,
    hyperparameters=(
        Hyperparameter("C", 0.5, low=1e-5, high=1e4, scale="log", meaning="how little large weights cost"),
    ),
    defaults={"images": {"C": 0.02}, "sounds": {"C": 0.01}},
    source="https://doi.org/10.1111/j.2517-6161.1958.tb00292.x",
    note="It is called regression, but it answers with a class.",
)
