"""Two models on the same rows: the difference, its uncertainty, and when it is shown."""

import numpy as np
import pytest

from zerotohero.core.specs import find
from zerotohero.leaderboard.compare import in_words, paired

ACCURACY, RMSE = find("tasks", "classification").metric("accuracy"), find("tasks", "regression").metric("rmse")


def answers(right, y):
    """Probabilities of a model that is right where ``right`` is true."""
    said = np.where(right, y, 1 - y)
    return np.eye(2)[said]


def test_the_error_of_a_paired_difference_of_shares_is_the_one_by_hand():
    y = np.zeros(1000, int)
    first, second = np.ones(1000, bool), np.ones(1000, bool)
    first[:120], second[100:160] = False, False  # 100 only the second, 40 only the first, 20 neither
    found = paired(ACCURACY, y, answers(first, y), answers(second, y), ("a", "b"))
    d = second.astype(float) - first
    assert found.gain == pytest.approx(0.06)
    assert found.error == pytest.approx(d.std() / 1000**0.5, rel=0.1)  # of a mean of differences
    assert found.interval[0] == pytest.approx(0.06 - 1.96 * found.error, abs=0.004)
    assert found.shown and found.rows == 1000 and found.scores == pytest.approx((0.88, 0.94))


def test_a_lower_error_is_a_gain_and_the_sign_turns_with_the_order():
    rng = np.random.default_rng(0)
    y = rng.normal(size=400)
    near, far = y + rng.normal(0, 0.1, 400), y + rng.normal(0, 1, 400)
    found = paired(RMSE, y, far, near)
    assert found.shown and found.gain == pytest.approx(found.scores[0] - found.scores[1]) and found.gain > 0
    assert paired(RMSE, y, near, far).gain == -found.gain


@pytest.mark.parametrize(("only_second", "shown"), [(5, False), (6, True)])
def test_five_rows_that_tell_them_apart_are_too_few_and_six_are_enough(only_second, shown):
    y = np.zeros(300, int)  # exactly: 2 * 0.5 ** 5 = 0.0625 and 2 * 0.5 ** 6 = 0.031
    first = np.ones(300, bool)
    first[:only_second] = False
    found = paired(ACCURACY, y, answers(first, y), answers(np.ones(300, bool), y), ("a", "b"))
    assert found.interval[0] > 0  # the bootstrap alone would call both shown
    assert found.shown == shown


def test_equal_models_differ_by_nothing():
    y = np.array([0, 1] * 50)
    same = answers(np.ones(100, bool), y)
    found = paired(ACCURACY, y, same, same, ("a", "b"))
    assert (found.gain, found.error, found.interval, found.shown) == (0.0, 0.0, (0.0, 0.0), False)


def test_rows_that_belong_together_are_drawn_together():
    y = np.zeros(400, int)
    groups = np.repeat(np.arange(8), 50)
    second = np.ones(400, bool)
    first = groups >= 3  # all of three groups go wrong with the first: 150 rows, or three cases?
    alone = paired(ACCURACY, y, answers(first, y), answers(second, y), ("a", "b"))
    together = paired(ACCURACY, y, answers(first, y), answers(second, y), ("a", "b"), units=groups)
    assert alone.shown and not together.shown
    assert together.error > 4 * alone.error


def test_folds_are_averaged_as_the_leaderboard_does():
    rng = np.random.default_rng(1)
    y = rng.normal(size=100)
    first, second = y + rng.normal(size=100), y + rng.normal(size=100)
    parts = [np.arange(0, 20), np.arange(20, 100)]
    found = paired(RMSE, y, first, second, parts=parts)
    own = [np.mean([np.sqrt(np.mean((y[p] - a[p]) ** 2)) for p in parts]) for a in (first, second)]
    assert found.scores == pytest.approx(own)


def test_words():
    assert in_words(0.0004, "roc_auc") == "0.000"
    assert in_words(0.00041, "rmsle") == "0.00041"
