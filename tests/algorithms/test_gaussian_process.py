"""Smooth functions near the rows, against formulas from the book."""

import numpy as np
import pytest

from zerotohero.algorithms.gaussian_process import MOST_SCALES, SPEC, expected_sigmoid
from zerotohero.core.specs import Feature

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:sklearn")  # a scale at its bound is fine


def fitted(X, y, task):
    columns = tuple(Feature(f"x{j}", f"x{j}") for j in range(np.shape(X)[1]))
    return SPEC.make(task, 0, columns=columns).fit(X, y)


def test_values_follow_the_book_s_formula():
    rng = np.random.default_rng(0)
    X, new = rng.normal(size=(40, 2)), rng.normal(size=(20, 2))
    y = 100 + 10 * (np.sin(X[:, 0]) + X[:, 1] + 0.1 * rng.normal(size=40))
    model = fitted(X, y, "regression")
    kernel = model.regressor_.kernel_
    z = (y - y.mean()) / y.std()
    expected = kernel(new, X) @ np.linalg.solve(kernel(X) + 1e-10 * np.eye(40), z)  # equation 2.25
    np.testing.assert_allclose(SPEC.predict(SPEC.arrays(model), new), y.mean() + y.std() * expected, rtol=1e-8)


def test_a_smooth_curve_is_found_from_few_rows():
    X = np.linspace(-3, 3, 40)[:, None]
    arrays = SPEC.arrays(fitted(X, np.sin(2 * X[:, 0]), "regression"))
    new = np.linspace(-2.9, 2.9, 101)[:, None]
    assert np.abs(SPEC.predict(arrays, new) - np.sin(2 * new[:, 0])).max() < 0.01


def test_far_from_all_rows_the_line_goes_on():
    rng = np.random.default_rng(1)
    X = rng.normal(size=(80, 1))
    y = 5 * X[:, 0] + 0.1 * rng.normal(size=80)
    found = SPEC.predict(SPEC.arrays(fitted(X, y, "regression")), np.array([[1000.0], [2000.0]]))
    assert found[1] - found[0] == pytest.approx(5000, rel=0.2)


def test_a_column_that_does_not_matter_gets_a_long_scale():
    rng = np.random.default_rng(2)
    X = rng.normal(size=(150, 2))
    arrays = SPEC.arrays(fitted(X, np.sin(3 * X[:, 0]) + 0.05 * rng.normal(size=150), "regression"))
    assert arrays["scales"][0, 1] > 5 * arrays["scales"][0, 0]


@pytest.mark.parametrize(
    ("task", "width", "scales"),
    [("regression", MOST_SCALES, MOST_SCALES), ("regression", MOST_SCALES + 1, 1), ("classification", 5, 1)],
)
def test_beyond_some_columns_and_for_classes_all_share_one_scale(task, width, scales):
    columns = tuple(Feature("x", "x") for _ in range(width))
    model = SPEC.make(task, 0, columns=columns)
    kernel = model.kernel if task == "classification" else model.regressor.kernel.k1.k1
    assert np.size(kernel.k2.length_scale) == scales


def test_the_expected_sigmoid_is_the_mean_over_many_draws():
    draws = np.random.default_rng(4).normal(size=2_000_000)
    for mean, variance in ((0.0, 1.0), (1.5, 0.2), (-2.0, 4.0), (30.0, 1.0)):
        sigmoids = 1 / (1 + np.exp(-(mean + np.sqrt(variance) * draws)))
        found = expected_sigmoid(np.array([mean]), np.array([variance]))[0]
        assert found == pytest.approx(sigmoids.mean(), abs=2e-3)


def test_it_is_less_sure_far_from_the_rows():
    rng = np.random.default_rng(5)
    X = rng.normal(size=(80, 2))
    arrays = SPEC.arrays(fitted(X, (X[:, 0] > 0).astype(int), "classification"))
    near, far = SPEC.predict(arrays, np.array([[1.5, 0.0], [1e5, 0.0]]))
    assert near[1] > 0.8 and far[1] == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("scales", lambda a: 0 * a, "above 0"),
        ("height", lambda a: -a, "above 0"),
        ("spread", lambda a: a + 1e200, "spread"),
        ("weights", lambda a: a - 1e200, "weights"),
    ],
)
def test_altered_arrays_are_refused(name, change, message):
    X = np.random.default_rng(6).normal(size=(30, 2))
    arrays = SPEC.arrays(fitted(X, (X[:, 0] > 0).astype(int), "classification"))
    SPEC.prove(arrays, {"D": 2, "K": 2, "P": 1, "N": 30})
    with pytest.raises(ValueError, match=message):
        SPEC.prove({**arrays, name: change(arrays[name])}, {"D": 2, "K": 2, "P": 1, "N": 30})


def test_one_process_for_three_classes_is_refused():
    X = np.random.default_rng(6).normal(size=(30, 2))
    arrays = SPEC.arrays(fitted(X, (X[:, 0] > 0).astype(int), "classification"))
    with pytest.raises(ValueError, match="1 processes for 3 classes"):
        SPEC.prove(arrays, {"D": 2, "K": 3, "P": 1, "N": 30})


def test_many_rows_are_out_of_reach_by_its_own_estimate():
    assert SPEC.seconds(500, 10, 1) < 120 < SPEC.seconds(5_000, 10, 1)
    assert "every training row" in SPEC.holds_rows
