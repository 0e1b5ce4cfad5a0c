"""How a run judges: matrix, confusions, residuals, mistakes."""

import re
from types import SimpleNamespace

import numpy as np
import pytest

from zerotohero.report.evidence import Evidence
from zerotohero.report.judged import confusion_matrix, doubtful_labels, mistakes, residuals
from zerotohero.report.mistakes import outcome


def test_matrix_shows_every_count(digits_board):
    result = outcome(digits_board.best)
    html = confusion_matrix(Evidence(digits_board.best)).html()
    cells = [int(n) for n in re.findall(r"<td[^>]*>(\d+)</td>", html)]
    assert len(cells) == 100
    assert sum(cells) == len(result.rows)
    assert sum(cells[::11]) == (result.truth == result.predicted).sum()


def test_many_classes_become_the_most_frequent_confusions():
    names = [f"kind {i}" for i in range(20)]
    truth = np.repeat(np.arange(20), 5)
    predicted = np.where(truth == 3, 7, truth)
    board = SimpleNamespace(manifest={"classes": names}, fold=np.zeros(100, int), y=truth, weight=None)
    run = SimpleNamespace(board=board, oof=(np.arange(100), np.eye(20)[predicted]))
    html = confusion_matrix(Evidence(run)).html()
    assert html.count("<tr>") == 2  # the head and the one confusion
    said = [re.sub("<.*?>", "", cell) for cell in re.findall("<td>(.*?)</td>", html)]
    assert said == ["kind 3", "kind 7", "5", "100 %"]


def test_half_of_the_predictions_are_as_near_as_it_says(houses_board):
    result = outcome(houses_board.best)
    error = np.abs(result.truth - result.predicted)
    section = residuals(Evidence(houses_board.best))
    within = float(re.search("within ([\\d,]+) of the truth", section.read).group(1).replace(",", ""))
    assert section.facts["half_within"] == pytest.approx(np.median(error))
    assert (error <= within).mean() == pytest.approx(0.5, abs=0.01)


def test_a_threshold_decides_who_is_called_what():
    """With --cost the matrix shows what the model answers, not the most probable class."""
    board = SimpleNamespace(
        manifest={"classes": ["no", "yes"], "task": "classification"},
        fold=np.zeros(3, int),
        y=np.array([0, 1, 1]),
        weight=None,
    )
    probabilities = np.array([[0.95, 0.05], [0.8, 0.2], [0.4, 0.6]])
    run = SimpleNamespace(board=board, oof=(np.arange(3), probabilities))
    assert confusion_matrix(Evidence(run)).facts["counts"] == [[1, 0], [1, 1]]
    run.threshold = {"positive": "yes", "value": 0.1}
    section = confusion_matrix(Evidence(run))
    assert section.facts["counts"] == [[1, 0], [0, 2]]
    assert "from its threshold 0.10 on" in section.read


def test_mistakes_of_a_table_show_the_row_as_the_file_has_it(houses_board):
    result = outcome(houses_board.best)
    worst = int(np.argmax(np.abs(result.truth - result.predicted)))
    row = result.rows[worst]
    html = mistakes(Evidence(houses_board.best)).html()
    assert f'<tr><td><span class="number">{row + 1}</span></td>' in html
    assert f"{houses_board.y[row]:,.0f}" in html.split("</tr>")[1]
    assert f'<span class="number">{houses_board.dataset().cells["rooms"][row]:.0f}</span>' in html.split("</tr>")[1]


def test_rows_that_look_alike_are_one_line_and_the_first_can_be_explained(houses_board):
    board = SimpleNamespace(
        **{k: getattr(houses_board, k) for k in ("manifest", "y", "fold", "weight", "dataset", "folder")}
    )
    cells = {name: np.array(column) for name, column in houses_board.dataset().cells.items()}
    rows, predictions = houses_board.best.oof
    predictions, y = predictions.copy(), board.y.copy()
    for column in (*cells.values(), y):
        column[rows[:4]] = column[rows[0]]
    predictions[:4] = y[rows[0]] + 1e9
    board.y, board.dataset = y, lambda: SimpleNamespace(cells=cells, kind="table")
    run = SimpleNamespace(**{**vars(houses_board.best), "board": board, "oof": (rows, predictions)})
    section = mistakes(Evidence(run))
    (grid,) = section.parts
    assert grid.rows[0][0] == f"{rows[0] + 1} (+3)" and len(grid.rows) == len(set(grid.rows)) == 20
    assert f"--row {rows[0]}`" in section.read


def test_copies_of_a_picture_are_shown_once(digits_board):
    rows, _ = digits_board.best.oof
    wrong = np.eye(10)[(digits_board.y[rows] + 1) % 10]
    twice = SimpleNamespace(board=digits_board, oof=(np.repeat(rows, 2), np.repeat(wrong, 2, axis=0)))
    shown = re.findall('<figure title="(.*?)"', mistakes(Evidence(twice)).html())
    assert len(shown) == len(set(shown)) == 24
    named = re.findall("<small>(.*?)</small>", mistakes(Evidence(twice)).html())
    assert named == [name.split("/")[-1] for name in shown]  # to be read without a mouse, too


def test_labels_that_the_model_is_sure_are_wrong_are_counted(judged):
    p = np.array([0.96, 0.96, 0.04, 0.5, 0.93])
    y = np.array([1, 0, 1, 0, 0])
    assert doubtful_labels(judged(p, y).outcome) == 2  # the last leaves its label 7 %
