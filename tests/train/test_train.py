"""Training: what the leaderboard says, what is kept, what continues."""

import json

import numpy as np
import pandas as pd
import pytest

from zerotohero.core.errors import BoardError, FindingError, TargetError, UnknownIdError, UsageError
from zerotohero.leaderboard.board import Board
from zerotohero.leaderboard.journal import lock
from zerotohero.report.board_view import _aside
from zerotohero.train.train import train


def test_the_leaderboard_is_ranked_and_the_rivals_stand_on_it(moons_board):
    scores = [r.score for r in moons_board.ranked]
    assert scores == sorted(scores, reverse=True)
    assert {r.algorithm for r in moons_board.ranked if r.baseline} == {
        "majority",
        "one-level-tree",
        "nearest-class-mean",
    }
    assert moons_board.best.score > 0.9


def test_a_score_is_the_mean_over_folds_of_scikit_learns_own_metric(moons_board):
    from sklearn.metrics import accuracy_score

    run = moons_board.run("knn")
    rows, predictions = run.oof
    fold, y = moons_board.fold[rows], moons_board.y[rows]
    by_hand = [accuracy_score(y[fold == k], predictions[fold == k].argmax(1)) for k in range(5)]
    assert run.fold_scores == pytest.approx(by_hand)
    assert run.score == pytest.approx(np.mean(by_hand))
    assert run.score_std == pytest.approx(np.std(by_hand))


def test_out_of_fold_predictions_cover_the_training_rows_and_no_test_row(moons_board):
    rows, _ = moons_board.best.oof
    assert sorted(rows.tolist()) == np.flatnonzero(moons_board.fold >= 0).tolist()


def test_training_again_fits_nothing_again(tmp_path):
    first = train("moons", only=["knn"], effort="quick", out=str(tmp_path))
    events = []
    again = train("moons", only=["knn"], effort="quick", out=str(tmp_path), on_event=events.append)
    assert [e["fits"] for e in events if e["event"] == "fit"] == [0]
    assert again.as_dict()["runs"] == first.as_dict()["runs"]
    assert "still 1st" in again.manifest["moved"]


def test_what_moved_is_told_against_the_training_before(tmp_path):
    train("moons", only=["logistic-regression"], effort="quick", out=str(tmp_path))
    board = train("moons", only=["knn"], effort="quick", out=str(tmp_path))
    assert "→ 1st" in board.manifest["moved"]


def test_every_configuration_named_stands_on_the_leaderboard(tmp_path):
    board = train("moons", only=["knn"], settings=["knn.neighbors=1,3,5,9"], effort="quick", out=str(tmp_path))
    assert sorted(r.params["neighbors"] for r in board.ranked if r.algorithm == "knn") == [1, 3, 5, 9]


def test_dropping_a_column_keeps_the_rows_comparable(tmp_path):
    full = train("moons", only=["knn"], effort="quick", out=str(tmp_path))
    less = train("moons", only=["knn"], drop=["y"], effort="quick", out=str(tmp_path))
    assert full.manifest["key"] == less.manifest["key"]
    assert len([r for r in less.ranked if r.algorithm == "knn"]) == 2


def test_runs_that_knew_a_doubtful_column_stand_aside_once_it_is_dropped(tmp_path):
    """Else the flattering score stays `best` after the person has followed the advice."""
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(2, 240))
    price = a + b + 2 * rng.normal(size=240)
    table = pd.DataFrame({"a": a, "b": b, "tax": price + rng.normal(0, 0.3, 240), "price": price})
    how = {"target": "price", "only": ["ridge"], "effort": "quick", "out": str(tmp_path)}
    first = train(table, **how)
    assert first.manifest["suspects"] == ["tax"] and "--drop tax" in first.next[0]["command"]
    without = train(table, drop=["tax"], **how)
    assert without.best.score > first.best.score  # an error
    assert all("tax" not in dict(map(tuple, r.features)) for r in without.runs)
    assert "drop tax --drop" not in without.next[0]["command"]
    assert "3 runs that learned from tax stand aside" in str(_aside(without)[0])
    back = Board(
        without.folder, {**without.manifest, "features": first.manifest["features"]}
    )  # as if trained with it again
    assert back.best.id == first.best.id and _aside(back) == []


def test_a_giveaway_stops_training_and_names_both_ways_on(tmp_path):
    with pytest.raises(FindingError) as caught:
        train("houses", effort="quick", out=str(tmp_path))
    assert "--drop" in caught.value.try_
    assert "--anyway giveaway" in caught.value.try_
    assert not list(tmp_path.glob("*/runs"))
    board = train("houses", only=["mean", "ridge"], anyway=["giveaway"], effort="quick", out=str(tmp_path))
    assert "giveaway" in json.dumps(board.manifest["options"]["anyway"])


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"target": "brede"}, TargetError, "'breed'"),
        ({"only": ["knnn"]}, UnknownIdError, "'knn'"),
        ({"metric": "acuracy"}, UnknownIdError, "'accuracy'"),
        ({"drop": ["wight"]}, UnknownIdError, "--drop"),
        ({"effort": "quik"}, UnknownIdError, "'quick'"),
        ({"task": "regresion"}, UnknownIdError, "'regression'"),
        ({"target": "breed", "drop": ["breed"]}, UsageError, "--target"),
        ({"rules": "nowhere.py"}, Exception, "predict(row)"),
        ({"colour": "red"}, UsageError, "colour"),
    ],
)
def test_an_unknown_word_is_answered_before_anything_is_fitted(tmp_path, options, error, words):
    with pytest.raises(error) as caught:
        train("cats", **options, out=str(tmp_path))
    assert words in str(caught.value)
    assert not list(tmp_path.glob("*/runs"))


def test_two_trainings_in_one_folder_wait_for_each_other(tmp_path):
    board = train("moons", only=["knn"], effort="quick", out=str(tmp_path))
    with lock(board.folder), pytest.raises(BoardError, match="one training at a time"):
        train("moons", only=["knn"], effort="quick", out=str(tmp_path))


def test_a_lock_left_by_a_dead_process_is_taken_over(tmp_path):
    board = train("moons", only=["knn"], effort="quick", out=str(tmp_path))
    (board.folder / "lock").write_text(json.dumps({"pid": 2**22 - 1, "started": 1.0}))
    train("moons", only=["knn"], effort="quick", out=str(tmp_path))
    assert not (board.folder / "lock").exists()


def test_a_skewed_price_is_fitted_on_its_logarithm_and_scored_in_its_unit(tmp_path):
    board = train("houses", only=["mean"], anyway=["giveaway"], effort="quick", out=str(tmp_path))
    _, values = board.run("mean").oof
    assert board.manifest["metric"] in ("rmsle", "rmse")
    if board.manifest["log_target"]:
        inner = board.y[board.fold >= 0]
        assert values.mean() == pytest.approx(np.expm1(np.log1p(inner).mean()), rel=0.01)  # the geometric mean


@pytest.fixture
def doubled():
    """600 rows, each there twice."""
    import pandas as pd

    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"a": rng.normal(size=300), "b": rng.normal(size=300)})
    frame["y"] = np.where(frame.a + frame.b > 0, "p", "q")
    return pd.concat([frame, frame], ignore_index=True)


def test_the_naive_split_is_a_leaderboard_of_its_own(tmp_path, doubled):
    obeyed = train(doubled, "y", only=["decision-tree"], effort="quick", out=str(tmp_path))
    naive = train(doubled, "y", only=["decision-tree"], split="random", effort="quick", out=str(tmp_path))
    assert obeyed.manifest["key"] != naive.manifest["key"]
    assert not {r.id for r in obeyed.runs} & {r.id for r in naive.runs}


def test_an_older_run_keeps_its_own_rows_when_the_split_has_changed(tmp_path, doubled):
    from zerotohero.train.test import test as judge

    older = train(doubled, "y", only=["decision-tree"], effort="quick", out=str(tmp_path)).best
    expected = judge(older.id, str(tmp_path)).score
    newer = train(doubled, "y", only=["decision-tree"], split="random", effort="quick", out=str(tmp_path))
    found = newer.run(older.id)
    assert (found.board.fold == older.board.fold).all()
    assert judge(older.id, str(tmp_path)).score == expected


def test_the_log_of_the_test_set_counts_on_through_seeds_and_metrics(tmp_path):
    from zerotohero.train.test import test as judge

    uses = []
    for options in ({}, {"seed": 1}, {"metric": "log_loss"}):
        train("moons", only=["decision-tree"], effort="quick", out=str(tmp_path), **options)
        uses.append(judge("best", str(tmp_path)).uses)
    assert uses == [1, 2, 3]


def test_whole_numbers_as_classes_keep_all_their_digits(tmp_path, doubled):
    doubled["y"] = np.where(doubled.y == "p", 1000000, 1000001)
    board = train(doubled, "y", only=["decision-tree"], effort="quick", out=str(tmp_path))
    assert board.manifest["classes"] == ["1000000", "1000001"]
    assert set(board.best.predict(doubled)) == {"1000000", "1000001"}


@pytest.mark.parametrize("role", ["group", "time", "drop"])
def test_the_target_cannot_have_a_second_role(tmp_path, role):
    with pytest.raises(UsageError, match=f"--{role} moon"):
        train("moons", **{role: ["moon"] if role == "drop" else "moon"}, effort="quick", out=str(tmp_path))


def test_a_lock_that_is_just_being_written_is_waited_for(tmp_path):
    import os
    import threading
    import time

    import psutil

    path = tmp_path / "lock"
    path.write_text("")
    mine = json.dumps({"pid": os.getpid(), "started": psutil.Process().create_time()})
    writer = threading.Thread(target=lambda: (time.sleep(0.15), path.write_text(mine)))
    writer.start()
    with pytest.raises(BoardError, match="one training at a time"), lock(tmp_path):
        pass
    writer.join()


def test_appended_rows_move_no_row_to_the_other_side(tmp_path):
    from zerotohero.datasets._open import open_dataset

    moons = open_dataset("moons")
    before = train(moons.take(slice(0, 700)), only=["knn"], effort="quick", out=str(tmp_path))
    after = train(moons, only=["knn"], effort="quick", out=str(tmp_path))
    assert ((before.fold == -1) == (after.fold[:700] == -1)).all()
    assert before.folder == after.folder
    assert len(after.ranked) == 4  # the runs on fewer rows are kept, but not compared


def test_one_name_instead_of_a_list_is_one_name(tmp_path):
    board = train("moons", only="knn", effort="quick", out=str(tmp_path))
    assert {r.algorithm for r in board.ranked if not r.baseline} == {"knn"}


def test_an_older_run_is_refitted_on_the_columns_it_had(tmp_path):
    from zerotohero.train.refit import refit

    full = train("moons", only=["knn"], effort="quick", out=str(tmp_path)).best
    train("moons", only=["knn"], drop=["y"], effort="quick", out=str(tmp_path))
    assert [n for n, _ in refit(full.id, str(tmp_path)).model.manifest["features"]] == ["x", "y"]
