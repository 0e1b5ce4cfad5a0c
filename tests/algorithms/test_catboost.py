"""CatBoost's trees as our arrays."""

import numpy as np
import pytest

from zerotohero.algorithms._trees import pack, sum_trees
from zerotohero.algorithms.catboost import SPEC, _flat
from zerotohero.core.specs import Feature

pytest.importorskip("catboost")


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
    cuts = np.unique(arrays["threshold"]).astype(np.float32)
    near = np.concatenate([cuts, np.nextafter(cuts, np.float32(9)), np.nextafter(cuts, np.float32(-9))])
    new = np.random.default_rng(1).choice(near.astype(float), (2000, 3))
    expected = model.predict(new) if classes == 1 else model.predict_proba(new)
    np.testing.assert_allclose(SPEC.predict(arrays, new), expected, rtol=1e-12, atol=1e-12)


def test_a_row_goes_to_the_leaf_whose_bits_are_its_answers():
    """Two questions, by hand: leaf 0 says no twice, 1 yes to the first, 2 yes to the second, 3 yes to both."""
    splits = [{"float_feature_index": 1, "border": 0.5}, {"float_feature_index": 0, "border": 2.5}]
    arrays = pack([_flat({"splits": splits, "leaf_values": [10, 11, 12, 13]})])
    assert sum_trees(arrays, np.array([[0.0, 0], [0, 1], [3, 0], [3, 1]]))[:, 0].tolist() == [10, 11, 12, 13]


def test_the_answer_falls_with_a_column_where_that_is_asked(problem):
    columns = tuple(Feature(name, name) for name in "abc")
    grid = np.column_stack([np.zeros(200), np.linspace(-3, 3, 200), np.zeros(200)])

    def steps(monotone):
        model = SPEC.make("regression", 0, iterations=60, columns=columns, monotone=monotone).fit(*problem)
        return np.diff(SPEC.predict(SPEC.arrays(model), grid))

    assert (steps("b=down") <= 0).all()
    assert (steps(None) > 0).any()


def test_it_says_nothing_and_leaves_no_file(problem, capfd, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    SPEC.arrays(SPEC.make("regression", 0, iterations=3).fit(problem[0][:9], problem[1][:9]))
    assert capfd.readouterr() == ("", "")
    assert list(tmp_path.iterdir()) == []
