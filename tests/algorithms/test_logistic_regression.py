"""The weights stand at the bottom of the penalised log loss."""

import numpy as np
import pytest

from zerotohero.algorithms.logistic_regression import SPEC


@pytest.mark.parametrize("classes", [2, 3])
def test_no_small_step_in_any_direction_lowers_the_penalised_loss(classes):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(80, 3))
    y = (X[:, 0] + rng.normal(size=80) > 0).astype(int) + (classes == 3) * (X[:, 1] > 1)
    C = 0.5
    arrays = SPEC.arrays(SPEC.make("classification", 0, C=C).fit(X, y))
    free = arrays["coef"] if classes > 2 else arrays["coef"][1:]  # two classes: the first row stays 0

    def loss():
        return -np.log(SPEC.predict(arrays, X)[np.arange(80), y]).sum() * C + (free**2).sum() / 2

    best = loss()
    for row in range(len(free)):
        for column in range(3):
            for step in (-0.05, 0.05):
                free[row, column] += step
                assert loss() > best
                free[row, column] -= step


def test_two_classes_are_the_sigmoid_of_one_sum():
    X, y = np.array([[-2.0], [-1], [1], [2]]), [0, 1, 0, 1]
    model = SPEC.make("classification", 0).fit(X, y)
    sigmoid = 1 / (1 + np.exp(-(X[:, 0] * model.coef_[0, 0] + model.intercept_[0])))
    np.testing.assert_allclose(SPEC.predict(SPEC.arrays(model), X)[:, 1], sigmoid, atol=1e-15)


def test_images_get_a_stronger_penalty():
    assert SPEC.default_params("images", "classification")["C"] < SPEC.default_params("table", "classification")["C"]
