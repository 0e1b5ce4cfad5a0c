"""Numbers as a few codes: cut at ten quantiles, one code for missing.

Shapes: N rows, C columns of numbers; as many codes come out. The functions are self-contained: scripts paste them.
"""

import numpy as np

BINS = 10


def fit_bins(X):
    """Return where to cut each column of X (N, C): between its values if they are few, else at quantiles."""
    cuts = []
    for column in X.T:
        present = np.clip(column[np.isfinite(column)], -1e30, 1e30)
        values = np.unique(present)
        if len(values) <= BINS:
            cuts.append(((values[1:] + values[:-1]) / 2).tolist())
        else:
            marks = np.unique(np.quantile(present, np.arange(1, BINS) / BINS))
            cuts.append(marks[marks > values[0]].tolist())  # no empty bin below the least
    return {"cuts": cuts}


def apply_bins(state, X):
    """Return X (N, C) as codes (N, C): 0, 1, ... from low to high, and one more where a cell is missing."""
    out = np.empty(X.shape)
    for j, cuts in enumerate(state["cuts"]):
        out[:, j] = np.where(np.isnan(X[:, j]), len(cuts) + 1, np.searchsorted(cuts, X[:, j], side="right"))
    return out
