"""Numbers as a few codes."""

import numpy as np

from zerotohero.representations._bins import apply_bins, fit_bins


def test_few_values_have_a_code_each_and_missing_the_last():
    X = np.array([[0.0], [1], [1], [5], [np.nan]])
    state = fit_bins(X)
    assert apply_bins(state, X)[:, 0].tolist() == [0, 1, 1, 2, 3]
    assert apply_bins(state, np.array([[-9.0], [2.9], [3.1], [np.inf]]))[:, 0].tolist() == [0, 1, 2, 2]


def test_many_values_give_ten_bins_of_about_equal_size():
    X = np.random.default_rng(0).lognormal(0, 3, (1000, 1))
    assert np.unique(apply_bins(fit_bins(X), X), return_counts=True)[1].tolist() == [100] * 10


def test_a_value_that_fills_most_of_the_column_leaves_no_bin_empty():
    X = np.append(np.zeros(700), np.arange(1, 301))[:, None]
    codes = apply_bins(fit_bins(X), X)[:, 0]
    assert sorted(set(codes)) == list(range(int(codes.max()) + 1))
