"""ONNX Runtime answers where the model file says that it does so as well and faster, and nowhere else."""

import importlib.util
import json
import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("onnxruntime")

from zerotohero.core.errors import ModelFileError
from zerotohero.export.onnx import parity
from zerotohero.export.onnx.write import export_onnx
from zerotohero.leaderboard.model import Model
from zerotohero.leaderboard.open import open_run
from zerotohero.leaderboard.run import Run
from zerotohero.serve.engine import engine_of
from zerotohero.serve.served import Served
from zerotohero.train.train import train


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A small forest, exported: it is told in its own model file."""
    board = train("cats:300", only=["random-forest"], settings=["random-forest.trees=10"], effort="quick",
                  out=str(tmp_path_factory.mktemp("cats")))  # fmt: skip
    rounds, parity.MOST_ROUNDS = parity.MOST_ROUNDS, 20
    export_onnx(board.run("random-forest"), tmp_path_factory.mktemp("onnx"))
    parity.MOST_ROUNDS = rounds
    return Run(board.run("random-forest").record, board)  # loaded again


def marked(run, **changes):
    """Return the model with another finding."""
    manifest = run.model.manifest
    faster = {"seconds": 1e-5, "own_seconds": 2e-5}
    return replace(run.model, manifest={**manifest, "onnx": {**manifest["onnx"], **faster, **changes}})


def test_it_answers_as_the_model_does(run):
    model = marked(run)
    engine = engine_of(model)
    cells = run.board.dataset().take(np.arange(100)).cells
    assert engine is not None
    assert np.abs(engine.predict(cells) - run.model.predict(cells)).max() <= 1e-5


def test_many_rows_are_asked_in_parts_and_what_is_no_number_is_not_passed_on(run, monkeypatch):
    monkeypatch.setattr("zerotohero.serve.engine.BLOCK", 7)
    cells = run.board.dataset().take(np.arange(30)).cells
    engine = engine_of(marked(run))
    assert np.abs(engine.predict(cells) - run.model.predict(cells)).max() <= 1e-5
    monkeypatch.setattr(engine, "_session", SimpleNamespace(run=lambda *_: [np.full((7, len(run.classes)), np.nan)]))
    assert np.array_equal(engine.predict(cells), run.model.predict(cells))


def test_it_stays_away_unless_it_is_faster_and_the_very_same(run, monkeypatch):
    assert engine_of(replace(run.model, manifest={**run.model.manifest, "onnx": None})) is None
    assert engine_of(marked(run, seconds=2e-5)) is None
    assert engine_of(marked(run, sha256="0" * 64)) is None
    other = {**run.model.arrays, "value": run.model.arrays["value"] * 0.5}
    assert engine_of(replace(marked(run), arrays=other)) is None  # not the one that was checked
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert engine_of(marked(run)) is None


@pytest.mark.parametrize(
    "wrong", [{"seconds": -1.0}, {"rows": 1.5}, {"sha256": 7}, {"more": 1}, {"largest": "small"}, {"own_seconds": 1}]
)
def test_an_altered_finding_is_refused(wrong, run, tmp_path):
    marked(run, **wrong).save(tmp_path / "altered.hero")
    with pytest.raises(ModelFileError, match="onnx"):
        Model.load(tmp_path / "altered.hero")


def test_a_file_of_an_older_version_is_read(run, tmp_path):
    manifest = {key: value for key, value in run.model.manifest.items() if key != "onnx"}
    replace(run.model, manifest=manifest).save(tmp_path / "older.hero")
    assert Served("older", open_run(tmp_path / "older.hero")).engine is None


def test_it_starts_small_and_soon_without_scikit_learn_pytorch_or_onnx(run, tmp_path):
    marked(run).save(tmp_path / "cats.hero")
    code = f"""
import sys, time
from zerotohero.serve.run_service import load_models
from zerotohero.serve.service import Service
((_, served),) = load_models([{str(tmp_path / "cats.hero")!r}], ".")
Service([served])
assert served.engine is not None
print(served.answers(served.predict(served.cells([served.example])))[0]["prediction"])
print([name for name in ("sklearn", "pandas", "scipy", "torch", "onnx", "matplotlib", "duckdb") if name in sys.modules])
import psutil
print(psutil.Process().memory_info().rss / 1e6, time.process_time())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    prediction, loaded, used = done.stdout.splitlines()
    megabytes, seconds = map(float, used.split())
    assert prediction in run.classes and loaded == "[]"
    assert megabytes <= 120 and seconds <= 1.5  # of the processor


def test_the_command_says_what_it_found(run, hero):
    code, out, _ = hero("export", run.path, "--to", "onnx", "-o", "out", "--json")
    found = json.loads(out)
    assert code == 0 and found["rows"] >= 1000 and found["largest"] <= 1e-5 and found["labels"] == 0
    code, out, _ = hero("export", run.path, "--to", "onnx", "-o", "out", "--yes")
    assert code == 0 and "no label differs" in out and "hero serve out" in out
