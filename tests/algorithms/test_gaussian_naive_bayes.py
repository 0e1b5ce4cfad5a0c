"""Bell curves by hand."""

import numpy as np
import pytest

from zerotohero.algorithms.gaussian_naive_bayes import SPEC


def fitted(X, y, **params):
    return SPEC.arrays(SPEC.make("classification", 0, **params).fit(X, y))


def test_the_probabilities_are_bayes_rule_with_normal_densities():
    from scipy.stats import norm

    rng = np.random.default_rng(0)
    y = np.repeat([0, 1, 2], [10, 20, 30])
    X = rng.normal(size=(60, 2)) * [1, 3] + y[:, None]
    found = SPEC.predict(fitted(X, y, var_smoothing=1e-9), X)
    joint = []
    for k in range(3):
        rows = X[y == k]
        densities = norm(rows.mean(axis=0), rows.std(axis=0)).pdf(X)
        joint.append((y == k).mean() * densities.prod(axis=1))
    np.testing.assert_allclose(found, (np.array(joint) / np.sum(joint, axis=0)).T, rtol=1e-6)


@pytest.mark.parametrize("scale", [1, 1e8, 1e30])
def test_constant_columns_and_a_class_of_one_row_give_finite_probabilities(scale):
    X = np.array([[0.0, 1], [1, 1], [2, 1], [9, 1]])
    found = SPEC.predict(fitted(X, [0, 0, 0, 1]), X * scale)
    assert np.isfinite(found).all()
    np.testing.assert_allclose(found.sum(axis=1), 1)
    assert scale > 1 or found[3].argmax() == 1


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("prior", [0.0, 1.0], "not above 0"),
        ("variances", [[1.0], [0.0]], "not above 0"),
        ("variances", [[1.0], [-1.0]], "not above 0"),
        ("means", [[1e200], [0.0]], "beyond 1e"),
    ],
)
def test_altered_arrays_are_refused(name, value, message):
    arrays = fitted([[0.0], [1], [2], [9]], [0, 0, 1, 1])
    SPEC.prove(arrays, {"D": 1, "K": 2})
    with pytest.raises(ValueError, match=message):
        SPEC.prove({**arrays, name: np.array(value)}, {"D": 1, "K": 2})
