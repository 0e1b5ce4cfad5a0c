"""The test set: fixed by content, blind to order and seed; groups, copies and time obeyed."""

import numpy as np
import pytest

from zerotohero.core.dataset import mix
from zerotohero.core.errors import DataError
from zerotohero.tasks._split import TEST, fit_and_valid, fold_rows, one_by_one, row_numbers, set_aside
from zerotohero.tasks._split import TestSet as Aside

N = 1000


@pytest.fixture
def rows():
    rng = np.random.default_rng(0)
    return mix(np.arange(N, dtype=np.uint64)), rng.integers(0, 3, N)


def test_a_rows_side_depends_neither_on_order_nor_on_later_rows(rows):
    content, y = rows
    test = set_aside(content, y, "classification").rows
    shuffled = np.random.default_rng(1).permutation(N)
    assert (set_aside(content[shuffled], y[shuffled], "classification").rows == test[shuffled]).all()
    assert (set_aside(content[:700], y[:700], "classification").rows == test[:700]).all()


def test_about_a_fifth_is_set_aside_and_another_number_gives_other_rows(rows):
    content, y = rows
    sets = [set_aside(content, y, "classification", k).rows for k in range(5)]
    assert all(0.15 < s.mean() < 0.25 for s in sets)
    overlap = (sets[0] & sets[1]).sum() / sets[0].sum()
    assert 0.1 < overlap < 0.32  # independent sets share about a fifth


def test_copies_share_a_side_and_a_fold():
    content = mix(np.arange(N, dtype=np.uint64) // 2)
    y = np.arange(N) // 2 % 2
    test = set_aside(content, y, "classification").rows
    assert (test[0::2] == test[1::2]).all()
    fold, _ = fold_rows(y, "classification", 42, content=content)
    assert (fold[0::2] == fold[1::2]).all()


def test_one_by_one_tells_copies_apart_and_leaves_single_rows_alone():
    content = np.array([5, 7, 5, 5, 9], np.uint64)
    apart = one_by_one(content)
    assert len(set(apart.tolist())) == 5
    assert apart[[0, 1, 4]].tolist() == [5, 7, 9]


def test_a_class_missing_from_one_side_moves_on_to_the_next_key(rows):
    content, _ = rows
    y = np.zeros(N, int)
    two = np.flatnonzero(row_numbers(content, "0") >= 0.2)[:3]  # three rows of class 1, none in test set 0
    y[two] = 1
    chosen = set_aside(content, y, "classification")
    assert chosen.key.startswith("0.")
    assert len(np.unique(y[chosen.rows])) == 2


def test_fewer_than_five_groups_take_turns_in_the_order_of_their_names(rows):
    content, y = rows
    names = np.array(["north", "east", "west", "south"], object)[np.arange(N) % 4]
    groups = mix(np.arange(N, dtype=np.uint64) % 4)
    for k in range(5):
        chosen = set_aside(content, y, "classification", k, groups, names).rows
        assert set(names[chosen]) == {["east", "north", "south", "west"][k % 4]}


def test_what_was_decided_earlier_is_kept_for_appended_rows(rows):
    content, y = rows
    later = set_aside(content, y, "classification", earlier=Aside(np.zeros(0, bool), "0.7"))
    assert later.key == "0.7"
    assert (later.rows == (row_numbers(content, "0.7") < 0.2)).all()
    day = np.arange(N, dtype=float)
    first = set_aside(content[:800], y[:800], "classification", moments=[day[:800]])
    more = set_aside(content, y, "classification", moments=[day], earlier=first)
    assert first.cutoff == more.cutoff == (640.0,)
    assert more.rows[640:].all()
    assert not more.rows[:640].any()


def test_groups_are_never_cut(rows):
    content, y = rows
    groups = mix(np.arange(N, dtype=np.uint64) // 10)
    test = set_aside(content, y, "classification", 0, groups).rows
    assert not set(groups[test]) & set(groups[~test])
    fold, splitter = fold_rows(y, "classification", 42, groups=groups)
    assert all(len(set(fold[groups == g])) == 1 for g in np.unique(groups))
    assert splitter == "StratifiedGroupKFold(5, shuffle=True, random_state=42)"


def test_time_puts_the_latest_fifth_aside_and_folds_look_only_back(rows):
    content, y = rows
    day = np.random.default_rng(2).permutation(N).astype(float)
    test = set_aside(content, y, "classification", moments=[day]).rows
    assert day[test].min() > day[~test].max()
    assert test.mean() == pytest.approx(0.2, abs=0.01)
    inner = ~test
    fold = np.full(N, TEST)
    fold[inner], _ = fold_rows(y[inner], "classification", 42, moments=[day[inner]])
    for k in range(5):
        fits, valid = fit_and_valid(fold, k, by_time=True)
        assert day[fits].max() < day[valid].min()


def test_under_200_rows_nothing_is_set_aside():
    content = mix(np.arange(199, dtype=np.uint64))
    assert not set_aside(content, np.arange(199) % 2, "classification").rows.any()


def test_plain_folds_are_those_of_scikit_learn(rows):
    from sklearn.model_selection import StratifiedKFold

    _, y = rows
    fold, splitter = fold_rows(y, "classification", 42)
    assert splitter == "StratifiedKFold(5, shuffle=True, random_state=42)"
    for k, (_, valid) in enumerate(StratifiedKFold(5, shuffle=True, random_state=42).split(y, y)):
        assert np.flatnonzero(fold == k).tolist() == valid.tolist()


def test_large_data_have_three_folds_or_one():
    assert fold_rows(np.arange(20_000) % 2, "classification", 1)[0].max() == 2
    fold, _ = fold_rows(np.arange(200_000) % 2, "classification", 1)
    assert fold.max() == 0
    assert (fold == 0).mean() == pytest.approx(0.2)


def test_with_two_groups_the_folds_lie_inside_the_one_that_is_left(rows):
    _, y = rows
    fold, splitter = fold_rows(y, "classification", 42, groups=np.full(N, 7, np.uint64))
    assert sorted(set(fold)) == [0, 1, 2, 3, 4]
    assert splitter.startswith("StratifiedKFold(5")


def test_fewer_different_rows_than_folds_make_fewer_folds_and_one_row_over_and_over_is_refused():
    y = np.arange(24) % 2
    fold, splitter = fold_rows(y, "classification", 42, content=np.arange(24, dtype=np.uint64) % 3)
    assert sorted(set(fold)) == [0, 1, 2]
    assert "(3, " in splitter
    with pytest.raises(DataError, match="two rows that differ"):
        fold_rows(y, "classification", 42, content=np.zeros(24, np.uint64))


def test_beside_one_huge_unit_the_others_fill_a_fifth():
    content = mix(np.r_[np.zeros(750), np.arange(1, 251)].astype(np.uint64))
    test = set_aside(content, np.zeros(N), "regression").rows
    assert not test[:750].any()
    assert test.sum() == 200


def test_a_class_of_one_row_is_rather_learned_than_judged(rows):
    content, _ = rows
    y = np.zeros(N, int)
    y[np.flatnonzero(row_numbers(content, "0") < 0.2)[0]] = 1  # key 0 would set it aside
    assert y[~set_aside(content, y, "classification").rows].sum() == 1


def test_by_time_the_first_moment_is_always_learned_from():
    moments = [np.r_[np.zeros(900), np.ones(100)]]
    chosen = set_aside(np.arange(N, dtype=np.uint64), np.zeros(N), "regression", moments=moments)
    assert (chosen.rows == (moments[0] == 1)).all()
    assert chosen.cutoff == (1.0,)
    with pytest.raises(DataError, match="two different moments"):
        set_aside(np.arange(N, dtype=np.uint64), np.zeros(N), "regression", moments=[np.zeros(N)])


def test_by_time_no_fold_is_judged_by_what_saw_one_class():
    y = np.r_[np.zeros(200, int), np.arange(100) % 2]
    fold, _ = fold_rows(y, "classification", 42, moments=[np.arange(300.0)])
    for k in range(fold.max() + 1):
        assert len(np.unique(y[fit_and_valid(fold, k, by_time=True)[0]])) == 2
    assert fold.max() >= 0
