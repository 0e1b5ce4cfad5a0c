"""A network of two layers: X -> bend(X W1 + b1) -> softmax(H W2 + b2). Its mathematics stands in ``_backpropagation.py``."""

from itertools import pairwise

import numpy as np

from zerotohero.algorithms._backpropagation import answer, forward
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec, ArraySchema

ACTIVATIONS = ("relu", "tanh", "sigmoid")
LARGEST = 1e30  # beyond this, products of several layers could overflow


def make(task, seed, **params):
    """Return an unfitted estimator with scikit-learn's face."""
    from zerotohero.algorithms._net import TwoLayerNetClassifier, TwoLayerNetRegressor

    return (TwoLayerNetClassifier if task == "classification" else TwoLayerNetRegressor)(**params, random_state=seed)


def arrays(model):
    """Return what a prediction needs: the weights of all layers in one row, and how wide the layers are."""
    return {
        "weights": np.concatenate([array.ravel() for pair in model.weights_ for array in pair]),
        "widths": np.array([len(model.weights_[0][0]), *(len(b) for _, b in model.weights_)]),
        "activation": np.array([ACTIVATIONS.index(model.activation)]),
    }


def unpacked_layers(arrays):
    """Return the weights as [(W, b), ...]."""
    widths, flat, weights = arrays["widths"], arrays["weights"], []
    for n, m in np.column_stack([widths[:-1], widths[1:]]).tolist():
        weights.append((flat[: n * m].reshape(n, m), flat[n * m : n * m + m]))
        flat = flat[n * m + m :]
    return weights


def predict(arrays, X):
    """Return probabilities (N, K) or values (N,)."""
    activation = ("relu", "tanh", "sigmoid")[int(arrays["activation"][0])]
    answers = answer(forward(X, unpacked_layers(arrays), activation)[-1])
    return answers if answers.shape[1] > 1 else answers[:, 0]


def schema(task):
    """Return what the arrays must look like."""
    return {
        "weights": ArraySchema(("P",)),
        "widths": ArraySchema(("L",), "i8"),
        "activation": ArraySchema((1,), "i8"),
    }


def prove(arrays, dims):
    """Raise ValueError unless the layers fit one another, the inputs and the outputs, and no sum can overflow."""
    widths = arrays["widths"].tolist()
    if not (2 <= len(widths) <= 10 and all(1 <= w <= 1 << 31 for w in widths)):
        raise ValueError("the widths of the layers make no sense")
    if widths[0] != dims["D"] or widths[-1] != dims["K"]:
        raise ValueError(f"layers from {widths[0]} to {widths[-1]} instead of {dims['D']} to {dims['K']}")
    if len(arrays["weights"]) != sum(n * m + m for n, m in pairwise(widths)):
        raise ValueError("there are not as many weights as the layers need")
    if np.abs(arrays["weights"]).max() > LARGEST:
        raise ValueError(f"weights holds a number beyond {LARGEST:g}")
    if not 0 <= arrays["activation"][0] < len(ACTIVATIONS):
        raise ValueError("the activation is none of " + ", ".join(ACTIVATIONS))


def seconds(n, d, k):
    """Return reference seconds of one fit: steps over all rows, each with two products of them and the weights."""
    return 0.005 + n * (1.5e-4 + 4e-7 * d + 2e-7 * k)


def bytes(n, d, k):
    """Return the peak memory of one fit: the rows in both precisions, the weights and what Adam keeps of each."""
    return 16 * n * d + 8 * n * k + 3000 * (d + k) + 50_000_000


SPEC = AlgorithmSpec(
    id="two-layer-net",
    title="two-layer network",
    idea="Mix the columns into a few new ones, bend them, mix again: probabilities come out, and every weight is learned.",
    good_at="curved borders, small pictures, a few thousand rows; all of it fits on one page",
    bad_at="few rows, columns that do not matter, and steps that are too long: then it blows up",
    name_says="two layers of weights lie between the columns and the answer",
    tasks=("classification", "regression"),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=schema,
    prove=prove,
    seconds=seconds,
    bytes=bytes,
    hyperparameters=(
        Hyperparameter(
            "learning_rate", 0.005, low=1e-5, high=10.0, scale="log", meaning="how far the first steps go downhill"
        ),
        Hyperparameter("layers", 2, low=2, high=6, meaning="how many layers of weights"),
        Hyperparameter(
            "width", 64, low=1, high=1024, scale="log", meaning="how many new columns a hidden layer may invent"
        ),
        Hyperparameter("activation", "relu", choices=ACTIVATIONS, meaning="how a hidden unit bends its sum"),
        Hyperparameter(
            "loss",
            "cross-entropy",
            choices=("cross-entropy", "mean squared error"),
            meaning="what being wrong costs",
            tasks=("classification",),
        ),
        Hyperparameter(
            "iterations", 60, low=1, high=1000, scale="log", meaning="how often it looks at every row (epochs)"
        ),
        Hyperparameter("batch", 32, low=1, high=4096, scale="log", meaning="how many rows decide about one step"),
        Hyperparameter("optimizer", "adam", choices=("adam", "momentum"), meaning="how slopes become steps"),
        Hyperparameter("decay", 0.5, low=0.0, high=10.0, meaning="how fast weights shrink that nothing holds"),
    ),
    defaults={"images": {"width": 128, "batch": 64, "iterations": 20, "learning_rate": 0.003, "decay": 0.1}},
    source="https://doi.org/10.1038/323533a0",
    note="Nothing in it resembles a nerve: two matrix products with a bend between them.",
    watched=True,
)
