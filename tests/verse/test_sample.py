"""Drawn lines come as often as enumeration says."""

import numpy as np
import pytest

from zerotohero.verse.kneser_ney import estimate
from zerotohero.verse.meter import count_meter
from zerotohero.verse.ngrams import child, read_levels, reversed_stream
from zerotohero.verse.sample import Sampler
from zerotohero.verse.table import Table

TEXT = [[1, 2, 3], [1, 2, 4], [5, 3], [2, 2, 4, 1], [3, 4, 5, 1, 2], [1, 3, 2, 3], [4, 4, 3], [2, 5, 3]]
SYLLABLES = np.array([0, 1, 2, 1, 1, 2])
LAST, DRAWN = 3, 20_000


def table_of(order=4, copy_limit=2, temperature=1.0, seen_pairs=False, **wishes):
    levels = read_levels(reversed_stream(np.concatenate(TEXT) - 1, np.cumsum([0, *map(len, TEXT)])), 5)
    weights = estimate(levels, order).tempered(levels, temperature)
    weights = weights.seen_pairs() if seen_pairs else weights
    return Table(levels, weights, count_meter(SYLLABLES, 5), copy_limit, **wishes)


def enumerated(slowly, syllables, order=4, copy_limit=2, wanted=(), avoid=(), **how):
    def fits(line):
        fits_meter = line[-1] == LAST and SYLLABLES[list(line)].sum() == syllables
        return fits_meter and not {*line} & {*avoid} and (not wanted or bool({*line} & {*wanted}))

    return slowly(TEXT, order).lines(5, copy_limit, fits, **how)


def drawn(sampler, table, syllables=5, n=DRAWN):
    lines = sampler(table, np.random.default_rng(1)).lines(np.full(n, LAST), np.full(n, syllables))
    found = {}
    for line in lines:
        found[tuple(line.tolist())] = found.get(tuple(line.tolist()), 0) + 1
    return found


def surplus(found, truth):
    """By how many standard deviations chi-squared is above what chance gives; lines expected less than 5 times in one."""
    n, total = sum(found.values()), sum(truth.values())
    expected = {line: n * mass / total for line, mass in truth.items()}
    assert set(found) <= set(truth)
    rare = [line for line, e in expected.items() if e < 5]
    cells = [(found.get(line, 0), e) for line, e in expected.items() if e >= 5]
    if rare:
        cells.append((sum(found.get(line, 0) for line in rare), sum(expected[line] for line in rare)))
    chi2, degrees = sum((f - e) ** 2 / e for f, e in cells), max(len(cells) - 1, 1)
    assert len(cells) >= 5  # there is something to tell apart
    return (chi2 - degrees) / np.sqrt(2 * degrees)


CASES = {
    "plain": {},
    "order 2, copies up to 3": {"order": 2, "copy_limit": 3},
    "tempered": {"temperature": 0.5},
    "bold": {"temperature": 3.0},
    "seen pairs": {"seen_pairs": True, "copy_limit": 3},
    "a wanted word": {"wanted": (5,)},
    "a word to avoid": {"avoid": (1,)},
    "all together": {"wanted": (4, 5), "avoid": (1,), "temperature": 0.7},
}


@pytest.mark.parametrize("how", CASES.values(), ids=CASES)
def test_lines_are_drawn_by_their_mass(how, slowly):
    table, truth = table_of(**how), enumerated(slowly, 5, **how)
    assert table.start(5)[0][LAST] == pytest.approx(sum(truth.values()), rel=1e-12)
    assert surplus(drawn(Sampler, table), truth) < 5


class Impatient(Sampler):
    """Writes every rest out word by word."""

    def _unseen(self, n, place, s, a):
        pairs = [self._written_out(n, p, s_, a_) for p, s_, a_ in zip(place, s, a)]
        return tuple(np.array(pairs).T)


@pytest.mark.parametrize("how", [{}, {"seen_pairs": True, "copy_limit": 3}, {"wanted": (5,)}])
def test_rests_written_out_word_by_word_are_drawn_by_their_mass_too(how, slowly):
    assert surplus(drawn(Impatient, table_of(**how), n=1500), enumerated(slowly, 5, **how)) < 5


class Restarting(Sampler):
    """The tempting mistake: where the inner draw gives a seen word, all is drawn again, not only the inner draw."""

    def _unseen(self, n, place, s, a):
        m, e = self._draw(n - 1, self.table.levels[n].suffix[place], s, a)
        words = np.array([self.table.levels[k].word[i] for k, i in zip(m, e)])
        again = np.flatnonzero(child(self.table.levels, n, place, words) >= 0)
        if len(again):
            m[again], e[again] = self._draw(n, place[again], s[again], a[again])
        return m, e


def test_restarting_the_whole_draw_would_be_seen(slowly):
    assert surplus(drawn(Restarting, table_of()), enumerated(slowly, 5)) > 10


def test_lines_of_different_lengths_and_ends_are_drawn_together():
    table = table_of()
    s = np.arange(1000) % 3 + 3
    last = np.where(np.arange(1000) % 2, 3, 4)
    for line, wanted, end in zip(Sampler(table, np.random.default_rng(0)).lines(last, s), s, last):
        assert SYLLABLES[line].sum() == wanted and line[-1] == end
