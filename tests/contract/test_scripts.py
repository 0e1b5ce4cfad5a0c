"""Every algorithm's script runs without zerotohero, predicts what the run predicts, and trains to the same score."""

import csv
import io
import os
import subprocess
import sys

import numpy as np
import pytest

from zerotohero.algorithms._calibration import calibrate
from zerotohero.core.specs import discover, find
from zerotohero.export.script.write import MOST_LINES, export_script
from zerotohero.train.train import train

SPECS = discover("algorithms")
TABLE = [id for id, spec in SPECS.items() if spec.takes == "matrix" and spec.installed and spec.takes_kind("table")]
BOARDS = {
    "moons_board": ("classification", {"data": "moons:300"}),
    "petting_board": ("regression", {"data": "cats:300", "target": "seconds_of_petting"}),
}


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
    """Yield a board of each task with this algorithm; a small one of its own where quick did not take it."""
    spec = SPECS[algorithm]
    for name, (task, data) in BOARDS.items():
        if task in spec.tasks:
            own = str(request.getfixturevalue("tmp_path") / name)
            board = request.getfixturevalue(name)
            known = algorithm in {r.algorithm for r in board.ranked}
            few = [f"{algorithm}.views=500"] if spec.threads else []  # networks take their time
            yield board if known else train(**data, only=[algorithm], settings=few, effort="quick", out=own)


@pytest.mark.parametrize("algorithm", TABLE)
def test_a_script_predicts_and_trains_like_the_run(algorithm, request, tmp_path):
    for board in boards(request, algorithm):
        run = board.run(algorithm)
        path = export_script(run, tmp_path / board.manifest["dataset"])
        assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES
        dataset = board.dataset().take(slice(0, 200))
        new = tmp_path / "new.csv"
        write_csv(new, dataset, [n for n, _ in run.features])
        predicts_like(run, path, new)
        mean = float(run_script(path, "--train").rpartition("mean:")[2])
        assert mean == pytest.approx(run.score, abs=1e-9)


def predicts_like(run, path, new):
    """Assert that the script prints what the run says about the rows of a file or folder."""
    header, *rows = csv.reader(io.StringIO(run_script(path, new)))
    predicted = run.model.predict(run.read(new).cells)
    if run.classes:
        assert header == ["prediction", *run.classes]
        assert np.abs(np.array([r[1:] for r in rows], float) - predicted).max() <= 1e-9
        assert [r[0] for r in rows] == run.labels(predicted).tolist()
        return
    expected = [predicted] if run.interval is None else [predicted, *run.model.interval(predicted)]
    assert header == ["prediction", "low", "high"][: len(expected)]
    assert np.allclose(np.array(rows, float), np.transpose(expected), rtol=1e-9, atol=1e-9)


COMBINED = {
    "moons:300": {"only": ["knn", "svm", "random-forest"], "cost": "miss=10,false alarm=1"},
    "houses:300": {"only": ["ridge", "svm", "decision-tree"], "metric": "rmsle", "drop": ["insurance_value"]},
    "letters:300": {"only": ["linear-svm", "nearest-class-mean", "knn"]},
}


@pytest.mark.parametrize("data", COMBINED)
def test_a_combination_predicts_and_trains_like_its_members(data, tmp_path):
    (tmp_path / "none.json").write_text('{"classification": [], "regression": []}', encoding="utf-8")
    how = {"effort": "standard", "portfolio": str(tmp_path / "none.json"), "out": str(tmp_path / "boards")}
    board = train(data, settings=["random-forest.trees=10"] if data == "moons:300" else [], **how, **COMBINED[data])
    run = board.run("combination")
    path = export_script(run, tmp_path / "run")
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES
    if board.manifest["kind"] == "table":
        new = path.parent / "training.csv"
        predicts_like(run, path, new)
        single = next(r for r in board.ranked if r.has_model and r.algorithm != "combination")
        predicts_like(single, export_script(single, tmp_path / "single"), new)  # in this folder nothing of the other
    else:
        predicts_like(run, path, write_pictures(tmp_path / "pictures", board.dataset().cells["image"][:20]))
    mean = float(run_script(path, "--train").rpartition("mean:")[2])
    assert mean == pytest.approx(score_of_weights(run), abs=1e-9)


def score_of_weights(run):
    """Return the score, fold by fold, of the members' own out-of-fold answers with the weights that are shipped."""
    manifest = run.board.manifest
    metric, scores = find("tasks", manifest["task"]).metric(manifest["metric"]), []
    members = [(run.board.run(m["run"]), m["weight"]) for m in run.members]
    for k, (rows, _) in enumerate(run.parts):
        log, back = (np.log1p, np.expm1) if manifest["log_target"] else (np.asarray, np.asarray)
        found = back(sum(weight * log(member.parts[k][1]) for member, weight in members))
        if run.calibration:
            found = calibrate(run.calibration["parts"][k], found)
        weight = None if run.board.weight is None else run.board.weight[rows]
        scores.append(metric.score(run.board.y[rows], found, weight, manifest["classes"]))
    return np.mean(scores)


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


def write_pictures(folder, pictures):
    """Write pictures as files; return the folder."""
    from PIL import Image

    folder.mkdir()
    for i, picture in enumerate(pictures):
        Image.fromarray(np.asarray(picture)).save(folder / f"{i:03}.png")
    return folder


def write_csv(path, dataset, names):
    """Write these columns as CSV; missing cells stay empty."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for cells in zip(*(dataset.cells[n] for n in names)):
            writer.writerow(
                ["" if c is None or c != c else repr(float(c)) if isinstance(c, float) else c for c in cells]
            )


@pytest.mark.parametrize("effort", ["quick", "standard"])
def test_a_script_counts_every_class_the_same_where_the_metric_does(effort, tmp_path):
    board = train("moons:300", only=["gaussian-naive-bayes", "decision-tree"], metric="balanced_accuracy", effort=effort,
                  out=str(tmp_path / "b"))  # fmt: skip
    run = next(
        r for r in board.ranked if r.algorithm == ("combination" if effort == "standard" else "gaussian-naive-bayes")
    )
    path = export_script(run, tmp_path / "script")
    write_csv(tmp_path / "new.csv", board.dataset(), [n for n, _ in run.features])
    predicts_like(run, path, tmp_path / "new.csv")
    mean = float(run_script(path, "--train").rpartition("mean:")[2])
    assert mean == pytest.approx(run.score, abs=1e-9 if effort == "quick" else 0.1)
