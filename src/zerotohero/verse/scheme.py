"""Which lines of a verse rhyme with which, and the words that end them: drawn by the mass of the lines behind them."""

import numpy as np

from zerotohero.core.errors import UsageError

SCHEMES = {"couplets": "AABB", "alternate": "ABAB", "enclosed": "ABBA", "limerick": "AABBA",
           "sonnet": "ABABCDCDEFEFGG", "free": "X"}  # fmt: skip
DRAWS = 200  # classes drawn together before they are drawn one after the other


def letters_of(scheme, lines):
    """Return a letter a line; the scheme begins again with new letters until there are enough lines. X never rhymes.

    >>> letters_of("AABB", 6), letters_of("limerick", 5), letters_of("free", 2)
    (['A1', 'A1', 'B1', 'B1', 'A2', 'A2'], ['A1', 'A1', 'B1', 'B1', 'A1'], ['X', 'X'])
    """
    pattern = SCHEMES.get(str(scheme).lower(), str(scheme).upper())
    if not pattern.isalpha() or not pattern.isascii():
        known = ", ".join(f"{name} ({letters})" for name, letters in SCHEMES.items())
        raise UsageError(
            "choose a rhyme scheme", "letters such as AABB, X for a line without rhyme", repr(scheme), known
        )
    found = []
    for i in range(lines):
        letter, turn = pattern[i % len(pattern)], i // len(pattern) + 1
        found.append("X" if letter == "X" else f"{letter}{turn}")
    return found


class RhymeClasses:
    """The words that can end a line, by how they rhyme.

    Parameters
    ----------
    mass : ndarray (V,)
        Of all lines that end with each word.
    key, onset : ndarray (V,) of int
        Words rhyme when their keys are equal and their onsets differ; key −1 never rhymes.

    Notes
    -----
    m lines rhyme when their last words come from one class and from different onsets: the mass of all such choices is
    m! times the m-th elementary symmetric polynomial of the onsets' masses.
    """

    def __init__(self, mass, key, onset):
        self.mass, self._key, self._onset = mass, key, onset
        words = np.flatnonzero((mass > 0) & (key >= 0))
        order = words[np.lexsort((words, onset[words], key[words]))]
        self._words, self._kept = {}, {}
        for group in np.split(order, np.flatnonzero(np.diff(key[order])) + 1) if len(order) else []:
            parts = np.split(group, np.flatnonzero(np.diff(onset[group])) + 1)
            self._words[int(key[group[0]])] = parts
        self._names = list(self._words)

    def without(self, key, onset):
        """Return the RhymeClasses without the words that have this key and this onset."""
        sounds_like = (self._key == key) & (self._onset == onset)
        return RhymeClasses(np.where(sounds_like, 0.0, self.mass), self._key, self._onset)

    def total(self, key, count):
        """Return the mass of ``count`` rhyming lines of one class."""
        parts = self._words.get(key, [])
        if len(parts) < count:
            return 0.0
        sums = [self.mass[part].sum() for part in parts]
        return float(_symmetric(sums, count)[count, 0])

    def hold(self, counts):
        """Return whether there are as many classes, each with as many different onsets, as these counts of lines want."""
        sizes = sorted(map(len, self._words.values()), reverse=True)
        wanted = sorted(counts, reverse=True)
        return len(sizes) >= len(wanted) and all(have >= want for have, want in zip(sizes, wanted))

    def draw_classes(self, counts, rng, first=None):
        """Return a class for each count of lines, all different, by the product of their masses; None where there is none.

        Parameters
        ----------
        counts : sequence of int
        first : int or None
            The class of the first one, if it is given.
        """
        masses, sums = zip(*map(self._masses, counts))
        if not all(m.any() for m in masses) or (first is not None and not self.total(first, counts[0])):
            return None
        for _ in range(DRAWS):
            drawn = [self._names[_at(s, u)] for s, u in zip(sums, rng.random(len(sums)).tolist())]
            if first is not None:
                drawn[0] = first
            if len({*drawn}) == len(drawn):
                return drawn
        drawn = [first] + [None] * (len(counts) - 1)
        for i in sorted(range(first is not None, len(counts)), key=lambda i: -counts[i]):  # the hardest to have first
            left = np.cumsum(np.where(np.isin(self._names, [k for k in drawn if k is not None]), 0.0, masses[i]))
            if not left[-1]:
                return None
            drawn[i] = self._names[_at(left, rng.random())]
        return drawn

    def draw_words(self, key, count, rng):
        """Return ``count`` words of one class that rhyme, in random order, by the mass of their lines."""
        parts = self._words[key]
        if (key, count) not in self._kept:
            sums = np.array([self.mass[part].sum() for part in parts])
            self._kept[key, count] = sums, _symmetric(sums, count)
        sums, table = self._kept[key, count]
        found, left = [], count
        for i, part in enumerate(parts):
            if not left:
                break
            if rng.random() * table[left, i] < sums[i] * table[left - 1, i + 1]:
                found.append(int(part[0] if len(part) == 1 else part[_at(np.cumsum(self.mass[part]), rng.random())]))
                left -= 1
        return [found[i] for i in rng.permutation(count)]

    def _masses(self, count):
        """Return the classes' masses of ``count`` rhyming lines, and their running sums."""
        if count not in self._kept:
            masses = np.array([self.total(k, count) for k in self._names])
            self._kept[count] = masses, np.cumsum(masses)
        return self._kept[count]

    def words(self, key):
        """Return the words of a class that can end a line, those with the most mass first."""
        words = np.concatenate(self._words.get(key, [np.zeros(0, np.int64)]))
        return words[np.argsort(-self.mass[words], kind="stable")]


def _symmetric(values, count):
    """Return ``e[m, i]``: the m-th elementary symmetric polynomial of ``values[i:]``, for m up to ``count``."""
    table = np.zeros((count + 1, len(values) + 1))
    table[0] = 1.0
    for i in range(len(values) - 1, -1, -1):
        table[1:, i] = table[1:, i + 1] + values[i] * table[:-1, i + 1]
    return table


def _at(sums, u):
    """Return the place that u, from 0 to 1, falls on in these running sums."""
    return min(int(np.searchsorted(sums, u * sums[-1], side="right")), int(np.searchsorted(sums, sums[-1])))
