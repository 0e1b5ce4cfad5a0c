"""A decision tree of a single question: "is this column at most that?"."""

from zerotohero.algorithms import _trees
from zerotohero.algorithms._trees import average_trees
from zerotohero.core.specs import AlgorithmSpec


def make(task, seed):
    """Return an unfitted scikit-learn estimator."""
    from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

    Tree = DecisionTreeClassifier if task == "classification" else DecisionTreeRegressor
    return Tree(max_depth=1, random_state=seed)


def arrays(model):
    """Return what a prediction needs."""
    return _trees.pack_trees([model.tree_])


def predict(arrays, X):
    """Return the shares (N, K) or the mean (N,) of the training rows on the same side of the question."""
    return average_trees(arrays, X)


def schema(task):
    """Return what the arrays must look like."""
    return _trees.schema("K")


def seconds(n, d, k):
    """Return reference seconds of one fit."""
    return 0.002 + 8e-8 * n * d


def bytes(n, d, k):
    """Return the peak memory of one fit."""
    return 4 * n * d + 40 * n


SPEC = AlgorithmSpec(
    id="one-level-tree",
    title="one-level tree",
    idea="Ask the one question about one column that tells the most, and stop.",
    good_at="showing how far a single column gets you",
    bad_at="anything that depends on two columns, and more than two or three classes",
    name_says="a decision tree with one level of questions, also called a decision stump",
    tasks=("classification", "regression"),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=schema,
    prove=_trees.prove_shares,
    seconds=seconds,
    bytes=bytes,
    style="trees",
    baseline=True,
    portrait="asks one question: what a rule of thumb reaches",
    source="https://doi.org/10.1023/A:1022631118932",
    note="It is called a tree, but it is one question with two answers.",
)
