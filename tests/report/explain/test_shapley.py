"""Shapley values against their definition: the mean over every order of the players, one by one."""

from itertools import permutations, product

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestClassifier

from zerotohero.algorithms import _trees
from zerotohero.report.explain.shapley import of_all_coalitions, of_some_orders, of_trees, of_weighted_sum

PLAYERS = np.array([0, 1, 1, 2, 3, 3, 3, 4])  # eight features of five columns


@pytest.fixture(scope="module")
def rows():
    rng = np.random.default_rng(3)
    X = rng.normal(size=(300, len(PLAYERS))).round(1)
    y = X[:, 0] * X[:, 3] + np.sin(2 * X[:, 1]) + (X[:, 4] > 0) * X[:, 7]
    return X, y


def by_definition(f, x, background, players, count):
    """Let columns become known in every possible order; note what each changes."""
    sets = list(product([False, True], repeat=count))
    hybrids = np.array([np.where(np.array(known)[players], x, b) for known in sets for b in background])
    output = dict(zip(sets, f(hybrids).reshape(len(sets), -1).mean(axis=1)))
    shares, orders = np.zeros(count), list(permutations(range(count)))
    for order in orders:
        known = [False] * count
        for player in order:
            before = output[tuple(known)]
            known[player] = True
            shares[player] += output[tuple(known)] - before
    return shares / len(orders)


def of_arrays(arrays, value, X, background):
    """Shares of a packed forest."""
    both = np.vstack([X, background])
    goes_left = both[:, arrays["feature"]] <= arrays["threshold"]
    return of_trees(arrays["roots"], arrays["children"], value, PLAYERS[arrays["feature"]], goes_left, 5)


def test_a_weighted_sum_has_the_shares_of_the_definition(rows):
    X, _ = rows
    weights = np.arange(8.0) - 3
    found = of_weighted_sum(weights, X[0], X[1:5], PLAYERS, 5)
    assert found == pytest.approx(by_definition(lambda A: A @ weights, X[0], X[1:5], PLAYERS, 5))


def test_boosted_trees_have_the_shares_of_the_definition(rows):
    X, y = rows
    model = HistGradientBoostingRegressor(max_iter=6, max_leaf_nodes=12, min_samples_leaf=3).fit(X, y)
    arrays, _ = _trees.pack_histogram_trees(model)
    found = of_arrays(arrays, arrays["value"][:, 0], X[:1], X[1:4])
    assert found == pytest.approx(by_definition(model.predict, X[0], X[1:4], PLAYERS, 5), abs=1e-12)
    assert found.sum() == pytest.approx(model.predict(X[:1])[0] - model.predict(X[1:4]).mean())


def test_a_forest_has_the_shares_of_the_definition(rows):
    X, y = rows
    model = RandomForestClassifier(5, min_samples_leaf=2, random_state=0).fit(X, y > 0)
    arrays = _trees.pack_trees([t.tree_ for t in model.estimators_])
    found = of_arrays(arrays, arrays["value"][:, 1] / 5, X[:1].astype("f4"), X[1:4].astype("f4"))
    expected = by_definition(lambda A: model.predict_proba(A)[:, 1], X[0], X[1:4], PLAYERS, 5)
    assert found == pytest.approx(expected, abs=1e-12)


def test_more_than_64_players_do_not_run_into_each_other(rows):
    X, y = rows
    model = HistGradientBoostingRegressor(max_iter=30, min_samples_leaf=3).fit(X, y)
    arrays, _ = _trees.pack_histogram_trees(model)
    far = np.array([0, 64, 64, 32, 5, 5, 5, 69])
    goes_left = X[:4][:, arrays["feature"]] <= arrays["threshold"]
    value = arrays["value"][:, 0]
    found = of_trees(arrays["roots"], arrays["children"], value, far[arrays["feature"]], goes_left, 130)
    near = of_arrays(arrays, value, X[:1], X[1:4])
    assert near.all()
    assert found[[0, 64, 32, 5, 69]] == pytest.approx(near)


def game(f, x, background):
    """Any model as a game."""
    return lambda known, row: f(np.where(known[:, PLAYERS], x, background[row]))


def wavy(A):
    """No sum of columns, no tree."""
    return np.tanh(A[:, 0] * A[:, 3]) + A[:, 1] * A[:, 4] * A[:, 7]


def test_all_coalitions_give_the_shares_of_the_definition(rows):
    X, _ = rows
    found = of_all_coalitions(game(wavy, X[0], X[1:4]), 5, 3)
    assert found == pytest.approx(by_definition(wavy, X[0], X[1:4], PLAYERS, 5))


def test_random_orders_come_as_near_as_their_standard_error_says(rows):
    X, _ = rows
    exact = of_all_coalitions(game(wavy, X[0], X[1:21]), 5, 20)
    off = []
    for seed in range(30):
        found, error = of_some_orders(game(wavy, X[0], X[1:21]), 5, 20, 8, seed)
        assert found.sum() == pytest.approx(exact.sum())
        off.append((found - exact) / np.maximum(error, 1e-12))
    off = np.array(off)[:, np.abs(exact) > 1e-6]
    assert 0.7 < np.sqrt((off**2).mean()) < 1.7  # t with 7 degrees of freedom: 1.18
