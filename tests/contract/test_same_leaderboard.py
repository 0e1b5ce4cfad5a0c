"""The leaderboard is a function of data and options: not of workers, not of what was killed, not of the folder."""

import json

import pytest

from zerotohero.train.train import train


def plain(board):
    """Return what must be equal: everything but seconds and folder."""
    told = board.as_dict()
    del told["folder"]
    for run in told["runs"]:
        del run["fit_seconds"]
    return json.loads(json.dumps(told))


QUICK = {"effort": "quick", "skip": ["random-forest", "gradient-boosting"]}  # slow, and no other code path
STANDARD = {"effort": "standard", "only": ["knn", "decision-tree", "gaussian-naive-bayes"]}  # with a combination


@pytest.mark.parametrize(
    ("data", "target", "how"),
    [("moons:400", None, QUICK), ("cats:300", "seconds_of_petting", QUICK), ("moons:500", None, STANDARD)],
)
def test_one_worker_and_three_give_the_same_leaderboard_to_the_last_bit(tmp_path, data, target, how):
    one = train(data, target, workers=1, out=str(tmp_path / "one"), **how)
    three = train(data, target, workers=3, out=str(tmp_path / "three"), **how)
    assert (how is STANDARD) == ("combination" in {r.algorithm for r in one.ranked})
    assert plain(one) == plain(three)
    for a, b in zip(one.ranked, three.ranked):
        assert a.fold_scores == b.fold_scores
        assert (a.oof[1] == b.oof[1]).all()


def test_another_seed_gives_other_folds_but_the_same_test_rows(tmp_path):
    boards = [train("moons", seed=s, only=["knn"], effort="quick", out=str(tmp_path / str(s))) for s in (1, 2)]
    assert ((boards[0].fold == -1) == (boards[1].fold == -1)).all()
    assert (boards[0].fold != boards[1].fold).any()
    assert boards[0].manifest["key"] != boards[1].manifest["key"]
