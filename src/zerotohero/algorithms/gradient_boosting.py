"""Gradient boosting: small trees one after the other, each correcting what the ones before left wrong."""

import numpy as np

from zerotohero.algorithms import _trees
from zerotohero.algorithms._linear import LARGEST
from zerotohero.algorithms._trees import add_trees
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec


def make(task, seed, trees=200, learning_rate=0.05, max_depth=4, subsample=0.6, max_features=0.1):
    """Return an unfitted scikit-learn estimator."""
    from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor

    Boosting = GradientBoostingClassifier if task == "classification" else GradientBoostingRegressor
    return Boosting(
        n_estimators=trees,
        learning_rate=learning_rate,
        max_depth=max_depth,
        subsample=subsample,
        max_features=max_features,
        random_state=seed,
    )


def arrays(model):
    """Return what a prediction needs."""
    packed = _trees.pack_trees([tree.tree_ for tree in model.estimators_.ravel()])
    packed["value"] *= model.learning_rate
    # a class that is all but certain in a leaf divides by almost 0 there: as certain, but a number that files may hold
    np.clip(packed["value"], -LARGEST, LARGEST, out=packed["value"])
    if not hasattr(model, "classes_"):
        return {**packed, "start": np.reshape(model.init_.constant_, 1).astype(float)}
    log = np.log(np.clip(model.init_.class_prior_, np.finfo(float).eps, 1 - np.finfo(float).eps))
    scores = log - log.mean() if len(log) > 2 else log[1:] - log[:1]
    return {**packed, "start": _trees.start_scores(scores, len(log))}


def predict(arrays, X):
    """Return the start plus every tree's correction: probabilities (N, K) or values (N,)."""
    return add_trees(arrays, X.astype(np.float32))  # as scikit-learn does before it compares with thresholds


def schema(task):
    """Return what the arrays must look like."""
    return {**_trees.schema(1), "start": _trees.ArraySchema(("K",))}


def seconds(n, d, k):
    """Return reference seconds of one fit."""
    trees = 800 if k == 1 else 200 if k == 2 else 200 * k
    return 0.02 + trees * (3e-4 + 3.5e-7 * n + 1e-8 * n * d)


def bytes(n, d, k):
    """Return the peak memory of one fit."""
    return 4 * n * d + 40 * n * k + 800 * 31 * 80 * k


SPEC = AlgorithmSpec(
    id="gradient-boosting",
    title="gradient boosting",
    idea="Add small trees one after the other; each corrects a little of what the ones before got wrong.",
    good_at="tables of a few hundred to a few thousand rows; often the best score there",
    bad_at="large data and many classes: it gets slow",
    name_says="weak models boost each other, following the gradient of the error",
    tasks=("classification", "regression"),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=schema,
    prove=_trees.prove_boosting,
    seconds=seconds,
    bytes=bytes,
    style="trees",
    rounds="trees",
    hyperparameters=(
        Hyperparameter("trees", 200, low=1, high=5000, scale="log", meaning="how many corrections in a row"),
        Hyperparameter(
            "learning_rate", 0.05, low=0.001, high=1.0, scale="log", meaning="how much each correction counts"
        ),
        Hyperparameter("max_depth", 4, low=1, high=20, meaning="how many questions in a row each tree asks"),
        Hyperparameter("subsample", 0.6, low=0.1, high=1.0, meaning="share of rows each tree sees"),
        Hyperparameter(
            "max_features", 0.1, low=0.001, high=1.0, scale="log", meaning="share of columns each split may use"
        ),
    ),
    defaults={"regression": {"trees": 800, "learning_rate": 0.02, "max_features": 0.2}},
    source="https://doi.org/10.1214/aos/1013203451",
    note="More trees are not always better: unlike a forest, boosting ends up learning by heart.",
)
