"""Gradient descent: a look at a few rows, a small step downhill for every weight, and again.

``weights`` is a list of (W, b), one pair for each layer: W (inputs, outputs), b (outputs,). All of them are changed in
place. What is downhill is not known here: ``slopes(X, Y, weights)`` says so, see ``_backpropagation.backward``.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

EXPLODED = 10.0  # so many times the cost of knowing nothing, over a whole epoch
AT_ONCE = 1000.0  # ... and so many times in a single batch


@dataclass(slots=True)
class Step:
    """What can be seen after one step.

    Parameters
    ----------
    step, of : int
        Counted from 1, and how many there will be.
    cost : float
        Of this step's rows, before the step; nats (cross-entropy) or squared units.
    rate : float
        The learning rate of this step.
    layers : list of ndarray
        The outputs of every layer for this step's rows: inputs (B, D), hidden (B, H), ..., scores (B, K). The inputs
        are overwritten by the next step.
    weights : list of (ndarray, ndarray)
        After the step; they go on changing in place.
    """

    step: int
    of: int
    cost: float
    rate: float
    layers: list
    weights: list


def random_weights(widths, rng):
    """Return the weights to start from, float32, for layers of these widths, from the inputs to the outputs.

    Random, so that no two hidden units are the same; as wide as keeps the sums of every layer about equally large
    (He et al. 2015, https://arxiv.org/abs/1502.01852).
    """
    return [
        ((rng.standard_normal((n, m)) * np.sqrt(2 / n)).astype(np.float32), np.zeros(m, np.float32))
        for n, m in pairwise(widths)
    ]


def descend(slopes, weights, X, Y, *, epochs, batch, rate, optimizer, decay, rng):
    """Yield a Step after each step; ``weights`` are changed in place.

    Parameters
    ----------
    slopes : callable
        ``slopes(X, Y, weights)`` -> the cost, the outputs of the layers, and d(cost)/d(W, b) for each layer.
    weights : list of (ndarray, ndarray)
    X, Y : ndarray (N, D), (N, K)
    epochs : int
        How often every row is looked at.
    batch : int
        Rows per step.
    rate : float
        How far the first step goes; the others fall evenly to nothing, so that in the end it comes to rest.
    optimizer : {"adam", "momentum"}
    decay : float
        By which share of the rate the weights W (never b) shrink in each step.
    rng : numpy.random.RandomState
        Shuffles the rows in every epoch.
    """
    n, flat = len(X), [array for pair in weights for array in pair]
    move = (adam if optimizer == "adam" else momentum)(flat)
    batch = min(batch, n)
    of, step = epochs * -(-n // batch), 0
    few_X, few_Y = np.empty((batch, X.shape[1]), X.dtype), np.empty((batch, Y.shape[1]), Y.dtype)
    for _ in range(epochs):
        order = rng.permutation(n)
        for start in range(0, n, batch):
            rows = order[start : start + batch]
            x = np.take(X, rows, axis=0, out=few_X[: len(rows)], mode="clip")  # the same memory again: it stays cached
            y = np.take(Y, rows, axis=0, out=few_Y[: len(rows)], mode="clip")
            cost, layers, downhill = slopes(x, y, weights)
            now = rate * (1 - step / of)
            step += 1
            for W, _ in weights if decay else ():
                W *= 1 - now * decay
            move([slope for pair in downhill for slope in pair], now)
            yield Step(step, of, cost, now, layers, weights)


def momentum(arrays, keep=0.9):
    """Return ``move(slopes, rate)``: like a ball that keeps 0.9 of its speed v. v = 0.9 v + g, w = w - rate v.

    Source: Polyak 1964, https://doi.org/10.1016/0041-5553(64)90137-5.
    """
    speeds = [np.zeros_like(w) for w in arrays]

    def move(slopes, rate):
        for w, g, v in zip(arrays, slopes, speeds):
            v *= keep
            v += g
            w -= rate * v

    return move


def adam(arrays, keep=0.9, keep_squares=0.999):
    """Return ``move(slopes, rate)``, which uses up the slopes: each weight goes by their mean, over their usual size.

    m = 0.9 m + 0.1 g, v = 0.999 v + 0.001 g², w = w - rate · m / sqrt(v), m and v corrected for having begun at 0.
    Source: Kingma & Ba 2015, https://arxiv.org/abs/1412.6980. Here m and v are kept without the factors 0.1 and 0.001,
    which join the correction: two passes over all weights less.
    """
    means, squares = ([np.zeros_like(w) for w in arrays] for _ in range(2))
    t = 0

    def move(slopes, rate):
        nonlocal t
        t += 1
        height = (1 - keep) / (1 - keep**t)  # what m must be multiplied by
        width = np.sqrt((1 - keep_squares) / (1 - keep_squares**t))  # ... and sqrt(v)
        far, floor = np.float32(rate * height / width), np.float32(1e-8 / width)
        for w, g, m, v in zip(arrays, slopes, means, squares):
            m *= keep
            m += g
            g *= g  # from here on g is only room to reckon in: fresh memory would cost more than the sums
            v *= keep_squares
            v += g
            np.sqrt(v, out=g)
            g += floor
            np.divide(m, g, out=g)
            g *= far
            w -= g

    return move


def has_exploded(cost, usual, whole_epoch=False):
    """Whether this cost is beyond all reason, given the usual cost before anything is learned."""
    return not cost <= (EXPLODED if whole_epoch else AT_ONCE) * usual  # NaN too


def why_it_blew_up(step, nothing, rate, optimizer, X):
    """Return in words what happened, why, and what to try.

    Parameters
    ----------
    step : Step
        At which it was noticed.
    nothing : float
        What an answer that knows nothing costs.
    rate : float
        The learning rate.
    optimizer : {"adam", "momentum"}
    X : ndarray (N, D)
    """
    largest = float(np.abs(X).max())
    cost = f"rose to {step.cost:,.4g}" if np.isfinite(step.cost) else "rose beyond all numbers"
    story = f"it blew up at step {step.step:,} of {step.of:,}: the loss {cost}; knowing nothing costs {nothing:.2f}"
    tries = [f"learning_rate={rate / 10:.2g}"] + ["optimizer=adam"] * (optimizer != "adam")
    cause = f"with a learning rate of {rate:g} each step jumps across the valley and lands higher on the other side"
    if largest > 30:  # scaled columns stay far below
        cause = f"the inputs reach {largest:,.4g}, steps grow with the inputs, and {cause}"
        tries.insert(0, "columns scaled to about -3 to 3")
    return f"{story}. Why: {cause}. Try {' or '.join(tries)}. Kept are the weights from before"
