"""A residual network for photos, learned from nothing but yours: each block adds a little to what came in."""

from zerotohero.algorithms import _mobilenet
from zerotohero.algorithms._knobs import knobs
from zerotohero.algorithms._mobilenet import pack_mirrored, predict_mirrored
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec


def make(task, seed, threads=1, **params):
    """Return an unfitted estimator."""
    from zerotohero.algorithms._residual import ResidualNet

    return ResidualNet(task, threads=threads, random_state=seed, **params)


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
    """Return reference seconds of one fit."""
    return 2.0 + (0.0012 * min(40_000, 60 * n) + 0.0015 * n) * min(1, d / 12_288)  # learning, and answering


def bytes(n, d, k):
    """Return the peak memory of one fit."""
    return 900_000_000 + 2 * n * d


SPEC = AlgorithmSpec(
    id="convnet-photos",
    title="residual network",
    idea="Let each pair of small learned filters add a correction to the picture so far, shrink, and go on; then decide.",
    good_at="thousands of photos of things that no borrowed network has seen",
    bad_at="a few hundred photos: frozen features of a borrowed network do far better, and in seconds",
    name_says="residual: what is left to add, once what came in is passed on as it is",
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
        *knobs(views=40_000, epochs=60),
        Hyperparameter("width", 16, low=4, high=64, scale="log", meaning="how many filters look at the picture first"),
        Hyperparameter("side", 64, low=32, high=256, meaning="pixels a side that the network sees at most", tuned=False),
        *knobs(learning_rate=0.004, weight_decay=0.05, smoothing=0.1, dropout=0.2, batch=16,
               augment="auto", precision="auto", held_out=0.0),
    ),
    by_effort={
        "standard": {"views": 320_000, "epochs": 250},
        "thorough": {"views": 600_000, "epochs": 400, "width": 24},
    },
    source="https://arxiv.org/abs/1512.03385",
    note="It is not the depth that makes it slow to learn but the few photos: it sees each of them two hundred times.",
    effort="standard",
    extra="deep",
    module="torch",
    kinds=("images",),
    threads=True,
    watched=True,
)  # fmt: skip
