"""Single words: a probability is a share of the words."""

import numpy as np
import pytest

from zerotohero.algorithms import single_words
from zerotohero.algorithms.rhyming_ngram import arrays

LINES = ["a a a b", "a b c", "c a"]


def predict(lines):
    return single_words.predict(arrays(single_words.make("generation", 0).fit(LINES)), lines)


def test_the_order_of_words_says_nothing():
    nll = predict(["a b c", "c b a", "b a c"])[:, 0]
    np.testing.assert_allclose(nll, nll[0])


def test_each_word_costs_what_it_costs_alone():
    """By hand: 12 words with the 3 ends; a 5, b 2, c 2, end 3 times; nothing comes once: the discounts are 1/2, 1, 3/2."""
    left = (
        1.0 + 1.0 + 1.5 + 1.5
    ) / 12  # what the discounts took from b, c, a and the end, shared by them and the unknown
    p = {"a": (5 - 1.5) / 12, "b": (2 - 1) / 12, "c": (2 - 1) / 12, "": (3 - 1.5) / 12}
    p = {word: share + left / 5 for word, share in p.items()}
    found = predict(["a", "b c", ""])
    expected = [-np.log(p["a"] * p[""]), -np.log(p["b"] * p["c"] * p[""]), -np.log(p[""])]
    assert found[:, 0] == pytest.approx(expected, rel=1e-12) and found[:, 1].tolist() == [2, 3, 1]
