"""The leaderboard in a terminal of 80 columns."""

import io
from types import SimpleNamespace

from rich.console import Console

from zerotohero.report.board_view import bar, board_table, board_view, staircase


def shown(renderable, width=80):
    console = Console(width=width, color_system=None, record=True, file=io.StringIO())
    console.print(renderable)
    return console.export_text()


def test_every_line_fits_80_columns(digits_board, houses_board):
    for board in (digits_board, houses_board):
        assert max(map(len, shown(board_view(board)).splitlines())) <= 80


def test_rows_carry_rank_title_score_and_rivals_are_labelled(digits_board):
    lines = shown(board_table(digits_board)).splitlines()
    best = digits_board.best
    assert f"{best.score:.3f}" in lines[2] and f"{best.score_std:.3f}" in lines[2]
    assert lines[2].split()[:3] == ["1", "logistic", "regression"]
    assert [("rival" in line) for line in lines[2:6]] == [False, True, True, False]


def test_runs_without_a_score_say_why(digits_board):
    text = shown(board_view(digits_board))
    assert "–  histogram boosting" in text and "skipped" in text
    assert "histogram boosting: about 34 s a fold; `--only histogram-boosting` takes it" in text


def test_titles_are_text_not_terminal_markup(digits_board):
    run = SimpleNamespace(**{**vars(digits_board.best), "title": "[red]ridge[/red] \x1b[31m\nx"})
    board = SimpleNamespace(**{**vars(digits_board), "runs": [run]})
    text = shown(board_table(board))
    assert "[red]ridge[/red]" in text
    assert "\x1b" not in text


def test_fewer_rows_are_said(digits_board):
    run = SimpleNamespace(**{**vars(digits_board.best), "rows_used": 200})
    board = SimpleNamespace(**{**vars(digits_board), "runs": [run]})
    assert "from 200 rows" in shown(board_table(board))


def test_bars_are_as_long_as_the_score():
    assert [len(bar(s, 10)) for s in (0.0, 0.5, 1.0, 7.0, -1.0)] == [0, 5, 10, 10, 0]


def test_an_error_that_falls_is_a_step_forward(houses_board):
    lines = [line.plain for line in staircase(houses_board)]
    assert lines[1].strip().startswith("always the mean")
    assert "one question" in lines[2] and "−" in lines[2]
    assert "green" in str([span.style for span in staircase(houses_board)[2].spans])


def test_leaderboard_with_nothing_but_failures_is_still_shown(digits_board):
    failed = SimpleNamespace(**{**vars(digits_board.best), "status": "failed", "score": None, "why": "it raised"})
    board = SimpleNamespace(**{**vars(digits_board), "runs": [failed], "next": []})
    assert "it raised" in shown(board_view(board))
