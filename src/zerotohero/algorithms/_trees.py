"""Decision trees as plain arrays: packed, walked and proved in one place for every tree algorithm.

All nodes of all trees stand in one list; ``roots`` says where each tree begins. A node asks "is
feature <= threshold?" and goes left or right, always to a later node of the same tree, so a walk
must end. A leaf is its own left and right child.

Shapes used below: N rows, D features, T trees, M nodes, V numbers per leaf, K outputs (classes, or
1 for a number).
"""

import numpy as np

from zerotohero.algorithms._linear import LARGEST, softmax
from zerotohero.core.specs import ArraySchema


def find_leaves(arrays, X):
    """Return (N, T): the node where each row of X (N, D) ends in each tree."""
    left, right, feature, threshold = (arrays[name] for name in ("left", "right", "feature", "threshold"))
    rows, trees = len(X), len(arrays["roots"])
    cells = np.ravel(X)
    start = np.repeat(np.arange(rows) * X.shape[1], trees)  # where the row of each walk begins in cells
    node = np.tile(arrays["roots"], rows)
    walking = np.arange(rows * trees)
    while len(walking):
        here = node[walking]
        goes_left = cells[start[walking] + feature[here]] <= threshold[here]
        step = np.where(goes_left, left[here], right[here])
        node[walking] = step
        walking = walking[step != here]  # a leaf is its own child
    return node.reshape(rows, trees)


def average_trees(arrays, X):
    """Return the mean of the trees' leaves: probabilities (N, K), or values (N,) if a leaf holds one number."""
    roots, value = arrays["roots"], arrays["value"]
    with np.errstate(over="ignore"):
        X = np.asarray(X, np.float32)  # as scikit-learn does before it compares with thresholds
    total = np.zeros((len(X), value.shape[1]))
    group = max(1, 20_000 // max(1, len(X)))  # few trees at a time for many rows: they stay in the cache
    for first in range(0, len(roots), group):
        trees = {**arrays, "roots": roots[first : first + group]}
        total += value[find_leaves(trees, X)].sum(axis=1)
    mean = total / len(roots)
    return mean if mean.shape[1] > 1 else mean[:, 0]


def add_trees(arrays, X):
    """Return the start scores plus every tree's leaf, as probabilities (N, K) or values (N,) if K is 1."""
    roots, value, scores = arrays["roots"], arrays["value"][:, 0], np.tile(arrays["start"], (len(X), 1))
    outputs = scores.shape[1]
    columns = outputs if outputs > 2 else 1  # trees per round; two classes need one: class 0 stays at its start
    group = columns * max(1, 20_000 // (columns * max(1, len(X))))
    for first in range(0, len(roots), group):
        trees = {**arrays, "roots": roots[first : first + group]}
        leaves = value[find_leaves(trees, X)]  # (N, rounds * columns)
        scores[:, -columns:] += leaves.reshape(len(X), leaves.shape[1] // columns, columns).sum(axis=1)
    return softmax(scores) if outputs > 1 else scores[:, 0]


def pack_trees(trees):
    """Return the arrays for a list of fitted scikit-learn ``tree_`` objects; a leaf holds V numbers."""
    return _pack(
        [(t.children_left, t.children_right, t.feature, t.threshold, t.value[:, 0]) for t in trees],
    )


def pack_histogram_trees(model):
    """Return the arrays for a fitted histogram boosting model.

    The one place that reads private attributes of scikit-learn (seen with 1.9, held by a test): it
    offers no public way to its trees.
    """
    trees = []
    for trees_of_round in model._predictors:
        for tree in trees_of_round:
            nodes = tree.nodes
            if nodes["is_categorical"].any():
                raise ValueError("histogram boosting must be fitted on numbers, without categorical features")
            left = np.where(nodes["is_leaf"] == 1, -1, nodes["left"].astype(int))
            right = np.where(nodes["is_leaf"] == 1, -1, nodes["right"].astype(int))
            trees.append((left, right, nodes["feature_idx"], nodes["num_threshold"], nodes["value"][:, None]))
    return _pack(trees), np.ravel(model._baseline_prediction).astype(float)


def start_scores(scores, classes):
    """Return (K,) start scores from what boosting keeps: two classes have one score, that of the second."""
    return np.append(0.0, scores) if classes == 2 else np.array(scores, float)


def _pack(trees):
    """Return the arrays for (left, right, feature, threshold, value) tuples; children below 0 mark a leaf."""
    sizes = [len(tree[0]) for tree in trees]
    roots = np.cumsum([0, *sizes[:-1]])
    own = np.arange(sum(sizes))
    first = np.repeat(roots, sizes)  # (M,) the root of each node's tree
    left, right, feature, threshold, value = (np.concatenate(part) for part in zip(*trees))
    leaf = left < 0
    return {
        "roots": roots.astype(np.int32),
        "left": np.where(leaf, own, first + left).astype(np.int32),
        "right": np.where(leaf, own, first + right).astype(np.int32),
        "feature": np.where(leaf, 0, feature).astype(np.int32),
        "threshold": np.where(leaf, 0.0, np.clip(threshold, -np.finfo(float).max, np.finfo(float).max)),
        "value": value.astype(float),
    }


def schema(numbers_per_leaf):
    """Return what the arrays must look like; V is "K" for averaged trees, 1 for boosted ones."""
    return {
        "roots": ArraySchema(("T",), "i4"),
        "left": ArraySchema(("M",), "i4"),
        "right": ArraySchema(("M",), "i4"),
        "feature": ArraySchema(("M",), "i4"),
        "threshold": ArraySchema(("M",)),
        "value": ArraySchema(("M", numbers_per_leaf)),
    }


def prove_trees(arrays, dims):
    """Raise ValueError unless every walk stays inside its tree and ends."""
    roots, left, right, feature = (arrays[name].astype(int) for name in ("roots", "left", "right", "feature"))
    nodes = len(left)
    if not (len(roots) and roots[0] == 0 and (np.diff(roots) > 0).all() and roots[-1] < nodes):
        raise ValueError("the roots of the trees are not in order")
    own = np.arange(nodes)
    end = np.append(roots[1:], nodes)[np.searchsorted(roots, own, side="right") - 1]  # (M,) where each tree ends
    leaf = (left == own) & (right == own)
    inner = (left > own) & (right > own) & (left < end) & (right < end)
    if not (leaf | inner).all():
        raise ValueError("a node's child is not a later node of its tree")
    if not ((feature >= 0) & (feature < dims["D"])).all():
        raise ValueError("a node asks for a feature that does not exist")
    if np.abs(arrays["value"]).max() > LARGEST:
        raise ValueError(f"a leaf holds a number beyond {LARGEST:g}")


def prove_shares(arrays, dims):
    """Raise ValueError unless ``prove_trees`` holds and, for classes, the leaves hold shares that sum to 1."""
    prove_trees(arrays, dims)
    value = arrays["value"]
    if dims["K"] > 1 and ((value < 0).any() or np.abs(value.sum(axis=1) - 1).max() > 1e-6):
        raise ValueError("the shares in a leaf do not sum to 1")


def prove_boosting(arrays, dims):
    """Raise ValueError unless ``prove_trees`` holds and every round has one tree per score."""
    prove_trees(arrays, dims)
    if dims["K"] > 2 and len(arrays["roots"]) % dims["K"]:
        raise ValueError("a round of boosting has not one tree per class")
    if np.abs(arrays["start"]).max() > LARGEST:
        raise ValueError(f"a start score is beyond {LARGEST:g}")
