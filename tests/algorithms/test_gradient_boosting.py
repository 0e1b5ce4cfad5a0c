"""A start and a row of corrections."""

import numpy as np
import pytest

from zerotohero.algorithms.gradient_boosting import SPEC


def test_the_answer_is_the_mean_plus_the_corrections_times_the_learning_rate():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(60, 4)), rng.normal(size=60) + 100
    model = SPEC.make("regression", 0, trees=8, learning_rate=0.3).fit(X, y)
    by_hand = y.mean() + 0.3 * sum(tree.predict(X) for tree in model.estimators_[:, 0])
    np.testing.assert_allclose(SPEC.predict(SPEC.arrays(model), X), by_hand, atol=1e-11)


@pytest.mark.parametrize("classes", [2, 3])
def test_without_corrections_the_answer_is_the_share_of_each_class(classes):
    rng = np.random.default_rng(0)
    X, y = (
        rng.normal(size=(60, 4)),
        rng.choice(classes, 60, p=[0.5, 0.2, 0.3][:classes] / np.sum([0.5, 0.2, 0.3][:classes])),
    )
    arrays = SPEC.arrays(SPEC.make("classification", 0, trees=2).fit(X, y))
    arrays["value"][:] = 0
    np.testing.assert_allclose(SPEC.predict(arrays, X[:1])[0], np.bincount(y) / 60, atol=1e-12)


def test_a_cell_between_two_float32_numbers_goes_the_way_scikit_learn_sends_it():
    X = np.array([[1.0], [1 + 2e-7], [3], [4]])
    model = SPEC.make("regression", 0, trees=4, subsample=1.0, learning_rate=1.0).fit(X, [0.0, 10, 20, 30])
    X = np.repeat(1 + np.linspace(0, 3e-7, 500), 1)[:, None]
    np.testing.assert_allclose(SPEC.predict(SPEC.arrays(model), X), model.predict(X), atol=1e-12)


def test_a_round_without_a_tree_for_each_class_is_refused():
    rng = np.random.default_rng(0)
    arrays = SPEC.arrays(SPEC.make("classification", 0, trees=3).fit(rng.normal(size=(60, 4)), rng.integers(0, 3, 60)))
    SPEC.prove(arrays, {"D": 4, "K": 3})
    with pytest.raises(ValueError, match="not one tree per class"):
        SPEC.prove({**arrays, "roots": arrays["roots"][:-1]}, {"D": 4, "K": 3})


def test_a_leaf_that_went_beyond_all_bounds_is_kept_as_certain():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(90, 2)), rng.integers(0, 3, 90)
    model = SPEC.make("classification", 0, trees=3).fit(X, y)
    model.estimators_[1, 2].tree_.value[:] = 1e150  # as scikit-learn gives where a denominator is almost 0
    arrays = SPEC.arrays(model)
    SPEC.prove(arrays, {"D": 2, "K": 3})
    np.testing.assert_allclose(SPEC.predict(arrays, X), model.predict_proba(X), atol=1e-12)
    assert (SPEC.predict(arrays, X)[:, 2] == 1).all()
