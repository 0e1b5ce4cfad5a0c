"""Between lasso and ridge."""

import numpy as np

from zerotohero.algorithms import lasso
from zerotohero.algorithms.elastic_net import SPEC


def fitted(X, y, **params):
    return SPEC.arrays(SPEC.make("regression", 0, **params).fit(X, y))


def test_the_weights_make_the_penalised_error_smallest():
    """At the minimum, moving any weight a little either way costs more."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(60, 5)), 50 + 20 * rng.normal(size=60)
    y += 30 * X[:, 0]
    coef, intercept = fitted(X, y, alpha=0.2, l1_ratio=0.4).values()
    z = (y - y.mean()) / y.std()

    def cost(w):
        errors = z - z.mean() - (X - X.mean(axis=0)) @ w
        return (errors**2).mean() / 2 + 0.2 * (0.4 * np.abs(w).sum() + 0.6 / 2 * (w**2).sum())

    best = coef[0] / y.std()
    for j in range(5):
        for step in (-0.01, 0.01):
            assert cost(best + step * np.eye(5)[j]) > cost(best)
    np.testing.assert_allclose(intercept, y.mean() - X.mean(axis=0) @ coef[0])


def test_with_an_l1_ratio_of_1_it_is_the_lasso():
    rng = np.random.default_rng(1)
    X, y = rng.normal(size=(40, 6)), rng.normal(size=40)
    twin = lasso.SPEC.arrays(lasso.SPEC.make("regression", 0, alpha=0.1).fit(X, y))
    np.testing.assert_allclose(fitted(X, y, alpha=0.1, l1_ratio=1.0)["coef"], twin["coef"], atol=1e-9)


def test_columns_that_are_the_same_share_the_weight():
    rng = np.random.default_rng(2)
    x = rng.normal(size=100)
    X = np.column_stack([x, x, rng.normal(size=100)])
    first, second, _ = fitted(X, x, alpha=0.1, l1_ratio=0.3)["coef"][0]
    assert first > 0.1
    np.testing.assert_allclose(first, second, rtol=0.01)
