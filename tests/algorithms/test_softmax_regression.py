"""One layer, learned by small steps, against the solver of logistic regression."""

import numpy as np
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import scale
from sklearn.utils.estimator_checks import parametrize_with_checks

from zerotohero.algorithms._backpropagation import cost_and_slopes
from zerotohero.algorithms._net import SoftmaxRegression, TwoLayerNetClassifier
from zerotohero.algorithms.softmax_regression import SPEC


@parametrize_with_checks([SoftmaxRegression()])
def test_it_is_an_estimator(estimator, check):
    check(estimator)


def iris():
    X, y = load_iris(return_X_y=True)
    return scale(X), y


def test_it_ends_where_logistic_regression_ends():
    """Without decay and with little penalty the valley is the same: the border, and nearly the probabilities."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(500, 3))
    y = (X[:, 0] + 0.5 * X[:, 1] + rng.logistic(size=500) > 0).astype(int)
    ours = SoftmaxRegression(iterations=200, decay=0, random_state=0).fit(X, y)
    theirs = LogisticRegression(C=1e6).fit(X, y)
    np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=0.01)


def test_its_slopes_are_those_of_the_formula():
    """X.T (P - Y) / N, with P from weights that start anywhere."""
    X, y = iris()
    Y, W, b = np.eye(3)[y], np.random.default_rng(1).normal(size=(4, 3)), np.array([0.1, -0.2, 0.3])
    P = np.exp(X @ W + b)
    P /= P.sum(axis=1, keepdims=True)
    cost, _, [(d_W, d_b)] = cost_and_slopes(X, Y, [(W, b)], "relu", "cross-entropy")
    assert np.isclose(cost, -np.log(P[np.arange(150), y]).mean())
    np.testing.assert_allclose(d_W, X.T @ (P - Y) / 150)
    np.testing.assert_allclose(d_b, (P - Y).mean(axis=0))


def test_it_is_the_two_layer_network_without_the_hidden_layer():
    X, y = iris()
    same = {"learning_rate": 0.02, "iterations": 5, "batch": 10, "decay": 0.1, "random_state": 3}
    one = SoftmaxRegression(**same).fit(X, y)
    net = TwoLayerNetClassifier(layers=1, **same).fit(X, y)
    assert np.array_equal(one.predict_proba(X), net.predict_proba(X))
    assert one.score(X, y) > 0.8


def test_its_arrays_are_one_row_of_weights_per_class():
    X, y = iris()
    arrays = SPEC.arrays(SoftmaxRegression(iterations=2, random_state=0).fit(X, y))
    assert arrays["coef"].shape == (3, 4) and arrays["intercept"].shape == (3,)
