"""Each class is remembered as its mean row; a new row goes to the nearest mean.

Distances are counted in within-class standard deviations. The squared distance to a mean m is
|x|^2 - 2 x.m + |m|^2, and |x|^2 is the same for every class: what is left is a weighted sum.
"""

import numpy as np

from zerotohero.algorithms import _linear
from zerotohero.algorithms._linear import predict_probabilities
from zerotohero.core.specs import AlgorithmSpec


def make(task, seed):
    """Return an unfitted scikit-learn estimator."""
    from sklearn.neighbors import NearestCentroid

    return NearestCentroid()


def arrays(model):
    """Return what a prediction needs."""
    scale = np.where(model.within_class_std_dev_ == 0, 1.0, model.within_class_std_dev_)
    means = model.centroids_ / scale  # (K, D)
    return _linear.class_arrays(2 * means / scale, 2 * np.log(model.class_prior_) - (means**2).sum(axis=1))


def predict(arrays, X):
    """Return probabilities (N, K) that fall with the squared distance to each class mean."""
    return predict_probabilities(arrays, X)


def seconds(n, d, k):
    """Return reference seconds of one fit."""
    return 0.002 + 1e-8 * n * d


def bytes(n, d, k):
    """Return the peak memory of one fit."""
    return 24 * n * d + 32 * k * d


SPEC = AlgorithmSpec(
    id="nearest-class-mean",
    title="nearest class mean",
    idea="Average the rows of each class into one typical row; a new row gets the class of the most similar one.",
    good_at="classes that are one compact cloud each; a picture of a mean is easy to look at",
    bad_at="classes with several shapes, and columns on which the classes overlap",
    name_says="the class whose mean is nearest",
    tasks=("classification",),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=_linear.schema,
    prove=_linear.prove,
    seconds=seconds,
    bytes=bytes,
    baseline=True,
    portrait="asks which class's mean is nearest: what likeness reaches",
    source="https://doi.org/10.1073/pnas.082099299",
    note="The mean of a class may be a row that does not exist: between cats and tigers lies no animal.",
)
