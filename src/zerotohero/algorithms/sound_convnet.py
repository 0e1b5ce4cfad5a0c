"""A small convolutional network for sounds: a spectrogram is a picture of how loud every pitch is at every moment."""

from zerotohero.algorithms import _layers
from zerotohero.algorithms._knobs import knobs
from zerotohero.algorithms._layers import levelled, predict_grid
from zerotohero.algorithms.convnet import arrays, schema
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec


def make(task, seed, threads=1, **params):
    """Return an unfitted estimator."""
    from zerotohero.algorithms._sound_net import SoundConvNet

    return SoundConvNet(task, threads=threads, random_state=seed, **params)


def predict(arrays, X):
    """Return probabilities (N, K) or values (N,) for spectrograms X (N, M, F)."""
    return predict_grid(arrays, levelled(X))


def seconds(n, d, k):
    """Return reference seconds of one fit."""
    return 1.0 + (5e-4 * min(16_000, 60 * n) + 5e-5 * n) * d / 2500  # learning, and answering


def bytes(n, d, k):
    """Return the peak memory of one fit."""
    return 500_000_000 + 10 * n * d


SPEC = AlgorithmSpec(
    id="sound-convnet",
    title="sound network",
    idea="Draw the sound as a picture, pitch by time; slide small learned filters over it; hear each word in other voices.",
    good_at="words, calls, notes and noises of up to a few seconds, also from people it has never heard",
    bad_at="what depends on the order of things over many seconds; how loud something is, which it levels out",
    name_says="a network of convolutions that looks at sounds",
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
        Hyperparameter("views", 16_000, low=100, high=100_000_000, scale="log", meaning="how many sounds it hears in all", tuned=False),
        Hyperparameter("epochs", 60, low=1, high=10_000, scale="log", meaning="how often it hears each sound at most", tuned=False),
        Hyperparameter("width", 8, low=4, high=18, scale="log", meaning="how many filters listen first"),
        *knobs(learning_rate=0.004, weight_decay=0.05, smoothing=0.05, dropout=0.2),
        Hyperparameter("batch", 64, low=8, high=4096, scale="log", meaning="how many sounds decide about one step"),
        Hyperparameter("augment", "auto", choices=("auto", "none"), meaning="whether voice, speed and loudness are changed while it learns"),
        *knobs(optimizer="adamw", precision="auto"),
        Hyperparameter("held_out", 0.0, low=0.0, high=0.5, meaning="share of the sounds that says when to stop"),
    ),
    by_effort={
        "standard": {"views": 240_000, "epochs": 200, "width": 16},
        "thorough": {"views": 400_000, "epochs": 300, "width": 18},
    },
    source="https://arxiv.org/abs/1904.08779",
    note="It sees a picture of the sound and not the sound: what a voice sounds like backwards is just another picture.",
    extra="deep",
    module="torch",
    kinds=("sounds",),
    threads=True,
    watched=True,
)  # fmt: skip
