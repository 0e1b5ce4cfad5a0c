"""Levels of n-grams against counting in a dictionary."""

import sys
from collections import Counter
from types import SimpleNamespace

import numpy as np
import pytest

from zerotohero.verse.ngrams import BREAK, child, read_levels, reversed_stream

RNG = np.random.default_rng(0)
TEXTS = {
    "one word": [[1]],
    "equal lines": [[1, 2, 1]] * 5,
    "repeats": [[1, 1, 1, 2], [1, 1], [1], [2, 1, 1, 1, 1]],
    "random": [RNG.integers(1, 6, RNG.integers(1, 9)).tolist() for _ in range(60)],
    "codes that do not fit into one number": [RNG.choice([1, 7, 2**20, 2**21 - 2], RNG.integers(1, 9)).tolist()
                                              for _ in range(40)],
}  # fmt: skip
LONGEST = 6


def stream(text):
    return reversed_stream(np.concatenate(text) - 1, np.cumsum([0, *map(len, text)]))


def counted(text, n):
    """n-gram -> how often; BREAK is E at its begin and B at its end."""
    rows = [[BREAK, *line[::-1], BREAK] for line in text]
    grams = Counter(tuple(r[i : i + n]) for r in rows for i in range(len(r) - n + 1))
    return grams if n > 1 else grams | {(BREAK,): len(text) + 1}  # the breaks between lines stand once in the stream


def written(levels, n, places):
    """The n-grams at these places: each is a continuation of one of the level above."""
    if n == 0:
        return [()] * len(places)
    parents = levels[n - 1].spread(np.arange(len(levels[n - 1].word)))[places]
    return [(*g, int(w)) for g, w in zip(written(levels, n - 1, parents), levels[n].word[places])]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_levels_hold_what_counting_finds(text):
    levels = read_levels(stream(text), LONGEST)
    for n in range(1, LONGEST + 1):
        level, places = levels[n], np.arange(len(levels[n].word))
        grams, truth = written(levels, n, places), counted(text, n)
        assert grams == sorted(truth)
        assert level.count.tolist() == [truth[g] for g in grams]
        assert written(levels, n - 1, level.suffix) == [g[1:] for g in grams]
        assert level.opening == sum(g[0] == BREAK for g in grams)
        after = [
            sum(truth[g] for g in grams if g[:-1] == h)
            for h in written(levels, n - 1, np.arange(len(levels[n - 1].word)))
        ]
        assert levels[n - 1].sums(level.count).tolist() == after


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_child_finds_every_continuation_and_no_other(text):
    levels = read_levels(stream(text), LONGEST)
    words = sorted({BREAK, 3, *np.concatenate(text).tolist()})
    for n in range(LONGEST):
        truth = {g: i for i, g in enumerate(sorted(counted(text, n + 1)))}
        contexts = np.arange(len(levels[n].word)).repeat(len(words))
        asked = np.tile(words, len(levels[n].word))
        expected = [truth.get((*g, w), -1) for g, w in zip(written(levels, n, contexts), asked.tolist())]
        assert child(levels, n, contexts, asked).tolist() == expected


def test_lines_without_words_are_left_out():
    assert reversed_stream(np.array([4, 5, 6]), np.array([0, 0, 2, 2, 2, 3])).tolist() == [0, 7, 0, 6, 5, 0]
    assert reversed_stream(np.zeros(0, int), np.array([0])).tolist() == [0]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_suffix_sorter_leads_to_the_same_levels(text, monkeypatch):
    def divsufsort(tokens):
        assert tokens.dtype == np.uint32
        return np.array(sorted(range(len(tokens)), key=lambda i: tokens[i:].tolist()), np.int64)

    monkeypatch.setitem(sys.modules, "pydivsufsort", None)  # as if it were not installed
    own = read_levels(stream(text), LONGEST)
    monkeypatch.setitem(sys.modules, "pydivsufsort", SimpleNamespace(divsufsort=divsufsort))
    for one, other in zip(own, read_levels(stream(text), LONGEST)):
        assert all(np.array_equal(a, vars(other)[name]) for name, a in vars(one).items())
