"""Ridge: linear regression that pays for large weights."""

from zerotohero.algorithms import _linear
from zerotohero.algorithms._linear import predict_values
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec


def make(task, seed, alpha=5.0):
    """Return an unfitted scikit-learn estimator."""
    from sklearn.linear_model import Ridge

    return Ridge(alpha=alpha)


def arrays(model):
    """Return what a prediction needs."""
    return _linear.value_arrays(model)


def predict(arrays, X):
    """Return (N,): the weighted sum of each row's features."""
    return predict_values(arrays, X)


def seconds(n, d, k):
    """Return reference seconds of one fit: the products of all columns, or of all rows if they are fewer."""
    return 0.002 + 1e-8 * n * d + 1e-10 * n * d * min(n, d)


def bytes(n, d, k):
    """Return the peak memory of one fit."""
    return 24 * n * d + 16 * min(n, d) ** 2


SPEC = AlgorithmSpec(
    id="ridge",
    title="ridge",
    idea="Linear regression, but large weights cost extra, so that no column is believed too much.",
    good_at="many columns, columns that repeat one another, few rows",
    bad_at="curves and effects that depend on other columns",
    name_says="the penalty adds a ridge to the diagonal of the matrix that is solved",
    tasks=("regression",),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=_linear.schema,
    prove=_linear.prove,
    seconds=seconds,
    bytes=bytes,
    hyperparameters=(
        Hyperparameter("alpha", 5.0, low=1e-6, high=1e6, scale="log", meaning="how much large weights cost"),
    ),
    source="https://doi.org/10.1080/00401706.1970.10488634",
    note="Its weights are too small on purpose; read them as a ranking and not as effects.",
)
