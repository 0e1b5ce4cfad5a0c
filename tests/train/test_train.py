"""Training: what the leaderboard says, what is kept, what continues."""

import json

import numpy as np
import pytest

from zerotohero.core.errors import BoardError, FindingError, TargetError, UnknownIdError, UsageError
from zerotohero.leaderboard.journal import lock
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
    first = train("moons", only=["knn"], out=str(tmp_path))
    events = []
    again = train("moons", only=["knn"], out=str(tmp_path), on_event=events.append)
    assert [e["fits"] for e in events if e["event"] == "fit"] == [0]
    assert again.as_dict()["runs"] == first.as_dict()["runs"]
    assert "still 1st" in again.manifest["moved"]


def test_what_moved_is_told_against_the_training_before(tmp_path):
    train("moons", only=["logistic-regression"], out=str(tmp_path))
    board = train("moons", only=["knn"], out=str(tmp_path))
    assert "→ 1st" in board.manifest["moved"]


def test_every_configuration_named_stands_on_the_leaderboard(tmp_path):
    board = train("moons", only=["knn"], settings=["knn.neighbors=1,3,5,9"], out=str(tmp_path))
    assert sorted(r.params["neighbors"] for r in board.ranked if r.algorithm == "knn") == [1, 3, 5, 9]


def test_dropping_a_column_keeps_the_rows_comparable(tmp_path):
    full = train("moons", only=["knn"], out=str(tmp_path))
    less = train("moons", only=["knn"], drop=["y"], out=str(tmp_path))
    assert full.manifest["key"] == less.manifest["key"]
    assert len([r for r in less.ranked if r.algorithm == "knn"]) == 2


def test_a_giveaway_stops_training_and_names_both_ways_on(tmp_path):
    with pytest.raises(FindingError) as caught:
        train("houses", out=str(tmp_path))
    assert "--drop" in caught.value.try_
    assert "--anyway giveaway" in caught.value.try_
    assert not list(tmp_path.glob("*/runs"))
    board = train("houses", only=["mean", "ridge"], anyway=["giveaway"], out=str(tmp_path))
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
    board = train("moons", only=["knn"], out=str(tmp_path))
    with lock(board.folder), pytest.raises(BoardError, match="one training at a time"):
        train("moons", only=["knn"], out=str(tmp_path))


def test_a_lock_left_by_a_dead_process_is_taken_over(tmp_path):
    board = train("moons", only=["knn"], out=str(tmp_path))
    (board.folder / "lock").write_text(json.dumps({"pid": 2**22 - 1, "started": 1.0}))
    train("moons", only=["knn"], out=str(tmp_path))
    assert not (board.folder / "lock").exists()


def test_a_skewed_price_is_fitted_on_its_logarithm_and_scored_in_its_unit(tmp_path):
    board = train("houses", only=["mean"], anyway=["giveaway"], out=str(tmp_path))
    _, values = board.run("mean").oof
    assert board.manifest["metric"] in ("rmsle", "rmse")
    if board.manifest["log_target"]:
        inner = board.y[board.fold >= 0]
        assert values.mean() == pytest.approx(np.expm1(np.log1p(inner).mean()), rel=0.01)  # the geometric mean
