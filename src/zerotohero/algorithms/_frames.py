"""What a network shows of itself while it learns: loss, score, and with two columns the border, as plain data."""

import numpy as np

FRAMES = 60
SIDE, LEVELS = 32, 63  # the border is drawn on 32 x 32 points; how sure it is, in 64 levels
MOST_POINTS, MOST_CLASSES, MOST_JUDGED = 250, 8, 1000


def frame_steps(of):
    """Return the steps, of so many, that are shown: denser in the beginning, where most happens; the last always.

    >>> sorted(frame_steps(9))
    [1, 2, 3, 4, 5, 6, 7, 8, 9]
    >>> steps = sorted(frame_steps(10_000))
    >>> steps[:5], steps[-2:]
    ([1, 3, 11, 25, 44], [9669, 10000])
    """
    return {max(1, round(of * (i / FRAMES) ** 2)) for i in range(FRAMES + 1)}


def score(answers, X, Y):
    """Return the accuracy, or R², on at most 1,000 of the rows that it learns from.

    ``answers(X)`` -> probabilities (N, K) or standardised values (N, 1); Y is one-hot or a standardised number (N, 1).
    """
    some = slice(None, None, -(-len(X) // MOST_JUDGED))
    found, Y = answers(X[some]), Y[some]
    if Y.shape[1] > 1:
        return float((found.argmax(axis=1) == Y.argmax(axis=1)).mean())
    return float(1 - ((found - Y) ** 2).mean())


def border(answers, X, Y):
    """Return the answers on a grid over two columns, as plain data.

    Returns
    -------
    dict
        ``side``; ``grid``: one string for each class (or one for a number), row by row from the top, each character a
        level from "0" (0) to "o" (1).
    """
    low, high = corners(X)
    at = (np.arange(SIDE) + 0.5) / SIDE
    across, up = np.meshgrid(low[0] + at * (high[0] - low[0]), low[1] + at[::-1] * (high[1] - low[1]))
    found = answers(np.column_stack([across.ravel(), up.ravel()]).astype(X.dtype))
    found = found if Y.shape[1] > 1 else found / 4 + 0.5  # from two standard deviations below the mean to two above
    levels = np.round(np.clip(found, 0, 1) * LEVELS).astype(np.uint8) + ord("0")
    return {"side": SIDE, "grid": [np.ascontiguousarray(column).tobytes().decode("ascii") for column in levels.T]}


def points(X, Y):
    """Return [across, up, class or value] of at most 250 rows, as places and values from 0 to 1."""
    some = slice(None, None, -(-len(X) // MOST_POINTS))
    low, high = corners(X)
    places = (X[some] - low) / (high - low)
    truth = Y[some].argmax(axis=1) if Y.shape[1] > 1 else np.clip(Y[some, 0] / 4 + 0.5, 0, 1)
    return [[round(float(v), 3) for v in point] for point in np.column_stack([places, truth])]


def corners(X):
    """Return the lower left and the upper right corner of what is drawn: all rows and a margin."""
    low, high = X.min(axis=0), X.max(axis=0)
    margin = np.where(high > low, 0.06 * (high - low), 1.0)
    return low - margin, high + margin


def has_border(X, Y):
    """Whether there is a border to draw: two columns, and not too many classes to tell apart by colour."""
    return X.shape[1] == 2 and Y.shape[1] <= MOST_CLASSES
