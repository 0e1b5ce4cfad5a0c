"""Categories: a 0/1 column for each frequent one, one for the rare and unknown, one for missing.

Shapes: N rows, D numbers that come out. The functions are self-contained: scripts paste them.
"""

import numpy as np


def fit_category(cells, most, least):
    """Return which category owns which 0/1 column: at most ``most``, each in at least ``least`` of the cells (N,)."""
    counts = {}
    for cell in cells:
        counts[cell] = counts.get(cell, 0) + 1
    empty = counts.pop(None, 0)
    order = sorted(counts, key=lambda c: (-counts[c], c))
    kept = [c for c in order[:most] if counts[c] >= least]
    rest = len(kept) < len(order)
    if len(kept) + rest + (empty > 0) <= 2 and not empty:
        kept = kept[1:] if not rest else kept  # two answers need one column
    codes = {c: i for i, c in enumerate(kept)}
    width = len(kept)
    state = {"codes": codes, "rest": -1, "none": -1}
    if rest:
        state["rest"], width = width, width + 1
    if empty and order:
        state["none"], width = width, width + 1
    return {**state, "width": width}


def apply_categories(states, columns):
    """Return the 0/1 columns (N, D) for several columns of texts or None, each (N,)."""
    start, places = 0, []
    for state, cells in zip(states, columns):
        codes, rest, none = state["codes"], state["rest"], state["none"]
        places.append([none if c is None else codes.get(c, rest) for c in cells])
    widths = [s["width"] for s in states]
    places = np.array(places, np.int64)  # (columns, N); -1 is nowhere
    starts = np.concatenate([[0], np.cumsum(widths)])
    out = np.zeros((places.shape[1], starts[-1] + 1))
    place = np.where(places < 0, starts[-1], places + starts[:-1, None])
    out[np.arange(places.shape[1]), place] = 1
    return out[:, :-1]


def category_names(*a):
    pass


def prove_category(*a):
    pass
