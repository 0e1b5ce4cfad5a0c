"""What is true of every algorithm; of those that generate, test_generators.py has what concerns lines."""

import importlib
import re
import sys
import warnings
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from zerotohero.algorithms._call import estimator_call
from zerotohero.algorithms._source import estimator_source, is_ours, prediction_source
from zerotohero.core.specs import Feature, discover
from zerotohero.model_file.prove import prove_arrays

SPECS = discover("algorithms")
FITTED = {id: spec for id, spec in SPECS.items() if spec.arrays is not None}
TASK_OF = {"two classes": "classification", "four classes": "classification", "a number": "regression"}
CASES = [
    pytest.param(id, kind, id=f"{id}-{kind.replace(' ', '-')}")
    for id, spec in FITTED.items()
    for kind, task in TASK_OF.items()
    if task in spec.tasks
]
FEW = {"trees": 20, "iterations": 20, "views": 200}  # enough for facts that do not depend on how many there are
SLOW = {id for id, spec in FITTED.items() if spec.weights or id == "convnet-photos"}  # to see takes 10 ms a picture
BORROWED = {}  # a small network's weights, for those that borrow one
each_spec = pytest.mark.parametrize("id", SPECS)
each_case = pytest.mark.parametrize(("id", "kind"), CASES)
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:sklearn")  # a column without spread is on purpose


@pytest.fixture(autouse=True, scope="module")
def borrowed(tiny_weights):
    BORROWED["weights"] = tiny_weights


def problem(kind, id=None):
    """Return X (N, 7) and y: few rows where an algorithm is slow."""
    return made(kind, 40 if id in SLOW else 160)


@cache
def made(kind, rows):
    """Return X (N, 7), one column constant and one coarse, and y, which depends on three of them."""
    rng = np.random.default_rng(5)
    X = rng.normal(size=(rows, 7))
    X[:, 2], X[:, 3] = 1.0, np.round(X[:, 3])
    signal = X[:, 0] + X[:, 1] * (X[:, 3] > 0) + 0.3 * rng.normal(size=rows)
    if kind == "a number":
        return X, 50 + 10 * signal
    classes = 2 if kind == "two classes" else 4
    return X, np.searchsorted(np.quantile(signal, np.arange(1, classes) / classes), signal)


@cache
def fit(id, kind, seed=0):
    """Return the spec, the task, and a model fitted with our defaults."""
    return train(id, kind, *problem(kind, id), seed)


def train(id, kind, X, y, seed=0, **params):
    spec, task = installed(id), "regression" if kind == "a number" else "classification"
    few = {name: count for name, count in FEW.items() if name in names(spec)}
    params = {**spec.default_params("table", task), **few, **params}
    if spec.wants_columns:
        params["columns"] = columns(spec)
    if spec.weights:
        params["weights"] = BORROWED["weights"]
    return spec, task, spec.make(task, seed, **params).fit(suited(spec, X), y)


def installed(id):
    """Return the spec; skip the test where its optional extra is not there."""
    if not SPECS[id].installed:
        pytest.skip(f"needs the extra {SPECS[id].extra}")
    return SPECS[id]


def suited(spec, X):
    """Return X (N, 7) as this style has it: some columns as codes, every column as codes, or nothing below 0."""
    if spec.style == "codes":
        return np.column_stack([X[:, :3], np.clip(np.round(X[:, 3]) + 3, 0, 6), X[:, 4:]])
    if spec.style == "bins":
        return np.digitize(X, np.linspace(-2, 2, 9)).astype(float)
    if spec.style == "grid":  # stripes, 2 pixels wide and 8 high
        stripes = np.clip(128 + 40 * np.clip(X, -9, 9), 0, 255).astype(np.uint8)
        return np.repeat(np.repeat(stripes, 2, axis=1)[:, None], 8, axis=1)
    return np.abs(X) if spec.style == "counts" else X


def columns(spec):
    """Return what ``suited`` made of each column."""
    codes = {"codes": (0, 0, 0, 7, 0, 0, 0), "bins": (10,) * 7}.get(spec.style, (0,) * 7)
    return tuple(Feature(f"x{j}", f"x{j}", c) for j, c in enumerate(codes))


def names(spec):
    return [h.name for h in spec.hyperparameters]


def answers(spec, model, X):
    return spec.predict(spec.arrays(model), suited(spec, X))


@each_spec
def test_the_id_is_the_file_name_and_the_test_file_holds_tests(id):
    folder = Path(__file__).parents[1]
    test = folder / "algorithms" / f"test_{id.replace('-', '_')}.py"
    assert SPECS[id].make.__module__ == f"zerotohero.algorithms.{id.replace('-', '_')}"
    assert re.findall(r"^def test_\w+", test.read_text(encoding="utf-8"), re.MULTILINE)


@each_spec
def test_the_words_for_people_are_there(id):
    spec = SPECS[id]
    for name in ("title", "idea", "good_at", "bad_at", "name_says", "note"):
        assert len(getattr(spec, name).split()) >= (1 if name == "title" else 4), name
    assert spec.source.startswith("https://")
    assert spec.tasks and set(spec.tasks) <= {"classification", "regression", "generation"}
    assert all(len(h.meaning.split()) >= 3 for h in spec.hyperparameters)


@each_spec
def test_defaults_are_hyperparameters_within_their_range(id):
    spec = SPECS[id]
    knobs = {h.name: h for h in spec.hyperparameters}
    for kind in ("table", "images"):
        for task in spec.tasks:
            for name, value in spec.default_params(kind, task).items():
                assert knobs[name].check(value, id) == value


@each_case
def test_the_plain_numpy_prediction_equals_scikit_learn(id, kind):
    spec, task, model = fit(id, kind)
    more = 20 if id in SLOW else 300
    X = np.vstack([problem(kind, id)[0] * 1.01, np.random.default_rng(1).normal(size=(more, 7)) * 3])
    expected = model.predict_proba(suited(spec, X)) if task == "classification" else model.predict(suited(spec, X))
    found = answers(spec, model, X)
    assert found.dtype == np.float64
    close = 1e-5 if spec.threads else 1e-10  # a network answers in single precision; a script promises 1e-9
    np.testing.assert_allclose(found, expected, rtol=close, atol=close)


@each_case
def test_answers_are_finite_and_probabilities_sum_to_one(id, kind):
    spec, task, model = fit(id, kind)
    for scale in (1, 1e6, 1e30):
        found = answers(spec, model, problem(kind)[0][:20] * scale)
        assert np.isfinite(found).all()
        if task == "classification":
            assert found.shape == (20, len(model.classes_))
            assert (found >= 0).all()
            np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-9)
        else:
            assert found.shape == (20,)


@each_case
def test_one_row_and_no_row_are_accepted(id, kind):
    spec, _, model = fit(id, kind)
    X = problem(kind)[0]
    together = answers(spec, model, X[:7])
    alone = np.concatenate([answers(spec, model, X[i : i + 1]) for i in range(7)])
    np.testing.assert_allclose(alone, together, rtol=1e-12, atol=1e-12)
    assert answers(spec, model, X[:0]).shape == (0, *together.shape[1:])


@each_case
def test_the_same_seed_gives_identical_bits(id, kind):
    X, y = problem(kind, id)
    spec, _, model = fit(id, kind)
    again = train(id, kind, X, y)[2]
    assert np.array_equal(answers(spec, model, X), answers(spec, again, X))


@each_case
def test_the_schema_and_the_proof_accept_real_arrays(id, kind):
    spec, task, model = fit(id, kind)
    arrays = spec.arrays(model)
    classes = len(model.classes_) if task == "classification" else 1
    dims = prove_arrays(arrays, spec.schema(task), {"D": suited(spec, problem(kind)[0])[0].size, "K": classes})
    if spec.prove:
        spec.prove(arrays, dims)


@each_case
def test_the_pasted_source_needs_nothing_but_numpy(id, kind):
    spec, _, model = fit(id, kind)
    scope = {"np": np}
    exec(prediction_source(spec), scope)  # what exported scripts contain
    X = problem(kind, id)[0]
    assert np.array_equal(scope["predict"](spec.arrays(model), suited(spec, X)), answers(spec, model, X))


@each_case
def test_the_estimator_prints_as_a_plain_scikit_learn_call(id, kind, monkeypatch):
    import sklearn.utils

    model = fit(id, kind)[2]
    text, imports = estimator_call(model)
    scope = {}
    if is_ours(model):
        source, own = estimator_source([model]), ModuleType("estimator")  # what exported scripts contain
        assert "import zerotohero" not in source and "from zerotohero" not in source
        monkeypatch.setitem(sys.modules, "estimator", own)
        exec(source, vars(own))
    else:
        public = dict(sklearn.utils.discovery.all_estimators())
        if SPECS[id].module:
            public = vars(importlib.import_module(SPECS[id].module))
        assert type(model) is public[type(model).__name__]
    exec("\n".join(imports), scope)
    again = eval(text, scope)
    assert plain(again.get_params()) == plain(model.get_params())


def plain(params):
    """Return the parameters with inner estimators, kernels and splitters as they print: two of them are never equal."""
    return {n: value if type(value).__module__ == "builtins" else repr(value) for n, value in params.items()}


@pytest.mark.parametrize(
    ("id", "name"),
    [pytest.param(id, h.name, id=f"{id}.{h.name}") for id, spec in SPECS.items() if spec.tasks != ("generation",)
     for h in spec.hyperparameters],
)  # fmt: skip
def test_every_hyperparameter_can_be_set_to_both_ends(id, name):
    spec = installed(id)
    knob = next(h for h in spec.hyperparameters if h.name == name)
    ends = knob.choices or (knob.low, knob.high)
    for task in knob.tasks or spec.tasks:
        kind = "a number" if task == "regression" else "two classes"
        X, y = (part[: 16 if id in SLOW else None] for part in problem(kind))
        made = set()
        for end in ends:
            value = knob.parse(str(end), id)
            given = {"columns": columns(spec)} if spec.wants_columns else {}
            estimator = spec.make(task, 0, **{name: value}, **given)
            assert knob.choices or spec.wants_columns or value in estimator.get_params().values()
            made.add(estimator_call(estimator)[0])
            assert len(made) == ends.index(end) + 1  # each end makes another estimator
            if name in (*FEW, "width") and end == knob.high:
                continue  # it would take seconds and prove nothing more
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # the ends are no good settings, only possible ones
                model = train(id, kind, X, y, **{name: value})[2]
            assert np.isfinite(answers(spec, model, X)).all()


@pytest.mark.parametrize(
    "id", [id for id, spec in SPECS.items() if spec.takes != "runs"]
)  # they cost what their runs cost
def test_costs_are_positive_and_grow_with_the_rows(id):
    for cost in (SPECS[id].seconds, SPECS[id].bytes):
        for d, k in ((5, 1), (784, 10)):
            costs = [cost(n, d, k) for n in (100, 1000, 10_000)]
            assert 0 < costs[0] < costs[1] < costs[2]


@each_case
def test_a_permuted_target_scores_chance(id, kind):
    """Nothing can be learned from shuffled answers: whoever scores better has seen the test rows."""
    scores = []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        X, y = problem(kind, id)
        half, y = len(X) // 2, rng.permutation(y)
        spec, _, model = train(id, kind, X[:half], y[:half], seed)
        found, truth = answers(spec, model, X[half:]), y[half:]
        if kind == "a number":
            spread = found.std() * truth.std()
            scores.append(((found - found.mean()) * (truth - truth.mean())).mean() / spread if spread > 1e-9 else 0.0)
            chance, error = 0.0, 1 / np.sqrt(half)
        else:
            scores.append((found.argmax(axis=1) == truth).mean())
            chance = 1 / len(np.unique(y))
            error = np.sqrt(chance * (1 - chance) / half)
    assert abs(np.mean(scores) - chance) <= 3 * error / np.sqrt(5)
