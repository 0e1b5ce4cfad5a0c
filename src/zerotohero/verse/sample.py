"""Draw lines from a ``Table``: many at once, each exactly with its probability, without trying and throwing away.

From context h with s syllables left, ``u · beta`` either falls into the mass of a word that was seen after h, or into
the rest, which belongs to the shorter context h′. Then a word is drawn from h′, and *only this inner draw* is repeated
until the word is none that was seen after h. Repeating the whole draw at h would favour the seen words.
"""

import numpy as np

from zerotohero.verse.ngrams import BREAK, child

PATIENCE = 30  # inner draws before the rest is written out word by word


class Sampler:
    """Draws from one Table; ``rng`` decides."""

    def __init__(self, table, rng):
        self.table, self.rng = table, rng
        self._sums = {}  # running sums of the levels where contexts have thousands of words

    def lines(self, last_words, syllables):
        """Return one line for each last word, forward.

        Parameters
        ----------
        last_words : ndarray (Q,) of int
            Each must have mass in ``table.start(syllables)``.
        syllables : ndarray (Q,) of int

        Returns
        -------
        list of Q ndarrays of int
        """
        table, words = self.table, np.asarray(last_words)
        s, length, place = np.array(syllables), np.zeros(len(words), np.int64), np.zeros(len(words), np.int64)
        for count in np.unique(s):
            of = s == count
            _, lengths, places = table.start(count)
            length[of], place[of] = lengths[words[of]], places[words[of]]
        s = s - table.meter.syllables[words]
        a = table.wanted[words].astype(np.int64) if table.layers == 2 else np.zeros(len(words), np.int64)
        out, active = [words], np.arange(len(words))
        while len(active):
            m, e = self._step(length[active], place[active], s[active], a[active])
            word = np.zeros(len(words), np.int64)
            for n in np.unique(m):
                word[active[m == n]] = table.levels[n].word[e[m == n]]
            length[active], place[active] = m, e
            s[active] -= table.meter.syllables[word[active]]
            if table.layers == 2:
                a[active] |= table.wanted[word[active]]
            out.append(word)
            active = active[word[active] != BREAK]
        grid = np.array(out)
        return [column[column != BREAK][::-1] for column in grid.T]

    def _step(self, length, place, s, a):
        """Return the n-gram (level, place) that each state goes on with."""
        m, e = np.zeros(len(length), np.int64), np.zeros(len(length), np.int64)
        for n in np.unique(length):
            of = np.flatnonzero(length == n)
            m[of], e[of] = self._draw(n, place[of], s[of], a[of])
        return m, e

    def _draw(self, n, place, s, a):
        """Draw for contexts of one length."""
        u = self.rng.random(len(place)) * self.table.beta[n][a, s, place]
        e = self._seen(n, place, s, a, u) if n > 1 else self._seen_often(n, place, s, a, u)
        m = np.full(len(place), n + 1)
        rest = np.flatnonzero(e < 0)
        if len(rest):
            m[rest], e[rest] = self._unseen(n, place[rest], s[rest], a[rest])
        return m, e

    def _seen(self, n, place, s, a, u):
        """Return the n-gram into whose mass u falls, −1 beyond them all: the words after each context written out."""
        first = self.table.levels[n].first
        begin, size = first[place], first[place + 1] - first[place]
        ends = np.cumsum(size)
        owner = np.repeat(np.arange(len(place)), size)
        edges = np.arange(size.sum()) - np.repeat(ends - size, size) + begin[owner]
        mass = self.table.values(n, a[owner], s[owner], edges)
        total = np.bincount(owner, mass, minlength=len(place))
        found = np.full(len(place), -1)
        inside = np.flatnonzero(u < total)
        if len(inside):
            # one running sum per context: a common one would lose small masses behind large ones
            running = np.cumsum(mass / np.maximum(total, 1e-300)[owner])
            before = np.concatenate([[0.0], running])[ends - size]
            at = np.searchsorted(running, before[inside] + u[inside] / total[inside], side="right")
            found[inside] = _with_mass(mass, at, (ends - size)[inside], ends[inside], edges)
        return found

    def _seen_often(self, n, place, s, a, u):
        """The same where a context has thousands of words: by running sums that are kept."""
        table, first = self.table, self.table.levels[n].first
        found = np.full(len(place), -1)
        for layer, left in {*zip(a.tolist(), s.tolist())}:
            of = np.flatnonzero((a == layer) & (s == left))
            if (n, layer, left) not in self._sums:
                mass = table.values(n, layer, left, slice(None))
                self._sums[n, layer, left] = mass, np.concatenate([[0.0], np.cumsum(mass)])
            mass, sums = self._sums[n, layer, left]
            begin, end = first[place[of]], first[place[of] + 1]
            inside = np.flatnonzero(u[of] < sums[end] - sums[begin])
            if len(inside):
                at = np.searchsorted(sums, sums[begin[inside]] + u[of][inside], side="right") - 1
                found[of[inside]] = _with_mass(mass, at, begin[inside], end[inside], None)
        return found

    def _unseen(self, n, place, s, a):
        """Draw words that were not seen after these contexts, from the contexts without their oldest word."""
        levels = self.table.levels
        shorter = levels[n].suffix[place]
        m, e = np.zeros(len(place), np.int64), np.zeros(len(place), np.int64)
        open_ = np.arange(len(place))
        for _ in range(PATIENCE):
            m[open_], e[open_] = self._draw(n - 1, shorter[open_], s[open_], a[open_])
            words = np.zeros(len(open_), np.int64)
            for k in np.unique(m[open_]):
                of = m[open_] == k
                words[of] = levels[k].word[e[open_][of]]
            open_ = open_[child(levels, n, place[open_], words) >= 0]
            if not len(open_):
                return m, e
        for i in open_:
            m[i], e[i] = self._written_out(n, place[i], s[i], a[i])
        return m, e

    def _written_out(self, n, place, s, a):
        """Draw one word that was not seen after a context, from the masses of all words."""
        table, levels = self.table, self.table.levels
        chain = [place]
        for k in range(n, 0, -1):
            chain.append(levels[k].suffix[chain[-1]])
        chain = chain[::-1]  # the context's place in level 0, 1, ..., n
        at = np.arange(len(levels[1].word))
        mass, level, edge = table.values(0, a, s, at), np.ones(len(at), np.int64), at.copy()
        where = np.full(len(table.meter.syllables), -1)
        where[levels[1].word] = at
        for k in range(1, n + 1):
            edges = np.arange(levels[k].first[chain[k]], levels[k].first[chain[k] + 1])
            seen = where[levels[k + 1].word[edges]]
            own = table.values(k, a, s, edges) if k < n else np.zeros(len(edges))
            mass = mass * (table.weights.gamma[k][chain[k]] if k < n else 1.0)
            mass[seen], level[seen], edge[seen] = own, k + 1, edges
        if not mass.any():  # rounding led here: all mass lies with the words that were seen
            return n + 1, edges[np.argmax(table.values(n, a, s, edges))]
        pick = np.searchsorted(np.cumsum(mass), self.rng.random() * mass.sum(), side="right")
        pick = min(pick, np.flatnonzero(mass)[-1])
        return level[pick], edge[pick]


def _with_mass(mass, at, begin, end, edges):
    """Return the place ``at``, moved onto the nearest one with mass where rounding put it beside: never a dead end."""
    at = np.clip(at, begin, end - 1)
    for i in np.flatnonzero(mass[at] <= 0):
        live = np.flatnonzero(mass[begin[i] : end[i]]) + begin[i]
        at[i] = live[np.abs(live - at[i]).argmin()]
    return at if edges is None else edges[at]
