"""k-nearest neighbours: the training rows most like the new one vote.

Shapes used below: N training rows, B new rows, D features, K outputs (classes, or 1 for a number).
"""

import numpy as np

from zerotohero.algorithms._linear import LARGEST
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec, ArraySchema


def make(task, seed, neighbors=10, weights="distance"):
    """Return an unfitted scikit-learn estimator."""
    from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

    Neighbors = KNeighborsClassifier if task == "classification" else KNeighborsRegressor
    return Neighbors(n_neighbors=neighbors, weights=weights, algorithm="brute")


def arrays(model):
    """Return what a prediction needs: the training rows and their answers, a one-hot row for a class.

    scikit-learn keeps both under private names and offers no public way to them (seen with 1.9).
    """
    classes = getattr(model, "classes_", None)
    y = model._y  # the targets as given, or class indices
    answers = np.reshape(y, (-1, 1)) if classes is None else np.eye(len(classes))[y]
    return {
        "rows": np.array(model._fit_X, float),
        "answers": np.array(answers, float),
        "neighbors": np.array([min(model.n_neighbors, len(y))]),
        "by_distance": np.array([model.weights == "distance"], np.uint8),
    }


def find_neighbors(arrays, X):
    """Return indices (B, k) of the nearest training rows, nearest first, and their distances (B, k)."""
    rows, k = arrays["rows"], int(arrays["neighbors"][0])
    squares = np.einsum("nd,nd->n", rows, rows)
    nearest, distances = np.empty((len(X), k), int), np.empty((len(X), k))
    step = max(1, 4_000_000 // len(rows))  # so many new rows at a time, to bound memory
    for first in range(0, len(X), step):
        part = X[first : first + step]
        rough = squares - 2 * part @ rows.T  # (B, N): |x - r|^2 without |x|^2, fast but rounded
        slack = 1e-12 * (squares.max() + (part**2).sum(axis=1, keepdims=True))
        b, n = np.nonzero(rough <= np.partition(rough, k - 1, axis=1)[:, k - 1 : k] + slack)
        pairs = max(1, 2_000_000 // max(1, X.shape[1]))  # so many pairs at a time
        exact = [  # |x - r| of the few that may be among the nearest
            np.sqrt(((part[b[i : i + pairs]] - rows[n[i : i + pairs]]) ** 2).sum(axis=1))
            for i in range(0, len(b), pairs)
        ]
        exact = np.concatenate(exact)
        order = np.lexsort((n, exact, b))  # by new row, then distance; of equals, the earlier training row
        begin = np.searchsorted(b, np.arange(len(part)))[:, None]
        chosen = order[begin + np.arange(k)]  # (B, k)
        nearest[first : first + step], distances[first : first + step] = n[chosen], exact[chosen]
    return nearest, distances


def predict(arrays, X):
    """Return the neighbours' mean answer: probabilities (B, K) or values (B,)."""
    nearest, distances = find_neighbors(arrays, X)
    weights = np.ones_like(distances)
    if arrays["by_distance"][0]:
        with np.errstate(divide="ignore", over="ignore"):
            weights = 1 / distances
        same = np.isinf(weights)  # a training row with the same cells: only such rows count
        weights = np.where(same.any(axis=1, keepdims=True), same, weights)
    weights = weights / weights.sum(axis=1, keepdims=True)
    answers = (weights[:, :, None] * arrays["answers"][nearest]).sum(axis=1)
    return answers if answers.shape[1] > 1 else answers[:, 0]


def schema(task):
    """Return what the arrays must look like."""
    return {
        "rows": ArraySchema(("N", "D")),
        "answers": ArraySchema(("N", "K")),
        "neighbors": ArraySchema((1,), "i8"),
        "by_distance": ArraySchema((1,), "u1"),
    }


def prove(arrays, dims):
    """Raise ValueError unless there are enough rows, and every answer is one class or a number."""
    if not 1 <= arrays["neighbors"][0] <= len(arrays["rows"]):
        raise ValueError("it asks for more neighbours than there are rows")
    if arrays["by_distance"][0] > 1:
        raise ValueError("by_distance is neither 0 nor 1")
    if max(np.abs(arrays["rows"]).max(initial=0), np.abs(arrays["answers"]).max()) > LARGEST:
        raise ValueError(f"a row holds a number beyond {LARGEST:g}")
    answers = arrays["answers"]
    if dims["K"] > 1 and not (np.isin(answers, (0, 1)).all() and (answers.sum(axis=1) == 1).all()):
        raise ValueError("a training row has not exactly one class")


def seconds(n, d, k):
    """Return reference seconds of one fit and of asking for a quarter as many rows."""
    return 0.002 + 3e-11 * n * n * d + 4e-9 * n * n


def bytes(n, d, k):
    """Return the peak memory of one fit and its predictions."""
    return 16 * n * d + 8 * n * k + 100_000_000


SPEC = AlgorithmSpec(
    id="knn",
    title="k-nearest neighbours",
    idea="Look up the training rows most like the new one and let them vote.",
    good_at="answers that change slowly from row to row; no training, and you can look at the neighbours",
    bad_at="many columns that do not matter, large data, and privacy: the model is the data",
    name_says="the k nearest neighbours decide",
    tasks=("classification", "regression"),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=schema,
    prove=prove,
    seconds=seconds,
    bytes=bytes,
    hyperparameters=(
        Hyperparameter("neighbors", 10, low=1, high=200, scale="log", meaning="how many neighbours vote"),
        Hyperparameter(
            "weights", "distance", choices=("uniform", "distance"), meaning="whether nearer neighbours count more"
        ),
    ),
    defaults={"images": {"neighbors": 5}, "sounds": {"neighbors": 5}},
    holds_rows="every training row, as numbers",
    source="https://doi.org/10.1109/TIT.1967.1053964",
    note="Nothing is learned beforehand, so every answer costs a search through all training rows.",
)
