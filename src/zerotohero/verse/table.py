"""How much probability is left for finishing a line: exact dynamic programming over every context at once.

``beta[n][a, s, i]`` is the mass of all legal ways to finish a line from context i of level n with exactly s syllables
left: no word that would copy more than K words, no line that the text has as a whole, only words that the meter
allows. Where words must occur, a = 1 stands for "one of them has occurred" and only such lines are counted at the end.
One table serves every rhyme and every line, because lines are written from their end.
"""

import numpy as np

from zerotohero.verse.kneser_ney import remainder
from zerotohero.verse.ngrams import BREAK, child


class Table:
    """The masses of one request.

    Parameters
    ----------
    levels : list of Level
        0 to at least ``copy_limit`` + 1.
    weights : kneser_ney.Weights
    meter : Meter
    copy_limit : int
        K, from 2: at most this many words in a row may stand in the text.
    avoid, wanted : ndarray of int
        Words that must not occur; words of which one must occur (none: no such condition).

    Attributes
    ----------
    beta : list over n = 0 .. K of ndarray (A, S + 1, M_n)
        A is 2 where words must occur, else 1.
    """

    def __init__(self, levels, weights, meter, copy_limit, avoid=(), wanted=()):
        self.levels, self.weights, self.meter, self.copy_limit = levels, weights, meter, copy_limit
        self.wanted = np.zeros(len(meter.syllables), bool)
        self.wanted[list(wanted)] = True
        self.allowed = meter.allowed.copy()
        self.allowed[:, list(avoid)] = False
        self.layers = 2 if len(wanted) else 1
        places = meter.longest + 1
        self.beta = [np.zeros((self.layers, places, len(levels[n].word))) for n in range(copy_limit + 1)]
        for s in range(places):
            for a in range(self.layers):
                self._fill(a, s)

    def _fill(self, a, s):
        """Compute all masses with s syllables left: level by level, each from the one below."""
        below = None
        for n, beta in enumerate(self.beta):
            level, edges = self.levels[n], self.levels[n + 1]
            mass = self.values(n, a, s, slice(None))
            total = level.sums(mass)
            if n:
                lower = self.beta[n - 1][a, s][level.suffix]
                seen = level.sums(below[edges.suffix])
                total = total + self.weights.gamma[n] * remainder(lower, seen)  # bincount of nothing is of int
            beta[a, s] = total
            below = mass

    def values(self, n, a, s, edges):
        """Return the mass of the lines that go on along these n-grams of level n + 1.

        Parameters
        ----------
        n : int
        a, s : int or ndarray (Q,)
        edges : slice or ndarray (Q,)
            Places in level n + 1.
        """
        level = self.levels[n + 1]
        words = level.word[edges]
        there = np.arange(len(level.word)) if isinstance(edges, slice) else edges
        found = np.zeros(len(words))
        if n < self.copy_limit:
            left = np.maximum(s - self.meter.syllables[words], 0)
            layer = np.maximum(a, self.wanted[words]) if self.layers == 2 else a
            found = self.beta[n + 1][layer, left, there] * self.allowed[s, words] * self.weights.p[n + 1][edges]
        ends = words == BREAK
        whole = there < level.opening if n else False  # the line would be one of the text's
        done = (np.asarray(s) == 0) & (np.asarray(a) == self.layers - 1)
        return np.where(ends, np.where(done & ~np.asarray(whole), self.weights.p[n + 1][edges], 0.0), found)

    def start(self, s):
        """Return the mass of all lines of s syllables by their last word, (V,), and the states after it.

        Returns
        -------
        mass : ndarray (V,)
        length, place : ndarray (V,)
            The state that the last word leads to.
        """
        words = np.arange(len(self.meter.syllables))
        opening = np.flatnonzero(self.levels[1].word == BREAK)[:1]
        edges = child(self.levels, 1, np.repeat(opening, len(words)), words)
        single = child(self.levels, 0, np.zeros(len(words), np.int64), words)
        after = edges >= 0
        length, place = np.where(after, 2, 1), np.where(after, edges, single)
        layer = self.wanted.astype(int) if self.layers == 2 else np.zeros(len(words), int)
        left = s - self.meter.syllables
        fits = self.allowed[s] & (left >= 0) & (place >= 0) & (words != BREAK)
        p, mass = self.weights.p, np.zeros(len(words))
        for n, share in ((2, p[2]), (1, self.weights.gamma[1][opening] * p[1])):
            of = fits & (length == n)
            mass[of] = share[place[of]] * self.beta[n][layer[of], left[of], place[of]]
        return mass, length, place
