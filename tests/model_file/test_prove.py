"""Arrays fit the schema, or the message says which one does not."""

import numpy as np
import pytest

from zerotohero.core.specs import ArraySchema
from zerotohero.model_file.prove import prove_arrays

SCHEMA = {"weights": ArraySchema(("K", "D")), "rows": ArraySchema(("N",), "i8"), "labels": ArraySchema(("N", 1), "u1")}


def arrays(**changed):
    right = {"weights": np.zeros((3, 2)), "rows": np.arange(5), "labels": np.zeros((5, 1), np.uint8)}
    return {name: array for name, array in {**right, **changed}.items() if array is not None}


def test_fitting_arrays_bind_the_free_letters():
    assert prove_arrays(arrays(), SCHEMA, {"K": 3, "D": 2}) == {"K": 3, "D": 2, "N": 5}


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"weights": np.zeros((3, 3))}, "'weights' has shape .*; D must be 2"),
        ({"weights": np.zeros(6)}, "'weights' has 1 axes instead of 2"),
        ({"weights": np.zeros((3, 2), np.float32)}, "'weights' holds f4 instead of f8"),
        ({"weights": np.full((3, 2), np.inf)}, "'weights' holds a number that is not finite"),
        ({"weights": None}, "the arrays are 'labels', 'rows' instead of"),
        ({"extra": np.zeros(1)}, "the arrays are 'extra',"),
        ({"labels": np.zeros((4, 1), np.uint8)}, "'labels' has shape .*; N must be 5"),
        ({"labels": np.zeros((5, 2), np.uint8)}, "'labels' has shape .*; 1 must be 1"),
        ({"rows": np.arange(0), "labels": np.zeros((0, 1), np.uint8)}, "N must be 1"),
    ],
)
def test_each_deviation_is_named(changed, message):
    with pytest.raises(ValueError, match=message):
        prove_arrays(arrays(**changed), SCHEMA, {"K": 3, "D": 2})


def test_infinity_is_let_through_only_where_the_schema_says_so():
    schema = {"a": ArraySchema((1,), finite=False)}
    assert prove_arrays({"a": np.array([np.inf])}, schema, {}) == {}
