"""A random forest: many trees, each grown on other rows and other columns; their mean answers."""

import math

from zerotohero.algorithms import _trees
from zerotohero.algorithms._trees import average_trees
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec


def make(task, seed, trees=100, max_features=None, min_leaf=2, max_depth=None):
    """Return an unfitted scikit-learn estimator."""
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

    Forest = RandomForestClassifier if task == "classification" else RandomForestRegressor
    return Forest(
        n_estimators=trees,
        max_features="sqrt" if max_features is None else max_features,
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
    tried = min(0.3 * d if k == 1 else d**0.5, 24)  # columns per split; in wide data many cells are equal: cheap
    return 0.02 + trees * (7e-4 + 2.8e-8 * n * tried * math.log2(n + 1))


def bytes(n, d, k):
    """Return the peak memory of one fit."""
    return 4 * n * d + 200 * n * (70 + 8 * k)


SPEC = AlgorithmSpec(
    id="random-forest",
    title="random forest",
    idea="Grow many trees, each on other rows and other columns, and take the mean of their answers.",
    good_at="tables of any kind without tuning; hard to get wrong",
    bad_at="steady slopes beyond the training rows; large model files",
    name_says="a forest of decision trees grown with random choices",
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
            "max_features",
            None,
            low=0.001,
            high=1.0,
            scale="log",
            meaning="share of columns each split may use; none: the square root of their number",
        ),
        Hyperparameter("min_leaf", 2, low=1, high=1000, scale="log", meaning="how many training rows a leaf needs"),
        Hyperparameter("max_depth", None, low=1, high=100, scale="log", meaning="questions in a row; none: no limit"),
    ),
    defaults={
        "regression": {"max_features": 0.3, "min_leaf": 1},
        "images": {"trees": 300, "max_features": 0.02, "min_leaf": 1},
    },
    source="https://doi.org/10.1023/A:1010933404324",
    note="Its probabilities are shares of trees: they rarely reach 0 or 1, even where the case is clear.",
)
