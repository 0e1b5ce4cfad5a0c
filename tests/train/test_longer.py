"""What boosts gets more rounds where they help, and only there."""

import numpy as np
import pandas as pd
import pytest

from zerotohero.train import longer
from zerotohero.train.train import train


def table(noise):
    """120 rows whose answer follows from two numbers, more or less."""
    rng = np.random.default_rng(0)
    a, b = rng.uniform(-2, 2, (2, 120))
    return pd.DataFrame({"a": a, "b": b, "y": np.sin(3 * a) * b * (1 - noise) + rng.normal(0, 1, 120) * noise})


def trained(folder, noise, monkeypatch, **more):
    """Return the rounds and scores of all histogram boosting on the leaderboard, fewest rounds first."""
    monkeypatch.setattr(longer, "MOST_SECONDS", {"standard": 0.6})
    for step in ("study_best", "combine_rows"):  # what comes after takes longer
        monkeypatch.setattr(f"zerotohero.train.train.{step}", lambda work: [])
    (folder / "none.json").write_text('{"classification": [], "regression": []}')
    options = {"only": ["histogram-boosting"], "portfolio": str(folder / "none.json"), "out": str(folder / "b"), **more}
    board = train(table(noise), "y", metric="rmse", workers=2, **options)
    runs = [r for r in board.runs if r.algorithm == "histogram-boosting"]
    assert {r.id for r in runs} <= set(board.manifest["latest"])
    return sorted((r.params["iterations"], r.score) for r in runs), runs


def test_where_the_answer_is_clear_more_rounds_are_tried_as_long_as_they_help(tmp_path, monkeypatch):
    found, runs = trained(tmp_path, 0.0, monkeypatch)
    assert [rounds for rounds, _ in found[:2]] == [200, 600]
    assert found[1][1] < found[0][1]
    assert any(
        r.reason == "histogram boosting with 3 times the rounds" and r.asked == {"iterations": 600} for r in runs
    )


def test_where_it_is_noise_the_first_fold_says_that_they_do_not(tmp_path, monkeypatch):
    assert [rounds for rounds, _ in trained(tmp_path, 1.0, monkeypatch)[0]] == [200]


@pytest.mark.parametrize("more", [{"settings": ["histogram-boosting.iterations=50"]}, {"effort": "quick"}])
def test_who_said_how_many_rounds_gets_these_and_quick_goes_no_further(more, tmp_path, monkeypatch):
    assert len(trained(tmp_path, 0.0, monkeypatch, **more)[0]) == 1


def test_what_would_take_too_long_is_not_tried(tmp_path, monkeypatch):
    monkeypatch.setattr(longer, "_more", lambda plan, run, more=longer._more: more(plan, slow(run)))
    assert len(trained(tmp_path, 0.0, monkeypatch)[0]) == 1


def slow(run):
    """Return the run, as if a fit of it had taken two seconds."""
    run.record["fit_seconds"] = 2.0
    return run
