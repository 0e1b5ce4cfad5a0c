"""Histogram boosting: gradient boosting on columns sorted into at most 255 bins, so that large data stay fast."""

from zerotohero.algorithms import _trees
from zerotohero.algorithms._trees import add_trees
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec


def make(
    task,
    seed,
    iterations=200,
    learning_rate=0.06,
    leaves=12,
    min_leaf=8,
    l2=0.0,
    max_features=0.4,
    categories="one-hot",
    columns=None,
    monotone=None,
):
    """Return an unfitted scikit-learn estimator; ``monotone`` says which columns of numbers it must rise or fall with."""
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    Boosting = HistGradientBoostingClassifier if task == "classification" else HistGradientBoostingRegressor
    return Boosting(
        max_iter=iterations,
        learning_rate=learning_rate,
        max_leaf_nodes=leaves,
        min_samples_leaf=min_leaf,
        l2_regularization=l2,
        max_features=max_features,
        categorical_features=[f.codes > 0 for f in columns] if categories == "codes" and columns else None,
        monotonic_cst=_trees.trends(columns, monotone),
        early_stopping=False,
        random_state=seed,
    )


def style(params):
    """Return how cells become numbers."""
    return "codes" if params.get("categories") == "codes" else "trees"


def arrays(model):
    """Return what a prediction needs."""
    packed, scores = _trees.pack_histogram_trees(model)
    return {**packed, "start": _trees.start_scores(scores, len(getattr(model, "classes_", [0])))}


def predict(arrays, X):
    """Return the start plus every tree's correction: probabilities (N, K) or values (N,)."""
    return add_trees(arrays, X)


def schema(task):
    """Return what the arrays must look like."""
    return {**_trees.schema(1), "start": _trees.ArraySchema(("K",))}


def seconds(n, d, k):
    """Return reference seconds of one fit."""
    trees = 200 * (k if k > 2 else 1)
    return 0.02 + trees * (4e-4 + 8e-6 * d + 7e-9 * n * d)


def bytes(n, d, k):
    """Return the peak memory of one fit."""
    return 10 * n * d + 60 * n * k


SPEC = AlgorithmSpec(
    id="histogram-boosting",
    title="histogram boosting",
    idea="Gradient boosting on columns sorted into at most 255 bins: the trees only compare bins.",
    good_at="tables from a thousand rows to millions, many columns",
    bad_at="a few hundred rows, and pictures with many classes: slow there",
    name_says="boosting that looks at histograms of the columns instead of every single value",
    tasks=("classification", "regression"),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=schema,
    prove=_trees.prove_boosting,
    seconds=seconds,
    bytes=bytes,
    style=style,
    wants_columns=True,
    obeys_monotone=True,
    rounds="iterations",
    hyperparameters=(
        Hyperparameter("iterations", 200, low=1, high=5000, scale="log", meaning="how many rounds of corrections"),
        Hyperparameter("learning_rate", 0.06, low=0.001, high=1.0, scale="log", meaning="how much each round counts"),
        Hyperparameter("leaves", 12, low=2, high=255, scale="log", meaning="how many leaves each tree may have"),
        Hyperparameter("min_leaf", 8, low=1, high=1000, scale="log", meaning="how many training rows a leaf needs"),
        Hyperparameter("l2", 0.0, low=0.0, high=1000.0, meaning="how much large corrections cost"),
        Hyperparameter("max_features", 0.4, low=0.01, high=1.0, meaning="share of columns each split may use"),
        Hyperparameter(
            "categories",
            "one-hot",
            choices=("one-hot", "codes"),
            meaning="a 0/1 column for each category, or questions about several at once",
        ),
    ),
    source="https://papers.nips.cc/paper/6907-lightgbm-a-highly-efficient-gradient-boosting-decision-tree",
    note="It cuts columns into at most 255 bins first, so two values close together can be one to it.",
)
