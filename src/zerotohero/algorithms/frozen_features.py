"""Frozen features: a network that has seen a million other photos says what it sees; a weighted sum decides.

The backbone (``_mobilenet``) is not trained: each picture and its mirror image go through it once, the means over both
are F features, and the head, logistic regression or ridge regression, is learned in a moment.
"""

from zerotohero.algorithms import _linear, _mobilenet
from zerotohero.algorithms._knobs import knobs
from zerotohero.algorithms._mobilenet import pack_mirrored, predict_mirrored
from zerotohero.core.specs import AlgorithmSpec


def make(task, seed, weights=None, threads=1, **params):
    """Return an unfitted estimator."""
    from zerotohero.algorithms._frozen import FrozenFeatures

    return FrozenFeatures(task, weights, threads=threads, random_state=seed, **params)


def arrays(model):
    """Return what a prediction needs: the backbone and the head as one network."""
    from torch import nn, tensor

    head = model.head_
    found = (
        _linear.class_arrays(head.coef_, head.intercept_)
        if model.task == "classification"
        else _linear.value_arrays(head)
    )
    dense = nn.Linear(*found["coef"].shape[::-1])
    dense.weight.data, dense.bias.data = tensor(found["coef"]), tensor(found["intercept"])
    return pack_mirrored([*model.backbone_.network(), dense], model.side_, model.grid_)


def predict(arrays, X):
    """Return probabilities (N, K) or values (N,) for pictures X (N, H, W) or (N, H, W, 3)."""
    return predict_mirrored(arrays, X)


def schema(task):
    """Return what the arrays must look like."""
    return _mobilenet.SCHEMA


def seconds(n, d, k):
    """Return reference seconds of one fit: a fifth of what all pictures take once, as five folds share them."""
    return 0.5 + 0.006 * n * seen(d) / 192**2 + 1e-5 * n * k


def bytes(n, d, k):
    """Return the peak memory of one fit."""
    return 600_000_000 + 2 * n * d + 10_000 * n


def seen(d):
    """Return how many pixels the backbone looks at where pictures have d cells."""
    return min(max(4 * d / 3, 96**2), 192**2)


SPEC = AlgorithmSpec(
    id="frozen-features",
    title="frozen features",
    idea="Ask a network that has seen a million other photos what it sees, and learn only what that means here.",
    good_at="photos of things, from a few dozen a class on; seconds instead of hours",
    bad_at="pictures unlike photos, and differences that nobody had to see before",
    name_says="the features are frozen: the borrowed network learns nothing more",
    tasks=("classification", "regression"),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=schema,
    prove=_mobilenet.prove,
    seconds=seconds,
    bytes=bytes,
    style="grid",
    hyperparameters=(
        *knobs(C=0.05, side=192),
    ),
    source="https://arxiv.org/abs/1704.04861",
    note="What the borrowed network was shown, mistakes and prejudices included, decides what it can tell apart.",
    extra="deep",
    module="torch",
    kinds=("images",),
    threads=True,
    weights=True,
    watched=True,
)  # fmt: skip
