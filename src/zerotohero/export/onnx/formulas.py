"""Models that are one formula, as ONNX: weighted sums, bell curves, counted values, distances to stored rows.

Every function takes a Graph, the arrays of the model file and the name of X (N, D) float64, and returns the name of
probabilities (N, K) or values (N, 1). The formulas are those of the algorithms' ``predict``, operator by operator.
"""

from math import erf

import numpy as np

NEAR = 32  # rows beside the k nearest whose distance is looked at exactly
FAR = 6.0  # from here on, the error function is 1 to the last digit


def softmax(g, scores):
    """Return probabilities that rise with the scores (N, K)."""
    return g.add("Softmax", scores, axis=1)


def answer(g, scores, outputs):
    """Return scores (N, K) as probabilities; the score of a number as it is."""
    return softmax(g, scores) if outputs > 1 else scores


def linear(g, arrays, x):
    """One weighted sum of the features per class."""
    scores = g.chain(x, ("MatMul", arrays["coef"].T), ("Add", arrays["intercept"]))
    return answer(g, scores, len(arrays["coef"]))


def majority(g, arrays, x):
    """The same shares for every row."""
    return g.every_row(x, arrays["prior"])


def mean(g, arrays, x):
    """The same value for every row."""
    return g.every_row(x, arrays["mean"])


def gaussian_naive_bayes(g, arrays, x):
    """How common the class is, times how well its bell curves fit each column."""
    away = g.add("Sub", g.add("Unsqueeze", x, np.array([1])), arrays["means"])  # (N, K, D)
    squares = g.sum(g.add("Div", g.add("Mul", away, away), arrays["variances"]), 2, keep=0)
    shift = np.log(arrays["prior"]) - 0.5 * np.log(2 * np.pi * arrays["variances"]).sum(axis=1)
    return softmax(g, g.chain(squares, ("Mul", -0.5), ("Add", shift)))


def quadratic_discriminant_analysis(g, arrays, x):
    """How common the class is, times how dense its cloud is at the row."""
    away = g.add("Sub", g.add("Unsqueeze", x, np.array([0])), arrays["means"][:, None])  # (K, N, D)
    round_ = g.add("MatMul", away, arrays["rounding"])
    squares = g.add("Transpose", g.sum(g.add("Mul", round_, round_), 2, keep=0), perm=np.array([1, 0]))
    shift = np.log(arrays["prior"]) - 0.5 * arrays["log_size"]
    return softmax(g, g.chain(squares, ("Mul", -0.5), ("Add", shift)))


def categorical_naive_bayes(g, arrays, x):
    """How common the class is, times how common each of the row's values is in it."""
    codes = g.add("Max", g.add("Min", x, (arrays["codes"] - 1).astype(float)), 0.0)
    places = g.add("Add", g.cast(codes, np.int64), arrays["first"])  # (N, D)
    logs = g.add("Gather", np.ascontiguousarray(arrays["tables"].T), places, axis=0)  # (N, D, K)
    return softmax(g, g.add("Add", g.sum(logs, 1, keep=0), arrays["prior"]))


def two_layer_net(g, arrays, x):
    """Weighted sums with bends between them."""
    widths, flat, bend = arrays["widths"], arrays["weights"], int(arrays["activation"][0])
    for layer, (n, m) in enumerate(np.column_stack([widths[:-1], widths[1:]]).tolist()):
        x = g.add("Gemm", x, flat[: n * m].reshape(n, m), flat[n * m : n * m + m])
        flat = flat[n * m + m :]
        if layer < len(widths) - 2:
            x = g.add(("Relu", "Tanh", "Sigmoid")[bend], x)
    return answer(g, x, int(widths[-1]))


def knn(g, arrays, x):
    """The nearest training rows, weighted, vote. Rough distances to all rows first, exact ones to the nearest."""
    rows, k = arrays["rows"], int(arrays["neighbors"][0])
    squares = np.einsum("nd,nd->n", rows, rows)
    rough = g.add("Sub", squares, g.chain(x, ("MatMul", rows.T), ("Mul", 2.0)))
    some = min(len(rows), k + NEAR)
    _, near = g.add("TopK", rough, np.array([some]), axis=1, largest=0, outputs=2)
    near, _ = g.add("TopK", near, np.array([some]), axis=1, largest=0, outputs=2)  # in the order of the training rows
    away = g.add("Sub", g.add("Gather", rows, near, axis=0), g.add("Unsqueeze", x, np.array([1])))  # (N, some, D)
    exact = g.add("Sqrt", g.sum(g.add("Mul", away, away), 2, keep=0))
    distance, place = g.add("TopK", exact, np.array([k]), axis=1, largest=0, outputs=2)
    nearest = g.add("GatherElements", near, place, axis=1)
    answers = g.add("Gather", arrays["answers"], nearest, axis=0)  # (N, k, K)
    if not arrays["by_distance"][0]:
        return g.add("ReduceMean", answers, np.array([1]), keepdims=0)
    same = g.cast(g.add("Equal", distance, 0.0), float)
    any_same = g.add("Greater", g.sum(same, 1), 0.0)
    weight = g.add("Where", any_same, same, g.add("Div", 1.0, distance))
    weight = g.add("Div", weight, g.sum(weight, 1))
    return g.sum(g.add("Mul", answers, g.add("Unsqueeze", weight, np.array([2]))), 1, keep=0)


def alike(g, x, rows, gamma):
    """Return exp(-gamma * squared distance) to every stored row: (N, R)."""
    squares = g.add("ReduceSumSquare", x, np.array([1]), keepdims=1)
    crossed = g.chain(x, ("MatMul", rows.T), ("Mul", -2.0))
    distances = g.chain(g.add("Add", squares, np.einsum("nd,nd->n", rows, rows)), ("Add", crossed), ("Max", 0.0))
    return g.add("Exp", g.add("Mul", distances, -gamma))


def svm(g, arrays, x):
    """Stored rows speak for their surroundings, each with a weight."""
    sums = alike(g, x, arrays["rows"], float(arrays["gamma"][0]))
    scores = g.chain(sums, ("MatMul", arrays["weights"].T), ("Add", arrays["intercept"]))
    return answer(g, scores, len(arrays["weights"]))


def gaussian_process(g, arrays, x):
    """Like rows have like answers; for classes, one process for each, and its doubt counts."""
    parts = list(zip(arrays["weights"], arrays["scales"], arrays["height"]))
    if "coef" in arrays:
        weights, scales, height = parts[0]
        smooth = g.add(
            "MatMul", alike(g, g.add("Div", x, scales), arrays["rows"] / scales, 0.5), height * weights[:, None]
        )
        return g.chain(g.add("MatMul", x, arrays["coef"][:, None]), ("Add", smooth), ("Add", arrays["intercept"]))
    found = []
    for process, (weights, scales, height) in enumerate(parts):
        near = g.add("Mul", alike(g, g.add("Div", x, scales), arrays["rows"] / scales, 0.5), float(height))
        doubt = g.sum(g.add("Mul", g.add("MatMul", near, arrays["spread"][process]), near), 1)
        variance = g.add("Max", g.add("Sub", float(height), doubt), 0.0)  # (N, 1)
        found.append(expected_sigmoid(g, g.add("MatMul", near, weights[:, None]), variance))
    if len(found) == 1:
        return g.add("Concat", g.add("Sub", 1.0, found[0]), found[0], axis=1)
    together = g.add("Concat", *found, axis=1)
    return g.add("Div", together, g.sum(together, 1))


def expected_sigmoid(g, mean, variance):
    """Return the mean of the sigmoid of normal numbers (N, 1), as ``gaussian_process.expected_sigmoid`` does."""
    slopes = np.array([0.41, 0.4, 0.37, 0.44, 0.39])
    shares = np.array([-1854.8214151, 3516.89893646, 221.29346712, 128.12323805, -2010.49422654])
    width = g.add("Sqrt", g.chain(variance, ("Mul", 2 * slopes**2), ("Add", 1.0)))  # (N, 5)
    bent = error_function(g, g.add("Div", g.add("Mul", mean, slopes), width))
    total = g.chain(bent, ("MatMul", 0.5 * shares[:, None]), ("Add", 0.5 * shares.sum()))
    return g.add("Min", g.add("Max", total, 0.0), 1.0)


def error_function(g, x):
    """Return erf(x) to 1e-14 for x (N, M): a sum of Chebyshev polynomials of |x|; ONNX Runtime's own has 7 digits.

    The shares in ``expected_sigmoid`` cancel one another and would leave three of them.
    """
    order = 40
    nodes = np.cos(np.pi * (np.arange(order) + 0.5) / order)
    values = np.array([erf(FAR / 2 * (1 + u)) for u in nodes])
    waves = np.cos(np.arange(order)[:, None] * np.arccos(nodes))  # T_k(u) = cos(k arccos u)
    coefficients = 2 / order * waves @ values
    coefficients[0] /= 2
    place = g.chain(g.add("Min", g.add("Abs", x), FAR), ("Mul", 2 / FAR), ("Sub", 1.0))
    # arccos has no kernel for float64 either: T_(k+1) = 2 u T_k - T_(k-1)
    before, now = 1.0, place
    total = g.chain(place, ("Mul", float(coefficients[1])), ("Add", float(coefficients[0])))
    twice = g.add("Mul", place, 2.0)
    for coefficient in coefficients[2:].tolist():
        before, now = now, g.add("Sub", g.add("Mul", twice, now), before)
        total = g.add("Add", total, g.add("Mul", now, coefficient))
    return g.add("Mul", total, g.add("Sign", x))
