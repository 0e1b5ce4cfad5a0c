"""The formulas shared by the linear algorithms."""

import numpy as np
import pytest

from zerotohero.algorithms._linear import class_arrays, prove, softmax


def test_softmax_of_equal_scores_is_even_and_extremes_do_not_overflow():
    np.testing.assert_allclose(softmax(np.array([[3.0, 3, 3], [-1e300, 0, 1e300]])), [[1 / 3] * 3, [0, 0, 1]])


def test_one_row_of_weights_becomes_two():
    arrays = class_arrays(np.array([[1.0, 2]]), np.array([3.0]))
    assert arrays["coef"].tolist() == [[0, 0], [1, 2]] and arrays["intercept"].tolist() == [0, 3]


def test_weights_that_could_overflow_are_refused():
    prove({"coef": np.ones((2, 2)), "intercept": np.zeros(2)}, {})
    with pytest.raises(ValueError, match="coef holds a number beyond"):
        prove({"coef": np.full((2, 2), -1e200), "intercept": np.zeros(2)}, {})
