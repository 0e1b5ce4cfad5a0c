"""Runs are found by any name for them, read files by the recipe, and say what is missing."""

import numpy as np
import pandas as pd
import pytest

from zerotohero.core.errors import BoardError, DataError, ModelFileError, UnknownIdError
from zerotohero.leaderboard.open import open_run


@pytest.fixture
def out(moons_board):
    return moons_board.folder.parent


def test_every_way_to_name_a_run_leads_to_it(moons_board, out):
    best = moons_board.best
    for ref in ("best", best.id, best.id[:5], f"moons:{best.id}", "moons:best", best.algorithm, str(best.path)):
        assert open_run(ref, out).id == best.id, ref


def test_an_unknown_run_or_leaderboard_is_one_message(out):
    with pytest.raises(UnknownIdError):
        open_run("zzz", out)
    with pytest.raises(BoardError, match="nothing of that name"):
        open_run("mars:best", out)
    with pytest.raises(ModelFileError, match="no such file"):
        open_run("nowhere.hero", out)


def test_a_file_a_frame_and_records_give_identical_bits(moons_board, tmp_path):
    frame = pd.DataFrame({n: moons_board.dataset().cells[n][:20] for n in ("x", "y")})
    frame.to_csv(tmp_path / "new.csv", index=False)
    run = moons_board.best
    by_frame = run.predict_proba(frame)
    assert (run.predict_proba(tmp_path / "new.csv") == by_frame).all()
    assert (run.predict_proba(frame.to_dict("records")) == by_frame).all()
    assert (open_run(run.path).predict_proba(frame) == by_frame).all()
    one = run.predict_proba(frame.to_dict("records")[3:4])
    assert np.abs(one - by_frame[3:4]).max() < 1e-12


def test_the_order_of_columns_does_not_matter_and_missing_cells_are_fine(moons_board):
    run = moons_board.best
    frame = pd.DataFrame({"y": [0.1, None], "x": [0.2, 0.3]})
    assert np.isfinite(run.predict_proba(frame)).all()


def test_missing_and_unknown_columns_are_named(moons_board):
    with pytest.raises(DataError) as caught:
        moons_board.best.predict(pd.DataFrame({"x": [1.0], "z": [2.0]}))
    assert "'y'" in caught.value.came
    assert "'z'" in caught.value.came


def test_a_shipped_model_predicts_what_scikit_learn_predicted_while_it_was_judged(moons_board):
    """The final model is fitted on all training rows: on these, most of its answers equal the folds' answers."""
    run = moons_board.run("logistic-regression")
    rows, judged = run.oof
    shipped = run.model.predict(moons_board.dataset().take(rows).cells)
    assert (shipped.argmax(1) == judged.argmax(1)).mean() > 0.97
    assert np.abs(shipped - judged).max() < 0.1
