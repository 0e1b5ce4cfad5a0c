"""The estimator behind ``frozen-features``: a backbone that learns nothing more, and a linear head on what it sees."""

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.linear_model import LogisticRegression, RidgeCV

from zerotohero.algorithms._features import features_of, in_colour, weights_file
from zerotohero.algorithms._mobilenet import pixels_for, read_backbone
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
