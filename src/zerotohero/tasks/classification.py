"""Classification: which of a few classes?"""

import numpy as np

from zerotohero.core.specs import Metric, TaskSpec


def accuracy(y, probabilities, weight, classes):
    """Return the share of rows whose most probable class is right."""
    return float(np.average(probabilities.argmax(1) == y, weights=weight))


def balanced_accuracy(y, probabilities, weight, classes):
    """Return the mean over classes of the share recognised; every class counts the same."""
    right = probabilities.argmax(1) == y
    weight = np.ones(len(y)) if weight is None else weight
    shares = [np.average(right[y == k], weights=weight[y == k]) for k in np.unique(y)]
    return float(np.mean(shares))


def roc_auc(y, probabilities, weight, classes):
    """Return the probability that a row of a class is ranked above a row of another; mean over classes."""
    from sklearn.metrics import roc_auc_score

    scored = range(len(classes)) if len(classes) > 2 else [1]
    scored = [k for k in scored if 0 < (y == k).sum() < len(y)]
    if not scored:
        return float("nan")
    return float(np.mean([roc_auc_score(y == k, probabilities[:, k], sample_weight=weight) for k in scored]))


def log_loss(y, probabilities, weight, classes):
    """Return the mean of -log(probability of the true class), in nats; clipped at 1e-15."""
    p = probabilities[np.arange(len(y)), y] / probabilities.sum(1)
    return float(np.average(-np.log(np.clip(p, 1e-15, 1)), weights=weight))


def default_metric(y):
    """Return accuracy, or what stays honest when a class is rare.

    ROC AUC when a binary class is under 20 %; balanced accuracy when one of several is under 5 %.
    """
    shares = np.bincount(y) / len(y)
    shares = shares[shares > 0]
    if len(shares) == 2 and shares.min() < 0.20:
        return "roc_auc"
    if len(shares) > 2 and shares.min() < 0.05:
        return "balanced_accuracy"
    return "accuracy"


SPEC = TaskSpec(
    id="classification",
    title="which class?",
    metrics=(
        Metric("accuracy", "accuracy", True, accuracy),
        Metric("balanced_accuracy", "balanced accuracy", True, balanced_accuracy),
        Metric("roc_auc", "ROC AUC", True, roc_auc),
        Metric("log_loss", "log loss (nats)", False, log_loss),
    ),
    default_metric=default_metric,
    rivals=("majority", "one-level-tree", "nearest-class-mean"),
)
