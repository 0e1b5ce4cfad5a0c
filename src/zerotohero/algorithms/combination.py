"""Combination: the weighted mean of a few trained models. Nothing is fitted; weights come from out-of-fold predictions.

Shapes used below: M models, N rows, K classes (or nothing, for a number).
"""

import numpy as np

from zerotohero.core.errors import UsageError
from zerotohero.core.specs import AlgorithmSpec

MOST = 5  # members: more bring little and make every prediction slower
STEPS = 50


def make(task, seed):
    """Raise: a combination is weighed, not fitted."""
    raise UsageError("train a combination", "two or more trained models", "none", "--effort standard")


def weigh(predictions, loss, most=MOST, steps=STEPS):
    """Return weights (M,), at least 0 and summing to 1, at most ``most`` of them above 0.

    Greedy selection with replacement: from the best model on, always add the one that lowers the loss of
    the mean most; a model's weight is how often it was taken, at the step where the loss was lowest.
    It stays near the best models, so that it cannot overfit as free weights do.

    Parameters
    ----------
    predictions : ndarray (M, N, K) or (M, N)
        Of rows that the models did not see.
    loss : callable
        ``loss(prediction)`` with (N, K) or (N,) -> float, lower is better.

    References
    ----------
    Caruana, Niculescu-Mizil, Crew & Ksikes, "Ensemble selection from libraries of models", ICML 2004.

    Examples
    --------
    >>> weigh(np.array([[1.0, 3.0], [3.0, 1.0], [9.0, 9.0]]), lambda p: float(np.abs(p - 2).sum())).tolist()
    [0.5, 0.5, 0.0]
    """
    counts = np.zeros(len(predictions), int)
    total = np.zeros(predictions.shape[1:])
    best, best_counts = np.inf, counts
    for step in range(1, steps + 1):
        allowed = counts > 0 if (counts > 0).sum() >= most else np.ones(len(counts), bool)
        losses = [loss((total + p) / step) if a else np.inf for p, a in zip(predictions, allowed)]
        taken = int(np.argmin(losses))
        counts = counts + (np.arange(len(counts)) == taken)
        total = total + predictions[taken]
        if losses[taken] < best:
            best, best_counts = losses[taken], counts
    return best_counts / best_counts.sum()


def fewest(weights, most=MOST):
    """Return the ``most`` largest of the weights (M,), the others 0, summing to 1 again.

    >>> fewest(np.array([0.5, 0.1, 0.4]), most=2).round(2).tolist()
    [0.56, 0.0, 0.44]
    """
    kept = np.where(np.argsort(np.argsort(-weights, kind="stable"), kind="stable") < most, weights, 0.0)
    return kept / kept.sum()


def combine(predictions, weights):
    """Return the weighted mean (N, K) or (N,) of predictions (M, N, K) or (M, N)."""
    return np.tensordot(weights, predictions, axes=1)


SPEC = AlgorithmSpec(
    id="combination",
    title="combination",
    idea="Let a few trained models answer together: the weighted mean of what each says.",
    good_at="the last points of a score, when different kinds of models make different mistakes",
    bad_at="being explained in one sentence; every member has to answer each time",
    name_says="trained models combined, each with a weight",
    tasks=("classification", "regression"),
    make=make,
    takes="runs",
    source="https://doi.org/10.1145/1015330.1015432",
    note="It often wins by less than the noise: look whether one of its members alone would do.",
    effort="standard",
)
