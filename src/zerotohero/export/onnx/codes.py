"""Questions about a set of categories: one yes or no that is looked up, instead of a chain of comparisons.

``algorithms/_trees.py`` asks "is the code one of these?" as a few comparisons that lead to the same two nodes, so that
nodes have several parents. ONNX's trees do not allow that: here each chain becomes one question about a number 0 or 1
that is looked up by the code.

M nodes, S sets, C codes of a column.
"""

import numpy as np

from zerotohero.export.onnx.refusal import refusal

MOST_TIMES, MOST_CODES = 4, 10_000  # as many nodes as before, at most; codes of a column
SHARED = "its trees share branches in a way that ONNX's trees cannot"


def as_sets(g, arrays, x):
    """Return (arrays, X): trees in which every node has one parent, and X after a column for each set they ask for.

    Trees that are such already, and their X, come back as they are.
    """
    children = arrays["children"]
    asks = children[:, 0] != np.arange(len(children))
    if np.bincount(children[asks].ravel(), minlength=1).max() <= 1:
        return arrays, x
    sets, nodes, roots = {}, [], []
    ends = np.append(arrays["roots"][1:], len(children)).tolist()
    for root, end in zip(arrays["roots"].tolist(), ends):
        roots.append(len(nodes))
        _grow(arrays, asks, root, end, sets, nodes)
    old, place, left, right = (np.array(part) for part in zip(*nodes))
    found = {name: arrays[name][old] for name in ("threshold", "value")}
    found["feature"] = np.where(place < 0, arrays["feature"][old] + len(sets), place)
    found["threshold"] = np.where(place < 0, found["threshold"], 0.5)
    found |= {"children": np.stack([left, right], axis=1), "roots": np.array(roots)}
    return found, _looked_up(g, x, list(sets))


def _grow(arrays, asks, root, end, sets, nodes):
    """Add the nodes of one tree as [old node, its set or -1, left, right]; ``sets`` is (feature, members) -> number."""
    waiting = [(root, None, None)]
    while waiting:
        old, parent, side = waiting.pop()
        ways, key = _ways(arrays, asks, old, end)
        while len(ways) == 1 and asks[old]:  # both answers lead to the same node
            old = ways[0]
            ways, key = _ways(arrays, asks, old, end)
        here = len(nodes)
        if here > MOST_TIMES * len(asks):
            raise refusal(SHARED)
        if parent is not None:
            nodes[parent][side] = here
        place = -1 if key is None else sets.setdefault(key, len(sets))
        nodes.append([old, place, here, here])
        if asks[old]:
            waiting += [(ways[1], here, 3), (ways[0], here, 2)]


def _ways(arrays, asks, node, end):
    """Return where a node leads to, and (feature, who goes the second way) where it begins a chain, else None."""
    if not asks[node]:
        return [node], None
    children, feature, last = arrays["children"], arrays["feature"], node + 1
    while last < end and asks[last] and feature[last] == feature[node]:
        last += 1
    for after in range(last, node, -1):  # the longest chain that leads to two nodes
        found = children[node:after].ravel()
        ways = list(dict.fromkeys(found[(found < node) | (found >= after)].tolist()))
        if len(ways) <= 2:
            break
    if after == node + 1 or len(ways) == 1:
        return ways, None
    highest = arrays["threshold"][node:after].max()
    if not 0 <= highest <= MOST_CODES:
        raise refusal(SHARED)
    codes = np.arange(int(np.ceil(highest)) + 1)
    at = np.full(len(codes), node)
    while (inside := at < after).any() and (inside := inside & (at >= node)).any():
        at[inside] = children[at[inside], (codes[inside] > arrays["threshold"][at[inside]]).astype(int)]
    return ways, (int(feature[node]), (at == ways[1]).tobytes())


def _looked_up(g, x, sets):
    """Return X after one column for each set: 1 where the row's code is in it. The last code stands for all higher."""
    blocks, order = [], []
    for feature in dict.fromkeys(feature for feature, _ in sets):
        mine = [i for i, (other, _) in enumerate(sets) if other == feature]
        members = [np.frombuffer(sets[i][1], bool) for i in mine]
        most = max(map(len, members))
        table = np.stack([np.append(m, np.repeat(m[-1:], most - len(m))) for m in members], axis=1)  # (C, S)
        code = g.chain(g.shaped(g.columns(x, [feature]), -1), ("Min", float(most - 1)), ("Max", 0.0))
        code = g.cast(code, np.int64)
        blocks.append(g.add("Gather", table.astype(float), code, axis=0))
        order += mine
    found = blocks[0] if len(blocks) == 1 else g.add("Concat", *blocks, axis=1)
    return g.add("Concat", g.columns(found, np.argsort(order)), x, axis=1)
