"""Numbers: empty cells get the median and a flag, extremes are clipped; standardised, brought to 0..1, or left alone.

Shapes: N rows, C columns of numbers, D numbers that come out. The functions are self-contained: scripts paste them.
"""

import numpy as np


def fit_numbers(X, style):
    """Return what ``apply_numbers`` needs, learned from X (N, C) with NaN for missing cells.

    ``style`` "linear" standardises and adds logarithms of skewed columns, "counts" brings to 0..1, others change nothing.
    """
    linear = style == "linear"
    keys = ("low", "high", "fill", "center", "scale", "bent", "edge", "knee", "mean", "spread")
    state = {key: [] for key in keys}
    for j, column in enumerate(X.T):
        x = np.clip(column[np.isfinite(column)], -1e30, 1e30)  # beyond, squares and float32 overflow
        x = np.sort(x) if len(x) else np.zeros(1)
        low, high, center, scale = x[0], x[-1], 0.0, 1.0
        if linear:  # a lone giant must not set the scale for all others
            a, b = np.quantile(x, [0.001, 0.999])
            low, high = max(low, 2 * a - b), min(high, 2 * b - a)
            x = np.clip(x, low, high)
            center, scale = x.mean(), x.std() if x.std() > 1e-90 else 1.0
        elif style == "counts":
            center, scale = low, high - low if high - low > 1e-90 else 1.0
        learned, skew = [low, high, np.median(x), center, scale], np.mean(((x - center) / scale) ** 3)
        if linear and abs(skew) > 1 and (np.diff(x) > 0).sum() >= 10:
            edge = low if skew > 0 else high  # the crowded end
            far = np.abs(x - edge)
            knee = max(np.median(far) or np.median(far[far > 0]), 1e-9 * scale)
            learned += [j, edge, knee, np.log1p(far / knee).mean(), max(np.log1p(far / knee).std(), 1e-9)]
        for key, value in zip(keys, learned):
            state[key].append(j if key == "bent" else float(value))
    gaps = np.isnan(X)  # columns that are empty in the same rows share a flag
    firsts = {gaps[:, j].tobytes(): j for j in reversed(range(X.shape[1])) if 0 < gaps[:, j].sum() < len(X)}
    return {**state, "flags": sorted(firsts.values())}


def apply_numbers(state, X):
    """Return X (N, C) as finite numbers (N, D): scaled, skewed columns once more on a log scale, 1 where missing."""
    gaps = np.isnan(X)
    X = np.where(gaps, state["fill"], np.clip(X, state["low"], state["high"]))
    logs = np.log1p(np.abs(X[:, state["bent"]] - state["edge"]) / state["knee"])  # distance from the crowded end
    logs = (logs - state["mean"]) / state["spread"]
    return np.hstack([(X - state["center"]) / state["scale"], logs, gaps[:, state["flags"]]])


def number_features(state, names):
    """Return the index into ``names`` (C,) and the feature name, for each of the D numbers."""
    bent = [(j, f"{names[j]} (log)") for j in state["bent"]]
    return [*enumerate(names), *bent, *((j, f"{names[j]} is missing") for j in state["flags"])]
