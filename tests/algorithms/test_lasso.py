"""Least squares plus alpha times the size of the weights, in standard deviations of the target."""

import numpy as np
import pytest

from zerotohero.algorithms.lasso import SPEC


def fitted(X, y, alpha):
    return SPEC.arrays(SPEC.make("regression", 0, alpha=alpha).fit(X, y))


def test_weights_on_unrelated_columns_are_the_least_squares_ones_moved_towards_0_by_alpha():
    """With orthogonal columns of variance 1 the lasso has a formula: soft thresholding."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 4))
    X = np.linalg.qr(X - X.mean(axis=0))[0] * np.sqrt(60)
    y = X @ [3, -1, 0.2, 0] + rng.normal(size=60) + 7
    least_squares = X.T @ (y - y.mean()) / 60
    cost = 0.1 * y.std()
    expected = np.sign(least_squares) * np.maximum(np.abs(least_squares) - cost, 0)
    np.testing.assert_allclose(fitted(X, y, 0.1)["coef"][0], expected, atol=1e-4)
    assert (expected == 0).any()


def test_another_unit_of_the_target_gives_the_same_weights_in_that_unit():
    rng = np.random.default_rng(1)
    X = rng.normal(size=(50, 6))
    y = X[:, 0] + rng.normal(size=50)
    euros, cents = fitted(X, y, 0.05), fitted(X, 100 * y + 3, 0.05)
    np.testing.assert_allclose(cents["coef"], 100 * euros["coef"], atol=1e-9)
    np.testing.assert_allclose(cents["intercept"], 100 * euros["intercept"] + 3, atol=1e-9)


@pytest.mark.parametrize(("alpha", "used"), [(1.0, 0), (0.1, 2)])
def test_columns_that_do_not_help_get_no_weight(alpha, used):
    rng = np.random.default_rng(2)
    X = rng.normal(size=(300, 40))
    y = 5 * X[:, 3] - 4 * X[:, 8] + rng.normal(size=300)
    assert np.flatnonzero(fitted(X, y, alpha)["coef"][0]).tolist() == [3, 8][:used]


def test_a_target_that_never_changes_is_predicted():
    X = np.random.default_rng(3).normal(size=(20, 3))
    np.testing.assert_allclose(SPEC.predict(fitted(X, np.full(20, 4.0), 0.01), X), 4)


def test_more_columns_than_rows_are_no_obstacle():
    X = np.random.default_rng(4).normal(size=(15, 60))
    arrays = fitted(X, X[:, 7], 0.01)
    assert np.abs(arrays["coef"][0]).argmax() == 7
