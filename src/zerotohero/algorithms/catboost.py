"""CatBoost: boosting with trees that ask the same question everywhere on one level; kept as our own arrays."""

import json
import tempfile
from pathlib import Path

import numpy as np

from zerotohero.algorithms import _trees
from zerotohero.algorithms._trees import add_trees
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec


def make(
    task, seed, iterations=400, learning_rate=0.05, max_depth=6, l2=3.0, max_features=0.5, columns=None, monotone=None
):
    """Return an unfitted estimator; ``monotone`` says which columns of numbers it must rise or fall with."""
    from catboost import CatBoostClassifier, CatBoostRegressor

    trends = _trees.trends(columns, monotone)
    return (CatBoostClassifier if task == "classification" else CatBoostRegressor)(
        iterations=iterations,
        learning_rate=learning_rate,
        depth=max_depth,
        l2_leaf_reg=l2,
        rsm=max_features,
        random_seed=seed,
        thread_count=1,
        verbose=False,
        allow_writing_files=False,
        **({"monotone_constraints": trends} if trends else {}),
    )


def arrays(model):
    """Return what a prediction needs."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        saved = json.loads(path.read_text(encoding="utf-8"))
    scale, bias = saved["scale_and_bias"]
    trees = _trees.pack([_flat(tree) for tree in saved["oblivious_trees"]])
    trees["value"] *= scale
    classes = len(getattr(model, "classes_", []))
    if classes == 2:  # one score, that of the second class
        trees["value"] = np.hstack([0 * trees["value"], trees["value"]])
    return {**trees, "start": _trees.start_scores(np.array(bias, float), classes)}


def predict(arrays, X):
    """Return the start plus every tree's correction: probabilities (N, K) or values (N,)."""
    with np.errstate(over="ignore"):
        X = np.asarray(X, np.float32)  # as CatBoost does before it compares with thresholds
    return add_trees(arrays, X)


def schema(task):
    """Return what the arrays must look like."""
    return {**_trees.schema("K"), "start": _trees.ArraySchema(("K",))}


def prove(arrays, dims):
    """Raise ValueError unless the trees are sound and the start scores small enough to be added."""
    _trees.prove_boosting(arrays, {**dims, "K": 1})  # one tree a round, whatever the classes


def seconds(n, d, k):
    """Return reference seconds of one fit."""
    return 0.05 + 400 * (k if k > 2 else 1) * (1e-4 + 1e-5 * d + 4e-8 * n + 5e-9 * n * d)


def bytes(n, d, k):
    """Return the peak memory of one fit."""
    return 100_000_000 + 12 * n * d + 100 * n * k


SPEC = AlgorithmSpec(
    id="catboost",
    title="CatBoost",
    idea="Boosting with trees of one question per level, each row judged by trees that have not seen it.",
    good_at="small and middle-sized tables without tuning; steady answers",
    bad_at="time: it takes its own, and more with many classes",
    name_says="boosting that was made for categories",
    tasks=("classification", "regression"),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=schema,
    prove=prove,
    seconds=seconds,
    bytes=bytes,
    style="trees",
    hyperparameters=(
        Hyperparameter("iterations", 400, low=1, high=5000, scale="log", meaning="how many rounds of corrections"),
        Hyperparameter("learning_rate", 0.05, low=0.001, high=1.0, scale="log", meaning="how much each round counts"),
        Hyperparameter("max_depth", 6, low=1, high=10, meaning="how many questions in a row each tree asks"),
        Hyperparameter("l2", 3.0, low=0.1, high=1000.0, scale="log", meaning="how much large corrections cost"),
        Hyperparameter("max_features", 0.5, low=0.01, high=1.0, meaning="share of columns each split may use"),
    ),
    source="https://arxiv.org/abs/1706.09516",
    note="Named after categories, but here it gets them as columns of 0 and 1 like every other tree algorithm.",
    effort="standard",
    extra="boosters",
    module="catboost",
    wants_columns=True,
    obeys_monotone=True,
    rounds="iterations",
)


def _flat(tree):
    """Return (left, right, feature, threshold, values) of a tree that asks one question per level, parents first."""
    splits = tree["splits"] or []
    leaves = 2 ** len(splits)
    inner = np.arange(leaves - 1)  # as in a heap: the children of i are 2 i + 1 and 2 i + 2
    level = np.floor(np.log2(inner + 1)).astype(int)
    asked = splits[::-1]  # the last question decides the highest bit of a leaf's number
    rest = np.zeros(leaves)
    feature = np.append(np.array([split["float_feature_index"] for split in asked], int)[level], rest.astype(int))
    threshold = np.append(np.array([split["border"] for split in asked])[level], rest)
    values = np.reshape(tree["leaf_values"], (leaves, -1))
    values = np.vstack([np.zeros((len(inner), values.shape[1])), values])
    return np.append(2 * inner + 1, rest - 1), np.append(2 * inner + 2, rest - 1), feature, threshold, values
