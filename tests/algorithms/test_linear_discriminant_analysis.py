"""Clouds of one shape, by the textbook's formula."""

import numpy as np
import pytest

from zerotohero.algorithms.linear_discriminant_analysis import SPEC


def answers(X, y, new, **params):
    return SPEC.predict(SPEC.arrays(SPEC.make("classification", 0, **params).fit(X, y)), new)


def test_the_probabilities_are_bayes_rule_with_one_covariance_for_all_classes():
    from scipy.stats import multivariate_normal

    rng = np.random.default_rng(0)
    y = np.repeat([0, 1, 2], [20, 30, 40])
    X = rng.normal(size=(90, 3)) @ rng.normal(size=(3, 3)) + y[:, None] * [1, 0, 2]
    means = np.array([X[y == k].mean(axis=0) for k in range(3)])
    covariance = (X - means[y]).T @ (X - means[y]) / 90
    round_ = np.eye(3) * np.trace(covariance) / 3
    shape = 0.8 * covariance + 0.2 * round_
    joint = np.array([(y == k).mean() * multivariate_normal(means[k], shape).pdf(X) for k in range(3)]).T
    np.testing.assert_allclose(answers(X, y, X, shrinkage=0.2), joint / joint.sum(axis=1, keepdims=True), rtol=1e-8)


@pytest.mark.filterwarnings("ignore:Only one sample")
def test_more_columns_than_rows_constant_columns_and_a_class_of_one_row_are_no_obstacle():
    rng = np.random.default_rng(1)
    X = rng.normal(size=(21, 50))
    y = np.array([0, 1] * 10 + [2])
    X[:, 0], X[:, 1] = 4 * y, 1
    new = X.copy()
    new[:, 2:] = rng.normal(size=(21, 48))
    found = answers(X, y, new, shrinkage=0.3)
    assert np.isfinite(found).all()
    assert (found.argmax(axis=1) == y).mean() > 0.9
