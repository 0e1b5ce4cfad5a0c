"""Decision trees as plain arrays: packed, walked and proved in one place for every tree algorithm.

All nodes of all trees stand in one list; ``roots`` says where each tree begins. A node asks "is
feature <= threshold?" and goes to its first child (left) or its second, always a later node of the
same tree, so a walk must end. Both children of a leaf are the leaf itself.

Shapes used below: N rows, D features, T trees, M nodes, V numbers per leaf, K outputs (classes, or
1 for a number), C codes of a category.
"""

import numpy as np

from zerotohero.algorithms._linear import LARGEST, softmax
from zerotohero.core.params import parse_monotone
from zerotohero.core.specs import ArraySchema


def find_leaves(arrays, X):
    """Return (N, T): the node where each row of X (N, D) ends in each tree."""
    children, feature, threshold = np.ravel(arrays["children"]), arrays["feature"], arrays["threshold"]
    rows, trees, cells = len(X), len(arrays["roots"]), np.ravel(X)
    start = np.repeat(np.arange(rows) * X.shape[1], trees)  # where the row of each walk begins in cells
    node = np.tile(arrays["roots"].astype(int), rows)
    walking, here = np.arange(rows * trees), node
    while len(walking):
        for _ in range(4):  # to sort out who has arrived costs as much as a step
            before = here
            goes_right = cells.take(start + feature.take(here)) > threshold.take(here)
            here = children.take(2 * here + goes_right)
        node[walking] = here
        moved = here != before  # a leaf is its own child
        walking, here, start = walking[moved], here[moved], start[moved]
    return node.reshape(rows, trees)


def sum_trees(arrays, X):
    """Return (N, V): the sum of the trees' leaves."""
    roots, value = arrays["roots"], arrays["value"]
    total = np.zeros((len(X), value.shape[1]))
    group = max(1, 20_000 // max(1, len(X)))  # few trees at a time for many rows: they stay in the cache
    for first in range(0, len(roots), group):
        trees = {**arrays, "roots": roots[first : first + group]}
        total += value[find_leaves(trees, X)].sum(axis=1)
    return total


def average_trees(arrays, X):
    """Return the mean of the trees' leaves: probabilities (N, K), or values (N,) if a leaf holds one number."""
    with np.errstate(over="ignore"):
        X = np.asarray(X, np.float32)  # as scikit-learn does before it compares with thresholds
    mean = sum_trees(arrays, X) / len(arrays["roots"])
    return mean if mean.shape[1] > 1 else mean[:, 0]


def add_trees(arrays, X):
    """Return the start scores plus every tree's leaf, as probabilities (N, K) or values (N,) if K is 1."""
    roots, value, scores = arrays["roots"], arrays["value"], np.tile(arrays["start"], (len(X), 1))
    outputs = scores.shape[1]
    if value.shape[1] == outputs:  # a leaf holds a score for every class
        scores += sum_trees(arrays, X)
        return softmax(scores) if outputs > 1 else scores[:, 0]
    columns = outputs if outputs > 2 else 1  # trees per round; two classes need one: class 0 stays at its start
    group = columns * max(1, 20_000 // (columns * max(1, len(X))))
    for first in range(0, len(roots), group):
        trees = {**arrays, "roots": roots[first : first + group]}
        leaves = value[find_leaves(trees, X), 0]  # (N, rounds * columns)
        scores[:, -columns:] += leaves.reshape(len(X), leaves.shape[1] // columns, columns).sum(axis=1)
    return softmax(scores)


def pack_trees(trees):
    """Return the arrays for a list of fitted scikit-learn ``tree_`` objects; a leaf holds V numbers."""
    return pack(
        [(t.children_left, t.children_right, t.feature, t.threshold, t.value[:, 0]) for t in trees],
    )


def pack_histogram_trees(model):
    """Return the arrays for a fitted histogram boosting model, and its start scores.

    The one place that reads private attributes of scikit-learn (seen with 1.9, held by a test): it
    offers no public way to its trees.
    """
    feature, codes = _own_features(model)
    trees = []
    for tree in (tree for trees_of_round in model._predictors for tree in trees_of_round):
        nodes = tree.nodes
        left, right = (np.where(nodes["is_leaf"] == 1, -1, nodes[side].astype(int)) for side in ("left", "right"))
        plain = left, right, feature[nodes["feature_idx"]], nodes["num_threshold"], nodes["value"][:, None]
        sets = {}
        for i in np.flatnonzero(nodes["is_categorical"]):
            words = tree.raw_left_cat_bitsets[nodes["bitset_idx"][i]].astype("<u4")
            bits = np.unpackbits(words.view(np.uint8), bitorder="little")
            known = codes[nodes["feature_idx"][i]]  # its codes in the order of the bits
            goes_left = np.full(known[-1] + 2, bool(nodes["missing_go_to_left"][i]))  # codes never seen while fitting
            goes_left[known] = bits[: len(known)]
            sets[i] = goes_left
        trees.append(_spell_out(plain, sets) if sets else plain)
    return pack(trees), np.ravel(model._baseline_prediction).astype(float)


def start_scores(scores, classes):
    """Return (K,) start scores from what boosting keeps: two classes have one score, that of the second."""
    return np.append(0.0, scores) if classes == 2 else np.array(scores, float)


def trends(columns, monotone):
    """Return -1, 0 or 1 for each column of X: whether the answer must fall, may do both, or must rise with it.

    Parameters
    ----------
    columns : tuple of Feature or None
    monotone : str or None
        See ``parse_monotone``; names of number columns.

    Returns
    -------
    list of int or None
        None if nothing is asked.
    """
    if not monotone:
        return None
    ways = parse_monotone(monotone)
    return [ways.get(f.column, 0) if f.name == f.column else 0 for f in columns]  # not "age is missing"


def _own_features(model):
    """Return our number of each of scikit-learn's features (D,), and the sorted codes of each category column."""
    if model.is_categorical_ is None:
        return np.arange(model.n_features_in_), []
    order = np.argsort(~model.is_categorical_, kind="stable")  # it puts the categories first
    codes = model._preprocessor.named_transformers_["encoder"].categories_
    return order, [known.astype(int) for known in codes]


def _spell_out(tree, sets):
    """Return the tree with questions about a set of codes asked as a few questions "is it <= threshold?".

    All of them lead to the two children of the one question, so these have several parents.

    Parameters
    ----------
    tree : tuple
        (left, right, feature, threshold, value), as ``pack`` takes them.
    sets : dict of int to ndarray (C,) of bool
        Node -> which codes go left. The last one stands for all higher codes.
    """
    left, right, feature, threshold, value = tree
    chains = {}
    for node, goes_left in sets.items():
        starts = np.flatnonzero(np.diff(goes_left)) + 1  # codes with which a run begins that goes the other way
        chain = []
        first = _search(starts - 0.5, goes_left[np.append(0, starts)], chain)
        chains[node] = chain or [(0.0, first, first)]  # all go one way
    more = np.zeros(len(left), int)
    more[list(chains)] = [len(chain) - 1 for chain in chains.values()]
    place = np.arange(len(left)) + np.cumsum(more) - more  # where each node stands now
    left, right = (np.where(side < 0, -1, place[side]) for side in (left, right))
    ends = {node: (right[node], left[node]) for node in chains}  # as -2 and -1 index them
    left, right, feature, threshold, value = (
        np.repeat(part, more + 1, axis=0) for part in (left, right, feature, threshold, value)
    )
    for node, chain in chains.items():
        for i, (cut, low, high) in enumerate(chain, start=place[node]):
            threshold[i] = cut
            left[i], right[i] = (ends[node][to] if to < 0 else place[node] + to for to in (low, high))
    return left, right, feature, threshold, value


def _search(cuts, goes_left, chain):
    """Add (cut, below, above) for a binary search over ``cuts`` to ``chain``; return its first index, or -1 left, -2 right.

    ``goes_left`` has an entry for each stretch between the cuts.
    """
    if not len(cuts):
        return -1 if goes_left[0] else -2
    place, middle = len(chain), len(cuts) // 2
    chain.append(None)
    below = _search(cuts[:middle], goes_left[: middle + 1], chain)
    chain[place] = cuts[middle], below, _search(cuts[middle + 1 :], goes_left[middle + 1 :], chain)
    return place


def pack(trees):
    """Return the arrays for (left, right, feature, threshold, value) tuples; children below 0 mark a leaf."""
    sizes = [len(tree[0]) for tree in trees]
    roots = np.cumsum([0, *sizes[:-1]])
    own = np.arange(sum(sizes))
    first = np.repeat(roots, sizes)  # (M,) the root of each node's tree
    left, right, feature, threshold, value = (np.concatenate(part) for part in zip(*trees))
    leaf = left < 0
    children = np.stack([np.where(leaf, own, first + left), np.where(leaf, own, first + right)], axis=1)
    return {
        "roots": roots.astype(np.int32),
        "children": children.astype(np.int32),
        "feature": np.where(leaf, 0, feature).astype(np.int32),
        "threshold": np.where(leaf, 0.0, np.clip(threshold, -np.finfo(float).max, np.finfo(float).max)),
        "value": value.astype(float),
    }


def schema(numbers_per_leaf):
    """Return what the arrays must look like; V is "K" for averaged trees, 1 for boosted ones."""
    return {
        "roots": ArraySchema(("T",), "i4"),
        "children": ArraySchema(("M", 2), "i4"),
        "feature": ArraySchema(("M",), "i4"),
        "threshold": ArraySchema(("M",)),
        "value": ArraySchema(("M", numbers_per_leaf)),
    }


def prove_trees(arrays, dims):
    """Raise ValueError unless every walk stays inside its tree and ends."""
    roots, children, feature = (arrays[name].astype(int) for name in ("roots", "children", "feature"))
    nodes = len(children)
    if not (len(roots) and roots[0] == 0 and (np.diff(roots) > 0).all() and roots[-1] < nodes):
        raise ValueError("the roots of the trees are not in order")
    own = np.arange(nodes)
    end = np.append(roots[1:], nodes)[np.searchsorted(roots, own, side="right") - 1]  # (M,) where each tree ends
    own, end = own[:, None], end[:, None]
    leaf, inner = (children == own).all(axis=1), ((children > own) & (children < end)).all(axis=1)
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
