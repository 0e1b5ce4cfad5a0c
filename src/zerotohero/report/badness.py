"""How wrong a run is in each cell of a cut through the rows, and whether that can be luck.

Shapes used below: M rows, S slices; a cut gives each row the number of its slice.
"""

import numpy as np

BINS = 256  # quantiles of the probability: pairs are compared by these, which is exact to a thousandth


def measure(evidence):
    """Return ``judge(place, size)`` for a run: classes by mistakes, costs or pairs, numbers by distance.

    Parameters
    ----------
    evidence : Evidence

    Returns
    -------
    callable
        ``judge(place, size)`` with place (M,) in 0..size-1 -> four (size,) arrays: rows, badness inside,
        badness elsewhere (higher is worse), and the chance of such a difference by luck; 1 where there
        are too few rows to tell.
    """
    result, metric = evidence.outcome, evidence.manifest["metric"]
    if not evidence.classify:
        truth, said = result.truth, result.predicted
        if metric == "rmsle":
            truth, said = np.log1p(np.maximum(truth, 0)), np.log1p(np.maximum(said, 0))
        badness = np.abs(truth - said)
        return by_means(badness, np.argsort(np.argsort(badness, kind="stable"), kind="stable").astype(float))
    cost = evidence.manifest.get("cost")
    if cost:
        yes = result.truth == evidence.manifest["classes"].index(cost["positive"])
        paid = np.where(result.predicted == result.truth, 0.0, np.where(yes, cost["miss"], cost["false alarm"]))
        return by_means(paid, paid)
    if judged_by_pairs(evidence):
        return by_pairs(result.probabilities[:, 1], result.truth == 1)
    wrong = (result.predicted != result.truth).astype(float)
    return by_means(wrong, wrong)


def judged_by_pairs(evidence):
    """Return whether slices are compared by their ROC AUC: two classes, no costs, and that metric."""
    m = evidence.manifest
    return m["metric"] == "roc_auc" and len(m["classes"]) == 2 and not m.get("cost")


def by_means(badness, tested):
    """Return ``judge`` for means of rows; what is tested may be ranks, so that a few wild rows prove nothing.

    If a slice were n of the N rows drawn by chance, its mean would have the variance s² (N - n) / (n (N - 1)).
    """
    from scipy.special import ndtr

    N, spread, middle = len(badness), tested.std(), tested.mean()

    def judge(place, size):
        n = np.bincount(place, minlength=size)
        some = np.maximum(n, 1)
        inside, seen = (np.bincount(place, v, size) / some for v in (badness, tested))
        elsewhere = (badness.sum() - n * inside) / np.maximum(N - n, 1)
        error = spread * np.sqrt(np.maximum(N - n, 0) / (some * (N - 1)))
        z = np.divide(seen - middle, error, out=np.zeros(size), where=error > 0)
        return n, inside, elsewhere, ndtr(-z)

    return judge


def by_pairs(p, truth):
    """Return ``judge`` for the share of pairs (one yes, one no, both in the slice) that are ranked wrong: 1 - ROC AUC.

    Its variance is that of Hanley & McNeil (Radiology 143, 1982).
    """
    from scipy.special import ndtr

    edges = np.unique(np.quantile(p, np.linspace(0, 1, BINS + 1)[1:-1]))
    column = 2 * np.searchsorted(edges, p, side="right") + truth  # (M,): bin and class
    width = 2 * (len(edges) + 1)

    def judge(place, size):
        counts = np.bincount(place * width + column, minlength=size * width).reshape(size, -1, 2)
        every = np.bincount(column, minlength=width).reshape(-1, 2)
        inside, error = _wrong_pairs(counts)
        elsewhere, error_elsewhere = _wrong_pairs(every - counts)
        both = np.sqrt(error**2 + error_elsewhere**2)
        chance = ndtr(-np.divide(inside - elsewhere, both, out=np.zeros(size), where=both > 0))
        return counts.sum((1, 2)), inside, elsewhere, chance

    return judge


def _wrong_pairs(counts):
    """Return (1 - ROC AUC, its standard error), each (S,), of counts (S, bins, no and yes); no error under ten of a class."""
    no, yes = counts[..., 0], counts[..., 1]
    n, m = no.sum(1), yes.sum(1)
    right = (yes * (np.cumsum(no, axis=1) - no / 2)).sum(1)  # a pair in the same bin counts half
    area = right / np.maximum(n * m, 1)
    q1, q2 = area / (2 - area), 2 * area**2 / (1 + area)
    variance = (area * (1 - area) + (m - 1) * (q1 - area**2) + (n - 1) * (q2 - area**2)) / np.maximum(n * m, 1)
    enough = (n >= 10) & (m >= 10)
    return np.where(enough, 1 - area, 0.0), np.where(enough, np.sqrt(np.maximum(variance, 0)), np.inf)
