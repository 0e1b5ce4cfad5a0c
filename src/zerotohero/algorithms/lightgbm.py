"""LightGBM: histogram boosting by the library that made it popular; its trees are kept as our own arrays."""

import numpy as np

from zerotohero.algorithms import _trees
from zerotohero.algorithms._trees import add_trees
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec


def make(
    task,
    seed,
    iterations=200,
    learning_rate=0.05,
    leaves=15,
    min_leaf=10,
    l2=1.0,
    max_features=0.6,
    subsample=0.8,
    columns=None,
    monotone=None,
):
    """Return an unfitted estimator; ``monotone`` says which columns of numbers it must rise or fall with."""
    from lightgbm import LGBMClassifier, LGBMRegressor

    trends = _trees.trends(columns, monotone)
    return (LGBMClassifier if task == "classification" else LGBMRegressor)(
        n_estimators=iterations,
        learning_rate=learning_rate,
        num_leaves=leaves,
        min_child_samples=min_leaf,
        reg_lambda=l2,
        colsample_bytree=max_features,
        subsample=subsample,
        subsample_freq=1,
        random_state=seed,
        n_jobs=1,
        verbosity=-1,
        deterministic=True,
        force_row_wise=True,
        **({"monotone_constraints": trends} if trends else {}),
    )


def arrays(model):
    """Return what a prediction needs."""
    dump = model.booster_.dump_model()
    trees = _trees.pack([_flat(tree["tree_structure"]) for tree in dump["tree_info"]])
    return {**trees, "start": np.zeros(len(getattr(model, "classes_", [0])))}


def predict(arrays, X):
    """Return the sum of every tree's correction: probabilities (N, K) or values (N,)."""
    return add_trees(arrays, X)


def schema(task):
    """Return what the arrays must look like."""
    return {**_trees.schema(1), "start": _trees.ArraySchema(("K",))}


def seconds(n, d, k):
    """Return reference seconds of one fit."""
    trees = 200 * (k if k > 2 else 1)
    return 0.02 + trees * (6e-5 + 7e-6 * d + 2.5e-9 * n * d)


def bytes(n, d, k):
    """Return the peak memory of one fit."""
    return 12 * n * d + 60 * n * k


SPEC = AlgorithmSpec(
    id="lightgbm",
    title="LightGBM",
    idea="Histogram boosting that always splits the leaf where the error falls most, on a share of rows and columns.",
    good_at="tables from a few thousand rows to millions; the favourite of competitions",
    bad_at="a few hundred rows: it learns them by heart",
    name_says="a light (quick, sparing) gradient boosting machine",
    tasks=("classification", "regression"),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=schema,
    prove=_trees.prove_boosting,
    seconds=seconds,
    bytes=bytes,
    style="trees",
    hyperparameters=(
        Hyperparameter("iterations", 200, low=1, high=5000, scale="log", meaning="how many rounds of corrections"),
        Hyperparameter("learning_rate", 0.05, low=0.001, high=1.0, scale="log", meaning="how much each round counts"),
        Hyperparameter("leaves", 15, low=2, high=255, scale="log", meaning="how many leaves each tree may have"),
        Hyperparameter("min_leaf", 10, low=1, high=1000, scale="log", meaning="how many training rows a leaf needs"),
        Hyperparameter("l2", 1.0, low=0.0, high=1000.0, meaning="how much large corrections cost"),
        Hyperparameter("max_features", 0.6, low=0.01, high=1.0, meaning="share of columns each tree may use"),
        Hyperparameter("subsample", 0.8, low=0.1, high=1.0, meaning="share of rows each tree sees"),
    ),
    source="https://papers.nips.cc/paper/6907-lightgbm-a-highly-efficient-gradient-boosting-decision-tree",
    note="It is a library, not another algorithm: histogram boosting, with defaults and shortcuts of its own.",
    effort="standard",
    extra="boosters",
    module="lightgbm",
    wants_columns=True,
    obeys_monotone=True,
    rounds="iterations",
)


def _flat(root):
    """Return (left, right, feature, threshold, value) of a tree that came as nested dicts, parents first."""
    left, right, feature, threshold, value, waiting = [], [], [], [], [], [(root, None, 0)]
    while waiting:
        node, side, parent = waiting.pop()
        if side is not None:
            side[parent] = len(left)
        leaf = "leaf_value" in node
        left.append(-1)
        right.append(-1)
        feature.append(0 if leaf else node["split_feature"])
        threshold.append(0.0 if leaf else node["threshold"])
        value.append([node["leaf_value"] if leaf else 0.0])
        if not leaf:
            waiting += [(node["right_child"], right, len(left) - 1), (node["left_child"], left, len(left) - 1)]
    return left, right, feature, threshold, value
