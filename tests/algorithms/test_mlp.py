"""The deep network for tables: bends sharply, reads categories, shrugs at extremes; NumPy answers what PyTorch answers."""

import numpy as np
import pytest

from zerotohero.algorithms.mlp import SPEC
from zerotohero.core.specs import Feature

torch = pytest.importorskip("torch")


def fitted(X, y, task="classification", codes=None, **params):
    columns = tuple(Feature(f"x{j}", f"x{j}", c) for j, c in enumerate(codes or [0] * X.shape[1]))
    params = {"views": 20_000, "width": 32, "members": 4, **params}
    return SPEC.make(task, 0, columns=columns, **params).fit(X, y)


def mixed(n, seed=0):
    """Two numbers, one of them enormous and skewed, and 40 categories; the answer needs all of them."""
    rng = np.random.default_rng(seed)
    category = rng.integers(0, 40, n)
    X = np.column_stack([rng.normal(size=n), np.exp(rng.normal(size=n) * 2) * 1e6, category])
    effect = np.where(np.random.default_rng(9).permutation(40) % 2, 1.0, -1.0)[category]
    return X, effect * X[:, 0] + np.log(X[:, 1] / 1e6) / 3


def test_numbers_and_categories_work_together():
    (X, score), (X_new, new) = mixed(1500), mixed(500, seed=1)
    model = fitted(X, (score > 0).astype(int), codes=[0, 0, 40], epochs=40, learning_rate=0.02)
    found = SPEC.predict(SPEC.arrays(model), X_new)
    assert ((found[:, 1] > 0.5) == (new > 0)).mean() > 0.9
    blind = fitted(X[:, :2], (score > 0).astype(int), epochs=5)
    assert ((SPEC.predict(SPEC.arrays(blind), X_new[:, :2])[:, 1] > 0.5) == (new > 0)).mean() < 0.8


def test_it_bends_where_a_straight_line_cannot():
    x = np.random.default_rng(0).uniform(-3, 3, (800, 1))
    y = np.sin(3 * x[:, 0])
    model = fitted(x, 1e4 + 100 * y, "regression", learning_rate=0.01)
    found = SPEC.predict(SPEC.arrays(model), x)
    assert np.sqrt(np.mean((found - 1e4 - 100 * y) ** 2)) < 20  # the spread of the answer is 70


@pytest.mark.parametrize("codes", [(0, 0, 40), (0, 0, 0), (3, 2, 40)])
@pytest.mark.parametrize("task", ["classification", "regression"])
def test_numpy_answers_what_pytorch_answers(codes, task):
    X, score = mixed(120)
    X = X if codes[0] == 0 else np.column_stack([X[:, 0] > 0, X[:, 1] > 1e6, X[:, 2]]).astype(float)
    y = score if task == "regression" else np.digitize(score, [-1, 1])
    model = fitted(X, y, task, codes, views=600)
    arrays = SPEC.arrays(model)
    expected = model.predict(X) if task == "regression" else model.predict_proba(X)
    np.testing.assert_allclose(SPEC.predict(arrays, X), expected, atol=1e-5)
    outputs = 1 if task == "regression" else 3
    sizes = {"C": len(arrays["table"]), "E": 3, "G": 8, "W": arrays["signs"].shape[1], "H": 32, "M": 4}
    SPEC.prove(arrays, {"D": 3, "K": outputs, **sizes})


def test_codes_and_numbers_that_were_never_seen_get_a_finite_answer():
    X, score = mixed(200)
    arrays = SPEC.arrays(fitted(X, (score > 0).astype(int), codes=[0, 0, 40], views=600))
    strange = np.array([[1e308, -1e308, 1e9], [0.0, 0.0, -5.0], [-1e308, 1e300, 39.0]])
    found = SPEC.predict(arrays, strange)
    assert np.isfinite(found).all()
    np.testing.assert_allclose(found.sum(axis=1), 1)


def test_the_unit_of_a_column_does_not_matter():
    X, score = mixed(300)
    y = (score > 0).astype(int)
    one = SPEC.predict(SPEC.arrays(fitted(X, y, codes=[0, 0, 40], views=2000)), X)
    other = X * [1000.0, 2.0**-20, 1.0]
    np.testing.assert_allclose(
        SPEC.predict(SPEC.arrays(fitted(other, y, codes=[0, 0, 40], views=2000)), other), one, atol=1e-3
    )


@pytest.mark.parametrize("name", ["codes", "layers", "signs", "scale", "head"])
def test_arrays_that_do_not_add_up_are_refused(name):
    from zerotohero.model_file.prove import prove_arrays

    X, score = mixed(100)
    arrays = SPEC.arrays(fitted(X, (score > 0).astype(int), codes=[0, 0, 40], views=300))
    sizes = {"D": 3, "K": 2}
    SPEC.prove(arrays, prove_arrays(arrays, SPEC.schema("classification"), sizes))
    changed = {
        "codes": arrays["codes"] + 1, "layers": arrays["layers"][1:], "signs": arrays["signs"][:, 1:],
        "scale": -arrays["scale"], "head": arrays["head"][:, 1:],
    }  # fmt: skip
    broken = {**arrays, name: changed[name]}
    with pytest.raises(ValueError):
        SPEC.prove(broken, prove_arrays(broken, SPEC.schema("classification"), sizes))
