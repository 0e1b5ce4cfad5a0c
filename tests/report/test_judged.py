"""How a run judges: matrix, confusions, residuals, mistakes."""

import re
from types import SimpleNamespace

import numpy as np
import pytest

from zerotohero.report.judged import confusion_matrix, mistakes, reliability, residuals
from zerotohero.report.mistakes import Outcome, outcome


def test_matrix_shows_every_count(digits_board):
    result = outcome(digits_board.best)
    html = confusion_matrix(digits_board.best, result)
    cells = [int(n) for n in re.findall(r"<td[^>]*>(\d+)</td>", html)]
    assert len(cells) == 100
    assert sum(cells) == len(result.rows)
    assert sum(cells[::11]) == (result.truth == result.predicted).sum()


def test_many_classes_become_the_most_frequent_confusions():
    names = [f"kind {i}" for i in range(20)]
    truth = np.repeat(np.arange(20), 5)
    predicted = np.where(truth == 3, 7, truth)
    result = Outcome(np.arange(100), truth, predicted, np.eye(20)[predicted], np.ones(100))
    run = SimpleNamespace(board=SimpleNamespace(manifest={"classes": names}))
    html = confusion_matrix(run, result)
    assert "<td>kind 3</td><td>kind 7</td><td>5</td><td>100 %</td>" in html
    assert html.count("<tr>") == 2  # the head and the one confusion


def test_half_of_the_predictions_are_as_near_as_it_says(houses_board):
    result = outcome(houses_board.best)
    error = np.abs(result.truth - result.predicted)
    within = float(
        re.search("within ([\\d,]+) of the truth", residuals(houses_board.best, result)).group(1).replace(",", "")
    )
    assert (error <= within).mean() == pytest.approx(0.5, abs=0.01)


def test_few_rows_say_nothing_about_probabilities(digits_board):
    result = outcome(digits_board.best)
    few = Outcome(*(part[:150] for part in result))
    assert reliability(few) == ""


def test_mistakes_of_a_table_show_the_row_as_the_file_has_it(houses_board):
    result = outcome(houses_board.best)
    worst = int(np.argmax(np.abs(result.truth - result.predicted)))
    row = result.rows[worst]
    html = mistakes(houses_board.best, result)
    assert f"<tr><td>{row + 1}</td>" in html
    assert f"{houses_board.y[row]:,.0f}" in html.split("</tr>")[1]
    assert f'<span class="number">{houses_board.dataset().cells["rooms"][row]:.0f}</span>' in html.split("</tr>")[1]


def test_copies_of_a_picture_are_shown_once(digits_board):
    run = digits_board.best
    rows, _ = run.oof
    wrong = np.eye(10)[(digits_board.y[rows] + 1) % 10]
    twice = Outcome(
        *(np.repeat(part, 2, axis=0) for part in outcome(SimpleNamespace(board=digits_board, oof=(rows, wrong))))
    )
    shown = re.findall('<figure title="(.*?)"', mistakes(run, twice))
    assert len(shown) == len(set(shown)) == 24
