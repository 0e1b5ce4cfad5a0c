"""Lasso: linear regression that pays for every weight, so that most weights become exactly 0."""

from zerotohero.algorithms import _linear
from zerotohero.algorithms._linear import predict_values
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec


def make(task, seed, alpha=0.001):
    """Return an unfitted scikit-learn estimator; alpha counts in standard deviations of the target."""
    from sklearn.linear_model import Lasso

    return _linear.standardised_target(Lasso(alpha=alpha, max_iter=2000, precompute=True))


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
    id="lasso",
    title="lasso",
    idea="Linear regression, but every weight costs its size, so that columns that help little get none at all.",
    good_at="many columns of which few matter; a short list of the columns that count",
    bad_at="columns that repeat one another: it keeps one of them by chance; curves",
    name_says="least absolute shrinkage and selection operator: the absolute size of the weights is what costs",
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
            "alpha",
            0.001,
            low=1e-5,
            high=1.0,
            scale="log",
            meaning="what a weight costs; at 1 every weight is 0",
        ),
    ),
    effort="standard",
    source="https://doi.org/10.1111/j.2517-6161.1996.tb02080.x",
    note="A column with weight 0 is not proven useless: another one may have spoken for it.",
)
