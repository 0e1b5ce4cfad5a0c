"""Fine-tuned: the last layers of a borrowed network learn on, slowly, from where frozen features left them.

The head begins as that of ``frozen_features``; then it and the last convolutions of the backbone are trained together on
pictures that are changed a little every time. The layers before them stay as they are: they see edges, fur and wheels
everywhere. Batch norms are part of the convolutions and keep the statistics of a million photos.
"""

from zerotohero.algorithms import _mobilenet
from zerotohero.algorithms._knobs import knobs
from zerotohero.algorithms._mobilenet import pack_mirrored, predict_mirrored
from zerotohero.algorithms.frozen_features import seen
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec


def make(task, seed, weights=None, threads=1, **params):
    """Return an unfitted estimator."""
    from zerotohero.algorithms._fine_tuning import FineTuned

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
        *knobs(views=10_000, epochs=4),
        Hyperparameter("trained", 14, low=1, high=27, meaning="how many of the last 27 convolutions learn on"),
        Hyperparameter("learning_rate", 0.0002, low=1e-6, high=0.1, scale="log", meaning="how far a step goes at its longest"),
        *knobs(weight_decay=0.05, smoothing=0.0),
        Hyperparameter("C", 0.05, low=1e-5, high=100.0, scale="log", meaning="how little large weights of the first head cost", tasks=("classification",)),
        *knobs(batch=32, side=192, augment="auto", precision="auto"),
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
