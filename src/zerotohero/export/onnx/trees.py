"""Decision trees as ONNX: the walk is ONNX's own operator, thresholds in float64.

Arrays as in ``algorithms/_trees.py``. T trees, M nodes, V numbers per leaf, K outputs.
"""

import numpy as np

from zerotohero.export.onnx.codes import as_sets
from zerotohero.export.onnx.formulas import softmax
from zerotohero.export.onnx.graph import ML

LEQ, SUM = 0, 1  # a node's mode: to the first child if feature <= threshold; how trees come together
TOGETHER = 64  # trees whose leaves are looked up at once: memory


def average_trees(g, arrays, x):
    """The mean of the trees' leaves: probabilities (N, K) or values (N, 1)."""
    count, value = len(arrays["roots"]), arrays["value"]
    x = g.cast(g.cast(x, np.float32), float)  # as scikit-learn does before it compares with thresholds
    if value.shape[1] == 2:
        second = g.add("Div", total(g, {**arrays, "value": value[:, 1:]}, x), float(count))
        return g.add("Concat", g.add("Sub", 1.0, second), second, axis=1)
    return g.add("Div", total(g, arrays, x), float(count))


def add_trees(g, arrays, x):
    """Start scores plus every tree's leaf: probabilities (N, K) or values (N, 1)."""
    start, value = arrays["start"], arrays["value"]
    if len(start) == 1:
        return g.add("Add", total(g, arrays, x), start)
    if len(start) == 2:
        score = value[:, 1:] - value[:, :1] if value.shape[1] == 2 else value
        score = g.add("Add", total(g, {**arrays, "value": score}, x), float(start[1] - start[0]))
        second = g.add("Sigmoid", score)
        return g.add("Concat", g.add("Sub", 1.0, second), second, axis=1)
    return softmax(g, g.add("Add", total(g, arrays, x, len(start)), start))


def add_rounded_trees(g, arrays, x):
    """As ``add_trees``, for trees that were grown on numbers in float32."""
    return add_trees(g, arrays, g.cast(g.cast(x, np.float32), float))


def total(g, arrays, x, outputs=1):
    """Return the sum of the trees' leaves, (N, V); with a number per leaf, tree i counts for output i modulo ``outputs``."""
    arrays, x = as_sets(g, arrays, x)
    trees, value = np.arange(len(arrays["roots"])), arrays["value"]
    if value.shape[1] == 1:
        return _walk(g, arrays, x, trees % outputs, value[:, 0])
    ends = g.cast(
        _walk(g, arrays, x, trees, np.arange(len(value), dtype=float)), np.int64
    )  # (N, T): our ``find_leaves``
    found = None
    for start in range(0, len(trees), TOGETHER):
        some = ends if len(trees) <= TOGETHER else g.columns(ends, trees[start : start + TOGETHER])
        part = g.sum(g.add("Gather", value, some, axis=0), 1, keep=0)
        found = part if found is None else g.add("Add", found, part)
    return found


def _walk(g, arrays, x, target, weight):
    """Return (N, targets) float64: the sum of ``weight`` (M,) of the leaves where a row ends, by the tree's ``target`` (T,)."""
    roots, children = arrays["roots"].astype(int), arrays["children"].astype(int)
    leaf = children[:, 0] == np.arange(len(children))
    if leaf.all():
        return g.every_row(x, np.bincount(target, weight[roots]))
    tree = np.searchsorted(roots, np.arange(len(children)), side="right") - 1
    asks = ~leaf
    asks[roots] = True  # a tree of one leaf asks something, and both answers are that leaf
    node, place = np.cumsum(asks) - 1, np.cumsum(leaf) - 1  # numbers of questions, and of leaves
    sides = children[asks]
    to_leaf = leaf[sides]
    following = np.where(to_leaf, place[sides], node[sides])
    return g.add(
        "TreeEnsemble",
        x,
        domain=ML,
        aggregate_function=SUM,
        n_targets=int(target.max()) + 1,
        post_transform=0,
        tree_roots=node[roots],
        nodes_featureids=arrays["feature"][asks].astype(np.int64),
        nodes_splits=arrays["threshold"][asks],
        nodes_modes=np.full(asks.sum(), LEQ, np.uint8),
        nodes_truenodeids=following[:, 0],
        nodes_trueleafs=to_leaf[:, 0].astype(np.int64),
        nodes_falsenodeids=following[:, 1],
        nodes_falseleafs=to_leaf[:, 1].astype(np.int64),
        leaf_targetids=target[tree[leaf]],
        leaf_weights=weight[leaf],
    )
