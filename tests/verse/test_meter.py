"""Which words fit where, by hand."""

import numpy as np
import pytest

from zerotohero.verse.meter import count_meter, stress_meter

STRESSES = ["", "1", "0", "10", "01", "102", "2010", ""]  # the line break; words; the last has no syllable


def test_a_word_fits_where_its_syllables_do():
    meter = count_meter([len(s) for s in STRESSES], 3)
    assert meter.longest == 3
    for left in range(4):
        assert meter.allowed[left].tolist() == [0 < len(s) <= left for s in STRESSES]


@pytest.mark.parametrize("pattern", ["0101", "1", "10", "111", "100100"])
def test_a_word_fits_where_its_stresses_do(pattern):
    meter = stress_meter(STRESSES, pattern)
    assert meter.longest == len(pattern) and meter.syllables.tolist() == [len(s) for s in STRESSES]
    for left in range(len(pattern) + 1):
        for word, stress in enumerate(STRESSES):
            begin = left - len(stress)  # positions before it; its last syllable is position `left`
            fits = bool(stress) and begin >= 0
            if fits and len(stress) > 1:
                fits = all(s == "2" or s == p for s, p in zip(stress, pattern[begin:left]))
            assert meter.allowed[left, word] == fits, (left, stress)


def test_small_words_go_anywhere_and_long_ones_only_with_the_beat():
    meter = stress_meter(STRESSES, "0101")
    assert meter.allowed[1:, [1, 2]].all()
    assert np.flatnonzero(meter.allowed[:, 4]).tolist() == [2, 4]  # de-LIGHT: before the pattern's second and fourth
    assert np.flatnonzero(meter.allowed[:, 3]).tolist() == [3]
