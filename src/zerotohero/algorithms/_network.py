"""scikit-learn's face for networks that PyTorch trains: classes become numbers, values are scaled, and back."""

import numpy as np
from sklearn.base import BaseEstimator

from zerotohero.algorithms._torch import answers, train


class Network(BaseEstimator):
    """What all of them share; a subclass says how X is fed and what the network looks like.

    Attributes
    ----------
    classes_ : ndarray (K,)
        Of a classifier.
    network_ : torch Module, in evaluation mode, on the CPU
    scale_, shift_ : float
        Of a regressor: value = scale_ * score + shift_.
    about_ : dict
        See ``_torch.train``.
    """

    def fit(self, X, y):
        """Fit X (N, ...), y (N,) and return self; looks at ``watch_`` if there is one."""
        X, y = np.asarray(X), np.asarray(y)
        if len(X) != len(y) or not len(X):
            raise ValueError(f"as many answers as rows are needed, at least 1; got {len(X)} rows and {len(y)} answers")
        if self.task == "classification":
            self.classes_, truth = np.unique(y, return_inverse=True)
            outputs, self.scale_, self.shift_ = len(self.classes_), 1.0, 0.0
        else:
            self.shift_, self.scale_ = float(y.mean()), float(y.std()) or 1.0
            truth, outputs = ((y - self.shift_) / self.scale_).astype(np.float32), 1
        self._learn(X)
        self.network_, self.about_ = train(
            lambda: self._build(outputs),
            self._fed(X),
            truth,
            self._plan(len(X)),
            self._augment(X),
            getattr(self, "watch_", None),
        )
        return self

    def scores(self, X):
        """Return the network's scores (N, K), in float32 by PyTorch."""
        return answers(self.network_, self._fed(np.asarray(X)), self.threads)

    def predict_proba(self, X):
        """Return probabilities (N, K) of a classifier."""
        scores = self.scores(X)
        exp = np.exp(scores - scores.max(axis=1, keepdims=True))
        return exp / exp.sum(axis=1, keepdims=True)

    def predict(self, X):
        """Return classes (N,) or values (N,)."""
        if self.task == "classification":
            return self.classes_[self.scores(X).argmax(axis=1)]
        return self.scores(X)[:, 0] * self.scale_ + self.shift_

    def _augment(self, X):
        """Return what changes a batch, or None."""
