"""LightGBM's trees as our arrays."""

import numpy as np
import pytest

from zerotohero.algorithms.lightgbm import SPEC
from zerotohero.core.specs import Feature

pytest.importorskip("lightgbm")


@pytest.fixture
def problem():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(300, 3))
    return X, X[:, 0] + np.sin(3 * X[:, 1]) + 0.3 * rng.normal(size=300)


@pytest.mark.parametrize("classes", [1, 2, 3])
def test_the_arrays_answer_as_the_library_does_even_at_the_thresholds(classes, problem):
    X, y = problem
    y = y if classes == 1 else np.searchsorted(np.quantile(y, np.arange(1, classes) / classes), y)
    model = SPEC.make("regression" if classes == 1 else "classification", 0, iterations=30).fit(X, y)
    arrays = SPEC.arrays(model)
    cuts = np.unique(arrays["threshold"])
    cuts = cuts[np.abs(cuts) > 1e-30]  # the library takes what is nearer to zero for zero
    new = np.random.default_rng(1).choice(
        np.concatenate([cuts, np.nextafter(cuts, 9), np.nextafter(cuts, -9)]), (2000, 3)
    )
    expected = model.predict(new) if classes == 1 else model.predict_proba(new)
    np.testing.assert_allclose(SPEC.predict(arrays, new), expected, rtol=1e-12, atol=1e-12)


def test_a_tree_that_finds_nothing_to_ask_is_one_leaf():
    model = SPEC.make("regression", 0, iterations=3, min_leaf=50).fit(np.zeros((60, 2)), np.arange(60.0))
    assert SPEC.predict(SPEC.arrays(model), np.ones((2, 2))) == pytest.approx([29.5, 29.5])


def test_the_answer_falls_with_a_column_where_that_is_asked(problem):
    columns = tuple(Feature(name, name) for name in "abc")
    grid = np.column_stack([np.zeros(200), np.linspace(-3, 3, 200), np.zeros(200)])

    def steps(monotone):
        model = SPEC.make("regression", 0, iterations=60, columns=columns, monotone=monotone).fit(*problem)
        return np.diff(SPEC.predict(SPEC.arrays(model), grid))

    assert (steps("b=down") <= 0).all()
    assert (steps(None) > 0).any()


def test_it_says_nothing(problem, capfd):
    SPEC.make("regression", 0, iterations=3).fit(problem[0][:9], problem[1][:9])
    assert capfd.readouterr() == ("", "")
