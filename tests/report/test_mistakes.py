"""Confusions, worst mistakes, telling columns: against counts by hand and by scikit-learn."""

from types import SimpleNamespace

import numpy as np
from sklearn.metrics import confusion_matrix

from zerotohero.report.mistakes import Outcome, confusion, once, outcome, telling_columns, top_confusions, worst


def outcome_of(truth, probabilities, weight=None):
    truth, probabilities = np.array(truth), np.array(probabilities, float)
    weight = np.ones(len(truth)) if weight is None else np.array(weight)
    return Outcome(np.arange(len(truth)), truth, probabilities.argmax(1), probabilities, weight)


def test_confusion_matrix_equals_that_of_scikit_learn(digits_board):
    result = outcome(digits_board.best)
    ours = confusion(result, digits_board.manifest["classes"])
    assert (ours == confusion_matrix(result.truth, result.predicted)).all()


def test_copies_count_once_in_the_confusion_matrix():
    result = outcome_of([0, 0, 1], [[0, 1], [0, 1], [0, 1]], weight=[0.5, 0.5, 1.0])
    assert confusion(result, ["a", "b"]).tolist() == [[0, 1], [0, 1]]


def test_top_confusions_are_sorted_and_leave_out_what_is_right_or_never_happened():
    counts = np.array([[50, 2, 0], [7, 50, 0], [0, 1, 50]])
    assert top_confusions(counts) == [(1, 0, 7), (0, 1, 2), (2, 1, 1)]


def test_worst_mistake_gave_the_true_class_the_least_probability():
    result = outcome_of([0, 0, 1, 1], [[0.4, 0.6], [0.1, 0.9], [0.8, 0.2], [0.3, 0.7]])
    assert worst(result, 5) == [1, 2, 0]  # the fourth row is right


def test_worst_residuals_are_distances_or_ratios():
    truth, predicted = np.array([10.0, 1000.0, 50.0]), np.array([30.0, 1100.0, 50.0])
    result = Outcome(np.arange(3), truth, predicted, None, np.ones(3))
    assert worst(result, 2) == [1, 0]
    assert worst(result, 2, logarithmic=True) == [0, 1]


def test_equal_pictures_are_kept_once_in_order():
    assert once([5, 2, 9, 4], np.array([7, 3, 7, 1])) == [5, 2, 4]


def test_outcome_drops_test_rows():
    board = SimpleNamespace(fold=np.array([0, -1, -2]), y=np.array([1.0, 2.0, 3.0]), weight=None)
    run = SimpleNamespace(board=board, oof=(np.arange(3), np.array([1.5, 2.5, 3.5])))
    assert outcome(run).rows.tolist() == [0, 2]  # -2: trains only, is no test row


def test_telling_columns_finds_the_planted_ones_among_noise_missing_and_constant_columns():
    rng = np.random.default_rng(0)
    y = rng.normal(size=400)
    cells = {
        "noise": rng.normal(size=400),
        "constant": np.ones(400),
        "missing": np.full(400, np.nan),
        "curve": (y - 0.3) ** 2 + rng.normal(0, 0.1, 400),
        "word": np.where(y > 0.5, "high", np.where(y < -0.5, None, "low")).astype(object),
        "day": np.datetime64("2020-01-01", "s") + (1e5 * (y + 5)).astype("timedelta64[s]"),
    }
    assert telling_columns(cells, list(cells), y, classify=False)[0] == "day"
    assert set(telling_columns(cells, list(cells), y, False, most=3)) == {"day", "word", "curve"}
    assert telling_columns(cells, list(cells), (y > 0).astype(int), classify=True)[0] == "day"
