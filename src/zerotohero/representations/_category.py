"""Categories: a 0/1 column for each frequent one, one for the rare and the unknown, one for missing.

Shapes: N rows, D numbers that come out. The functions are self-contained: scripts paste them.
"""

import numpy as np


def fit_category(cells, most, least):
    """Return the place of each category of the cells (N,): at most ``most``, each seen ``least`` times; -1 is nowhere."""
    counts = {}
    for cell in cells:
        counts[cell] = counts.get(cell, 0) + 1
    empty = counts.pop(None, 0) > 0
    order = sorted(counts, key=lambda c: (-counts[c], c))
    kept = [c for c in order[:most] if counts[c] >= least]
    rest = len(kept) < len(order)
    if len(kept) + rest + empty <= 2:  # one answer tells nothing, two need one column
        kept, rest = kept[1:], rest and (empty or len(kept) > 0)
        empty = empty and len(order) > 0
    place = len(kept)
    return {
        "codes": {c: i for i, c in enumerate(kept)},
        "rest": place if rest else -1,
        "none": place + rest if empty else -1,
    }


def apply_categories(states, columns):
    """Return the 0/1 numbers (N, D) of several columns of texts or None, each (N,)."""
    widths = [len(s["codes"]) + (s["rest"] >= 0) + (s["none"] >= 0) for s in states]
    starts = np.cumsum([0, *widths])
    places = []
    for state, cells in zip(states, columns):
        codes, rest, none = state["codes"], state["rest"], state["none"]
        places.append([none if c is None else codes.get(c, rest) for c in cells])
    places = np.array(places, int)  # (columns, N)
    out = np.zeros((places.shape[1], starts[-1] + 1))  # the last column takes all that is nowhere
    out[np.arange(len(out)), np.where(places < 0, starts[-1], places + starts[:-1, None])] = 1
    return out[:, :-1]


def category_features(state, name):
    """Return a name for each of the D numbers of the column ``name``."""
    names = [f"{name}={c}" for c in state["codes"]]
    return names + [f"{name}: other"] * (state["rest"] >= 0) + [f"{name} is missing"] * (state["none"] >= 0)
