"""A convolutional network for small pictures: the same small filters everywhere, and again on what they found."""

from zerotohero.algorithms import _layers
from zerotohero.algorithms._knobs import knobs
from zerotohero.algorithms._layers import predict_grid
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec


def make(task, seed, threads=1, **params):
    """Return an unfitted estimator."""
    from zerotohero.algorithms._convnet import ConvNet

    return ConvNet(task, threads=threads, random_state=seed, **params)


def arrays(model):
    """Return what a prediction needs."""
    return _layers.pack(model.network_[1:], model.shape_, model.mean_, model.spread_, model.scale_, model.shift_)


def predict(arrays, X):
    """Return probabilities (N, K) or values (N,) for grids X (N, H, W) or (N, H, W, C)."""
    return predict_grid(arrays, X)


def schema(task):
    """Return what the arrays must look like."""
    return _layers.SCHEMA


def seconds(n, d, k):
    """Return reference seconds of one fit."""
    return 1.0 + (4e-4 * min(28_000, 60 * n) + 3e-5 * n) * d / 784  # learning, and answering


def bytes(n, d, k):
    """Return the peak memory of one fit."""
    return 400_000_000 + 2 * n * d + 200_000 * d


SPEC = AlgorithmSpec(
    id="convnet",
    title="convolutional network",
    idea="Slide small learned filters over the picture, bend, shrink, and again on what they found; then decide.",
    good_at="letters, digits, icons and other small pictures, from a few hundred on",
    bad_at="a few dozen pictures; large photos, whose details it would not see",
    name_says="a network of convolutions: one small filter, applied at every place",
    tasks=("classification", "regression"),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=schema,
    prove=_layers.prove,
    seconds=seconds,
    bytes=bytes,
    style="grid",
    hyperparameters=(
        *knobs(views=28_000, epochs=60),
        Hyperparameter("width", 16, low=4, high=128, scale="log", meaning="how many filters look at the picture first"),
        *knobs(learning_rate=0.006, weight_decay=0.05, smoothing=0.05, dropout=0.2, batch=64,
               augment="auto", optimizer="adamw", precision="auto", held_out=0.0),
    ),
    by_effort={
        "standard": {"views": 200_000, "epochs": 120, "width": 24},
        "thorough": {"views": 600_000, "epochs": 300, "width": 32},
    },
    source="https://doi.org/10.1109/5.726791",
    note="What its books call a convolution is a cross-correlation: nothing is mirrored.",
    effort="quick",
    extra="deep",
    module="torch",
    kinds=("images", "sounds"),
    threads=True,
    watched=True,
)  # fmt: skip
