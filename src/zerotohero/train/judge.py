"""What a run's out-of-fold predictions say: score, calibration, threshold, interval. Nothing is fitted to inputs here.

Whatever is chosen on predictions (a calibration, a threshold, the width of an interval) is judged on
predictions of other folds than it was chosen on; what is shipped is chosen on all of them.
"""

import numpy as np

from zerotohero.algorithms._calibration import as_if_equal, calibrate, fit_calibration, pieces
from zerotohero.data.usual import usual

LEVEL = 0.9  # of the interval around a predicted number
FEWEST = 50  # judged rows below which nothing is calibrated


def judge(parts, y, weight, manifest, metric, calibrated=True):
    """Return what ``run.json`` says about these predictions.

    Parameters
    ----------
    parts : list of (rows, predictions)
        Fold by fold: row indices (n,), probabilities (n, K) or values (n,) in the user's unit.
    y : ndarray (N,)
        Class indices or values of every row.
    weight : ndarray (N,) or None
    manifest : dict
        The leaderboard's.
    metric : Metric
    calibrated : bool
        Whether the probabilities may be calibrated.

    Returns
    -------
    dict
        ``fold_scores``, ``calibration``, ``threshold``, ``cost``, ``interval``, ``coverage``, and ``usual_answers``, what
        is usual among the predictions (see ``data.usual``).
    """
    found = dict.fromkeys(("calibration", "threshold", "cost", "interval", "coverage", "usual_answers"))
    judged = parts
    if manifest["task"] == "classification":
        # by log loss alone: to choose by the metric as well would flatter the very score that is reported
        found["calibration"] = calibration_of(parts, y, weight) if calibrated else None
        if found["calibration"]:
            judged = [(r, calibrate(s, p)) for (r, p), s in zip(pieces(parts), found["calibration"]["parts"])]
        if manifest.get("cost"):
            found["threshold"], found["cost"] = threshold_of(judged, y, weight, manifest)
    elif manifest["task"] == "regression":
        found["interval"], found["coverage"] = interval_of(parts, y, manifest["log_target"])
    if len(judged) > len(parts):
        judged = [tuple(np.concatenate(arrays) for arrays in zip(*judged))]
    if manifest.get("prior"):
        judged = [(r, as_if_equal(manifest["prior"], p)) for r, p in judged]
    if manifest["task"] in ("classification", "regression"):
        found["usual_answers"] = _usual_answers(np.concatenate([p for _, p in judged]), manifest)
    scores = [metric.score(y[r], p, None if weight is None else weight[r], manifest["classes"]) for r, p in judged]
    return {**found, "fold_scores": [None if np.isnan(s) else float(s) for s in scores]}


def _usual_answers(predictions, manifest):
    """Return what is usual among predictions (n, K) or (n,): of classes, the most probable ones."""
    if manifest["task"] == "regression":
        return usual({"answer": predictions}, [("answer", "number")])["answer"]
    return usual({"answer": np.array(manifest["classes"], object)[predictions.argmax(1)]}, [("answer", "category")])[
        "answer"
    ]


def calibration_of(parts, y, weight):
    """Return {"shipped", "parts", "before", "after"} if calibrating lowers log loss by more than its standard error."""
    cut = pieces(parts)
    rows, probabilities = (np.concatenate(arrays) for arrays in zip(*cut))
    if len(rows) < FEWEST or len(np.unique(y[rows])) < 2:
        return None
    place = np.repeat(np.arange(len(cut)), [len(r) for r, _ in cut])
    states, after = [], np.empty_like(probabilities)
    for k in range(len(cut)):
        others = place != k
        if len(np.unique(y[rows[others]])) < 2:
            return None
        states.append(_fit(probabilities[others], y[rows[others]], weight, rows[others]))
        after[~others] = calibrate(states[-1], probabilities[~others])
    mass = np.ones(len(rows)) if weight is None else weight[rows]
    before_loss, after_loss = (_log_losses(p, y[rows]) for p in (probabilities, after))
    gain = np.average(before_loss - after_loss, weights=mass)
    error = np.sqrt(np.average((before_loss - after_loss - gain) ** 2, weights=mass) / len(rows))
    if not gain > error:
        return None
    shipped = _fit(probabilities, y[rows], weight, rows)
    losses = {
        "before": float(np.average(before_loss, weights=mass)),
        "after": float(np.average(after_loss, weights=mass)),
    }
    return {"shipped": shipped, "parts": states, **losses}


def threshold_of(parts, y, weight, manifest):
    """Return ({"positive", "value"}, {"per_row", "most_probable"}): the threshold, and what a row costs with and without."""
    cost, classes = manifest["cost"], manifest["classes"]
    positive = classes.index(cost["positive"])
    cut = pieces(parts)
    rows, p = np.concatenate([r for r, _ in cut]), np.concatenate([q[:, positive] for _, q in cut])
    truth = y[rows] == positive
    mass = np.ones(len(rows)) if weight is None else weight[rows]
    place = np.repeat(np.arange(len(cut)), [len(r) for r, _ in cut])

    def paid(yes):
        return np.average(
            np.where(truth & ~yes, cost["miss"], np.where(~truth & yes, cost["false alarm"], 0)), weights=mass
        )

    yes = np.zeros(len(rows), bool)
    for k in range(len(cut)):
        others = place != k
        yes[~others] = p[~others] >= cheapest(p[others], truth[others], mass[others], cost["miss"], cost["false alarm"])
    shipped = cheapest(p, truth, mass, cost["miss"], cost["false alarm"])
    measured = {"per_row": float(paid(yes)), "most_probable": float(paid(p > 0.5))}
    return {"positive": cost["positive"], "value": shipped}, measured


def cheapest(p, truth, weight, miss, false_alarm):
    """Return the threshold in [0, 1] that costs least on these rows: ``positive`` is said where p >= threshold."""
    order = np.argsort(-p, kind="stable")
    p, truth, weight = p[order], truth[order], weight[order]
    # saying yes to the first i rows costs their false alarms and misses the truths behind them
    alarms = np.append(0, np.cumsum(~truth * weight)) * false_alarm
    misses = np.append(np.cumsum((truth * weight)[::-1])[::-1], 0) * miss
    between = np.append(True, np.append(np.diff(p) < 0, True))  # equal probabilities get the same answer
    costs = np.where(between, alarms + misses, np.inf)
    i = int(np.argmin(costs))
    above, below = (p[i - 1] if i else 1.0), (p[i] if i < len(p) else 0.0)
    return float((above + below) / 2)


def interval_of(parts, y, log):
    """Return the interval that holds the truth of ``LEVEL`` of the rows, and how many it held on folds it was not made on.

    Quantiles of the out-of-fold residuals, with the correction for finite samples of conformal prediction
    (Vovk, Gammerman & Shafer 2005; Barber et al. 2021 for folds).
    """
    cut = pieces(parts)
    residuals = []
    for rows, values in cut:
        truth = y[rows]
        residuals.append(np.log1p(truth) - np.log1p(np.maximum(values, 0)) if log else truth - values)
    if sum(map(len, residuals)) < FEWEST or len(cut) < 2:
        return None, None
    held = 0
    for k, own in enumerate(residuals):
        low, high = _quantiles(np.concatenate(residuals[:k] + residuals[k + 1 :]))
        held += int(((own >= low) & (own <= high)).sum())
    low, high = _quantiles(np.concatenate(residuals))
    return {"level": LEVEL, "low": low, "high": high, "log": bool(log)}, held / sum(map(len, residuals))


def _quantiles(residuals):
    """Return the (low, high) quantiles between which ``LEVEL`` of new residuals lie."""
    ordered, n, tail = np.sort(residuals), len(residuals), (1 - LEVEL) / 2
    rank = int(np.floor(tail * (n + 1)))
    return float(ordered[max(rank - 1, 0)]), float(ordered[min(n - rank, n - 1)])


def _fit(probabilities, y, weight, rows):
    """Return the calibration learned on these rows."""
    return fit_calibration(probabilities, y, None if weight is None else weight[rows])


def _log_losses(probabilities, y):
    """Return -log of the probability of each row's true class, clipped at 1e-15."""
    return -np.log(np.clip(probabilities[np.arange(len(y)), y], 1e-15, 1))
