"""Linear discriminant analysis: every class is a cloud of the same shape around its own mean.

With one shape for all, the borders between the clouds are straight: one weight per column and class.
"""

from zerotohero.algorithms import _linear
from zerotohero.algorithms._linear import predict_probabilities
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec


def make(task, seed, shrinkage=0.1):
    """Return an unfitted scikit-learn estimator."""
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

    return LinearDiscriminantAnalysis(solver="lsqr", shrinkage=shrinkage)


def arrays(model):
    """Return what a prediction needs."""
    return _linear.class_arrays(model.coef_, model.intercept_)


def predict(arrays, X):
    """Return probabilities (N, K)."""
    return predict_probabilities(arrays, X)


def seconds(n, d, k):
    """Return reference seconds of one fit: the products of all columns, then a decomposition of them."""
    return 0.003 + 2e-8 * n * d + 2e-11 * n * d**2 + 3e-10 * d**3


def bytes(n, d, k):
    """Return the peak memory of one fit."""
    return 24 * n * d + 40 * d**2


SPEC = AlgorithmSpec(
    id="linear-discriminant-analysis",
    title="linear discriminant analysis",
    idea="Take every class as a cloud of the same shape around its mean; the nearest cloud, in that shape, wins.",
    good_at="few rows and several classes; columns that go up and down together",
    bad_at="classes that no straight border separates, and columns with a few huge values",
    name_says="a linear (straight) border that discriminates, that is, tells the classes apart",
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
            "shrinkage",
            0.1,
            low=1e-6,
            high=1.0,
            scale="log",
            meaning="how round the cloud is made: 1 forgets how columns go together",
        ),
    ),
    defaults={"images": {"shrinkage": 0.3}, "sounds": {"shrinkage": 0.6}},
    source="https://doi.org/10.1111/j.1469-1809.1936.tb02137.x",
    note="Its short name LDA is also that of a topic model for texts, which has nothing to do with it.",
)
