"""Every algorithm's script runs without zerotohero, predicts what the run predicts, and trains to the same score."""

import csv
import io
import os
import subprocess
import sys

import numpy as np
import pytest

from zerotohero.core.specs import discover
from zerotohero.export.script import MOST_LINES, export_script

TABLE = [a for a in discover("algorithms") if a != "rules"]


def run_script(path, *args):
    """Run a script in a process in which `import zerotohero` fails; return what it prints."""
    absent = path.parent.parent / "absent"
    absent.mkdir(exist_ok=True)
    (absent / "zerotohero.py").write_text("raise ImportError('a script must not need this')", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(path), *map(str, args)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": str(absent)},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def boards(request, algorithm):
    """Return the boards on which this algorithm stands."""
    tasks = discover("algorithms")[algorithm].tasks
    names = [n for n, task in (("moons_board", "classification"), ("petting_board", "regression")) if task in tasks]
    return [request.getfixturevalue(n) for n in names]


@pytest.mark.parametrize("algorithm", TABLE)
def test_a_script_predicts_and_trains_like_the_run(algorithm, request, tmp_path):
    for board in boards(request, algorithm):
        run = board.run(algorithm)
        path = export_script(run, tmp_path / board.manifest["dataset"])
        assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES
        dataset = board.dataset().take(slice(0, 200))
        new = tmp_path / "new.csv"
        write_csv(new, dataset, [n for n, _ in run.features])
        rows = list(csv.reader(io.StringIO(run_script(path, new))))
        predicted = run.model.predict(run.read(new).cells)
        if run.classes:
            assert np.abs(np.array([r[1:] for r in rows[1:]], float) - predicted).max() <= 1e-9
            assert [r[0] for r in rows[1:]] == run.labels(predicted).tolist()
        else:
            assert np.allclose(np.array([r[0] for r in rows[1:]], float), predicted, rtol=1e-9, atol=1e-9)
        mean = float(run_script(path, "--train").rpartition("mean:")[2])
        assert mean == pytest.approx(run.score, abs=1e-9)


def test_logistic_regression_on_pictures_shows_the_classic_five_lines(letters_board, tmp_path):
    path = export_script(letters_board.run("logistic-regression"), tmp_path / "run")
    text = path.read_text("utf-8")
    assert "the classic five lines" in text
    assert "model = LogisticRegression(" in text
    assert "model.fit(" in text
    assert len(text.splitlines()) <= MOST_LINES


def test_a_script_names_nothing_of_this_program(moons_board, tmp_path):
    text = export_script(moons_board.best, tmp_path / "run").read_text("utf-8")
    assert "zerotohero" not in text


def write_csv(path, dataset, names):
    """Write these columns as CSV; missing cells stay empty."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for cells in zip(*(dataset.cells[n] for n in names)):
            writer.writerow(
                ["" if c is None or c != c else repr(float(c)) if isinstance(c, float) else c for c in cells]
            )
