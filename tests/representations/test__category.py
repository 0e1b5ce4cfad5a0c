"""Categories: who owns which 0/1 column."""

import numpy as np

from zerotohero.representations._category import (
    apply_categories,
    apply_codes,
    category_features,
    fit_category,
    fit_codes,
)


def cells(text):
    return np.array([None if c == "-" else c for c in text], object)


def apply(state, text):
    return apply_categories([state], [cells(text)]).tolist()


def test_each_frequent_category_has_its_column_the_most_frequent_first():
    state = fit_category(cells("cabbcc"), most=9, least=1)
    assert category_features(state, "x") == ["x=c", "x=b", "x=a"]
    assert apply(state, "abc") == [[0, 0, 1], [0, 1, 0], [1, 0, 0]]


def test_rare_and_unknown_share_a_column_and_missing_has_one():
    state = fit_category(cells("aaabbbcd--"), most=9, least=2)
    assert category_features(state, "x") == ["x=a", "x=b", "x: other", "x is missing"]
    assert apply(state, "adz-") == [[1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 1, 0], [0, 0, 0, 1]]


def test_at_most_so_many_columns_and_equal_counts_in_alphabetical_order():
    assert list(fit_category(cells("dcba"), most=2, least=1)["codes"]) == ["a", "b"]


def test_two_answers_need_one_column():
    assert apply(fit_category(cells("yyn"), 9, 1), "ynz-") == [[0], [1], [0], [0]]
    assert apply(fit_category(cells("yy-"), 9, 1), "yz-") == [[0], [0], [1]]


def test_a_column_that_never_varies_gives_nothing():
    for text in ("aaa", "---", "abc"):
        assert apply(fit_category(cells(text), 9, 2), "az-") == [[], [], []]


def test_an_unknown_or_missing_category_is_nowhere_if_training_had_none():
    assert apply(fit_category(cells("aabbcc"), 9, 1), "z-") == [[0, 0, 0], [0, 0, 0]]


def test_several_columns_stand_side_by_side():
    states = [fit_category(cells("abc"), 9, 1), fit_category(cells("ppq"), 9, 1)]
    assert apply_categories(states, [cells("c"), cells("q")]).tolist() == [[0, 0, 1, 1]]


def test_a_category_is_one_code_the_rare_and_unknown_share_one_and_missing_has_the_last():
    states = [fit_codes(cells("bbaacd"), 9, 2), fit_codes(cells("qq"), 9, 1)]
    assert apply_codes(states, [cells("abcz-"), cells("qq-zq")]).tolist() == [[0, 0], [1, 0], [2, 2], [2, 1], [3, 0]]
