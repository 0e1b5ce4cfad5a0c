"""Where a run stands."""

import re

from zerotohero.report.standing import leaderboard, next_steps, staircase


def test_blue_on_the_staircase_is_what_the_step_added(digits_board):
    widths = [
        [float(w) for w in re.findall(r"width:([\d.]+)%", rail)]
        for rail in re.findall("<div class=rail>(.*?)</div>", staircase(digits_board.best))
    ]
    scores = sorted(r.score for r in digits_board.runs if r.status == "ok")
    for (old, added), score, below in zip(widths, scores, [None, *scores]):
        assert abs(old + added - 100 * score) < 0.2
        assert added == 0 if below is None else abs(old - 100 * below) < 0.2


def test_this_run_is_marked_and_runs_without_score_are_listed(digits_board):
    html = leaderboard(digits_board.best)
    assert html.count("this report") == 1
    assert "histogram boosting: skipped, about 34 s a fold" in html


def test_next_steps_are_commands_with_their_reason(digits_board):
    assert "<code>hero test best</code> <span class=soft>ask the rows kept aside" in next_steps(digits_board)
