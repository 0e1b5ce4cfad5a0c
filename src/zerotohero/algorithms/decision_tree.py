"""A decision tree: questions about one column at a time, asked until a leaf holds the answer."""

from zerotohero.algorithms import _trees
from zerotohero.algorithms._trees import average_trees
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec


def make(task, seed, max_depth=6, min_leaf=10):
    """Return an unfitted scikit-learn estimator."""
    from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

    Tree = DecisionTreeClassifier if task == "classification" else DecisionTreeRegressor
    return Tree(max_depth=max_depth, min_samples_leaf=min_leaf, random_state=seed)


def arrays(model):
    """Return what a prediction needs."""
    return _trees.pack_trees([model.tree_])


def predict(arrays, X):
    """Return the shares (N, K) or the mean (N,) of the training rows in the same leaf."""
    return average_trees(arrays, X)


def schema(task):
    """Return what the arrays must look like."""
    return _trees.schema("K")


def seconds(n, d, k):
    """Return reference seconds of one fit."""
    return 0.002 + 3.5e-7 * n * d


def bytes(n, d, k):
    """Return the peak memory of one fit."""
    return 4 * n * d + 40 * n + 1000 * k


SPEC = AlgorithmSpec(
    id="decision-tree",
    title="decision tree",
    idea="Ask a question about one column, then another on each side, until each group agrees.",
    good_at="being read and followed by people; columns of any scale, steps and interactions",
    bad_at="steady slopes and fine shades; a few other rows can give another tree",
    name_says="the questions branch like a tree, and each leaf decides",
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
        Hyperparameter("max_depth", 6, low=1, high=100, scale="log", meaning="how many questions in a row"),
        Hyperparameter("min_leaf", 10, low=1, high=1000, scale="log", meaning="how many training rows a leaf needs"),
    ),
    defaults={"images": {"max_depth": 12, "min_leaf": 5}},
    source="https://doi.org/10.1201/9781315139470",
    note="Leave out a few rows, and the first question may be another one.",
)
