"""Linear regression: a weighted sum of the columns, with the least squared error."""

from zerotohero.algorithms import _linear
from zerotohero.algorithms._linear import predict_values
from zerotohero.core.specs import AlgorithmSpec


def make(task, seed):
    """Return an unfitted scikit-learn estimator."""
    from sklearn.linear_model import LinearRegression

    return LinearRegression()


def arrays(model):
    """Return what a prediction needs."""
    return _linear.value_arrays(model)


def predict(arrays, X):
    """Return (N,): the weighted sum of each row's features."""
    return predict_values(arrays, X)


def seconds(n, d, k):
    """Return reference seconds of one fit: a singular value decomposition."""
    return 0.002 + 1e-8 * n * d + 2e-10 * n * d * min(n, d)


def bytes(n, d, k):
    """Return the peak memory of one fit."""
    return 32 * n * d


SPEC = AlgorithmSpec(
    id="linear-regression",
    title="linear regression",
    idea="Give every column a weight, add everything up, and choose the weights with the least squared error.",
    good_at="effects that add up; you can read every weight",
    bad_at="many columns and few rows, columns that repeat one another, curves",
    name_says="the answer is a straight line (a plane) in the columns; regression means predicting a number",
    tasks=("regression",),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=_linear.schema,
    prove=_linear.prove,
    seconds=seconds,
    bytes=bytes,
    source="https://hastie.su.domains/ElemStatLearn/",
    note="A large weight need not mean an important column: it depends on the unit, and on the columns beside it.",
)
