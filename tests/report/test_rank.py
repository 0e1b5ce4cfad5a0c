"""Among published figures, plain rivals and yesterday's you."""

from types import SimpleNamespace

import pytest

from zerotohero.core.errors import DataError
from zerotohero.leaderboard.journal import append_line
from zerotohero.report.rank import (
    Peer,
    as_dict,
    near,
    peers_of,
    portraits,
    ranking,
    read_peers,
    remember_peers,
    standing,
)


@pytest.fixture
def board(tmp_path):
    """Three models and a rival; accuracy."""
    scores = {"knn": 0.80, "ridge": 0.85, "random-forest": 0.90, "majority": 0.60}
    runs = [
        SimpleNamespace(
            id=f"{a}-1",
            algorithm=a,
            title=a,
            score=s,
            status="ok",
            baseline=a == "majority",
            cost=None,
            score_std=0.1,
            fold_scores=[s] * 5,
        )
        for a, s in sorted(scores.items(), key=lambda item: -item[1])
    ]
    manifest = {"metric": "accuracy", "greater_is_better": True, "task": "classification", "key": "k"}
    return SimpleNamespace(folder=tmp_path, manifest=manifest, runs=runs)


def write(path, text):
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    ["ann,0.9\nbob,0.7\n", "name,score\nann,0.9\nbob,0.7\n", "\ufeffann;0.9\nbob;0.7\n",
     "Rank,TeamId,TeamName,LastSubmissionDate,Score\n1,77,ann,2026-01-01,0.9\n2,78,bob,2026-01-02,0.7\n"],
)  # fmt: skip
def test_figures_are_read_with_and_without_a_header(tmp_path, text):
    assert read_peers(write(tmp_path / "p.csv", text), "accuracy") == (Peer("ann", 0.9), Peer("bob", 0.7))


@pytest.mark.parametrize(
    ("text", "came"),
    [("ann,0.9\nbob,x\n", "score on line 2; got 'x'"), ("ann,0.9\nbob,87\n", "accuracy from 0 to 1; got 87 on line 2"),
     ("ann,0.9\n\nbob\n", "line 3: 'bob'"), ("", "an empty file"), ("ann,0.9\nbob,nan\n", "line 2; got 'nan'"),
     ("ann,0.9\n,0.8\n", "line 2: ',0.8'")],
)  # fmt: skip
def test_a_bad_line_is_named_with_its_value(tmp_path, text, came):
    with pytest.raises(DataError) as error:
        read_peers(write(tmp_path / "p.csv", text), "accuracy")
    assert came in str(error.value)


def test_a_missing_file_is_one_message(tmp_path):
    with pytest.raises(DataError, match="no such file"):
        read_peers(tmp_path / "nowhere.csv")


def test_an_error_may_be_any_number_above_0(tmp_path):
    assert read_peers(write(tmp_path / "p.csv", "ann,24000\n"), "rmse")[0].score == 24000
    with pytest.raises(DataError, match="rmse of 0 or more; got -1 on line 1"):
        read_peers(write(tmp_path / "p.csv", "ann,-1\n"), "rmse")


def test_better_than_41_of_57(board, tmp_path):
    figures = "".join(f"team {i},{0.5 + 0.01 * i:.2f}\n" for i in range(41)) + "".join(
        f"star {i},{0.92 + 0.001 * i:.3f}\n" for i in range(16)
    )
    figures = figures.replace("team 40,0.90", "team 40,0.89")
    remember_peers(board, write(tmp_path / "p.csv", figures))
    said = " ".join(standing(board))
    assert "better than 41 of 57 published figures: percentile 72" in said
    assert "next above: star 0, 0.020 ahead" in said
    assert as_dict(board)["better_than"] == 41
    shown = near(ranking(board))
    names = [p.peer.name for p in shown if p and p.peer]
    assert {"star 15", "star 1", "star 0", "team 40", "team 0"} <= set(names)
    assert len(names) <= 6
    assert None in shown


def test_peers_take_places_and_equal_scores_share_one(board, tmp_path):
    remember_peers(board, write(tmp_path / "p.csv", "ann,0.95\nbob,0.85\n"))
    places = [(p.rank, p.run.title if p.run else p.peer.name) for p in ranking(board)]
    assert places == [(1, "ann"), (2, "random-forest"), (3, "ridge"), (3, "bob"), (5, "knn"), (6, "majority")]


def test_a_tie_counts_half(board, tmp_path):
    remember_peers(board, write(tmp_path / "p.csv", "ann,0.90\nbob,0.5\n"))
    assert (as_dict(board)["better_than"], as_dict(board)["percentile"]) == (1, 75)


def test_where_lower_is_better_the_small_come_first(board, tmp_path):
    board.manifest |= {"metric": "rmse", "greater_is_better": False}
    board.runs = board.runs[::-1]
    remember_peers(board, write(tmp_path / "p.csv", "ann,0.1\nbob,0.95\n"))
    board.runs = [r for r in board.runs if not r.baseline]
    assert [p.rank for p in ranking(board) if p.peer] == [1, 5]
    assert as_dict(board)["better_than"] == 1


def test_peers_in_another_metric_are_not_shown_and_none_forgets(board, tmp_path):
    remember_peers(board, write(tmp_path / "p.csv", "ann,0.95\n"))
    board.manifest["metric"] = "roc_auc"
    assert peers_of(board) == ()
    board.manifest["metric"] = "accuracy"
    remember_peers(board, "none")
    assert peers_of(board) == ()


def test_yesterdays_you_is_the_best_of_earlier_trainings(board, tmp_path):
    assert standing(board) == []
    for runs, when in ((["knn-1", "majority-1"], 0.0), (["ridge-1"], 3600.0), (["random-forest-1"], 7200.0)):
        append_line(tmp_path / "trainings.jsonl", {"key": "k", "runs": runs, "time": when})
    append_line(tmp_path / "trainings.jsonl", {"key": "other rows", "runs": ["random-forest-1"], "time": 1.0})
    said = " ".join(standing(board))
    assert "Yesterday's you" in said and "ridge, 0.850" in said and "0.050 better" in said
    append_line(tmp_path / "trainings.jsonl", {"key": "k", "runs": ["knn-1"], "time": 9000.0})
    assert "Nothing has passed what stood" in " ".join(standing(board))


def test_it_says_why_best_is_a_combination_that_is_not_the_first(board):
    assert standing(board) == []
    second = next(run for run in board.runs if run.id == "ridge-1")
    second.algorithm = "combination"
    second.score = 0.86  # the noise of the first is 0.1 / √5
    assert standing(board) == [
        "`best` is the combination all the same: as good within the noise, and the first of 4 is partly luck."
    ]
    second.score = 0.85
    assert standing(board) == []


def test_every_rival_has_a_portrait(board):
    assert portraits(board) == [("majority", "always says the most frequent class: what you get for nothing")]
