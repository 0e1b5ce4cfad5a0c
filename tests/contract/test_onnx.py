"""Every algorithm is written as ONNX with the same answers, or refused with a sentence; tables, pictures and sounds."""

import json
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest

from zerotohero.core.errors import BoardError
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.core.specs import discover
from zerotohero.data.usual import usual
from zerotohero.leaderboard.model import Model
from zerotohero.leaderboard.run import Run
from zerotohero.representations.make import make_representation

onnx = pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

from zerotohero.export.onnx import parity  # noqa: E402
from zerotohero.export.onnx.build import from_cells, from_numbers  # noqa: E402
from zerotohero.export.onnx.write import export_onnx  # noqa: E402

SPECS = discover("algorithms")
KINDS = ("table", "images", "sounds")
CASES = [
    pytest.param(id, kind, task, id=f"{id}-{kind}-{task}", marks=[pytest.mark.slow] * (kind != "table" or spec.threads))
    for id, spec in SPECS.items()
    for kind in KINDS
    for task in ("classification", "regression")
    if spec.arrays is not None and spec.takes_kind(kind) and task in spec.tasks
]
FEW = {"trees": 12, "iterations": 12, "views": 200, "width": 8, "epochs": 2}
FEATURES = [
    ("label", "number"),
    ("#1", "number"),
    ("size; größe", "number"),
    ("colour", "category"),
    ("yes", "category"),
]
pytestmark = [
    pytest.mark.filterwarnings("ignore::UserWarning:sklearn"),
    pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning"),
]


@pytest.fixture(autouse=True)
def no_long_timing(monkeypatch):
    monkeypatch.setattr(parity, "MOST_ROUNDS", 3)


@cache
def data(kind, rows=90):
    """Return (cells, features, recipe, signal): a small world in which the answer can be learned a little."""
    rng = np.random.default_rng(3)
    if kind == "table":
        cells = {name: rng.normal(size=rows) for name, t in FEATURES if t == "number"}
        cells["#1"] = np.exp(2 * cells["#1"])  # skewed: a second column on a log scale
        cells["label"][::7] = np.nan
        cells["colour"] = np.array(["red", "blue", "green", None, "été"], object)[rng.integers(5, size=rows)]
        cells["yes"] = np.array(["yes", "no"], object)[rng.integers(2, size=rows)]
        signal = (
            np.nan_to_num(cells["label"]) + cells["size; größe"] * (cells["colour"] == "red") + (cells["yes"] == "no")
        )
        columns = [ColumnRecipe(n, t, ("", "?"), missing_numbers=(-200.0,) * (n == "#1")) for n, t in FEATURES]
        return cells, FEATURES, ReadingRecipe("table", tuple(columns)), signal
    signal = rng.normal(size=rows)
    if kind == "images":
        pictures = np.clip(120 + 50 * signal[:, None, None] + rng.normal(0, 30, (rows, 8, 12)), 0, 255).astype(np.uint8)
        recipe = ReadingRecipe("images", (ColumnRecipe("image", "image"),), height=8, width=12, mode="L")
        return {"image": pictures}, [("image", "image")], recipe, signal
    waves = np.sin(np.arange(1600) * (0.05 + 0.4 * (signal[:, None] > 0))) * 9000 + rng.normal(0, 500, (rows, 1600))
    waves[::3, 900:] = 0
    recipe = ReadingRecipe("sounds", (ColumnRecipe("sound", "sound"),), rate=4000, samples=1600)
    return {"sound": waves.astype(np.int16)}, [("sound", "sound")], recipe, signal


def target(task, signal, classes=3):
    return np.searchsorted(np.quantile(signal, np.arange(1, classes) / classes), signal) if classes else 9 + 3 * signal


def fitted(id, kind, task, weights=None, classes=3, **params):
    """Return a Model, fitted with few rounds."""
    spec, (cells, features, recipe, signal) = SPECS[id], data(kind)
    classes = classes if task == "classification" else 0
    y = target(task, signal, classes)
    few = {h.name: FEW[h.name] for h in spec.hyperparameters if h.name in FEW}
    params = {**spec.default_params(kind, task), **few, **params}
    made = make_representation(features, spec.style_for(params), recipe).fit(cells, y)
    told = {"columns": made.columns_} if spec.wants_columns else {}
    told |= {"weights": weights} if spec.weights else {}
    estimator = spec.make(task, 0, **params, **told).fit(made.transform(cells), y)
    manifest = {
        "algorithm": id, "params": params, "task": task, "target": "answer", "classes": list("abcde"[:classes]),
        "classes_seen": list(range(classes)), "features": [list(f) for f in features], "recipe": recipe.as_dict(),
        "representation": made.state_, "log_target": False, "run": "0", "usual": usual(cells, features), "holds_rows": None,
    }  # fmt: skip
    return Model(json.loads(json.dumps(manifest)), spec.arrays(estimator))


def bare(model):
    """Return the Run of a model without a leaderboard."""
    run = Run({"id": "0", "algorithm": model.manifest["algorithm"], "params": {}}, None, None)
    run.__dict__["model"] = model
    return run


@pytest.mark.parametrize(("id", "kind", "task"), CASES)
def test_every_algorithm_is_exported_with_the_same_answers(id, kind, task, tiny_weights, tmp_path, monkeypatch):
    if not SPECS[id].installed:
        pytest.skip(f"needs the extra {SPECS[id].extra}")
    if SPECS[id].style == "bins" and kind != "table":
        pytest.skip("it counts categories")
    model = fitted(id, kind, task, tiny_weights)
    same = 1e-5
    if (
        SPECS[id].weights and task == "regression"
    ):  # features drawn at random get weights of 150, and rounding with them
        monkeypatch.setattr(parity, "SAME", same := 1e-4)
    found = export_onnx(bare(model), tmp_path)
    assert found["rows"] >= 1000 and found["labels"] == 0
    assert max(found["largest"], found["service"]["largest"]) <= same
    onnx.checker.check_model(onnx.load(tmp_path / "model.onnx"), full_check=True)
    onnx.checker.check_model(onnx.load_from_string(from_numbers(model)), full_check=True)


@pytest.mark.parametrize(
    "id", [id for id, spec in SPECS.items() if spec.takes == "matrix" and "generation" in spec.tasks]
)
def test_what_writes_is_refused_in_a_sentence(id):
    model = SimpleNamespace(manifest={"task": "generation"}, recipe=None)
    with pytest.raises(BoardError, match=r"writes verse.*--to script"):
        from_cells(model, "0")
