"""Probabilities against the definitions written out slowly (conftest.py)."""

import numpy as np
import pytest

from zerotohero.verse.kneser_ney import estimate, follow, log_probabilities
from zerotohero.verse.ngrams import read_levels, reversed_stream

RNG = np.random.default_rng(1)
ZIPF = 1 / np.arange(1, 21) / (1 / np.arange(1, 21)).sum()
TEXTS = {
    "one word": [[1]],
    "tiny": [[1, 2, 3], [1, 2, 4], [5, 3], [2, 2, 4, 1], [3, 4, 5, 1, 2], [1, 3, 2, 3]],
    "equal lines": [[1, 2]] * 4,
    "large enough for discounts of its own": [
        (RNG.choice(20, RNG.integers(1, 8), p=ZIPF) + 1).tolist() for _ in range(150)
    ],
}
each = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)


def model(text, order, longest=None):
    stream = reversed_stream(np.concatenate(text) - 1, np.cumsum([0, *map(len, text)]))
    levels = read_levels(stream, longest or order)
    return levels, estimate(levels, order)


def logs(text, order, lines, longest=None):
    return log_probabilities(*model(text, order, longest), [np.array(line[::-1], np.int64) for line in lines], order)


@each
@pytest.mark.parametrize(("order", "longest"), [(1, 3), (2, 2), (2, 5), (3, 3), (4, 6), (5, 5)])
def test_each_word_has_the_probability_of_the_definition(text, order, longest, slowly):
    truth = slowly(text, order)
    words = sorted(truth.vocabulary - {"B"})
    lines = [*text[:20], *(np.random.default_rng(2).choice(words, (15, 5)).tolist()), []]
    for line, found in zip(lines, logs(text, order, lines, longest)):
        row = ["E", *line[::-1], "B"]
        expected = [np.log(truth.p(row[i], row[:i])) for i in range(1, len(row))]
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("order", [2, 3])
def test_the_large_text_has_discounts_of_its_own(order, slowly):
    """Otherwise the test above would only see the fallback."""
    text = TEXTS["large enough for discounts of its own"]
    assert slowly(text, order).discounts[order] != [0, 0.5, 1.0, 1.5]


@each
@pytest.mark.parametrize("order", [1, 2, 4])
def test_after_every_context_the_words_and_the_unknown_one_sum_to_one(text, order, slowly):
    levels, weights = model(text, order)
    words, vocabulary = levels[1].word, len(levels[1].word)
    for n in range(order):
        size = len(levels[n].word)
        unknown = np.full(size, 1 / (vocabulary + 1))  # it takes the uniform part of every step down
        place = np.arange(size)
        for k in range(n, -1, -1):
            unknown = unknown * weights.gamma[k][place]
            place = levels[k].suffix[place] if k else place
        _, _, log = follow(levels, weights, np.full(size * vocabulary, n), np.arange(size).repeat(vocabulary),
                           np.tile(words, size))  # fmt: skip
        np.testing.assert_allclose(np.exp(log).reshape(size, -1).sum(axis=1) + unknown, 1, rtol=1e-12)
    assert slowly(text, order).p(None) == pytest.approx(float(weights.gamma[0][0]) / (vocabulary + 1))


def test_an_unknown_word_is_no_number_and_hides_what_stands_before_it(slowly):
    text = TEXTS["tiny"]
    truth = slowly(text, 3)
    (found,) = logs(text, 3, [[2, 1, -1, 3]])  # read from the end: 3, unknown, 1, 2
    assert np.isnan(found[1]) and np.isfinite(np.delete(found, 1)).all()
    expected = [truth.p(3, ["E"]), truth.p(1), truth.p(2, [1]), truth.p("B", [1, 2])]
    np.testing.assert_allclose(np.delete(found, 1), np.log(expected), rtol=1e-12)


@pytest.mark.parametrize("temperature", [0.5, 3.0])
def test_tempered_probabilities_are_powers_that_sum_to_one(temperature, slowly):
    text = TEXTS["tiny"]
    levels, weights = model(text, 3)
    truth, lines = slowly(text, 3), [[1, 2, 3], [4], [2, 2]]
    rows = [np.array(line) for line in lines]
    found = log_probabilities(levels, weights.tempered(levels, temperature), rows, 3)
    for line, log in zip(lines, found):
        row, after = ["E", *line, "B"], sorted(truth.vocabulary, key=str)
        for i, got in enumerate(log):
            power = {w: truth.p(w, row[: i + 1]) ** (1 / temperature) for w in after}
            assert got == pytest.approx(np.log(power[row[i + 1]] / sum(power.values())), rel=1e-12)


def test_seen_pairs_drop_the_step_to_single_words():
    seen = model(TEXTS["tiny"], 3)[1].seen_pairs()
    assert not seen.gamma[1].any() and seen.gamma[0].any() and seen.gamma[2].any()


def test_large_texts_keep_single_precision_of_the_same_numbers(monkeypatch):
    text = TEXTS["large enough for discounts of its own"]
    _, double = model(text, 3)
    monkeypatch.setattr("zerotohero.verse.kneser_ney.PRECISE", 0)
    _, single = model(text, 3)
    for a, b in zip(single.p + single.gamma, double.p + double.gamma):
        assert a.dtype == np.float32 and b.dtype == np.float64
        np.testing.assert_allclose(a, b, rtol=1e-5)
