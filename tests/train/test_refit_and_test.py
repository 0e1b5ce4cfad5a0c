"""Refit and test: one looks at the test rows once and counts it, the other learns from them and is judged no more."""

import numpy as np
import pytest

from zerotohero.core.errors import BoardError
from zerotohero.leaderboard.open import open_board, open_run
from zerotohero.train.refit import refit
from zerotohero.train.test import test as judge
from zerotohero.train.train import train


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = str(tmp_path_factory.mktemp("judged"))
    train("moons", only=["knn"], effort="quick", out=folder)
    return folder


def test_each_use_of_the_test_set_is_counted_and_scores_only_test_rows(out):
    assert open_board(None, out).next[-1]["command"] == "hero test best"
    first, second = judge("best", out), judge("knn", out)
    assert (first.uses, second.uses) == (1, 2)
    board = open_board(None, out)
    rows = np.flatnonzero(board.fold == -1)
    right = board.best.predict(board.dataset().take(rows)) == board.dataset().cells["moon"][rows]
    assert first.score == pytest.approx(right.mean())
    assert first.interval[0] < first.score < first.interval[1]
    assert first.rows == len(rows)
    last = board.next[-1]  # not a second look
    assert last["command"] == "hero refit best" and last["why"].endswith("fits it again on every row, to use it")


def test_a_refitted_run_names_its_parent_and_is_neither_ranked_nor_tested(out):
    before = open_run("best", out)
    new = refit("best", out)
    assert (new.parent, new.score) == (before.id, before.score)
    assert open_run("best", out).id == before.id
    assert open_run("latest", out).id != new.id
    assert new.id not in [r.id for r in open_board(None, out).runs]
    with pytest.raises(BoardError, match="learned from them"):
        judge(new.id, out)
    with pytest.raises(BoardError, match="refitted"):
        refit(new.id, out)
    assert refit("best", out).id == new.id


def test_a_refitted_run_learned_from_every_row(out):
    new = refit("best", out)
    assert (
        len(new.model.arrays["rows"] if "rows" in new.model.arrays else next(iter(new.model.arrays.values()))) == 1000
    )


def test_under_200_rows_the_estimate_is_repeated_cross_validation(tmp_path):
    from zerotohero.datasets._open import open_dataset

    train(open_dataset("moons").take(slice(0, 150)), only=["knn"], effort="quick", out=str(tmp_path))
    result = judge("best", str(tmp_path))
    assert result.rows == result.uses == 0
    assert result.interval[0] < result.score < result.interval[1]
    assert "too few" in result.how
    board = open_board(None, str(tmp_path))
    assert not list((board.folder / "boards").glob("*repeat*"))
    assert len(board.runs) == 4
