"""Frozen features: a network that has seen a million other photos says what it sees; a weighted sum decides.

The backbone (``_mobilenet``) is not trained: each picture and its mirror image go through it once, the means over both
are F features, and the head, logistic regression or ridge regression, is learned in a moment.
"""

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.linear_model import LogisticRegression, RidgeCV

from zerotohero.algorithms import _linear, _mobilenet
from zerotohero.algorithms._features import features_of, in_colour, weights_file
from zerotohero.algorithms._mobilenet import pack_mirrored, pixels_for, predict_mirrored, read_backbone
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec
from zerotohero.core.weights import digest

PENALTIES = (0.01, 0.1, 1.0, 10.0, 100.0, 1e3, 1e4)  # of ridge regression; the best for rows left out is taken


class FrozenFeatures(BaseEstimator):
    """A frozen backbone and a linear head; see the module.

    Parameters
    ----------
    task : {"classification", "regression"}
    weights : str or Path
        The file of the backbone's weights.
    C : float
        How little large weights of the head cost: classification only.
    side : int
        Pixels a side that the backbone sees at most, rounded up to a multiple of 32.
    threads, random_state : int

    Attributes
    ----------
    classes_ : ndarray (K,)
        Of a classifier.
    backbone_ : _mobilenet.Backbone
    head_ : LogisticRegression or RidgeCV
    grid_ : tuple
        (H, W, colours) of the pictures.
    """

    def __init__(self, task="classification", weights=None, C=0.05, side=192, threads=1, random_state=0):
        self.task, self.weights, self.C, self.side = task, weights, C, side
        self.threads, self.random_state = threads, random_state

    def fit(self, X, y):
        """Fit pictures X (N, H, W) or (N, H, W, 3), y (N,) and return self; looks at ``watch_`` if there is one."""
        X = np.asarray(X)
        path = weights_file(self.weights)
        self.backbone_, self.digest_ = read_backbone(path), digest(path)
        self.grid_ = in_colour(X).shape[1:]
        self.side_ = pixels_for(*self.grid_[:2], self.side)
        if self.task == "classification":
            self.head_ = LogisticRegression(C=self.C, max_iter=1000)
        else:
            self.head_ = RidgeCV(PENALTIES)
        self.head_.fit(self.features(X), y)
        if self.task == "classification":
            self.classes_ = self.head_.classes_
        return self

    def features(self, X):
        """Return the features (N, F) of pictures; those that lie in the leaderboard's folder are not computed again."""
        watch = getattr(self, "watch_", None)
        kept = watch.shared / "features" if watch is not None and watch.shared else None
        found = features_of(self.backbone_, self.digest_, np.asarray(X), self.side_, kept, self.threads, watch)
        return found.astype(float)

    def predict_proba(self, X):
        """Return probabilities (N, K) of a classifier."""
        return self.head_.predict_proba(self.features(X))

    def predict(self, X):
        """Return classes (N,) or values (N,)."""
        return self.head_.predict(self.features(X))


def make(task, seed, weights=None, threads=1, **params):
    """Return an unfitted estimator."""
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
        Hyperparameter("C", 0.05, low=1e-5, high=100.0, scale="log", meaning="how little large weights of the head cost", tasks=("classification",)),
        Hyperparameter("side", 192, low=96, high=320, meaning="pixels a side that the network sees at most", tuned=False),
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
