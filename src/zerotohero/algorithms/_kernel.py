"""How alike two rows are: the distances behind radial kernels, in blocks that bound the memory.

Shapes used below: B new rows, N stored rows, D features, K outputs.
"""

import numpy as np


def squared_distances(X, rows):
    """Return (B, N) squared Euclidean distances, at least 0."""
    squares = np.einsum("bd,bd->b", X, X)[:, None] + np.einsum("nd,nd->n", rows, rows)
    return np.maximum(squares - 2 * X @ rows.T, 0)


def radial_sums(X, rows, gamma, weights):
    """Return (B, K): for each row of weights (K, N), the sum of weight * exp(-gamma * squared distance)."""
    step = max(1, 4_000_000 // max(1, len(rows)))  # so many new rows at a time
    parts = [np.exp(-gamma * squared_distances(X[i : i + step], rows)) @ weights.T for i in range(0, len(X), step)]
    return np.concatenate([np.zeros((0, len(weights))), *parts])
