"""Questions in a row, no more than asked for."""

import numpy as np

from zerotohero.algorithms.decision_tree import SPEC


def test_it_learns_two_columns_that_only_matter_together():
    X = np.random.default_rng(0).uniform(-1, 1, size=(400, 2))
    y = ((X[:, 0] > 0) ^ (X[:, 1] > 0)).astype(int)
    found = SPEC.predict(SPEC.arrays(SPEC.make("classification", 0).fit(X, y)), X)
    assert (found.argmax(axis=1) == y).mean() > 0.9


def test_leaves_answer_with_at_least_min_leaf_training_rows():
    rng = np.random.default_rng(1)
    X, y = rng.normal(size=(100, 3)), rng.normal(size=100)
    found = SPEC.predict(SPEC.arrays(SPEC.make("regression", 0, min_leaf=9).fit(X, y)), X)
    for answer in np.unique(found):
        assert (found == answer).sum() >= 9
        np.testing.assert_allclose(answer, y[found == answer].mean())


def test_max_depth_bounds_the_number_of_leaves():
    X = np.random.default_rng(2).normal(size=(100, 3))
    arrays = SPEC.arrays(SPEC.make("regression", 0, max_depth=3, min_leaf=1).fit(X, X[:, 0]))
    assert (arrays["children"][:, 0] == np.arange(len(arrays["children"]))).sum() == 2**3
