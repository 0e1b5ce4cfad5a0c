"""Two runs side by side: numbers by another route, and words in the terminal, on the page and as JSON."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from zerotohero.core.errors import BoardError
from zerotohero.leaderboard.compare_runs import _answers, compare_runs
from zerotohero.leaderboard.open import open_run
from zerotohero.train.train import train


@pytest.fixture(scope="module")
def board(tmp_path_factory):
    return train(
        "moons:300", only=["knn", "logistic-regression"], effort="quick", out=str(tmp_path_factory.mktemp("two"))
    )


@pytest.fixture(scope="module")
def found(board):
    return compare_runs(board.run("logistic-regression"), board.run("knn"))


def test_the_difference_is_that_of_the_leaderboard_and_folds_are_paired(board, found):
    first, second = board.run("logistic-regression"), board.run("knn")
    assert found["scores"]["comparable"] and found["scores"]["same_folds"]
    assert found["scores"]["difference"]["gain"] == pytest.approx(second.score - first.score)
    assert found["scores"]["folds"] == [first.fold_scores, second.fold_scores]


def test_disagreements_are_counted_as_by_hand(board, found):
    said = found["answers"]
    (rows, p), (_, q) = board.run("logistic-regression").oof, board.run("knn").oof
    right = [answers.argmax(1) == board.y[rows] for answers in (p, q)]
    assert said["both_right"] == (right[0] & right[1]).sum() and said["both_wrong"] == (~right[0] & ~right[1]).sum()
    assert said["only_first"] == (right[0] & ~right[1]).sum() and said["only_second"] == (~right[0] & right[1]).sum()
    for example in said["examples"]:
        place = rows.tolist().index(example["row"])
        assert [bool(r[place]) for r in right] == [example["better"] == 0, example["better"] == 1]
        assert board.fold[example["row"]] >= 0, "no test row is shown"


def test_the_examples_are_those_where_the_two_are_farthest_apart(board, found):
    (rows, p), (_, q) = board.run("logistic-regression").oof, board.run("knn").oof
    y, places = board.y[rows], np.arange(len(rows))
    gap = p[places, y] - q[places, y]  # of two classes, more than half is the answer
    for better, ahead, alone in ((0, gap, (p.argmax(1) == y) > (q.argmax(1) == y)),
                                 (1, -gap, (q.argmax(1) == y) > (p.argmax(1) == y))):  # fmt: skip
        shown = [rows.tolist().index(e["row"]) for e in found["answers"]["examples"] if e["better"] == better]
        assert ahead[shown].tolist() == sorted(ahead[alone], reverse=True)[:3] and len(shown) == 3


@pytest.mark.parametrize("positive", [0, 1])
def test_a_run_with_a_threshold_answers_by_it(board, positive):
    run, other, classes = board.run("logistic-regression"), board.run("knn"), board.manifest["classes"]
    careful = type(run)({**run.record, "threshold": {"positive": classes[positive], "value": 0.9}}, board)
    rows, p = run.oof
    says = np.where(p[:, positive] >= 0.9, positive, 1 - positive)
    assert (says != p.argmax(1)).any()
    said = compare_runs(careful, other)["answers"]
    assert said["same_answer"] == (says == other.oof[1].argmax(1)).sum()
    right = [says == board.y[rows], other.oof[1].argmax(1) == board.y[rows]]
    assert said["both_right"] + said["only_first"] == right[0].sum()
    for example in said["examples"]:
        place = rows.tolist().index(example["row"])
        assert right[example["better"]][place] and not right[1 - example["better"]][place]


def test_a_refitted_run_is_judged_by_its_parent(board, found):
    run = board.run("knn")
    refitted = type(run)({**run.record, "id": "refitted", "parent": run.id, "fold_scores": []}, board)
    again = compare_runs(board.run("logistic-regression"), refitted)
    assert (again["scores"], again["answers"]) == (found["scores"], found["answers"])


def test_of_numbers_the_nearer_answer_is_the_better_one():
    def dataset():
        return SimpleNamespace(cells={"x": np.arange(4.0)})

    about = {"task": "regression", "features": [["x", "number"]], "target": "y"}
    run = SimpleNamespace(board=SimpleNamespace(manifest=about, y=np.array([10.0, 20, 30, 40]), dataset=dataset))
    first, second = np.array([11.0, 20, 39, 42]), np.array([15.0, 27, 30, 38])
    said = _answers(run, run, np.arange(4), [first, second])
    assert (said["only_first"], said["only_second"]) == (2, 1), "the last row is a draw"
    assert [(e["better"], e["row"], e["answers"]) for e in said["examples"]] == [
        (0, 1, ["20", "27"]), (0, 0, ["11", "15"]), (1, 2, ["39", "30"])]  # fmt: skip


def test_settings_that_differ_are_marked_and_none_is_lost(board, found):
    marked = {s["name"]: s for s in found["settings"]}
    assert marked["algorithm"]["differs"] and not marked["metric"]["differs"]
    assert marked["knn.neighbors"]["values"] == [None, str(board.run("knn").params["neighbors"])]
    (same,) = {s["differs"] for s in compare_runs(board.run("knn"), board.run("knn"))["settings"]}
    assert same is False


def test_other_folds_of_the_same_rows_are_compared_and_other_rows_are_not(board, tmp_path):
    other = train("moons:300", only=["knn"], effort="quick", seed=7, out=str(tmp_path)).run("knn")
    found = compare_runs(board.run("logistic-regression"), other)
    assert found["scores"]["comparable"] and not found["scores"]["same_folds"]
    (rows, p), (_, q) = board.run("logistic-regression").oof, other.oof
    by_hand = np.mean(q.argmax(1) == board.y[rows]) - np.mean(p.argmax(1) == board.y[rows])
    assert found["scores"]["difference"]["gain"] == pytest.approx(by_hand)
    bare = tmp_path / "knn.hero"
    bare.write_bytes(other.path.read_bytes())
    found = compare_runs(board.run("knn"), open_run(bare))
    assert not found["scores"]["comparable"] and "left its leaderboard" in found["scores"]["why"]
    assert found["answers"] is None


def test_a_run_without_a_score_is_one_message(board):
    failed = type(board.best)({**board.best.record, "status": "failed", "why": "no memory"}, board)
    with pytest.raises(BoardError, match="failed, no memory"):
        compare_runs(board.best, failed)


@pytest.mark.parametrize("width", ["80", "140"])
def test_the_terminal_shows_it_in_one_column_or_two(hero, board, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", width)
    code, said, err = hero("board", "--compare", "logistic-regression", "knn", "--out", board.folder.parent)
    assert code == 0, err
    assert "k-nearest neighbours" in said and "what was set" in said and "their scripts" in said
    lines = said.splitlines()
    assert max(map(len, lines)) <= int(width)
    both = [line for line in lines if "import LogisticRegression" in line and "import KNeighborsClassifier" in line]
    assert bool(both) == (width == "140")


def test_the_page_is_whole_and_the_json_holds_everything(hero, board, tmp_path):
    args = ("board", "--compare", "logistic-regression", "knn", "--out", board.folder.parent)
    code, said, err = hero(*args, "--html", "--json")
    assert code == 0, err
    plain = json.loads(said)
    assert plain["says"] and plain["diff"] and set(plain["scripts"][1]) >= {"run.py"}
    page = (tmp_path / "compare.html").read_text("utf-8")
    assert "<script" not in page and "http" not in page.replace("http-equiv", "")
    assert "LogisticRegression(" in page and "KNeighborsClassifier(" in page and plain["says"] in page
    assert hero(*args, "--html")[0] == 1, "a page that is there is not overwritten unasked"
    assert hero("board", "--html", "--out", board.folder.parent)[0] == 2


@pytest.mark.slow
def test_writers_pictures_and_strangers_are_compared_as_well(hero, board, lyrics_board, letters_board):
    for one, other in ((lyrics_board.run("plain-ngram"), lyrics_board.run("rhyming-ngram")),
                       (letters_board.run("knn"), letters_board.run("logistic-regression")),
                       (board.run("knn"), letters_board.run("knn")), (board.run("knn"), lyrics_board.run("plain-ngram"))):  # fmt: skip
        found = compare_runs(one, other)
        assert found["scores"]["comparable"] == (one.board is other.board)
    code, said, err = hero("board", "--compare", "plain-ngram", "rhyming-ngram", "--out", lyrics_board.folder.parent)
    assert code == 0 and "perplexity" in said, err
    code, said, err = hero("board", "--compare", board.run("knn").path, letters_board.run("knn").path)
    assert code == 0 and "no script: a bare model file" in " ".join(said.split()), err
