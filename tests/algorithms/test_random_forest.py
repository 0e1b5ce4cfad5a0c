"""The mean of many trees."""

import numpy as np
import pytest

from zerotohero.algorithms.random_forest import SPEC


@pytest.mark.parametrize("task", ["classification", "regression"])
def test_the_forest_is_the_mean_of_its_trees(task):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(60, 4)), rng.integers(0, 3, 60)
    model = SPEC.make(task, 0, trees=6).fit(X, y)
    ask = "predict_proba" if task == "classification" else "predict"
    mean = np.mean([getattr(tree, ask)(X) for tree in model.estimators_], axis=0)
    np.testing.assert_allclose(SPEC.predict(SPEC.arrays(model), X), mean, atol=1e-12)


def test_another_seed_grows_another_forest():
    X = np.random.default_rng(0).normal(size=(60, 4))
    first, second = (SPEC.predict(SPEC.arrays(SPEC.make("regression", s, trees=5).fit(X, X[:, 0])), X) for s in (0, 1))
    assert not np.array_equal(first, second)


def test_many_rows_and_few_give_the_same_answers():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(3000, 4))
    arrays = SPEC.arrays(SPEC.make("classification", 0, trees=50).fit(X[:80], rng.integers(0, 2, 80)))
    together = SPEC.predict(arrays, X)
    parts = np.concatenate([SPEC.predict(arrays, X[i : i + 7]) for i in range(0, 3000, 7)])
    np.testing.assert_allclose(parts, together, atol=1e-13)
