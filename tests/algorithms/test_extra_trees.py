"""The mean of trees whose cuts are drawn."""

import numpy as np
import pytest

from zerotohero.algorithms import random_forest
from zerotohero.algorithms.extra_trees import SPEC


@pytest.mark.parametrize("task", ["classification", "regression"])
def test_the_forest_is_the_mean_of_its_trees(task):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(60, 4)), rng.integers(0, 3, 60)
    model = SPEC.make(task, 0, trees=6).fit(X, y)
    ask = "predict_proba" if task == "classification" else "predict"
    mean = np.mean([getattr(tree, ask)(X) for tree in model.estimators_], axis=0)
    np.testing.assert_allclose(SPEC.predict(SPEC.arrays(model), X), mean, atol=1e-12)


def test_cuts_are_drawn_anywhere_between_two_rows_where_a_random_forest_takes_the_middle():
    X, y = np.array([[0.0], [0.0], [1.0], [1.0]]), np.array([0.0, 0, 1, 1])

    def cuts(spec):
        arrays = spec.arrays(spec.make("regression", 0, trees=50, min_leaf=1).fit(X, y))
        return np.unique(arrays["threshold"][arrays["children"][:, 0] != np.arange(len(arrays["children"]))])

    assert cuts(random_forest.SPEC).tolist() == [0.5]
    assert len(cuts(SPEC)) == 50
