"""What ONNX files are made of, and what happens around the models: the contract test has the models themselves."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace

import numpy as np
import pytest

from zerotohero.algorithms._trees import find_leaves, sum_trees
from zerotohero.core.errors import BoardError
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.data.usual import usual
from zerotohero.leaderboard.model import Model, join
from zerotohero.leaderboard.run import Run
from zerotohero.representations.table import TableRepresentation

onnx = pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

from zerotohero.export.onnx import models, parity, wire  # noqa: E402
from zerotohero.export.onnx import write as export  # noqa: E402
from zerotohero.export.onnx.build import as_inputs, from_cells, from_numbers, session  # noqa: E402
from zerotohero.export.onnx.cells import table_inputs, table_numbers  # noqa: E402
from zerotohero.export.onnx.dates import date_parts  # noqa: E402
from zerotohero.export.onnx.formulas import error_function  # noqa: E402
from zerotohero.export.onnx.graph import Graph  # noqa: E402
from zerotohero.export.onnx.trees import average_trees, total  # noqa: E402

FEATURES = [("value", "number"), ("colour", "category")]


@pytest.fixture(autouse=True)
def no_long_timing(monkeypatch):
    monkeypatch.setattr(parity, "MOST_ROUNDS", 3)


def table_of(features, style="linear", seed=0):
    """Return (cells, representation) of columns of every kind, 400 rows where texts are long."""
    rng, rows = np.random.default_rng(seed), 400 if ("letters", "words") in features else 40
    cells = {
        "value": np.append(np.exp(rng.normal(size=rows - 1)), np.nan),
        "colour": np.array(["red", "blue", None, "red"] * (rows // 4), object),
        "nothing": np.full(rows, np.nan),
        "day": (np.arange(rows) * 30_000 % 9_000_000).astype("datetime64[s]"),
        "text": np.array(["so it was", "or not", None, "was it"] * (rows // 4), object),
        "letters": np.array([f"{'a long message about the house ' * 3} {i % 7} and {'lake' if i % 3 else 'sea'}" for i in range(rows)], object),
        "code": np.array([f"A{i % 37} B{i % 50}" for i in range(rows)], object),
    }  # fmt: skip
    return cells, TableRepresentation(features, style).fit(cells, np.arange(rows) % 2)


def linear(classes=(), seed=0, features=FEATURES, **changes):
    """Return a Model with random weights: logistic regression of these classes, or a linear regression."""
    rng, (cells, made) = np.random.default_rng(seed), table_of(features, seed=seed)
    outputs, inputs = len(classes) or 1, len(made.feature_names_)
    arrays = {"coef": rng.normal(size=(outputs, inputs)), "intercept": rng.normal(size=outputs)}
    manifest = {
        "algorithm": "logistic-regression" if classes else "linear-regression", "params": {}, "target": "answer",
        "task": "classification" if classes else "regression", "classes": list(classes),
        "classes_seen": list(range(len(classes))), "features": [list(f) for f in features], "run": "0",
        "recipe": ReadingRecipe("table", tuple(ColumnRecipe(n, t, ("", "?")) for n, t in features)).as_dict(),
        "representation": made.state_, "log_target": False, "usual": usual(cells, features), "holds_rows": None,
    }  # fmt: skip
    return Model(json.loads(json.dumps({**manifest, **changes})), arrays)


def bare(model):
    """Return the Run of a model without a leaderboard."""
    run = Run({"id": "0", "algorithm": model.manifest["algorithm"], "params": {}}, None, None)
    run.__dict__["model"] = model
    return run


CALIBRATIONS = {
    "temperature": (("a", "b", "c"), {"calibration": {"kind": "temperature", "t": 1.7}}),
    "sigmoid": (("a", "b"), {"calibration": {"kind": "sigmoid", "a": 1.3, "b": -0.4}}),
    "isotonic": (("a", "b"), {"calibration": {"kind": "isotonic", "x": [0.1, 0.3, 0.7], "y": [0.05, 0.5, 0.9]}}),
    "one step": (("a", "b"), {"calibration": {"kind": "isotonic", "x": [0.3], "y": [0.6]}}),
    "equal terms": (("a", "b", "c"), {"prior": [0.7, 0.2, 0.1]}),
    "threshold": (("a", "b"), {"threshold": {"positive": "a", "value": 0.2}}),
    "a class unseen": (("a", "b", "c"), {"classes_seen": [2, 0]}),
    "log target": ((), {"log_target": True}),
}


@pytest.mark.parametrize("what", CALIBRATIONS)
def test_what_follows_the_model_is_in_the_file(what, tmp_path):
    classes, changes = CALIBRATIONS[what]
    model = linear(classes, **changes)
    if what == "a class unseen":
        model = replace(model, arrays={name: array[:2] for name, array in model.arrays.items()})
    plain = linear(classes)
    found = export.export_onnx(bare(model), tmp_path)
    assert found["largest"] <= 1e-12 and found["labels"] == found["ties"] == 0
    cells = {"value": np.array([0.3, 2.0, np.nan, 0.7]), "colour": np.array(["red", None, "blue", "new"], object)}
    answer = session((tmp_path / "model.onnx").read_bytes()).run(
        None, as_inputs(model, cells, {"value": "value_", "colour": "colour"})
    )
    if what == "threshold":
        assert answer[0].tolist() == ["a" if p >= 0.2 else "b" for p in plain.predict(cells)[:, 0]]
    elif what != "a class unseen":
        assert np.abs(answer[-1] - plain.predict(cells)).max() > 0.01  # without it the answers are others


def test_a_combination_is_the_weighted_mean(tmp_path):
    members = [linear("abc", seed=1), linear("abc", seed=2)]
    model = join(members, [0.25, 0.75], calibration={"kind": "temperature", "t": 0.5})
    assert export.export_onnx(bare(model), tmp_path)["largest"] <= 1e-12
    assert len(onnx.load(tmp_path / "model.onnx").graph.input) == 2


MIXED = [("value", "number"), ("day", "date"), ("text", "words"), ("letters", "words"), ("code", "category")]


def test_dates_texts_and_columns_of_many_values_are_in_the_file(tmp_path):
    model = linear("ab", features=MIXED)
    state = model.representation.state_
    assert state["dates"][0]["parts"] == [0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]  # all but the year
    assert [bool(own["runs"]) for own in state["words"]] == [False, True, False]
    assert {own["name"] for own in state["words"]} == {"text", "letters", "code"}
    assert export.export_onnx(bare(model), tmp_path)["largest"] <= 1e-12
    file = onnx.load(tmp_path / "model.onnx")
    onnx.checker.check_model(file, full_check=True)
    assert [i.name for i in file.graph.input if i.name.startswith("letters")] == [
        "letters: words", "letters: letters", "letters: length",
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, tmp_path / "example.py"], capture_output=True, text=True, encoding="utf-8", check=True
    )
    row = json.loads((tmp_path / "row.json").read_text("utf-8"))
    row["day"] = np.datetime64(int(row["day"]), "s")
    row = {name.rstrip("_"): value for name, value in row.items()}
    label = bare(model).labels(model.predict({name: np.array([value]) for name, value in row.items()}))[0]
    assert f"label {label}" in done.stdout


@pytest.mark.parametrize("style", ["trees", "bins", "counts"])
def test_every_way_to_see_dates_and_texts_is_in_the_graph(style):
    cells, made = table_of(MIXED, style)
    manifest, recipe = (
        {"features": MIXED},
        ReadingRecipe("table", tuple(ColumnRecipe(n, t, ("", "?")) for n, t in MIXED)),
    )
    g = Graph()
    inputs = table_inputs(g, manifest, [made.state_])
    g.output("X", table_numbers(g, made.state_, recipe, inputs), float, ["N", len(made.feature_names_)])
    fed = as_inputs(SimpleNamespace(manifest=manifest, recipe=recipe), cells, inputs)
    assert np.abs(session(g.to_bytes()).run(None, fed)[0] - made.transform(cells)).max() < 1e-9


def test_a_calendar_is_reckoned_as_python_does():
    days = np.append(np.arange(-800_000, 1_000_000, 3_331), [-1, 0, 59, 60, 11_016, 11_017, 47_540, 47_541])
    seconds = np.append((days * 86_400.0 + 12_345)[days * 86_400 + 12_345 > -62e9], np.nan)[:, None]
    g = Graph()
    g.output("parts", date_parts(g, {"parts": list(range(6))}, g.input("s", float, ["N", 1])), float, ["N", 6])
    found = session(g.to_bytes()).run(None, {"s": seconds})[0]
    assert np.isnan(found[-1]).all()
    for (second,), parts in zip(seconds[:-1], found):
        moment = datetime(1970, 1, 1) + timedelta(seconds=second)
        assert parts[1:].tolist() == [moment.year, moment.month, moment.day, moment.weekday(), moment.hour]
        assert parts[0] == second / 86_400


def test_where_the_answers_differ_nothing_is_written(tmp_path, monkeypatch):
    wrong = {**models.BUILDERS, "logistic-regression": lambda g, arrays, x: g.every_row(x, [0.5, 0.5])}
    monkeypatch.setattr(models, "BUILDERS", wrong)
    with pytest.raises(BoardError, match=r"labels differ; nothing was written"):
        export.export_onnx(bare(linear("ab")), tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_example_is_short_and_needs_onnxruntime_alone(tmp_path):
    model = linear("ab")
    export.export_onnx(bare(model), tmp_path)
    path = tmp_path / "example.py"
    assert len(path.read_text("utf-8").splitlines()) <= 20
    (tmp_path / "zerotohero.py").write_text("raise ImportError", "utf-8")
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, encoding="utf-8", check=True)
    row = {"value": [model.manifest["usual"]["value"]["middle"]], "colour": np.array(["red"], object)}
    label = bare(model).labels(model.predict({**row, "value": np.array(row["value"])}))[0]
    assert f"label {label}" in done.stdout and "probabilities" in done.stdout


def test_columns_in_which_nothing_varies_do_no_harm(tmp_path):
    model = linear("ab", features=[("nothing", "number")])
    assert model.representation.feature_names_ == ["nothing varies"]
    assert export.export_onnx(bare(model), tmp_path)["largest"] <= 1e-12


def test_the_file_says_what_it_is(tmp_path):
    model = linear("ab")
    export.export_onnx(bare(model), tmp_path)
    file = onnx.load(tmp_path / "model.onnx")
    about = {p.key: json.loads(p.value) for p in file.metadata_props}
    assert about["classes"] == ["a", "b"] and about["target"] == "answer" and about["zerotohero"]
    assert about["columns"] == {"value": "value_", "colour": "colour"}  # "value" is the name of an output
    assert {o.name for o in file.graph.output} == {"label", "probabilities"}


def test_the_same_model_gives_the_same_bytes():
    assert from_numbers(linear("ab")) == from_numbers(linear("ab")) != from_numbers(linear("ab", seed=1))


def test_whole_numbers_are_written_as_google_writes_them():
    from google.protobuf.internal.encoder import _VarintBytes

    numbers = [0, 1, 127, 128, 300, 2**31, 2**62, -1, -300]
    assert wire.varints(numbers) == b"".join(_VarintBytes(n % 2**64) for n in numbers)


def test_the_error_function_has_every_digit():
    from scipy.special import erf

    x = np.concatenate([np.linspace(-8, 8, 3001), [0.0, 1e-9, 1e9, -1e9]])[:, None]
    g = Graph()
    g.output("y", error_function(g, g.input("x", float, ["N", 1])), float, ["N", 1])
    found = session(g.to_bytes()).run(None, {"x": x})[0]
    assert np.abs(found - erf(x)).max() < 1e-12


@pytest.mark.parametrize("values", [1, 3])
def test_questions_about_sets_of_categories_are_looked_up(values):
    """Histogram boosting asks for sets; our arrays spell them out so that nodes have several parents."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    from zerotohero.algorithms._trees import pack_histogram_trees

    rng = np.random.default_rng(0)
    X = np.column_stack([rng.integers(12, size=400), rng.normal(size=400), rng.integers(5, size=400)]).astype(float)
    y = rng.normal(size=12)[X[:, 0].astype(int)] + X[:, 1] * (X[:, 2] % 2)
    fitted = HistGradientBoostingRegressor(max_iter=6, categorical_features=[0, 2], min_samples_leaf=2).fit(X, y)
    arrays, _ = pack_histogram_trees(fitted)
    arrays["value"] = arrays["value"] * np.arange(1, values + 1)
    asks = arrays["children"][:, 0] != np.arange(len(arrays["children"]))
    assert np.bincount(arrays["children"][asks].ravel()).max() > 1  # several parents
    g = Graph()
    g.output("y", total(g, arrays, g.input("x", float, ["N", 3])), float, ["N", values])
    new = np.column_stack([rng.integers(14, size=900), rng.normal(size=900), rng.integers(7, size=900)]).astype(float)
    assert np.abs(session(g.to_bytes()).run(None, {"x": new})[0] - sum_trees(arrays, new)).max() < 1e-12


def test_trees_of_one_leaf_and_many_trees_answer_too():
    arrays = {
        "roots": np.arange(0, 400, 4, dtype=np.int32)[:100],
        "children": (np.array([[1, 2], [1, 1], [2, 2], [3, 3]]) + 4 * np.arange(100)[:, None, None])
        .reshape(400, 2)
        .astype(np.int32),
        "feature": np.zeros(400, np.int32),
        "threshold": np.linspace(-2, 2, 400),
        "value": np.random.default_rng(0).normal(size=(400, 3)),
    }
    arrays["children"][0] = 0  # the first tree is a leaf
    x = np.random.default_rng(1).normal(size=(50, 1))
    g = Graph()
    g.output("y", total(g, arrays, g.input("x", float, ["N", 1])), float, ["N", 3])
    expected = arrays["value"][find_leaves(arrays, x)].sum(axis=1)
    assert np.abs(session(g.to_bytes()).run(None, {"x": x})[0] - expected).max() < 1e-12


def test_a_model_file_without_rows_and_without_what_is_usual_says_so(tmp_path):
    with pytest.raises(BoardError, match="does not say what is usual"):
        export.export_onnx(bare(linear("ab", usual=None)), tmp_path)


def test_missing_words_and_numbers_of_a_column_are_understood():
    model = linear("ab")
    graph, inputs = from_cells(model, "0")
    run = session(graph).run
    fed = {inputs["value"]: np.array([[1.0], [1.0]]), inputs["colour"]: np.array([["?"], [""]], object)}
    both = run(None, fed)[1]
    assert (both[0] == both[1]).all()


def test_rows_that_round_onto_a_threshold_go_the_same_way():
    """scikit-learn compares float32 numbers with float64 thresholds: a hair above 0.1 is then not above it."""
    arrays = {
        "roots": np.array([0], np.int32),
        "children": np.array([[1, 2], [1, 1], [2, 2]], np.int32),
        "feature": np.zeros(3, np.int32),
        "threshold": np.array([float(np.float32(0.1)), 0, 0]),
        "value": np.array([[0.5, 0.5], [1.0, 0.0], [0.0, 1.0]]),
    }
    x = np.array([[0.1], [float(np.float32(0.1)) + 1e-10], [0.2]])
    g = Graph()
    g.output("y", average_trees(g, arrays, g.input("x", float, ["N", 1])), float, ["N", 2])
    assert session(g.to_bytes()).run(None, {"x": x})[0].tolist() == [[1, 0], [1, 0], [0, 1]]


def test_trees_that_would_grow_without_end_are_refused():
    """Every node leads to the next one twice over: an altered file could say so."""
    nodes = np.arange(60)
    children = np.stack([np.minimum(nodes + 1, 59), np.minimum(nodes + 2, 59)], axis=1).astype(np.int32)
    arrays = {
        "roots": np.array([0]),
        "children": children,
        "feature": nodes % 2,
        "threshold": nodes - 1e9,
        "value": np.ones((60, 1)),
    }
    g = Graph()
    with pytest.raises(BoardError, match="share branches"):
        total(g, arrays, g.input("x", float, ["N", 2]))
