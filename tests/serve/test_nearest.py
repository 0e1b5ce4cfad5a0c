import numpy as np

from zerotohero.serve.nearest import Nearest


def test_a_training_image_is_nearest_to_itself(drawing_run):
    nearest = Nearest(drawing_run)
    image = drawing_run.data.cells["image"]
    rows, similarity = nearest({"image": image[:1]})
    assert set(rows) <= {0, 2, 4, 6} and similarity[0] > 0.999


def test_brightness_is_not_likeness(drawing_run):
    faint = drawing_run.data.cells["image"][1:2] // 4 + 60
    rows, similarity = Nearest(drawing_run)({"image": faint})
    assert set(rows) <= {1, 3, 5} and similarity[0] > 0.99


def test_test_rows_are_never_among_the_neighbours(table_run):
    nearest = Nearest(table_run)
    test_row = {name: cells[8:] for name, cells in table_run.data.cells.items()}
    rows, similarity = nearest(test_row, count=9)
    assert sorted(rows) == list(range(8)) and similarity[0] < 0.9


def test_rows_of_a_table_are_compared_after_scaling(table_run):
    cells = {name: c[3:4].copy() for name, c in table_run.data.cells.items()}
    rows, similarity = Nearest(table_run)(cells)
    assert rows[0] == 3 and similarity[0] == 1.0
    assert np.all(np.diff(similarity) <= 0)


def test_rows_that_only_train_are_shown(table_run):
    table_run.board.fold[0] = -2
    cells = {name: c[:1] for name, c in table_run.data.cells.items()}
    assert Nearest(table_run)(cells)[0][0] == 0
