"""Extra trees: a forest whose trees do not look for the best question, but draw a few at random and keep the best."""

import math

from zerotohero.algorithms import _trees
from zerotohero.algorithms._trees import average_trees
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec


def make(task, seed, trees=100, max_features=0.5, min_leaf=2, max_depth=None):
    """Return an unfitted scikit-learn estimator."""
    from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor

    Forest = ExtraTreesClassifier if task == "classification" else ExtraTreesRegressor
    return Forest(
        n_estimators=trees,
        max_features=max_features,
        min_samples_leaf=min_leaf,
        max_depth=max_depth,
        random_state=seed,
    )


def arrays(model):
    """Return what a prediction needs."""
    return _trees.pack_trees([tree.tree_ for tree in model.estimators_])


def predict(arrays, X):
    """Return the mean over the trees: shares (N, K) or values (N,)."""
    return average_trees(arrays, X)


def schema(task):
    """Return what the arrays must look like."""
    return _trees.schema("K")


def seconds(n, d, k):
    """Return reference seconds of one fit."""
    trees = 300 if d > 400 else 100  # pictures get more
    tried = min(0.5 * d, 40)  # columns per split; in wide data many cells are equal: cheap
    return 0.02 + trees * (7e-4 + 1.05e-8 * n * tried * math.log2(n + 1))


def bytes(n, d, k):
    """Return the peak memory of one fit."""
    return 4 * n * d + 200 * n * (70 + 8 * k)


SPEC = AlgorithmSpec(
    id="extra-trees",
    title="extra trees",
    idea="Grow many trees on all rows; each question is drawn at random, a few at a time, and the best of them kept.",
    good_at="tables with noise and pictures; a little smoother and quicker than a random forest",
    bad_at="many columns that say nothing; large model files",
    name_says="extremely randomized trees: the cut points are drawn too, not only rows and columns",
    tasks=("classification", "regression"),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=schema,
    prove=_trees.prove_shares,
    seconds=seconds,
    bytes=bytes,
    style="trees",
    hyperparameters=(
        Hyperparameter("trees", 100, low=1, high=5000, scale="log", meaning="how many trees vote"),
        Hyperparameter(
            "max_features", 0.5, low=0.001, high=1.0, scale="log", meaning="share of columns each split may use"
        ),
        Hyperparameter("min_leaf", 2, low=1, high=1000, scale="log", meaning="how many training rows a leaf needs"),
        Hyperparameter("max_depth", None, low=1, high=100, scale="log", meaning="questions in a row; none: no limit"),
    ),
    defaults={
        "images": {"trees": 300, "max_features": 0.05, "min_leaf": 1},
        "sounds": {"trees": 300, "max_features": 0.05},
    },
    source="https://doi.org/10.1007/s10994-006-6226-1",
    note="'Extra' is short for extremely randomized: there are no more trees in it than in a random forest.",
)
