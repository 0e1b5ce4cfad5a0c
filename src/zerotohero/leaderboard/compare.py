"""Two models' answers to the same rows: by how much the second is better, and how sure that is.

The rows are drawn again and again, for both models alike, so that what makes a row hard for both cancels out: a paired
bootstrap (Efron & Tibshirani 1993, chapter 13). A difference counts as shown where 0 lies outside the 95 % interval. With
few rows that tell the two apart the bootstrap alone is too sure of itself: then exchanging the two models' answers at
random must seldom give as much, too (the permutation test, chapter 15).
"""

from dataclasses import dataclass

import numpy as np

MOST, FOLDED, LEAST, CELLS = 1000, 300, 100, 2e6  # resamples; more rows give fewer: it stays a matter of seconds
LEVEL = 0.05
ENOUGH = 30  # units that tell the two apart, from which on the bootstrap is believed


@dataclass(frozen=True)
class Difference:
    """By how much the second model is better than the first.

    Parameters
    ----------
    gain : float
        In the metric's unit; above 0: the second is better, whichever way the metric counts.
    error : float
        Standard error of ``gain``.
    interval : tuple of float
        95 % of the resamples.
    rows : int
    shown : bool
        Whether these rows show a difference at all.
    scores : tuple of float
        Of the first and of the second, on these rows.
    """

    gain: float
    error: float
    interval: tuple
    rows: int
    shown: bool
    scores: tuple

    def as_dict(self):
        """Return it as plain JSON."""
        return {
            "gain": self.gain,
            "standard_error": self.error,
            "interval": list(self.interval),
            "rows": self.rows,
            "shown": self.shown,
            "scores": list(self.scores),
        }


def paired(metric, y, first, second, classes=(), weight=None, units=None, parts=None):
    """Return the Difference of two models' answers.

    Parameters
    ----------
    metric : Metric
    y : ndarray (N,)
        Class indices or values.
    first, second : ndarray (N, K) or (N,)
        Probabilities or values, row by row the same rows.
    classes : sequence of str
    weight : ndarray (N,) or None
    units : ndarray (N,) or None
        Equal for rows that belong together (groups, copies): they are drawn together.
    parts : list of ndarray of int, or None
        The rows of each fold, whose scores are averaged; None: all rows are one part.
    """
    y = np.asarray(y)
    parts = [np.arange(len(y))] if parts is None else parts
    sign = 1.0 if metric.greater_is_better else -1.0
    units = np.arange(len(y)) if units is None else np.unique(units, return_inverse=True)[1]
    count, rng = int(units.max()) + 1, np.random.default_rng(0)

    def score(answers, times=None):
        found = []
        for part in parts:
            rows = part if times is None else np.repeat(part, times[part])
            own = None if weight is None else weight[rows]
            found.append(metric.score(y[rows], answers[rows], own, classes) if len(rows) else np.nan)
        return float(np.mean(found))

    scores = score(first), score(second)
    gain = sign * (scores[1] - scores[0])
    draws = int(np.clip(CELLS / max(first.size, 1), LEAST, MOST if len(parts) == 1 else FOLDED))
    gains = []
    for _ in range(draws):
        times = np.bincount(rng.integers(0, count, count), minlength=count)[units]
        gains.append(sign * (score(second, times) - score(first, times)))
    gains = np.array([g for g in gains if np.isfinite(g)] or [np.nan])
    low, high = (float(q) for q in np.percentile(gains, [100 * LEVEL / 2, 100 * (1 - LEVEL / 2)]))
    shown = bool(np.isfinite(gain)) and (low > 0 or high < 0)
    said = [a if a.ndim == 1 else a.argmax(1) for a in (first, second)]
    if shown and len(np.unique(units[said[0] != said[1]])) < ENOUGH:
        as_much = 1  # the answers as they came are one of the ways to exchange them
        for _ in range(draws):
            swap = (rng.integers(0, 2, count) == 1)[units]
            mixed = [
                np.where(swap.reshape(-1, *[1] * (first.ndim - 1)), a, b) for a, b in ((first, second), (second, first))
            ]
            as_much += abs(score(mixed[0]) - score(mixed[1])) >= abs(gain) - 1e-12
        shown = as_much / (draws + 1) < LEVEL
    error = float(gains.std(ddof=1)) if len(gains) > 1 else float("nan")
    return Difference(gain, error, (low, high), len(y), shown, scores)


def error_of_lead(mine, theirs):
    """Return the standard error of the mean difference between two runs' scores on the same folds; None if nobody knows.

    Corrected for folds that share their training rows (Nadeau & Bengio 2003, https://doi.org/10.1023/A:1024068626366).
    """
    mine, theirs = (np.array([np.nan if s is None else s for s in scores], float) for scores in (mine, theirs))
    k = len(mine)
    if k != len(theirs) or k < 2 or not np.isfinite(mine - theirs).all():
        return None
    return float(np.std(mine - theirs, ddof=1) * np.sqrt(1 / k + 1 / (k - 1)))


def in_words(gain, metric, digits=3):
    """Return a difference of scores as a number with its sign left out, in as many digits as matter.

    >>> in_words(-0.02134, "accuracy"), in_words(-1234.5, "rmse")
    ('0.021', '1,230')
    """
    from zerotohero.core.digits import leading

    shares = metric in ("accuracy", "balanced_accuracy", "roc_auc", "r2")
    return f"{abs(gain):.{digits}f}" if shares else leading(abs(gain))
