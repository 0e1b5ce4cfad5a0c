"""Networks as scripts in PyTorch and Keras: equal predictions, a training of their own, one message for the others."""

import csv
import importlib.util
import io
import os
import subprocess
import sys

import numpy as np
import pytest

from zerotohero.cli.main import run as hero
from zerotohero.core.errors import BoardError
from zerotohero.export.script.frameworks import export_framework
from zerotohero.train.train import train

LIBRARY = {"pytorch": "torch", "keras": "keras"}
MOST_LINES = 250
SMALL = {"moons:60": ("mlp", {"views": 3000, "width": 8, "members": 2, "layers": 2, "learning_rate": 0.02}),
         "cats:80": ("mlp", {"views": 200, "width": 4, "members": 2}),
         "letters:60": ("convnet", {"views": 100, "width": 4})}  # fmt: skip


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """A run of each small network, by its data; and one of something else."""
    pytest.importorskip("torch")
    found = {}
    for data, (algorithm, params) in SMALL.items():
        others = ["two-layer-net", "gaussian-naive-bayes"] if data == "moons:60" else []
        settings = [f"{algorithm}.{name}={value}" for name, value in params.items()]
        target = {"target": "seconds_of_petting"} if data == "cats:80" else {}
        out = str(tmp_path_factory.mktemp("boards"))
        board = train(data, only=[algorithm, *others], settings=settings, effort="quick", out=out, threads=1, **target)
        found |= {data: board.run(algorithm)} | {name: board.run(name) for name in others}
    return found


def printed(path, *args):
    """Return what a script prints, in a process in which `import zerotohero` fails."""
    absent = path.parent.parent / "absent"
    absent.mkdir(exist_ok=True)
    (absent / "zerotohero.py").write_text("raise ImportError('a script must not need this')", encoding="utf-8")
    paths = os.pathsep.join([str(absent), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, str(path), *map(str, args)], capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": paths, "OMP_NUM_THREADS": "1", "KERAS_BACKEND": "torch"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def new_data(run, folder):
    """Return a file or folder that the script can read: what the run was trained on."""
    if run.board.manifest["kind"] == "table":
        return folder / "training.csv"
    from PIL import Image

    (folder / "pictures").mkdir()
    for i, picture in enumerate(run.board.dataset().cells["image"][:12]):
        Image.fromarray(np.asarray(picture)).save(folder / "pictures" / f"{i:02}.png")
    return folder / "pictures"


@pytest.mark.parametrize("framework", LIBRARY)
@pytest.mark.parametrize("data", [*SMALL, "two-layer-net"])
def test_a_script_in_a_framework_predicts_what_the_run_predicts(data, framework, runs, tmp_path):
    if importlib.util.find_spec(LIBRARY[framework]) is None:
        pytest.skip(f"{framework} is not installed")
    run = runs[data]
    path = export_framework(run, tmp_path / "run", framework)
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    assert "zerotohero" not in text
    new = new_data(run, path.parent)
    _, *rows = csv.reader(io.StringIO(printed(path, new)))
    expected = run.model.predict(run.read(new).cells)
    if run.classes:
        np.testing.assert_allclose(np.array([r[1:] for r in rows], float), expected, atol=1e-5)
        assert [r[0] for r in rows] == run.labels(expected).tolist()
    else:
        np.testing.assert_allclose(np.array(rows, float)[:, 0], expected, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("framework", LIBRARY)
@pytest.mark.parametrize("data", ["moons:60", "letters:60"])
def test_it_trains_from_scratch_and_says_how_well(data, framework, runs, tmp_path):
    if importlib.util.find_spec(LIBRARY[framework]) is None:
        pytest.skip(f"{framework} is not installed")
    path = export_framework(runs[data], tmp_path / "run", framework)
    score = float(printed(path, "--train").rpartition("mean:")[2])
    assert 0 <= score <= 1
    if data == "moons:60":  # two half circles: far better than a guess after a few steps
        assert score > 0.6


def test_what_cannot_be_written_so_names_what_can(runs, tmp_path):
    with pytest.raises(BoardError, match=r"a run of convnet, mlp.*gaussian-naive-bayes.*Try: hero export .*--as keras"):
        export_framework(runs["gaussian-naive-bayes"], tmp_path, "keras")


def test_the_command_writes_the_script(runs, tmp_path, capsys):
    run = runs["moons:60"]
    args = ["export", run.id, "--as", "pytorch", "-o", str(tmp_path / "run"), "--out", str(run.board.folder.parent)]
    assert hero(args) == 0
    assert "lines of PyTorch" in capsys.readouterr().out
    assert "import torch" in (tmp_path / "run" / "run.py").read_text("utf-8")
