"""The nearest rows, counted by hand."""

import numpy as np
import pytest

from zerotohero.algorithms.knn import SPEC, find_neighbors


def arrays_of(X, y, task="classification", **params):
    return SPEC.arrays(SPEC.make(task, 0, **params).fit(X, y))


def test_the_neighbours_are_those_of_a_full_sort():
    rng = np.random.default_rng(0)
    rows, X = rng.normal(size=(200, 5)), rng.normal(size=(50, 5))
    nearest, distances = find_neighbors(arrays_of(rows, rng.integers(0, 2, 200), neighbors=7), X)
    every = np.sqrt(((X[:, None] - rows) ** 2).sum(axis=2))
    np.testing.assert_array_equal(nearest, every.argsort(axis=1)[:, :7])
    np.testing.assert_allclose(distances, np.sort(every, axis=1)[:, :7], rtol=1e-14)


def test_far_from_zero_rounding_does_not_change_the_order():
    rng = np.random.default_rng(3)
    rows, X = 1e8 + rng.integers(0, 3, size=(300, 6)), 1e8 + rng.integers(0, 3, size=(40, 6)) + 0.5
    nearest, _ = find_neighbors(arrays_of(rows, rng.integers(0, 2, 300), neighbors=20), X)
    every = ((X[:, None] - rows) ** 2).sum(axis=2)  # exact: halves of small numbers
    np.testing.assert_array_equal(nearest, every.argsort(axis=1, kind="stable")[:, :20])


def test_of_equally_near_rows_the_earlier_counts():
    rows = np.repeat([[0.0], [5.0]], 10, axis=0)
    nearest, _ = find_neighbors(arrays_of(rows, [0, 1] * 10, neighbors=12), np.array([[0.1], [9.0]]))
    assert nearest.tolist() == [[*range(12)], [*range(10, 20), 0, 1]]


def test_a_copy_of_a_training_row_gets_its_answer():
    rng = np.random.default_rng(1)
    X, y = rng.normal(size=(300, 40)) * 1e3, rng.normal(size=300)
    found = SPEC.predict(arrays_of(X, y, "regression", neighbors=9, weights="distance"), X)
    np.testing.assert_array_equal(found, y)


def test_uniform_weights_are_a_plain_vote():
    found = SPEC.predict(
        arrays_of([[0.0], [1], [2], [9]], [0, 1, 1, 0], neighbors=3, weights="uniform"), np.array([[0.0]])
    )
    np.testing.assert_allclose(found, [[1 / 3, 2 / 3]])


def test_distance_weights_are_one_over_the_distance():
    found = SPEC.predict(
        arrays_of([[1.0], [-3]], [10.0, 20], "regression", neighbors=2, weights="distance"), np.array([[0.0]])
    )
    np.testing.assert_allclose(found, [(10 / 1 + 20 / 3) / (1 / 1 + 1 / 3)])


def test_one_row_alone_gets_the_same_bits_as_among_others():
    rng = np.random.default_rng(2)
    X, y = np.round(rng.normal(size=(500, 30)), 1), rng.integers(0, 3, 500)
    arrays = arrays_of(X, y, weights="distance")
    together = SPEC.predict(arrays, X[:40] + 0.05)
    alone = np.concatenate([SPEC.predict(arrays, X[i : i + 1] + 0.05) for i in range(40)])
    assert np.array_equal(together, alone)


def test_more_neighbours_than_rows_means_all_rows():
    assert SPEC.predict(
        arrays_of([[0.0], [1]], [0, 1], neighbors=15, weights="uniform"), np.array([[3.0]])
    ).tolist() == [[0.5, 0.5]]


def test_many_copies_and_many_rows_are_asked_piece_by_piece():
    rows = np.repeat(np.arange(3.0), 3000)[:, None]
    arrays = arrays_of(rows, np.repeat([0, 1, 2], 3000), neighbors=3, weights="uniform")
    X = np.tile([[0.2], [2.2]], (300, 1))
    np.testing.assert_array_equal(SPEC.predict(arrays, X), np.tile([[1, 0, 0], [0, 0, 1]], (300, 1)))


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("neighbors", [0], "more neighbours than there are rows"),
        ("neighbors", [5], "more neighbours than there are rows"),
        ("by_distance", [2], "neither 0 nor 1"),
        ("answers", np.ones((4, 2)), "exactly one class"),
        ("answers", np.full((4, 2), 0.5), "exactly one class"),
        ("rows", np.full((4, 1), 1e200), "beyond 1e"),
    ],
)
def test_altered_arrays_are_refused(name, value, message):
    arrays = arrays_of([[0.0], [1], [2], [9]], [0, 1, 1, 0], neighbors=3)
    SPEC.prove(arrays, {"D": 1, "K": 2})
    with pytest.raises(ValueError, match=message):
        SPEC.prove({**arrays, name: np.array(value)}, {"D": 1, "K": 2})


def test_it_says_that_it_holds_the_training_rows():
    assert "every training row" in SPEC.holds_rows
