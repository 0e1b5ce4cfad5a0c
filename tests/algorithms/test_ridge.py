"""Least squares plus alpha times the squared weights."""

import numpy as np

from zerotohero.algorithms.ridge import SPEC


def test_the_weights_solve_the_normal_equations_with_the_ridge():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(40, 4)), rng.normal(size=40)
    arrays = SPEC.arrays(SPEC.make("regression", 0, alpha=7.0).fit(X, y))
    centred = X - X.mean(axis=0)  # the intercept is free of charge
    weights = np.linalg.solve(centred.T @ centred + 7.0 * np.eye(4), centred.T @ (y - y.mean()))
    np.testing.assert_allclose(arrays["coef"][0], weights, atol=1e-12)
    np.testing.assert_allclose(SPEC.predict(arrays, X.mean(axis=0, keepdims=True)), y.mean(), atol=1e-12)


def test_a_higher_alpha_gives_smaller_weights():
    X = np.random.default_rng(1).normal(size=(20, 3))
    size = [np.abs(SPEC.make("regression", 0, alpha=a).fit(X, X.sum(axis=1)).coef_).sum() for a in (0.1, 10, 1000)]
    assert size[0] > size[1] > size[2]
