"""Boosting on bins; the layout of its trees as scikit-learn 1.9 keeps them."""

import numpy as np
import pytest

from zerotohero.algorithms._trees import prove_boosting
from zerotohero.algorithms.histogram_boosting import SPEC
from zerotohero.core.specs import Feature

FIELDS = {"value", "feature_idx", "num_threshold", "left", "right", "is_leaf", "is_categorical", "missing_go_to_left"}
COLUMNS = (Feature("a", "a"), Feature("b", "b", 40), Feature("c", "c"), Feature("d", "d", 3))


def coded(rows, seed=0):
    """Two columns of numbers, and between them one of 40 and one of 3 codes, some of them rare."""
    rng = np.random.default_rng(seed)
    many = np.minimum(rng.geometric(0.08, rows) - 1, 39)
    X = np.column_stack([rng.normal(size=rows), many, rng.normal(size=rows), rng.integers(0, 3, rows)])
    return X, np.random.default_rng(9).normal(size=40)[many] * (1 + X[:, 3]) + X[:, 0]


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


@pytest.mark.parametrize("classes", [1, 2, 4])
def test_questions_about_sets_of_codes_are_answered_as_scikit_learn_does(classes):
    X, y = coded(600)
    X = X[X[:, 1] != 7]  # a code that turns up later only
    y = y[: len(X)] if classes == 1 else np.searchsorted(np.quantile(y, np.arange(1, classes) / classes), y[: len(X)])
    task = "regression" if classes == 1 else "classification"
    model = SPEC.make(task, 0, iterations=20, categories="codes", columns=COLUMNS).fit(X, y)
    assert any(tree.nodes["is_categorical"].any() for trees in model._predictors for tree in trees)
    new = coded(3000, 1)[0]
    assert (new[:, 1] == 7).any()
    arrays = SPEC.arrays(model)
    prove_boosting(arrays, {"D": 4, "K": classes})
    expected = model.predict(new) if classes == 1 else model.predict_proba(new)
    np.testing.assert_allclose(SPEC.predict(arrays, new), expected, rtol=1e-12, atol=1e-12)


def test_categories_become_codes_only_when_asked():
    assert SPEC.style_for({}) == SPEC.style_for({"categories": "one-hot"}) == "trees"
    assert SPEC.style_for({"categories": "codes"}) == "codes"
    assert SPEC.make("regression", 0, columns=COLUMNS).categorical_features is None
    asked = SPEC.make("regression", 0, categories="codes", columns=COLUMNS).categorical_features
    assert asked == [False, True, False, True]


@pytest.mark.parametrize("categories", ["one-hot", "codes"])
def test_the_answer_falls_with_a_column_where_that_is_asked(categories):
    X, y = coded(400)
    grid = np.repeat(X[:30], 50, axis=0)
    grid[:, 0] = np.tile(np.linspace(-3, 3, 50), 30)

    def slopes(monotone):
        model = SPEC.make(
            "regression", 0, iterations=40, categories=categories, columns=COLUMNS, monotone=monotone
        ).fit(X, y)
        return np.diff(SPEC.predict(SPEC.arrays(model), grid).reshape(30, 50), axis=1)

    assert (slopes("a=up") >= 0).all() and (slopes("a=up") > 0).any()
    assert (slopes("a=down") <= 0).all()
    assert (slopes(None) < 0).any() and (slopes(None) > 0).any()
