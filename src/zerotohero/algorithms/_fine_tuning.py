"""The estimator behind ``fine-tuned``: a backbone whose last layers are trained together with the head."""

import numpy as np
from sklearn.linear_model import LogisticRegression, RidgeCV

from zerotohero.algorithms._features import features_of, in_colour, weights_file
from zerotohero.algorithms._frozen import PENALTIES
from zerotohero.algorithms._linear import class_arrays, value_arrays
from zerotohero.algorithms._mobilenet import pixels_for, read_backbone
from zerotohero.algorithms._photos import PhotoNetwork, stretched_to
from zerotohero.algorithms._torch import Plan
from zerotohero.core.weights import digest


class FineTuned(PhotoNetwork):
    """A backbone whose last layers are trained on; see the module.

    Parameters
    ----------
    task : {"classification", "regression"}
    weights : str or Path
        The file of the backbone's weights.
    views : int
        How many pictures it looks at in all, each changed a little every time.
    epochs : int
        How often it looks at each picture at most.
    trained : int
        How many of the backbone's last convolutions, of 27, learn on.
    learning_rate, weight_decay, smoothing, precision, batch
        See ``_torch.Plan``.
    C : float
        How little large weights of the first head cost: classification only.
    side : int
        Pixels a side that the backbone sees at most, rounded up to a multiple of 32.
    augment : {"auto", "none", "letters", "photos"}
    threads, random_state : int
    """

    def __init__(self, task="classification", weights=None, views=10_000, epochs=4, trained=14, learning_rate=0.0002, weight_decay=0.05,
                 smoothing=0.0, C=0.05, batch=32, side=192, augment="auto", precision="auto", threads=1, random_state=0):  # fmt: skip
        self.task, self.weights, self.views, self.epochs, self.trained = task, weights, views, epochs, trained
        self.learning_rate, self.weight_decay, self.smoothing = learning_rate, weight_decay, smoothing
        self.C, self.batch, self.side, self.augment, self.precision = C, batch, side, augment, precision
        self.threads, self.random_state = threads, random_state

    def fit(self, X, y):
        """Fit pictures X (N, H, W) or (N, H, W, 3), y (N,) and return self; looks at ``watch_`` if there is one."""
        X, y = np.asarray(X), np.asarray(y)
        path = weights_file(self.weights)
        self.backbone_, self.grid_ = read_backbone(path), in_colour(X).shape[1:]
        self.side_ = pixels_for(*self.grid_[:2], self.side)
        watch = getattr(self, "watch_", None)
        kept = watch.shared / "features" if watch is not None and watch.shared else None
        features = features_of(self.backbone_, digest(path), X, self.side_, kept, self.threads).astype(float)
        if self.task == "classification":
            head = LogisticRegression(C=self.C, max_iter=1000).fit(features, y)
            self.head_ = class_arrays(head.coef_, head.intercept_)
        else:
            self.head_ = value_arrays(RidgeCV(PENALTIES).fit(features, (y - y.mean()) / (y.std() or 1.0)))
        return super().fit(X, y)

    def _plan(self, n):
        """Return how it is trained."""
        return Plan(epochs=min(self.epochs, self.views / n), batch=min(self.batch, n), learning_rate=self.learning_rate,
                    weight_decay=self.weight_decay, smoothing=self.smoothing, precision=self.precision,
                    threads=self.threads, seed=self.random_state)  # fmt: skip

    def _build(self, outputs):
        """Return the network: stretched pictures, the backbone, the head."""
        import torch
        from torch import nn

        dense = nn.Linear(self.backbone_.features, outputs)
        dense.weight.data, dense.bias.data = (torch.tensor(self.head_[n]).float() for n in ("coef", "intercept"))
        network = nn.Sequential(stretched_to(self.side_), *self.backbone_.network(), dense)
        for convolution in [m for m in network if isinstance(m, nn.Conv2d)][: -self.trained]:
            convolution.requires_grad_(False)
        return network
