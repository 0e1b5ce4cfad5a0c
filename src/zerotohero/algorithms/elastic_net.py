"""Elastic net: linear regression that pays for weights as the lasso does and as ridge does."""

from zerotohero.algorithms import _linear
from zerotohero.algorithms._linear import predict_values
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec


def make(task, seed, alpha=0.003, l1_ratio=0.2):
    """Return an unfitted scikit-learn estimator; alpha counts in standard deviations of the target."""
    from sklearn.linear_model import ElasticNet

    return _linear.standardised_target(ElasticNet(alpha=alpha, l1_ratio=l1_ratio, max_iter=2000, precompute=True))


def arrays(model):
    """Return what a prediction needs."""
    return _linear.unstandardised_arrays(model)


def predict(arrays, X):
    """Return (N,): the weighted sum of each row's features."""
    return predict_values(arrays, X)


def seconds(n, d, k):
    """Return reference seconds of one fit: the products of all columns, then many rounds over them."""
    return 0.003 + 1e-8 * n * d + 4e-11 * n * d**2 + 5e-7 * d**2


def bytes(n, d, k):
    """Return the peak memory of one fit."""
    return 24 * n * d + 16 * d**2


SPEC = AlgorithmSpec(
    id="elastic-net",
    title="elastic net",
    idea="Linear regression in which weights cost their size and their square: few columns, and like ones share.",
    good_at="many columns that come in groups of like ones, of which few groups matter",
    bad_at="curves and effects that depend on other columns",
    name_says="a net that stretches between lasso and ridge and keeps all the big fish",
    tasks=("regression",),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=_linear.schema,
    prove=_linear.prove,
    seconds=seconds,
    bytes=bytes,
    hyperparameters=(
        Hyperparameter(
            "alpha", 0.003, low=1e-5, high=1.0, scale="log", meaning="how much weights cost; large: fewer and smaller"
        ),
        Hyperparameter("l1_ratio", 0.2, low=0.01, high=1.0, meaning="how much of it is lasso, the rest is ridge"),
    ),
    source="https://doi.org/10.1111/j.1467-9868.2005.00503.x",
    note="Two knobs that pull at one another: halving `alpha` can feel like raising `l1_ratio`.",
)
