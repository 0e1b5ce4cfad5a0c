"""Plain n-grams: shares of what followed, counted by hand."""

import random

import numpy as np
import pytest

from zerotohero.algorithms.plain_ngram import UNSEEN, PlainNgram, count, write

LINES = ["the cat sat", "the cat ran", "the dog ran", "the cat sat down"]


@pytest.mark.parametrize(
    ("order", "line", "shares"),
    [
        (2, "the cat sat", [1, 3 / 4, 2 / 3, 1 / 2]),
        (3, "the dog ran", [1, 1 / 4, 1, 1]),
        (1, "cat ran", [3 / 17, 2 / 17, 4 / 17]),
        (3, "the dog sat", [1, 1 / 4, UNSEEN, UNSEEN]),
        (2, "the cow ran", [1, UNSEEN, 1]),  # an unknown word is left out; what follows it never followed
    ],
)
def test_a_probability_is_a_share_of_what_followed(order, line, shares):
    nll, words = PlainNgram(order).fit(LINES).predict([line])[0]
    assert (nll, words) == (pytest.approx(-np.log(shares).sum()), len(shares))


def test_a_line_is_drawn_as_often_as_it_is_likely():
    follows, rng, n = count([line.split() for line in LINES], 2), random.Random(0), 4000
    drawn = [write(follows, 2, rng) for _ in range(n)]
    for line, share in {"the cat sat": 3 / 4 * 2 / 3 / 2, "the dog ran": 1 / 4, "the cat ran": 3 / 4 / 3}.items():
        assert abs(drawn.count(line) / n - share) < 4 * np.sqrt(share * (1 - share) / n)


@pytest.mark.parametrize("order", [1, 2, 3, 8])
def test_each_drawn_word_followed_somewhere(order):
    follows = count([line.split() for line in LINES], order)
    for seed in range(30):
        words = [""] * (order - 1) + write(follows, order, random.Random(seed)).split() + [""]
        for i in range(order - 1, len(words)):
            assert follows[tuple(words[i - order + 1 : i])][words[i]] > 0
