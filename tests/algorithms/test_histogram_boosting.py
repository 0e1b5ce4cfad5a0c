"""Boosting on bins; the layout of its trees as scikit-learn 1.9 keeps them."""

import numpy as np
import pytest

from zerotohero.algorithms.histogram_boosting import SPEC

FIELDS = {"value", "feature_idx", "num_threshold", "left", "right", "is_leaf", "is_categorical"}


def test_the_private_layout_is_that_of_scikit_learn_1_9():
    """If this fails under a newer scikit-learn, look at ``_trees.pack_histogram_trees`` before raising the bound."""
    X = np.random.default_rng(0).normal(size=(60, 2))
    model = SPEC.make("classification", 0, iterations=3).fit(X, np.arange(60) % 3)
    assert [len(trees) for trees in model._predictors] == [3, 3, 3]
    assert set(model._predictors[0][0].nodes.dtype.names) >= FIELDS
    assert model._baseline_prediction.shape == (1, 3)


def test_cells_are_compared_as_they_are_not_rounded_to_float32():
    X = np.repeat([1.0, 1 + 1e-9], 30)[:, None]
    model = SPEC.make("regression", 0, iterations=50, learning_rate=0.5).fit(X, np.repeat([0.0, 10], 30))
    found = SPEC.predict(SPEC.arrays(model), X[[0, 59]])
    np.testing.assert_allclose(found, [0, 10], atol=0.01)


def test_it_learns_a_curve():
    X = np.linspace(-3, 3, 400)[:, None]
    found = SPEC.predict(SPEC.arrays(SPEC.make("regression", 0).fit(X, np.sin(X[:, 0]))), X)
    assert np.abs(found - np.sin(X[:, 0])).mean() < 0.05


def test_a_model_with_categorical_splits_is_refused():
    from sklearn.ensemble import HistGradientBoostingRegressor

    X = np.repeat(np.arange(4.0), 30)[:, None]
    model = HistGradientBoostingRegressor(categorical_features=[0]).fit(X, np.repeat([0.0, 9, 1, 8], 30))
    with pytest.raises(ValueError, match="without categorical features"):
        SPEC.arrays(model)
