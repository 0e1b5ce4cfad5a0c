"""Softmax regression: one layer of weights, softmax(X W + b); the two-layer network without its hidden layer.

It is ``two-layer-net`` (``_backpropagation.py``) with ``weights`` of one pair: ``forward`` is the one line ``X @ W + b``, and ``backward`` the one
pair ``X.T @ (P - Y) / N`` and ``(P - Y).sum(axis=0) / N``. The cost has one valley only, so every start ends in the
same place: where logistic regression ends too, which finds it with better steps.

Shapes used below: N rows, D features, K classes.
"""

from zerotohero.algorithms import _linear
from zerotohero.algorithms._linear import predict_probabilities
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec


def make(task, seed, **params):
    """Return an unfitted estimator with scikit-learn's face."""
    from zerotohero.algorithms._net import SoftmaxRegression

    return SoftmaxRegression(**params, random_state=seed)


def arrays(model):
    """Return what a prediction needs."""
    W, b = model.weights_[0]
    return {"coef": W.T.copy(), "intercept": b}


def predict(arrays, X):
    """Return probabilities (N, K)."""
    return predict_probabilities(arrays, X)


def seconds(n, d, k):
    """Return reference seconds of one fit: steps over all rows, each with two products of them and the weights."""
    return 0.005 + n * (1e-4 + 1e-8 * d * k)


def bytes(n, d, k):
    """Return the peak memory of one fit: the rows in both precisions, the weights and what Adam keeps of each."""
    return 16 * n * d + 8 * n * k + 50 * d * k + 50_000_000


SPEC = AlgorithmSpec(
    id="softmax-regression",
    title="softmax regression",
    idea="Give every column a weight for every class, and improve all weights a little after each handful of rows.",
    good_at="seeing how learning by small steps works; the same straight borders as logistic regression",
    bad_at="whatever no straight border separates; a better solver needs no learning rate",
    name_says="the softmax turns one sum per class into probabilities; regression it is in name only",
    tasks=("classification",),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=_linear.schema,
    prove=_linear.prove,
    seconds=seconds,
    bytes=bytes,
    hyperparameters=(
        Hyperparameter(
            "learning_rate", 0.01, low=1e-5, high=10.0, scale="log", meaning="how far the first steps go downhill"
        ),
        Hyperparameter(
            "iterations", 60, low=1, high=1000, scale="log", meaning="how often it looks at every row (epochs)"
        ),
        Hyperparameter("batch", 32, low=1, high=4096, scale="log", meaning="how many rows decide about one step"),
        Hyperparameter("optimizer", "adam", choices=("adam", "momentum"), meaning="how slopes become steps"),
        Hyperparameter("decay", 0.01, low=0.0, high=10.0, meaning="how fast weights shrink that nothing holds"),
    ),
    defaults={"images": {"batch": 64, "iterations": 20, "learning_rate": 0.003}},
    effort="standard",
    source="https://doi.org/10.1007/978-3-642-76153-9_28",
    note="It is logistic regression for several classes under another name, found by smaller steps.",
    watched=True,
)
