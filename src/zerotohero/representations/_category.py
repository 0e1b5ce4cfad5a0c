"""Categories: a 0/1 column for each frequent one, one for the rare and unknown, one for missing; or one code each.

Shapes: N rows, C columns, D numbers that come out. The functions are self-contained: scripts paste them.
"""

from collections import Counter

import numpy as np


def fit_category(cells, most, least):
    """Return the place of each category of the cells (N,): at most ``most``, each seen ``least`` times; -1 is nowhere."""
    kept, rest, empty = _frequent(cells, most, least)
    if len(kept) + rest + empty <= 2:  # one answer tells nothing, two need one column
        empty = empty and len(kept) + rest > 0
        kept, rest = kept[1:], rest and (empty or len(kept) > 0)
    place = len(kept)
    return {
        "codes": {c: i for i, c in enumerate(kept)},
        "rest": place if rest else -1,
        "none": place + rest if empty else -1,
    }


def fit_codes(cells, most, least):
    """Return the code of each frequent category of the cells (N,), then one for all others and one for missing."""
    kept, _, _ = _frequent(cells, most, least)
    return {"codes": {c: i for i, c in enumerate(kept)}, "rest": len(kept), "none": len(kept) + 1}


def apply_categories(states, columns):
    """Return the 0/1 numbers (N, D) of several columns of texts or None, each (N,)."""
    widths = [len(s["codes"]) + (s["rest"] >= 0) + (s["none"] >= 0) for s in states]
    starts = np.cumsum([0, *widths])
    places = apply_codes(states, columns).astype(int)  # (N, C)
    out = np.zeros((len(places), starts[-1] + 1))  # the last column takes all that is nowhere
    rows = np.arange(len(out))[:, None]
    out[rows, np.where(places < 0, starts[-1], places + starts[:-1])] = 1
    return out[:, :-1]


def apply_codes(states, columns):
    """Return the code of each cell (N, C) of several columns of texts or None, each (N,)."""
    codes = []
    for state, cells in zip(states, columns):
        known, rest = {**state["codes"], None: state["none"]}, state["rest"]
        codes.append([known.get(c, rest) for c in cells])
    return np.array(codes, float).T


def category_features(state, name):
    """Return a name for each of the D numbers of the column ``name``."""
    names = [f"{name}={c}" for c in state["codes"]]
    return names + [f"{name}: other"] * (state["rest"] >= 0) + [f"{name} is missing"] * (state["none"] >= 0)


def _frequent(cells, most, least):
    """Return the categories with a place of their own, whether there are others, and whether cells are missing."""
    counts = Counter(cells)
    empty = counts.pop(None, 0) > 0
    order = sorted(counts, key=lambda c: (-counts[c], c))
    kept = [c for c in order[:most] if counts[c] >= least]
    return kept, len(kept) < len(order), empty
