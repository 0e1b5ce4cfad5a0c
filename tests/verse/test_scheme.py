"""Schemes, and rhyme words drawn by the mass of their lines: against all choices written out."""

import itertools
from collections import Counter

import numpy as np
import pytest

from zerotohero.core.errors import UsageError
from zerotohero.verse.scheme import RhymeClasses, _symmetric, letters_of

# word 0 is the line break; words 1-5 rhyme (1 and 2 sound alike before the rhyme), 6 and 7 rhyme, 8 rhymes with none
KEY = np.array([-1, 0, 0, 0, 0, 0, 1, 1, 2, -1])
ONSET = np.array([-1, 0, 0, 1, 2, 3, 0, 1, 0, 5])
MASS = np.array([0.0, 3.0, 1.0, 2.0, 5.0, 0.0, 1.0, 4.0, 9.0, 7.0])
N = 3000


def classes():
    return RhymeClasses(MASS, KEY, ONSET)


def choices(key, count):
    """Every set of words of a class with different onsets -> the product of their masses."""
    words = [w for w in range(len(MASS)) if KEY[w] == key and MASS[w]]
    sets = (c for c in itertools.combinations(words, count) if len({ONSET[w] for w in c}) == count)
    return {frozenset(c): MASS[list(c)].prod() for c in sets}


def within(found, truth):
    """Whether counts are within 5 standard deviations of their shares."""
    n, total = sum(found.values()), sum(truth.values())
    assert set(found) <= set(truth)
    for what, mass in truth.items():
        share = mass / total
        assert abs(found[what] - n * share) <= 5 * np.sqrt(n * share * (1 - share)) + 1e-9, what


@pytest.mark.parametrize("values", [[], [2.0], [1.0, 2.0, 3.0], [0.5, 0.0, 4.0, 1e-9, 7.0]])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_symmetric_polynomials_are_sums_over_all_subsets(values, count):
    table = _symmetric(values, count)
    for m in range(count + 1):
        for i in range(len(values) + 1):
            truth = sum(np.prod(c) for c in itertools.combinations(values[i:], m))
            assert table[m, i] == pytest.approx(truth, rel=1e-14)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_the_mass_of_rhyming_lines_is_that_of_all_choices(count):
    for key in (0, 1, 2):
        assert classes().total(key, count) == pytest.approx(sum(choices(key, count).values()), abs=1e-300)


@pytest.mark.parametrize("count", [2, 3])
def test_words_are_drawn_by_the_mass_of_their_lines_and_in_random_order(count):
    drawer, rng = classes(), np.random.default_rng(0)
    drawn = [drawer.draw_words(0, count, rng) for _ in range(N)]
    within(Counter(map(frozenset, drawn)), choices(0, count))
    first = {w: sum(mass for c, mass in choices(0, count).items() if w in c) for w in (1, 2, 3, 4)}
    within(Counter(d[0] for d in drawn), first)


def test_classes_are_drawn_by_the_product_of_their_masses_and_differ():
    drawer, rng = classes(), np.random.default_rng(0)
    mass = {n: {k: sum(choices(k, n).values()) for k in (0, 1, 2)} for n in (1, 2)}
    truth = {(a, b): mass[2][a] * mass[1][b] for a in mass[2] for b in mass[1] if a != b and mass[2][a] * mass[1][b]}
    within(Counter(tuple(drawer.draw_classes([2, 1], rng)) for _ in range(N)), truth)
    given = Counter(tuple(drawer.draw_classes([2, 1], rng, first=1)) for _ in range(N))
    within(given, {pair: m for pair, m in truth.items() if pair[0] == 1})


@pytest.mark.parametrize("first", [None, 1])
def test_classes_that_are_hardly_ever_drawn_together_are_found_still(first):
    """One class has almost all mass, and only it has three words: it must be left to the three lines."""
    mass = np.array([0.0, 1e9, 1e9, 1e9, 1.0, 1.0, 1e-3, 1e-3])
    drawer = RhymeClasses(mass, np.array([-1, 0, 0, 0, 1, 1, 2, 2]), np.array([-1, 0, 1, 2, 0, 1, 0, 1]))
    for seed in range(5):
        one, three, other = drawer.draw_classes([2, 3, 2], np.random.default_rng(seed), first)
        assert three == 0 and {one, other} == {1, 2} and first in (None, one)


def test_what_cannot_rhyme_is_none():
    rng = np.random.default_rng(0)
    assert classes().draw_classes([5], rng) is None
    assert classes().draw_classes([2, 2, 2], rng) is None
    assert classes().draw_classes([2], rng, first=2) is None
    assert RhymeClasses(MASS * 0, KEY, ONSET).draw_classes([1], rng) is None
    assert RhymeClasses(MASS, KEY * 0 - 1, ONSET).draw_classes([2], rng) is None
    assert classes().words(0).tolist() == [4, 1, 3, 2] and not len(classes().words(99))


@pytest.mark.parametrize(
    ("scheme", "lines", "letters"),
    [
        ("ABBA", 4, "A1 B1 B1 A1"),
        ("abab", 6, "A1 B1 A1 B1 A2 B2"),
        ("sonnet", 14, "A1 B1 A1 B1 C1 D1 C1 D1 E1 F1 E1 F1 G1 G1"),
        ("AXA", 4, "A1 X A1 A2"),
        ("Enclosed", 2, "A1 B1"),
    ],
)
def test_letters(scheme, lines, letters):
    assert letters_of(scheme, lines) == letters.split()


@pytest.mark.parametrize("scheme", ["", "A-B", "A B", "12", "АБ", "AA\n"])
def test_what_is_no_scheme_is_refused(scheme):
    with pytest.raises(UsageError, match="scheme"):
        letters_of(scheme, 4)
