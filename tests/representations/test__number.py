"""Numbers: filled, flagged, clipped, scaled."""

import numpy as np
import pytest

from zerotohero.representations._number import apply_numbers, fit_numbers, number_features

NAN = np.nan


@pytest.fixture
def X():
    return np.random.default_rng(0).normal([5, -2], [10, 0.1], (400, 2))


def test_linear_numbers_have_mean_zero_and_deviation_one(X):
    Z = apply_numbers(fit_numbers(X, "linear"), X)
    assert np.allclose(Z.mean(axis=0), 0) and np.allclose(Z.std(axis=0), 1)


def test_numbers_for_trees_are_the_very_same_bits(X):
    assert (apply_numbers(fit_numbers(X, "trees"), X) == X).all()


def test_a_missing_cell_becomes_the_median_and_raises_its_flag():
    X = np.array([[1.0], [2.0], [9.0], [NAN]])
    assert apply_numbers(fit_numbers(X, "trees"), X).tolist() == [[1, 0], [2, 0], [9, 0], [2, 1]]


def test_no_flag_for_a_column_that_was_never_missing():
    state = fit_numbers(np.array([[1.0], [2.0], [4.0]]), "trees")
    assert apply_numbers(state, np.array([[NAN]])).tolist() == [[2]]


def test_columns_missing_in_the_same_rows_share_one_flag():
    X = np.array([[1, 5, NAN], [NAN, NAN, 2], [3, 6, 2]])
    assert [name for _, name in number_features(fit_numbers(X, "trees"), "abc")][3:] == ["a is missing", "c is missing"]


def test_a_lone_giant_does_not_flatten_the_others():
    x = np.append(np.linspace(0, 1, 3000), 1e308)[:, None]
    Z = apply_numbers(fit_numbers(x, "linear"), x)
    assert np.ptp(Z[:-1, 0]) > 1 and np.isfinite(Z).all()


def test_a_skewed_column_gets_a_second_one_in_the_same_order_with_far_less_skew():
    x = np.random.default_rng(0).lognormal(0, 1, (1000, 1))
    Z = apply_numbers(fit_numbers(x, "linear"), x)
    skews = (((Z - Z.mean(axis=0)) / Z.std(axis=0)) ** 3).mean(axis=0)
    assert Z.shape == (1000, 2) and 0 < skews[1] < skews[0] / 3
    assert (np.diff(Z[np.argsort(x[:, 0]), 1]) >= 0).all()


@pytest.mark.parametrize("style", ["linear", "trees", "counts"])
@pytest.mark.parametrize("value", [NAN, np.inf, -np.inf, 1e308, -1e308, 5e-324])
def test_any_cell_gives_finite_numbers_that_fit_32_bits(style, value, X):
    for seen in (X, np.vstack([X, [value, value]]), np.full((3, 2), value), X * 1e-200, X * 1e200):
        state = fit_numbers(seen, style)
        for row in (np.full((1, 2), value), seen):
            assert np.isfinite(apply_numbers(state, row).astype(np.float32)).all()


def test_numbers_for_counts_go_from_zero_to_one_and_no_further(X):
    Z = apply_numbers(fit_numbers(X, "counts"), np.vstack([X, X * 99, -X * 99]))
    assert np.allclose(Z[: len(X)], (X - X.min(axis=0)) / np.ptp(X, axis=0))
    assert Z.min() == 0 and Z.max() == 1
