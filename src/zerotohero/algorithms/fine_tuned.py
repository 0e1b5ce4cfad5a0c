"""Fine-tuned: the last layers of a borrowed network learn on, slowly, from where frozen features left them.

The head begins as that of ``frozen_features``; then it and the last convolutions of the backbone are trained together on
pictures that are changed a little every time. The layers before them stay as they are: they see edges, fur and wheels
everywhere. Batch norms are part of the convolutions and keep the statistics of a million photos.
"""

import numpy as np
from sklearn.linear_model import LogisticRegression, RidgeCV

from zerotohero.algorithms import _mobilenet
from zerotohero.algorithms._augment import KINDS
from zerotohero.algorithms._features import features_of, in_colour, weights_file
from zerotohero.algorithms._linear import class_arrays, value_arrays
from zerotohero.algorithms._mobilenet import pack_mirrored, pixels_for, predict_mirrored, read_backbone
from zerotohero.algorithms._photos import PhotoNetwork, stretched_to
from zerotohero.algorithms._torch import Plan
from zerotohero.algorithms.frozen_features import PENALTIES, seen
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec
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


def make(task, seed, weights=None, threads=1, **params):
    """Return an unfitted estimator."""
    return FineTuned(task, weights, threads=threads, random_state=seed, **params)


def arrays(model):
    """Return what a prediction needs."""
    return pack_mirrored(model.network_[1:], model.side_, model.grid_, model.scale_, model.shift_)


def predict(arrays, X):
    """Return probabilities (N, K) or values (N,) for pictures X (N, H, W) or (N, H, W, 3)."""
    return predict_mirrored(arrays, X)


def schema(task):
    """Return what the arrays must look like."""
    return _mobilenet.SCHEMA


def seconds(n, d, k):
    """Return reference seconds of one fit; the features of the first head are shared by five folds."""
    return 1.0 + 0.008 * (min(10_000, 4 * n) + n) * seen(d) / 192**2 + n / 1e9


def bytes(n, d, k):
    """Return the peak memory of one fit."""
    return 900_000_000 + 2 * n * d + 10_000 * n


SPEC = AlgorithmSpec(
    id="fine-tuned",
    title="fine-tuned network",
    idea="Borrow a network that has seen a million photos, and let its last layers learn on from yours, slowly.",
    good_at="photos, from some hundreds on, whose differences are finer than a borrowed network needed to see",
    bad_at="a few dozen photos, which it learns by heart; time: frozen features take a tenth of it",
    name_says="tuned: already trained; fine: changed a little, and not everywhere",
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
        Hyperparameter("views", 10_000, low=100, high=100_000_000, scale="log", meaning="how many pictures it looks at in all", tuned=False),
        Hyperparameter("epochs", 4, low=1, high=10_000, scale="log", meaning="how often it looks at each picture at most", tuned=False),
        Hyperparameter("trained", 14, low=1, high=27, meaning="how many of the last 27 convolutions learn on"),
        Hyperparameter("learning_rate", 0.0002, low=1e-6, high=0.1, scale="log", meaning="how far a step goes at its longest"),
        Hyperparameter("weight_decay", 0.05, low=0.0, high=1.0, meaning="how fast weights shrink that nothing holds"),
        Hyperparameter("smoothing", 0.0, low=0.0, high=0.5, meaning="how much certainty it is not asked for"),
        Hyperparameter("C", 0.05, low=1e-5, high=100.0, scale="log", meaning="how little large weights of the first head cost", tasks=("classification",)),
        Hyperparameter("batch", 32, low=8, high=1024, scale="log", meaning="how many pictures decide about one step"),
        Hyperparameter("side", 192, low=96, high=320, meaning="pixels a side that the network sees at most", tuned=False),
        Hyperparameter("augment", "auto", choices=KINDS, meaning="how pictures are changed a little while it learns"),
        Hyperparameter("precision", "auto", choices=("auto", "float32", "bfloat16"), meaning="digits it multiplies with while learning", tuned=False),
    ),
    source="https://arxiv.org/abs/1411.1792",
    note="With a learning rate that is right for a fresh network, it forgets within a minute what was borrowed.",
    effort="standard",
    extra="deep",
    module="torch",
    kinds=("images",),
    threads=True,
    weights=True,
    watched=True,
)  # fmt: skip
