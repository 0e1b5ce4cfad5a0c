"""A test set that is a file of its own: never fitted, read by the recipe of the training, asked by ``hero test``."""

import csv
import json
import wave

import numpy as np
import pytest
from PIL import Image

from zerotohero.core.errors import DataError, UsageError
from zerotohero.leaderboard.open import open_run
from zerotohero.train.look import look
from zerotohero.train.next import train_again
from zerotohero.train.options import Options
from zerotohero.train.plan import make_plan
from zerotohero.train.test import test as judge
from zerotohero.train.train import train

RNG = np.random.default_rng(0)
FEW = {"only": ["decision-tree", "logistic-regression"], "effort": "quick"}


def rows(n, seed):
    """Return rows of a table in which the answer is a noisy sum."""
    rng = np.random.default_rng(seed)
    x, y, town = rng.normal(size=n), rng.normal(size=n), rng.choice(["Rome", "Oslo"], n)
    answer = np.where(x + y + (town == "Rome") + rng.normal(size=n) > 0.5, "yes", "no")
    return [{"x": f"{a:.4f}", "y": f"{b:.4f}", "town": t, "answer": c} for a, b, t, c in zip(x, y, town, answer)]


def write(path, table, **how):
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]), **how)
        writer.writeheader()
        writer.writerows(table)
    return str(path)


def plan_of(tmp_path, training, test, **options):
    asked = Options(target="answer", test_file=write(tmp_path / "test.csv", test), out=str(tmp_path), **options)
    return make_plan(write(tmp_path / "training.csv", training), asked, lambda *_, **__: None)


def test_no_row_of_the_test_file_is_ever_fitted(tmp_path):
    """With two test files that have nothing in common, every fold and every shipped model is the same to the last bit."""
    data = write(tmp_path / "training.csv", rows(240, 1))
    poisoned = [
        {**r, "x": "1000", "y": "-1000", "town": "Nowhere", "answer": "no" if r["answer"] == "yes" else "yes"}
        for r in rows(60, 3)
    ]
    boards = [
        train(data, "answer", test_file=write(tmp_path / f"{name}.csv", test), out=str(tmp_path / name), **FEW)
        for name, test in (("fair", rows(70, 2)), ("poisoned", poisoned))
    ]
    fair, poisoned = boards
    assert [int((b.fold == -1).sum()) for b in boards] == [70, 60]
    assert (fair.fold[:240] == poisoned.fold[:240]).all()
    assert (fair.fold[:240] >= 0).all()  # all rows of DATA are for training
    for algorithm in ("decision-tree", "logistic-regression", "majority"):
        one, other = fair.run(algorithm), poisoned.run(algorithm)
        assert (one.oof[0] == other.oof[0]).all()
        assert (one.oof[1] == other.oof[1]).all()
        assert one.model.arrays.keys() == other.model.arrays.keys()
        assert all((array == other.model.arrays[name]).all() for name, array in one.model.arrays.items())
        assert one.model.manifest["representation"] == other.model.manifest["representation"]


def test_it_is_asked_once_logged_and_written_down(tmp_path):
    data, test = write(tmp_path / "training.csv", rows(120, 1)), rows(50, 2)
    file = write(tmp_path / "later.csv", test, delimiter=";")
    board = train(data, "answer", test_file=file, out=str(tmp_path / "out"), **FEW)
    assert board.folder.name == "training-answer-test-later"
    assert board.manifest["test_file"] == file
    assert board.manifest["test_rows"] == 50
    assert board.manifest["split"]["test_key"].startswith("file ")
    run = open_run("logistic-regression", str(tmp_path / "out"))
    said = judge("logistic-regression", str(tmp_path / "out"))
    right = np.mean(run.predict(file) == [r["answer"] for r in test])
    assert said.rows == 50
    assert said.uses == 1
    if said.metric == "accuracy":
        assert said.score == pytest.approx(right)
    assert judge("logistic-regression", str(tmp_path / "out")).uses == 2
    assert train_again(board.manifest).startswith(f"hero train {data} --target answer --test-file {file}")


def test_another_file_under_the_same_name_is_another_test_set(tmp_path):
    training = rows(100, 1)
    one, same, other = (plan_of(tmp_path, training, rows(50, seed)) for seed in (2, 2, 9))
    assert one.test.key == same.test.key
    assert one.key == same.key
    assert one.test.key != other.test.key
    assert one.key != other.key


def test_copies_of_test_rows_among_the_training_rows_are_a_finding(tmp_path):
    training = rows(200, 1)
    test = [*training[:20], *rows(80, 2)]
    plan = plan_of(tmp_path, training, test)
    (found,) = [f for f in plan.findings if f.where == ("--test-file",)]
    assert (found.code, found.severity, found.evidence["copies"]) == ("copies", "warning", 20)
    assert plan.test.rows.sum() == 100
    assert (plan.fold[:200] >= 0).all()
    assert not [f for f in plan_of(tmp_path, training, rows(50, 3)).findings if f.where == ("--test-file",)]


def test_known_groups_and_new_answers_are_findings(tmp_path):
    training = [{**r, "host": f"h{i % 30:02}"} for i, r in enumerate(rows(300, 1))]
    test = [{**r, "host": f"h{i % 20 + 20:02}"} for i, r in enumerate(rows(40, 2))]
    test[0]["answer"] = "perhaps"
    found = [f for f in plan_of(tmp_path, training, test, group="host").findings if f.where == ("--test-file",)]
    assert {f.code: f.evidence for f in found} == {"group": {"rows": 40, "known": 20}, "imbalance": {"classes": 1}}


def test_what_cannot_be_a_test_file_is_one_message(tmp_path):
    training = rows(100, 1)
    unanswered = [{k: v for k, v in r.items() if k != "answer"} for r in rows(20, 2)]
    narrow = [{k: v for k, v in r.items() if k != "x"} for r in rows(20, 2)]
    with pytest.raises(DataError, match="the answers, in a column 'answer'"):
        plan_of(tmp_path, training, unanswered)
    with pytest.raises(DataError, match="missing: 'x'"):
        plan_of(tmp_path, training, narrow)
    assert plan_of(tmp_path, training, narrow, drop=("x",)).test.rows.sum() == 20
    with pytest.raises(DataError, match="rows with an answer"):
        plan_of(tmp_path, training, [{**r, "answer": ""} for r in rows(20, 2)])
    with pytest.raises(UsageError, match="--test-set or --test-file"):
        plan_of(tmp_path, training, rows(20, 2), test_set=1)
    with pytest.raises(DataError, match="nothing at"):
        look("moons", test_file=str(tmp_path / "nowhere.csv"))


def picture(label):
    """Return a small picture, bright on the left or on the right."""
    pixels = RNG.integers(0, 100, (12, 12), np.uint8)
    pixels[:, slice(0, 6) if label == "left" else slice(6, 12)] += 120
    return Image.fromarray(pixels)


def folder(path, count):
    """Write ``count`` pictures for each of two labels."""
    for label in ("left", "right"):
        (path / label).mkdir(parents=True)
        for i in range(count):
            picture(label).save(path / label / f"{i}.png")
    return str(path)


def test_a_folder_of_pictures_is_a_test_file(tmp_path):
    data, test = folder(tmp_path / "training", 30), folder(tmp_path / "test", 10)
    picture("left").save(tmp_path / "test" / "loose.png")  # it has no answer
    board = train(data, test_file=test, only=["knn"], effort="quick", out=str(tmp_path / "out"))
    assert (board.manifest["rows"], board.manifest["test_rows"]) == (80, 20)
    assert judge("knn", str(tmp_path / "out")).score > 0.9


def test_a_command_takes_it(hero, tmp_path):
    write(tmp_path / "training.csv", rows(100, 1))
    write(tmp_path / "test.csv", rows(40, 2))
    code, out, _ = hero(
        "train",
        "training.csv",
        "--target",
        "answer",
        "--test-file",
        "test.csv",
        "--only",
        "knn",
        "--effort",
        "quick",
        "--json",
    )
    assert code == 0
    assert json.loads(out)["test_rows"] == 40
    code, out, _ = hero("look", "training.csv", "--target", "answer", "--test-file", "training.csv")
    assert code == 0
    assert "100 of the 100 rows of the test file stand among the training rows" in " ".join(out.split())


def sounds(path, count):
    """Write ``count`` short tones for each of two labels."""
    for label, pitch in (("high", 1200), ("low", 300)):
        (path / label).mkdir(parents=True)
        for i in range(count):
            tone = 8000 * np.sin(2 * np.pi * (pitch + RNG.normal(0, 30)) * np.arange(1600) / 8000)
            with wave.open(str(path / label / f"{chr(97 + i)}.wav"), "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(8000)
                file.writeframes((tone + RNG.normal(0, 200, 1600)).astype("<i2").tobytes())
    return str(path)


def test_a_folder_of_sounds_and_one_of_documents_are_test_files(tmp_path):
    data, test = sounds(tmp_path / "training", 12), sounds(tmp_path / "test", 4)
    plan = make_plan(data, Options(test_file=test), lambda *_, **__: None)
    assert (plan.test.rows.sum(), plan.dataset.cells["sound"].dtype) == (8, np.int16)
    for half, count in (("t1", 12), ("t2", 5)):
        for label in ("good", "bad"):
            (tmp_path / half / label).mkdir(parents=True)
            said = {"good": "fine", "bad": "dull"}[label]  # a text that names its label would be a giveaway
            for i in range(count):
                (tmp_path / half / label / f"{i}.txt").write_text(
                    f"it was {said} number {i} of {half}, {RNG.integers(1000)}"
                )
    plan = make_plan(str(tmp_path / "t1"), Options(test_file=str(tmp_path / "t2")), lambda *_, **__: None)
    assert plan.test.rows.tolist() == [False] * 24 + [True] * 10
    (tmp_path / "song.txt").write_text("la la la\nlo lo lo\n" * 20)
    with pytest.raises(UsageError, match="lyrics"):
        make_plan(str(tmp_path / "song.txt"), Options(test_file=str(tmp_path / "song.txt")), lambda *_, **__: None)
