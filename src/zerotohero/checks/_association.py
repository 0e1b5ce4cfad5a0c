"""How much two columns know about each other: the formulas that several checks share.

N rows, K classes (1 for a number), B bins.
"""

import numpy as np

from zerotohero.core.dataset import missing

SAMPLE = 20_000  # rows that a judge looks at: enough for two digits of any share
BINS = 32
MAX_CLASSES = 6  # the commonest tell enough


def ordered(cells):
    """Return (N,) float64: numbers as they are, dates as seconds, texts as codes; NaN where missing."""
    if cells.dtype.kind == "f":
        return cells
    if cells.dtype.kind == "M":
        return np.where(np.isnat(cells), np.nan, cells.astype("datetime64[s]").astype(np.int64).astype(float))
    codes = text_codes(cells)
    return np.where(codes < 0, np.nan, codes.astype(float))


def text_codes(cells):
    """Return (N,) int: equal texts have equal codes, in order of appearance; -1 where missing."""
    import pandas as pd

    return pd.factorize(cells)[0]


def value_codes(cells):
    """Return (N,) int: equal cells have equal codes; -1 where missing."""
    if cells.dtype.kind == "O":
        return text_codes(cells)
    codes = np.unique(ordered(cells), return_inverse=True)[1]
    return np.where(missing(cells), -1, codes)


def ranks(values):
    """Return (N,) ranks from 0 to 1, ties share their mean rank; NaN stays NaN."""
    import pandas as pd

    return pd.Series(values).rank(pct=True).to_numpy()


def spearman(a, b):
    """Return the rank correlation of two columns over the rows where both have a value; 0 without spread."""
    both = ~(np.isnan(a) | np.isnan(b))
    if both.sum() < 3:
        return 0.0
    a, b = ranks(a[both]), ranks(b[both])
    a, b = a - a.mean(), b - b.mean()
    spread = np.sqrt((a @ a) * (b @ b))
    return float(a @ b / spread) if spread > 0 else 0.0


def bins(cells, kind, n_bins=BINS):
    """Return (N,) int bins of a column: quantiles of numbers and dates, the commonest texts, 0 for missing."""
    gone = missing(cells)
    if kind in ("number", "date"):
        values = ordered(cells)
        present = values[~gone]
        if not len(present):
            return np.zeros(len(cells), int)
        edges = np.unique(np.quantile(present, np.linspace(0, 1, n_bins)[1:-1], method="nearest"))
        out = 1 + np.searchsorted(edges, values, side="left")
    else:
        codes = text_codes(cells)
        counts = np.bincount(codes[codes >= 0]) if (codes >= 0).any() else np.zeros(1, int)
        place = np.empty(len(counts), int)
        place[np.argsort(-counts, kind="stable")] = np.arange(len(counts))
        out = 1 + np.minimum(place[codes], n_bins - 1)
    return np.where(gone, 0, out)


def told(binned, Y, fold):
    """Return how well one binned column alone orders unseen rows by the target.

    Rows of one fold are predicted by bin means of the other folds, so a prediction depends on bin and
    fold alone: counts and sums per cell (bin, fold) are all that is needed, however many rows there are.

    Parameters
    ----------
    binned : (N,) int
    Y : (N, K) float
        One-hot classes, or one column of ranks (see ``as_target``).
    fold : (N,) int

    Returns
    -------
    float
        0 (chance) to 1. Numbers: rank correlation of prediction and target. Classes: 2 AUC - 1 of each
        class against the rest, weighted by the class's variance.
    """
    n_bins, n_folds = int(binned.max()) + 1, int(fold.max()) + 1
    cell = binned * n_folds + fold
    counts = np.bincount(cell, minlength=n_bins * n_folds)  # (B * folds,)
    total, variance = 0.0, Y.var(axis=0)
    for y, share in zip(Y.T, variance / max(variance.sum(), 1e-300)):
        sums = np.bincount(cell, y, n_bins * n_folds)
        by_fold, rows = sums.reshape(n_bins, n_folds), counts.reshape(n_bins, n_folds)
        others, seen = by_fold.sum(axis=1, keepdims=True) - by_fold, rows.sum(axis=1, keepdims=True) - rows
        means = (others + 2 * y.mean()) / (seen + 2)  # two rows' worth of doubt: a bin of one row proves little
        place = np.unique(means.ravel(), return_inverse=True)[1].ravel()  # equal predictions share a place
        size = np.bincount(place, counts)
        rank = (size.cumsum() - (size - 1) / 2)[place]  # (B * folds,) mean rank of the rows of a cell
        if Y.shape[1] > 1:
            positive, n = sums.sum(), len(y)
            gap = rank @ sums / max(positive, 1) - rank @ (counts - sums) / max(n - positive, 1)
            total += share * max(0.0, 2 * gap / n)  # mean rank difference / n = AUC - 1/2
        else:
            center, middle = rank - (len(y) + 1) / 2, y - y.mean()
            spread = np.sqrt((center**2 @ counts) * (middle @ middle))
            total += share * max(0.0, center @ (sums - counts * y.mean()) / spread if spread > 0 else 0.0)
    return float(total)


def as_target(cells, task):
    """Return (Y, present): the target as (N, K) numbers - one-hot classes or ranks - and (N,) bool."""
    present = ~missing(cells)
    if task == "regression":
        return np.nan_to_num(ranks(ordered(cells)))[:, None], present
    codes = value_codes(cells)
    counts = np.bincount(codes[codes >= 0], minlength=1)
    classes = np.argsort(-counts, kind="stable")[:MAX_CLASSES]
    return (codes[:, None] == classes).astype(float), present
