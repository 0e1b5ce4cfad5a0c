"""Clouds of their own shapes, by the textbook's formula."""

import numpy as np
import pytest

from zerotohero.algorithms.quadratic_discriminant_analysis import SPEC


def fitted(X, y, **params):
    return SPEC.arrays(SPEC.make("classification", 0, **params).fit(X, y))


def test_the_probabilities_are_bayes_rule_with_a_covariance_per_class():
    from scipy.stats import multivariate_normal

    rng = np.random.default_rng(0)
    y = np.repeat([0, 1], [40, 60])
    X = rng.normal(size=(100, 3)) @ rng.normal(size=(3, 3)) * (1 + y[:, None])
    joint = []
    for k in range(2):
        rows = X[y == k]
        covariance = np.cov(rows.T, bias=True)
        shape = 0.7 * covariance + 0.3 * np.eye(3) * np.trace(covariance) / 3
        joint.append((y == k).mean() * multivariate_normal(rows.mean(axis=0), shape).pdf(X))
    joint = np.array(joint).T
    found = SPEC.predict(fitted(X, y, shrinkage=0.3), X)
    np.testing.assert_allclose(found, joint / joint.sum(axis=1, keepdims=True), rtol=1e-8)


def test_classes_with_the_same_mean_are_told_apart_by_their_spread():
    rng = np.random.default_rng(1)
    y = np.repeat([0, 1], 200)
    X = rng.normal(size=(400, 2)) * np.where(y, 5, 0.5)[:, None]
    assert (SPEC.predict(fitted(X, y), X).argmax(axis=1) == y).mean() > 0.9


def test_fewer_rows_than_columns_and_a_constant_column_are_no_obstacle():
    X = np.random.default_rng(2).normal(size=(12, 30))
    X[:, 0] = 1
    found = SPEC.predict(fitted(X, [0, 1] * 6), X * 1e20)
    assert np.isfinite(found).all()


def test_a_class_with_one_row_is_refused_in_words():
    with pytest.raises(ValueError, match="only 1 sample in class 1"):
        fitted([[0.0, 1], [1, 2], [2, 2]], [0, 0, 1])


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [("prior", [0.0, 1.0], "not above 0"), ("rounding", [[[1e80]], [[1.0]]], "beyond 1e"), ("means", [[1e80], [0.0]], "beyond 1e")],
)  # fmt: skip
def test_altered_arrays_are_refused(name, value, message):
    arrays = fitted(np.array([[0.0], [1], [2], [9]]), [0, 0, 1, 1])
    SPEC.prove(arrays, {"D": 1, "K": 2})
    with pytest.raises(ValueError, match=message):
        SPEC.prove({**arrays, name: np.array(value)}, {"D": 1, "K": 2})
