"""Support vectors and their weights, against hand-made cases and the library's own vote."""

import numpy as np
import pytest
from sklearn.svm import SVC

from zerotohero.algorithms.svm import SPEC
from zerotohero.core.specs import Feature


def fitted(X, y, task="classification", **params):
    columns = tuple(Feature(f"x{j}", f"x{j}") for j in range(np.shape(X)[1]))
    return SPEC.make(task, 0, columns=columns, **params).fit(X, y)


def rings(rows, seed=0):
    """Return X (N, 2) and whether each point lies in the inner of two rings."""
    rng = np.random.default_rng(seed)
    angle, y = rng.uniform(0, 2 * np.pi, rows), rng.integers(0, 2, rows)
    radius = np.where(y == 1, 1.0, 2.0) + 0.2 * rng.normal(size=rows)
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]), y


def test_it_finds_a_border_that_no_line_draws():
    X, y = rings(400)
    new, truth = rings(400, seed=1)
    assert (SPEC.predict(SPEC.arrays(fitted(X, y)), new).argmax(axis=1) == truth).mean() > 0.95


def test_the_most_probable_class_is_the_machine_s_own_vote():
    X, y = rings(300)
    probabilities = SPEC.predict(SPEC.arrays(fitted(X, y, C=2.0, gamma=0.5)), X)
    vote = SVC(C=2.0, gamma=0.25).fit(X, y).predict(X)  # half, for two columns
    assert (probabilities.argmax(axis=1) == vote).all()


def test_probabilities_are_as_often_right_as_they_say():
    rng = np.random.default_rng(3)
    X = rng.normal(size=(3000, 2))
    y = (rng.random(3000) < 1 / (1 + np.exp(-2 * X[:, 0]))).astype(int)
    found = SPEC.predict(SPEC.arrays(fitted(X[:1500], y[:1500], C=0.3, gamma=0.2)), X[1500:])
    assert abs(found.max(axis=1).mean() - (found.argmax(axis=1) == y[1500:]).mean()) < 0.04


def test_only_the_rows_that_support_a_border_are_kept():
    X = np.array([[-9.0, 0], [-1.2, 0], [-1, 0], [1, 0], [1.2, 0], [9, 0]] * 2)
    arrays = SPEC.arrays(fitted(X, np.array([0, 0, 0, 1, 1, 1] * 2), C=1e3, gamma=0.02))
    assert np.abs(arrays["rows"][:, 0]).max() < 2
    assert "training rows" in SPEC.holds_rows


def test_a_number_has_the_target_s_own_unit():
    X = np.linspace(-2, 2, 200)[:, None]
    y = 1e6 + 1e5 * np.sin(2 * X[:, 0])
    found = SPEC.predict(SPEC.arrays(fitted(X, y, "regression")), X)
    assert np.abs(found - y).max() < 0.15e5  # within the tube, a tenth of the spread and a bit


def test_a_target_without_spread_needs_no_row():
    arrays = SPEC.arrays(fitted(np.arange(12.0)[:, None], np.full(12, 5.0), "regression"))
    assert SPEC.predict(arrays, np.array([[3.0], [1e6]])).tolist() == [5.0, 5.0]


@pytest.mark.filterwarnings("ignore::UserWarning:sklearn")
def test_a_class_of_two_rows_is_learned():
    X, y = rings(60)
    y[:2], X[:2] = 2, [[9.0, 9.0], [9.1, 9.0]]
    found = SPEC.predict(SPEC.arrays(fitted(X, y)), X)
    assert np.isfinite(found).all() and found[0].argmax() == 2


def test_many_rows_are_answered_block_by_block():
    X, y = rings(300)
    arrays = SPEC.arrays(fitted(X, y))
    times = 10_000 // len(arrays["rows"])  # the same machine, written many times as long
    long = {**arrays, "rows": np.repeat(arrays["rows"], times, axis=0)}
    long["weights"] = np.repeat(arrays["weights"] / times, times, axis=1)
    many = np.tile(X, (4, 1))
    assert len(many) * len(long["rows"]) > 2 * 4_000_000  # three blocks
    np.testing.assert_allclose(SPEC.predict(long, many), np.tile(SPEC.predict(arrays, X), (4, 1)), rtol=1e-9)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [("gamma", [0.0], "gamma"), ("gamma", [-1.0], "gamma"), ("rows", 1e200, "rows"), ("weights", -1e200, "weights")],
)
def test_altered_arrays_are_refused(name, value, message):
    arrays = SPEC.arrays(fitted(*rings(60)))
    SPEC.prove(arrays, {"D": 2, "K": 2})
    with pytest.raises(ValueError, match=message):
        SPEC.prove({**arrays, name: np.full_like(arrays[name], value)}, {"D": 2, "K": 2})


def test_a_million_rows_are_out_of_reach_by_its_own_estimate():
    assert SPEC.seconds(1_000_000, 20, 2) > 3600
