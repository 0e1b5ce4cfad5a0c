"""The table's masses are those of writing out every line; samples follow them."""

import itertools

import numpy as np
import pytest

from zerotohero.verse.kneser_ney import estimate, follow
from zerotohero.verse.meter import Meter, count_meter, stress_meter
from zerotohero.verse.ngrams import BREAK, child, read_levels, reversed_stream
from zerotohero.verse.sample import Sampler
from zerotohero.verse.table import Table

WORDS = 5
TEXTS = {
    "small": [[1, 2, 3], [1, 2, 4], [5, 3], [2, 2, 4, 1], [3, 4, 5, 1, 2], [1, 3, 2, 3]],
    "one line": [[1, 2, 3, 4, 5]],
    "repeats": [[1, 1, 1, 2], [1, 1, 2], [2, 1, 1, 1, 1], [3, 4], [3, 5], [3, 4]],
}
SYLLABLES = np.array([0, 1, 2, 1, 1, 2])


def stream(text):
    return reversed_stream(np.concatenate(text) - 1, np.cumsum([0, *map(len, text)]))


def legal(line, text, copy_limit):
    """Whether a line copies neither a whole line nor more than ``copy_limit`` tokens, E counted; by looking."""
    windows = {tuple(["E", *r][i : i + copy_limit + 1]) for r in (t[::-1] for t in text) for i in range(len(r))}
    own = ["E", *line[::-1]]
    spans = [tuple(own[i : i + copy_limit + 1]) for i in range(len(own) - copy_limit)]
    return list(line) not in text and not any(s in windows for s in spans if len(s) == copy_limit + 1)


def probability(levels, weights, line):
    """The product of the model's factors, step by step from the line's end, with the longest contexts there are."""
    start = child(levels, 0, np.zeros(1, int), np.array([BREAK]))
    n, place, total = np.ones(1, int), start, 0.0
    for word in [*line[::-1], BREAK]:
        while (n >= len(levels) - 1).any():
            place, n = levels[int(n[0])].suffix[place], n - 1
        n, place, log = follow(levels, weights, n, place, np.array([word]))
        total += log[0]
    return np.exp(total)


def written_out(levels, weights, text, copy_limit, fits):
    """Line -> its mass, for all lines of up to 4 words that fit."""
    lines = itertools.chain(*(itertools.product(range(1, WORDS + 1), repeat=n) for n in range(1, 5)))
    return {line: probability(levels, weights, line) for line in lines if fits(line) and legal(line, text, copy_limit)}


def same(mass, truth):
    assert mass == pytest.approx(truth, rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(("order", "copy_limit"), [(3, 2), (4, 3), (2, 3), (5, 2)])
@pytest.mark.parametrize("temperature", [1.0, 0.6])
def test_mass_is_that_of_all_lines(text, order, copy_limit, temperature):
    text = TEXTS[text]
    levels = read_levels(stream(text), max(order, copy_limit + 1))
    weights = estimate(levels, order).tempered(levels, temperature)
    table = Table(levels, weights, count_meter(SYLLABLES, 4), copy_limit)
    truth = written_out(levels, weights, text, copy_limit, lambda line: SYLLABLES[list(line)].sum() == 4)
    mass, _, _ = table.start(4)
    for word in range(1, WORDS + 1):
        same(mass[word], sum(v for line, v in truth.items() if line[-1] == word))


def test_words_that_must_or_must_not_occur():
    text = TEXTS["small"]
    levels = read_levels(stream(text), 4)
    weights = estimate(levels, 4)
    table = Table(levels, weights, count_meter(SYLLABLES, 4), 3, avoid=[2], wanted=[4, 5])

    def fits(line):
        return SYLLABLES[list(line)].sum() == 4 and 2 not in line and bool({4, 5} & {*line})

    truth = written_out(levels, weights, text, 3, fits)
    same(table.start(4)[0].sum(), sum(truth.values()))
    lines = Sampler(table, np.random.default_rng(0)).lines(np.full(300, 1), np.full(300, 4))
    assert {tuple(line.tolist()) for line in lines} <= {line for line in truth if line[-1] == 1}


def test_stress_pattern():
    text, stresses = TEXTS["small"], ["", "1", "01", "0", "1", "10"]
    levels = read_levels(stream(text), 4)
    weights = estimate(levels, 4)
    pattern = "0101"

    def fits(line):
        digits = "".join(stresses[w] for w in line)
        long = "".join("x" if len(stresses[w]) == 1 else stresses[w] for w in line)
        return len(digits) == 4 and all(d in ("x", p) for d, p in zip(long, pattern))

    table = Table(levels, weights, stress_meter(stresses, pattern), 3)
    same(table.start(4)[0].sum(), sum(written_out(levels, weights, text, 3, fits).values()))


def test_samples_follow_the_masses():
    text = TEXTS["small"]
    levels = read_levels(stream(text), 4)
    weights = estimate(levels, 4)
    table = Table(levels, weights, count_meter(SYLLABLES, 4), 2)
    truth = written_out(levels, weights, text, 2, lambda line: SYLLABLES[list(line)].sum() == 4 and line[-1] == 3)
    n = 20_000
    lines = Sampler(table, np.random.default_rng(1)).lines(np.full(n, 3), np.full(n, 4))
    expected = {line: n * v / sum(truth.values()) for line, v in truth.items()}
    counts = dict.fromkeys(expected, 0)
    for line in lines:
        counts[tuple(line.tolist())] += 1
    large = [line for line, e in expected.items() if e >= 5]
    chi2 = sum((counts[line] - expected[line]) ** 2 / expected[line] for line in large)
    assert chi2 < len(large) + 4 * np.sqrt(2 * len(large))  # about four standard deviations


def test_no_mass_where_nothing_can_be_said():
    text = [[1]]
    levels = read_levels(stream(text), 3)
    table = Table(levels, estimate(levels, 3), Meter(np.array([0, 1]), np.array([[0, 0], [0, 1]], bool)), 2)
    assert table.start(1)[0].sum() == 0.0  # the only line of one syllable is the text's own
