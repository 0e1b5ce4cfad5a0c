"""Words: the vocabulary and what it weighs."""

from math import log

import numpy as np

from zerotohero.representations._words import apply_words, fit_words, word_features

TEXTS = np.array(["Red car, red ROOF", "blue car", "green boat", None], object)


def test_the_vocabulary_holds_frequent_words_but_not_those_in_nearly_all():
    state = fit_words(np.array(["the a", "the b", "the a", "the b", "the c"], object), most=9, least=2)
    assert word_features(state, "t") == ["t: a", "t: b", "t: length"]
    assert list(fit_words(TEXTS, most=1, least=1)["words"]) == ["car"]


def test_a_word_weighs_its_log_count_times_its_rarity():
    state = fit_words(TEXTS, most=99, least=1)
    row = apply_words(state, TEXTS[:1])[0]
    red, car = log(3) * (log(5 / 2) + 1), log(2) * (log(5 / 3) + 1)
    assert np.isclose(row[state["words"]["red"]] / row[state["words"]["car"]], red / car)
    assert np.isclose(np.linalg.norm(row[:-1]), 1)


def test_letters_and_digits_are_apart_and_case_is_ignored():
    state = fit_words(np.array(["C85", "c_23", "é1"], object), most=9, least=1)
    assert set(state["words"]) == {"c", "85", "23", "é", "1"}


def test_unknown_words_and_missing_text_give_zeros():
    state = fit_words(TEXTS, most=99, least=1)
    assert not apply_words(state, np.array(["nothing known", None], object))[:, :-1].any()
