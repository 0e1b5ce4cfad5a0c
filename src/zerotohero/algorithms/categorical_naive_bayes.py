"""Categorical naive Bayes: how often each value of each column was seen in each class.

Shapes used below: N rows, D features, K classes, V values of all columns together.
"""

import numpy as np

from zerotohero.algorithms._linear import LARGEST, softmax
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec, ArraySchema


def make(task, seed, columns, alpha=1.0):
    """Return an unfitted scikit-learn estimator; a code that no training row has is still one of its column's."""
    from sklearn.naive_bayes import CategoricalNB

    if not all(column.codes for column in columns):
        raise ValueError("it counts categories, and these columns are amounts; gaussian-naive-bayes takes them")
    return CategoricalNB(alpha=alpha, min_categories=[column.codes for column in columns])


def arrays(model):
    """Return what a prediction needs: the columns' tables of log probabilities side by side, and where each begins."""
    sizes = [table.shape[1] for table in model.feature_log_prob_]
    return {
        "prior": model.class_log_prior_.astype(float),
        "tables": np.hstack(model.feature_log_prob_),  # (K, V)
        "first": np.cumsum([0, *sizes[:-1]]),
        "codes": np.array(sizes),
    }


def predict(arrays, X):
    """Return probabilities (N, K): how common the class is, times how common each of the row's values is in it."""
    places = arrays["first"] + np.clip(X, 0, arrays["codes"] - 1).astype(int)  # (N, D)
    scores = np.zeros((len(X), len(arrays["prior"])))
    for column in places.T:
        scores += arrays["tables"][:, column].T
    return softmax(scores + arrays["prior"])


def schema(task):
    """Return what the arrays must look like."""
    return {
        "prior": ArraySchema(("K",)),
        "tables": ArraySchema(("K", "V")),
        "first": ArraySchema(("D",), "i8"),
        "codes": ArraySchema(("D",), "i8"),
    }


def prove(arrays, dims):
    """Raise ValueError unless the columns' tables lie side by side and fill the whole."""
    first, codes = arrays["first"], arrays["codes"]
    if (codes < 1).any() or (codes > dims["V"]).any() or codes.sum() != dims["V"]:
        raise ValueError("the columns' tables do not fill the whole")
    if not np.array_equal(first, np.cumsum(codes) - codes):
        raise ValueError("the columns' tables do not lie side by side")
    if max(np.abs(arrays["tables"]).max(initial=0), np.abs(arrays["prior"]).max()) > LARGEST:
        raise ValueError(f"a table holds a number beyond {LARGEST:g}")


def seconds(n, d, k):
    """Return reference seconds of one fit and of asking for a quarter as many rows."""
    return 0.002 + 3e-8 * n * d * (1 + k / 8)


def bytes(n, d, k):
    """Return the peak memory of one fit and its predictions."""
    return 24 * n * d + 16 * n * k


SPEC = AlgorithmSpec(
    id="categorical-naive-bayes",
    title="categorical naive Bayes",
    idea="Count how often each value of each column occurs in each class; multiply these shares for a new row.",
    good_at="columns of categories, numbers with steps, few rows; every share can be looked up",
    bad_at="columns that repeat one another, and answers that depend on two columns at once",
    name_says="Bayes' rule with counted categories, naive because it takes the columns to be independent",
    tasks=("classification",),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=schema,
    prove=prove,
    seconds=seconds,
    bytes=bytes,
    style="bins",
    wants_columns=True,
    hyperparameters=(
        Hyperparameter(
            "alpha", 1.0, low=1e-3, high=1e3, scale="log", meaning="rows added to every count, so that none is 0"
        ),
    ),
    source="https://doi.org/10.1023/A:1007413511361",
    note="Numbers are cut into at most ten steps first, so 29 and 31 may become different and 31 and 39 the same.",
)
