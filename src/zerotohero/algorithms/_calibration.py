"""Calibration: make probabilities say what they mean. Fitted on predictions for rows that the model did not see.

Two classes: a sigmoid of the log-odds under 1,000 rows (Platt 1999), isotonic regression from there on
(Zadrozny & Elkan 2002), drawn through the middle of its steps so that it does not tie what the model tells apart.
Several classes: one temperature (Guo et al. 2017, https://arxiv.org/abs/1706.04599).

Shapes used below: N rows, K classes.
"""

from itertools import pairwise

import numpy as np

MANY_ROWS = 1000
TINY = 1e-12  # probabilities are kept this far from 0 and 1 before a logarithm ...
SURE = 0.01  # ... and this far before a sigmoid: a few rows with 0 or 1 must not decide about all others


def fit_calibration(probabilities, y, weight=None):
    """Return what ``calibrate`` needs, as plain JSON.

    Parameters
    ----------
    probabilities : ndarray (N, K)
        Out-of-fold.
    y : ndarray (N,)
        Class indices.
    weight : ndarray (N,) or None
    """
    from scipy.optimize import isotonic_regression, minimize, minimize_scalar

    weight = np.ones(len(y)) if weight is None else weight
    if probabilities.shape[1] > 2:
        logs = np.log(np.clip(probabilities, TINY, 1))

        def loss(log_t):
            scores = logs / np.exp(log_t)
            scores = scores - scores.max(axis=1, keepdims=True)
            return np.average(np.log(np.exp(scores).sum(axis=1)) - scores[np.arange(len(y)), y], weights=weight)

        best = minimize_scalar(loss, bounds=(-3, 3), method="bounded")
        return {"kind": "temperature", "t": float(np.exp(best.x))}
    p, positive = probabilities[:, 1], (y == 1).astype(float)
    if len(y) < MANY_ROWS:
        x = np.clip(p, SURE, 1 - SURE)
        x = np.log(x / (1 - x))
        ones, zeros = positive.sum(), len(y) - positive.sum()
        target = np.where(positive == 1, (ones + 1) / (ones + 2), 1 / (zeros + 2))  # Platt's smoothed answers

        def loss(ab):
            z = ab[0] * x + ab[1]
            return np.average(np.logaddexp(0, z) - target * z, weights=weight)

        a, b = minimize(loss, [1.0, 0.0], method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-10}).x
        return {"kind": "sigmoid", "a": float(np.clip(a, 0.01, 100)), "b": float(np.clip(b, -100, 100))}
    order = np.argsort(p, kind="stable")
    fitted = isotonic_regression(positive[order], weights=weight[order])
    starts = fitted.blocks[:-1]
    mass = np.add.reduceat(weight[order], starts)
    middle = np.add.reduceat(p[order] * weight[order], starts) / mass
    value = np.clip(fitted.x[starts], 0.5 / len(y), 1 - 0.5 / len(y))  # no certainty from a few rows
    keep = np.append(True, np.diff(middle) > 0)
    return {"kind": "isotonic", "x": middle[keep].tolist(), "y": value[keep].tolist()}


def pieces(parts):
    """Return the parts of which each is calibrated or weighed by what the others taught: the folds.

    A single fold is cut into five.

    Parameters
    ----------
    parts : list of (rows, predictions)
    """
    if len(parts) > 1:
        return parts
    rows, predictions = parts[0]
    return [(rows[i::5], predictions[i::5]) for i in range(5)]


def calibrate(state, probabilities):
    """Return calibrated probabilities (N, K)."""
    return calibrate_for(probabilities.shape[1])(state, probabilities)


def calibrate_for(classes):
    """Return the function that calibrates the probabilities of so many classes."""
    return calibrate_two if classes == 2 else calibrate_many


def calibrate_many(state, probabilities):
    """Return probabilities (N, K), K > 2, calibrated by one temperature."""
    scores = np.log(np.clip(probabilities, 1e-12, 1)) / state["t"]
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    return scores / scores.sum(axis=1, keepdims=True)


def calibrate_two(state, probabilities):
    """Return probabilities (N, 2) calibrated by a sigmoid, or by steps."""
    p = probabilities[:, 1]
    if state["kind"] == "sigmoid":
        x = np.clip(p, 0.01, 0.99)
        x = np.log(x / (1 - x))
        p = 1 / (1 + np.exp(-(state["a"] * x + state["b"])))
    else:
        p = np.interp(p, state["x"], state["y"])
    return np.stack([1 - p, p], axis=1)


def as_if_equal(prior, probabilities):
    """Return probabilities (N, K) as if every class were equally frequent: each over its share ``prior`` (K,).

    What a metric that counts every class the same asks for (Saerens, Latinne & Decaestecker 2002, equation 2.4).
    """
    odds = probabilities / np.array(prior)
    return odds / np.maximum(odds.sum(axis=1, keepdims=True), 1e-300)


def prove_calibration(state, classes):
    """Raise ValueError unless ``calibrate`` gives finite probabilities of ``classes`` classes with this state."""
    kind = state.get("kind") if isinstance(state, dict) else None
    keys = {"temperature": {"t"}, "sigmoid": {"a", "b"}, "isotonic": {"x", "y"}}.get(kind)
    if keys is None or set(state) != {"kind", *keys} or (classes > 2) != (kind == "temperature"):
        raise ValueError("the calibration is of an unknown kind")
    if kind == "isotonic":
        x, y = state["x"], state["y"]
        floats = isinstance(x, list) and isinstance(y, list) and all(type(v) is float for v in [*x, *y])
        if not (floats and 0 < len(x) == len(y) and all(0 <= v <= 1 for v in [*x, *y])):
            raise ValueError("the steps of the calibration must be numbers from 0 to 1")
        if any(b <= a for a, b in pairwise(x)):
            raise ValueError("the steps of the calibration must be in order")
        return
    for key in keys:
        low, high = {"t": (0.01, 100), "a": (0.001, 1000), "b": (-1000, 1000)}[key]
        if type(state[key]) is not float or not low <= state[key] <= high:
            raise ValueError(f"{key} of the calibration must be a number from {low} to {high}")
