"""Weighted sums: the arrays, formulas and proof shared by the linear algorithms.

Shapes used below: N rows, D features, K classes (1 for a number).
"""

import numpy as np

from zerotohero.core.specs import ArraySchema

LARGEST = 1e100  # beyond this, products of finite numbers could overflow


def softmax(scores):
    """Return probabilities (N, K) that rise with the scores (N, K)."""
    exp = np.exp(scores - scores.max(axis=1, keepdims=True))  # shift: exp cannot overflow
    return exp / exp.sum(axis=1, keepdims=True)


def predict_probabilities(arrays, X):
    """Return (N, K): the softmax of one weighted sum of the features per class."""
    return softmax(X @ arrays["coef"].T + arrays["intercept"])


def predict_values(arrays, X):
    """Return (N,): one weighted sum of the features."""
    return X @ arrays["coef"][0] + arrays["intercept"][0]


def class_arrays(coef, intercept):
    """Return arrays with one row of weights per class; two classes are stored as one row in scikit-learn."""
    if len(coef) == 1:  # the softmax of (0, s) is (1 - sigmoid(s), sigmoid(s))
        coef, intercept = np.vstack([0 * coef, coef]), np.append(0.0, intercept)
    return {"coef": np.array(coef, float), "intercept": np.array(intercept, float)}


def value_arrays(model):
    """Return the arrays of a fitted linear regression."""
    return {
        "coef": model.coef_.reshape(1, -1).astype(float),
        "intercept": np.reshape(model.intercept_, 1).astype(float),
    }


def standardised_target(regressor):
    """Return the regressor inside one that standardises the target, so that a penalty means the same for any unit."""
    from sklearn.compose import TransformedTargetRegressor
    from sklearn.preprocessing import StandardScaler

    return TransformedTargetRegressor(regressor=regressor, transformer=StandardScaler(), check_inverse=False)


def unstandardised_arrays(model):
    """Return the arrays of a fitted ``standardised_target``, in the target's own unit."""
    arrays, target = value_arrays(model.regressor_), model.transformer_
    return {"coef": arrays["coef"] * target.scale_, "intercept": arrays["intercept"] * target.scale_ + target.mean_}


def schema(task):
    """Return what the arrays must look like."""
    return {"coef": ArraySchema(("K", "D")), "intercept": ArraySchema(("K",))}


def prove(arrays, dims):
    """Raise ValueError if a weight is so large that a sum could overflow."""
    for name, array in arrays.items():
        if np.abs(array).max(initial=0) > LARGEST:
            raise ValueError(f"{name} holds a number beyond {LARGEST:g}")
