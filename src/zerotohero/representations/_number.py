"""Numbers: empty cells filled and flagged, extremes clipped; scaled for linear models, left as they are for trees.

Shapes: N rows, C columns of numbers, D numbers that come out. The functions are self-contained: scripts paste them.
"""

import numpy as np


def fit_numbers(X, linear):
    """Return the state that ``apply_numbers`` needs, learned from X (N, C) with NaN for missing cells."""
    state = {name: [] for name in ("low", "high", "fill", "center", "scale", "bent", "pivot", "knee", "mean", "spread")}
    for j, column in enumerate(X.T):
        x = np.clip(column[np.isfinite(column)], -1e30, 1e30)  # beyond 1e30 squares and float32 overflow
        x = np.sort(x) if len(x) else np.zeros(1)
        low, high = x[0], x[-1]
        if linear:
            a, b = np.quantile(x, [0.001, 0.999])
            low, high = max(low, a - (b - a)), min(high, b + (b - a))
        x = np.clip(x, low, high)
        median, q1, q3 = np.quantile(x, [0.5, 0.25, 0.75])
        center, scale = (x.mean(), x.std() or 1.0) if linear else (0.0, 1.0)
        fill = median if linear else low - 1 - abs(low) / 8  # trees: one cut sets missing cells apart
        for name, value in zip(("low", "high", "fill", "center", "scale"), (low, high, fill, center, scale)):
            state[name].append(float(value))
        if linear and len(np.unique(x)) > 10 and abs(np.mean(((x - center) / scale) ** 3)) > 1.5:
            knee = (q3 - q1) / 2 or np.median(np.abs(x - median)[x != median])
            bent = np.arcsinh((x - median) / knee)  # like a logarithm on both sides of the median
            for name, value in zip(("pivot", "knee", "mean", "spread"), (median, knee, bent.mean(), bent.std() or 1.0)):
                state[name].append(float(value))
            state["bent"].append(j)
    gaps = ~np.isfinite(X)
    patterns = {gaps[:, j].tobytes(): j for j in reversed(range(X.shape[1])) if 0 < gaps[:, j].mean() < 1}
    state["flags"] = sorted(patterns.values())
    return state


def apply_numbers(state, X):
    """Return X (N, C) as finite numbers (N, D): scaled, then bent (very skewed columns), then 1 where a cell is missing."""
    gaps = np.isnan(X)
    X = np.where(gaps, state["fill"], np.clip(X, state["low"], state["high"]))
    bent = np.arcsinh((X[:, state["bent"]] - state["pivot"]) / state["knee"])
    return np.hstack(
        [(X - state["center"]) / state["scale"], (bent - state["mean"]) / state["spread"], gaps[:, state["flags"]]]
    )


def number_names(*a):
    pass


def prove_numbers(*a):
    pass
