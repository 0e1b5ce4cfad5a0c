"""Least squares."""

import numpy as np

from zerotohero.algorithms.linear_regression import SPEC


def test_it_finds_the_line_that_made_the_data():
    X = np.random.default_rng(0).normal(size=(30, 3))
    arrays = SPEC.arrays(SPEC.make("regression", 0).fit(X, X @ [1.0, -2, 3] + 4))
    np.testing.assert_allclose(arrays["coef"], [[1, -2, 3]], atol=1e-12)
    np.testing.assert_allclose(arrays["intercept"], [4], atol=1e-12)


def test_the_errors_have_nothing_in_common_with_any_column():
    rng = np.random.default_rng(1)
    X, y = rng.normal(size=(40, 3)), rng.normal(size=40)
    errors = y - SPEC.predict(SPEC.arrays(SPEC.make("regression", 0).fit(X, y)), X)
    np.testing.assert_allclose(np.column_stack([X, np.ones(40)]).T @ errors, 0, atol=1e-12)
