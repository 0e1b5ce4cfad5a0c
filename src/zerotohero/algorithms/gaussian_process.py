"""Gaussian process: every function that is smooth enough is possible; those that pass near the rows remain.

Shapes used below: N training rows, B new rows, D features, K outputs (classes, or 1 for a number), P processes
(one for a number and for two classes, else one for each class against the rest).
"""

import numpy as np

from zerotohero.algorithms._kernel import radial_sums, squared_distances
from zerotohero.algorithms._linear import LARGEST, standardised_target
from zerotohero.core.specs import AlgorithmSpec, ArraySchema

MOST_SCALES = 16  # columns that each get a length scale of their own; with more, all share one


def make(task, seed, columns=()):
    """Return an unfitted scikit-learn estimator.

    How smooth, how linear and how noisy is found by maximising the likelihood, within bounds, from one start.
    For a number every column has its own length scale; for classes all share one: yes and no tell too little
    to find many (on penguins, pima and wine one scale had the better log loss).
    """
    from sklearn.gaussian_process import GaussianProcessClassifier, GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, DotProduct, WhiteKernel

    d = max(1, len(columns))
    scale = float(np.sqrt(d))  # about the distance of two rows
    bounds = (scale / 10, scale * 100)
    height = ConstantKernel(1.0, (0.01, 1000.0))
    if task == "classification":
        return GaussianProcessClassifier(height * RBF(scale, bounds), random_state=seed)
    smooth = height * RBF([scale] * d if d <= MOST_SCALES else scale, bounds)
    linear = ConstantKernel(1 / d, (1e-5 / d, 100 / d)) * DotProduct(1.0, "fixed")
    kernel = smooth + linear + WhiteKernel(0.1, (1e-4, 2.0))
    return standardised_target(GaussianProcessRegressor(kernel, random_state=seed))


def arrays(model):
    """Return what a prediction needs: the training rows, their weights, and how alike rows are.

    The parts of a several-class process stand under private names in scikit-learn (seen with 1.9).
    """
    if hasattr(model, "classes_"):
        inside = model.base_estimator_
        processes = getattr(inside, "estimators_", [inside])
        halves = [np.linalg.solve(p.L_, np.diag(p.W_sr_)) for p in processes]
        kernels, weights = [p.kernel_ for p in processes], [p.y_train_ - p.pi_ for p in processes]
        more = {"spread": np.array([half.T @ half for half in halves])}  # so that a prediction has nothing to solve
        rows = processes[0].X_train_
    else:
        process, target = model.regressor_, model.transformer_
        rows, weight = process.X_train_, process.alpha_ * target.scale_
        kernels, linear, weights = [process.kernel_.k1.k1], process.kernel_.k1.k2.k1.constant_value, [weight]
        more = {"coef": linear * weight @ rows, "intercept": linear * weight.sum(keepdims=True) + target.mean_}
    return {
        "rows": np.array(rows, float),
        "weights": np.array(weights, float),
        "scales": np.array([k.k2.length_scale * np.ones(rows.shape[1]) for k in kernels]),
        "height": np.array([k.k1.constant_value for k in kernels], float),
        **more,
    }


def predict(arrays, X):
    """Return probabilities (B, K) or values (B,)."""
    parts = zip(arrays["weights"], arrays["scales"], arrays["height"], strict=True)
    if "coef" in arrays:
        weights, scales, height = next(parts)
        smooth = radial_sums(X / scales, arrays["rows"] / scales, 0.5, height * weights[None])[:, 0]
        return smooth + X @ arrays["coef"] + arrays["intercept"][0]
    found = np.empty((len(arrays["weights"]), len(X)))  # (P, B)
    step = max(1, 2_000_000 // len(arrays["rows"]))  # so many new rows at a time
    for process, (weights, scales, height) in enumerate(parts):
        rows, spread = arrays["rows"] / scales, arrays["spread"][process]
        for i in range(0, len(X), step):
            alike = height * np.exp(-0.5 * squared_distances(X[i : i + step] / scales, rows))  # (B, N)
            variance = np.maximum(height - ((alike @ spread) * alike).sum(axis=1), 0)
            found[process, i : i + step] = expected_sigmoid(alike @ weights, variance)
    if len(found) == 1:
        return np.stack([1 - found[0], found[0]], axis=1)
    return (found / found.sum(axis=0)).T


def expected_sigmoid(mean, variance):
    """Return the mean (B,) of 1 / (1 + exp(-f)) for normal f: the sigmoid as a sum of five error functions.

    Williams & Barber, "Bayesian classification with Gaussian processes", 1998, appendix A.
    """
    from math import erf

    slopes = np.array([0.41, 0.4, 0.37, 0.44, 0.39])[:, None]
    shares = np.array([-1854.8214151, 3516.89893646, 221.29346712, 128.12323805, -2010.49422654])[:, None]
    bent = np.vectorize(erf, otypes=[float])(slopes * mean / np.sqrt(1 + 2 * variance * slopes**2))
    return np.clip(0.5 * (shares * bent).sum(axis=0) + 0.5 * shares.sum(), 0, 1)


def schema(task):
    """Return what the arrays must look like."""
    shared = {
        "rows": ArraySchema(("N", "D")),
        "weights": ArraySchema(("P", "N")),
        "scales": ArraySchema(("P", "D")),
        "height": ArraySchema(("P",)),
    }
    if task == "classification":
        return {**shared, "spread": ArraySchema(("P", "N", "N"))}
    return {**shared, "coef": ArraySchema(("D",)), "intercept": ArraySchema((1,))}


def prove(arrays, dims):
    """Raise ValueError unless there is a process for each answer, and no sum can overflow."""
    if dims["P"] != (dims["K"] if dims["K"] > 2 else 1):
        raise ValueError(f"{dims['P']} processes for {dims['K']} classes")
    if min(arrays["scales"].min(initial=1), arrays["height"].min()) <= 1 / LARGEST:
        raise ValueError("a scale or a height is not above 0")
    for name, array in arrays.items():
        if np.abs(array).max(initial=0) > LARGEST:
            raise ValueError(f"{name} holds a number beyond {LARGEST:g}")


def seconds(n, d, k):
    """Return reference seconds of one fit: dozens of looks, each a Cholesky factor and a slope for every scale."""
    scales = d if k == 1 and d <= MOST_SCALES else 1
    return 0.02 + (20 + 5 * scales) * (1e-10 * n**3 + 1e-8 * n * n * (5 + scales)) * (k if k > 2 else 1)


def bytes(n, d, k):
    """Return the peak memory of one fit and its predictions: similarities, their slopes, and one square for each class."""
    scales = d if k == 1 and d <= MOST_SCALES else 1
    return 8 * n * n * (6 + 3 * scales + k) + 16 * n * d + 100_000_000


SPEC = AlgorithmSpec(
    id="gaussian-process",
    title="Gaussian process",
    idea="Of all smooth functions, average those that pass near the rows; how smooth is learned from the rows too.",
    good_at="a few hundred rows, numbers that change smoothly: it finds its own settings and can say how unsure it is",
    bad_at="more than about two thousand rows (twice the rows: eight times the wait), jumps, many columns",
    name_says="the values at any rows are taken to be jointly normal (Gaussian); process means a random function",
    tasks=("classification", "regression"),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=schema,
    prove=prove,
    seconds=seconds,
    bytes=bytes,
    holds_rows="every training row, as numbers",
    effort="standard",
    source="https://gaussianprocess.org/gpml/",
    note="It has no knobs to set because it sets them itself, and that is where all its time goes.",
    wants_columns=True,
)
