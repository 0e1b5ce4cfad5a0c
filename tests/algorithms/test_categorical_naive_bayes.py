"""Shares counted by hand."""

import numpy as np
import pytest

from zerotohero.algorithms.categorical_naive_bayes import SPEC
from zerotohero.core.specs import Feature

COLUMNS = (Feature("colour", "colour", 3), Feature("size", "size", 2))
X = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1], [1, 1]])  # no row has colour 2
Y = np.array([0, 0, 1, 1, 1])


def fitted(**params):
    return SPEC.arrays(SPEC.make("classification", 0, columns=COLUMNS, **params).fit(X, Y))


def test_the_probabilities_are_the_product_of_counted_shares():
    # one row is added to every count: class 0 has colour 0 in 2 + 1 of 2 + 3 rows, size 1 in 1 + 1 of 2 + 2
    zero, one = 2 / 5 * (3 / 5) * (2 / 4), 3 / 5 * (1 / 6) * (3 / 5)
    np.testing.assert_allclose(
        SPEC.predict(fitted(alpha=1.0), np.array([[0.0, 1]]))[0], np.array([zero, one]) / (zero + one)
    )


def test_a_category_that_no_training_row_has_leaves_it_to_the_other_columns():
    # colour 2: 1 of 5 and 1 of 6 rows; size 0: 2 of 4 and 2 of 5
    zero, one = 2 / 5 * (1 / 5) * (2 / 4), 3 / 5 * (1 / 6) * (2 / 5)
    np.testing.assert_allclose(
        SPEC.predict(fitted(alpha=1.0), np.array([[2.0, 0]]))[0], np.array([zero, one]) / (zero + one)
    )


def test_a_code_beyond_the_table_is_read_as_the_nearest_one():
    found = SPEC.predict(fitted(), np.array([[99.0, -5], [1e300, 0]]))
    np.testing.assert_array_equal(found, SPEC.predict(fitted(), np.array([[2.0, 0], [2, 0]])))


def test_columns_of_amounts_are_refused_with_what_to_take():
    with pytest.raises(ValueError, match="these columns are amounts; gaussian-naive-bayes"):
        SPEC.make("classification", 0, columns=(*COLUMNS, Feature("image", "row 0, column 0")))


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("codes", [3, 3], "do not fill"),
        ("codes", [5, 0], "do not fill"),
        ("codes", [2**62, 2**62], "do not fill"),
        ("codes", [2, 3], "side by side"),
        ("first", [0, 4], "side by side"),
        ("first", [-3, 3], "side by side"),
        ("prior", [-1e200, 0.0], "beyond 1e"),
    ],
)
def test_altered_arrays_are_refused(name, value, message):
    arrays, dims = fitted(), {"D": 2, "K": 2, "V": 5}
    SPEC.prove(arrays, dims)
    with pytest.raises(ValueError, match=message):
        SPEC.prove({**arrays, name: np.array(value)}, dims)
