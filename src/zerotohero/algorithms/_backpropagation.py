"""Forward pass, cost and backpropagation of a network of dense layers, written out: what ``two-layer-net`` consists of.

Read it from top to bottom: ``forward`` answers, ``cost_and_slope`` says how wrong the answers are, ``backward`` says which way
every single weight should move to make them less wrong. How the steps are taken stands in ``_descent.py``, the
estimators with scikit-learn's face in ``_net.py``.

Shapes used below: N rows, D features, H hidden units, K outputs (classes, or 1 for a number). ``weights`` is a list of
(W, b), one pair for each layer: W1 (D, H), b1 (H,), W2 (H, K), b2 (K,). With more layers than two, the others are
(H, H) and (H,); nothing else changes.
"""

import numpy as np


def bend(sums, activation):
    """Return the hidden activations (N, H) of weighted sums (N, H). Without a bend, two layers would be one."""
    if activation == "relu":
        return np.maximum(sums, 0)
    if activation == "tanh":
        return np.tanh(sums)
    return 0.5 + 0.5 * np.tanh(0.5 * sums)  # = 1 / (1 + exp(-sums)), and cannot overflow


def bend_slope(hidden, activation):
    """Return d(activation)/d(sum), (N, H), from the activations themselves."""
    if activation == "relu":
        return hidden > 0
    return 1 - hidden**2 if activation == "tanh" else hidden * (1 - hidden)


def forward(X, weights, activation):
    """Return the outputs of every layer: [X (N, D), hidden (N, H), ..., scores (N, K)]."""
    layers = [X]
    for W, b in weights[:-1]:
        layers.append(bend(layers[-1] @ W + b, activation))
    W, b = weights[-1]
    return [*layers, layers[-1] @ W + b]


def softmax_and_log(scores):
    """Return probabilities (N, K) that rise with the scores (N, K), and their logarithms."""
    scores = scores - scores.max(axis=1, keepdims=True)  # shift: exp cannot overflow
    exp = np.exp(scores)
    total = exp.sum(axis=1, keepdims=True)
    return exp / total, scores - np.log(total)


def answer(scores):
    """Return probabilities (N, K) of K classes; a single score stands for itself, a number (N, 1)."""
    return softmax_and_log(scores)[0] if scores.shape[1] > 1 else scores


def cost_and_slope(scores, Y, loss):
    """Return how wrong the scores (N, K) are, as a mean over rows, and d(cost)/d(scores), (N, K).

    Y (N, K) is 1 for the true class and 0 for the others, or a number (N, 1).
    """
    n = len(Y)
    if loss == "cross-entropy":  # - log(probability of the true class)
        p, log_p = softmax_and_log(scores)
        return -np.vdot(Y, log_p) / n, (p - Y) / n  # softmax and logarithm cancel to this
    p = answer(scores)
    error = p - Y
    slope = 2 / n * error  # of the squares, in p
    if scores.shape[1] > 1:  # and through the softmax: d p_j / d score_k = p_j ((j = k) - p_k)
        slope = p * (slope - (p * slope).sum(axis=1, keepdims=True))
    return np.vdot(error, error) / n, slope


def backward(layers, slope, weights, activation):
    """Return [(d cost/d W, d cost/d b), ...] for every layer: the chain rule, from the last layer to the first.

    ``layers`` is what ``forward`` returned, ``slope`` (N, K) is d(cost)/d(scores).
    """
    slopes = []
    for i in reversed(range(len(weights))):
        below = layers[i]
        slopes.append((below.T @ slope, slope.sum(axis=0)))  # (in, out), (out,)
        if i > 0:
            slope = slope @ weights[i][0].T * bend_slope(below, activation)  # (N, H)
    return slopes[::-1]


def cost_and_slopes(X, Y, weights, activation, loss):
    """Return the cost, the outputs of the layers, and the slopes for every weight: all that a step needs."""
    layers = forward(X, weights, activation)
    cost, slope = cost_and_slope(layers[-1], Y, loss)
    return cost, layers, backward(layers, slope, weights, activation)
