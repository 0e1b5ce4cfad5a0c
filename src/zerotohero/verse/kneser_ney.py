"""Probabilities of interpolated modified Kneser-Ney (Chen & Goodman 1999), on the n-grams of ``ngrams.py``.

``p(w|h) = (a(hw) − D(a)) / Σ a(h·) + γ(h) p(w|h′)``; h′ is h without its oldest word. Below the highest order a(g)
is the number of different words seen before g, because a word that follows only one other says little about what
comes after a third; n-grams that begin with E have nothing before them and keep their counts. The details that
Chen & Goodman leave open are those of KenLM (Heafield et al. 2013): the unknown word shares the uniform part.
"""

from dataclasses import dataclass

import numpy as np

from zerotohero.verse.ngrams import BREAK, child

FALLBACK = (0.5, 1.0, 1.5)  # discounts where a text is too small to estimate them
NOISE = 1e-13  # a difference below this share of what it is taken from is rounding
PRECISE = 20_000_000  # n-grams; the weights of more are kept in single precision


@dataclass
class Weights:
    """What ``p`` and ``gamma`` are per level: ``p[n]`` for each n-gram, its last word given the others; ``gamma[n]``
    for each n-gram as a context."""

    p: list
    gamma: list

    def tempered(self, levels, temperature):
        """Return the exact weights of p(w|h) to the power 1 / temperature, made to sum to 1 over the words after each h.

        Without the sums, below 1 the lines with the fewest words would win, whatever they say.
        """
        if temperature == 1:
            return self
        power = 1.0 / temperature
        p, gamma = [p**power for p in self.p], [g**power for g in self.gamma]
        below, p_below = None, None  # of the contexts one word shorter: their sums, and p before it was divided by them
        for n, level in enumerate(levels[:-1]):
            total = level.sums(p[n + 1])
            if n:
                lower = below[level.suffix]
                total += gamma[n] * remainder(lower, seen=level.sums(p_below[levels[n + 1].suffix]))
            divisor = np.where(total > 0, total, 1.0)
            if n:
                gamma[n] *= lower / divisor
            below, p_below = total, p[n + 1].copy()
            p[n + 1] /= level.spread(divisor)
        return Weights(p, gamma)

    def seen_pairs(self):
        """Return the weights without the step back to single words: only pairs that were seen can follow each other."""
        return Weights(self.p, [self.gamma[0], np.zeros_like(self.gamma[1]), *self.gamma[2:]])


def remainder(lower, seen):
    """Return ``lower`` − ``seen``, sums over the same words: nothing where only rounding is left."""
    rest = lower - seen
    return np.where(rest > NOISE * lower, rest, 0.0)


def estimate(levels, order):
    """Return the Weights of a model of this order; longer n-grams of ``levels`` take the probability of their suffix.

    Parameters
    ----------
    levels : list of Level
        0 to at least ``order``.
    order : int
        The longest n-gram that counts, from 1.
    """
    words = len(levels[1].word)  # BREAK, which is predicted as B, among them
    kind = np.float64 if sum(len(level.word) for level in levels) < PRECISE else np.float32
    p, gamma = [np.ones(1, kind)], []
    for n in range(1, len(levels)):
        level, above = levels[n], levels[n - 1]
        if n > order:
            p.append(p[n - 1][level.suffix])
            gamma.append(np.ones(len(above.word), kind))
            continue
        adjusted = _adjusted(levels, n, order)
        discount = _discounts(adjusted, kind)
        total = above.sums(adjusted, kind)
        total[total == 0] = 1.0
        gamma.append(above.sums(discount, kind))
        gamma[-1] /= total
        own = adjusted.astype(kind)  # in place: a large text has little memory left here
        own -= discount
        del adjusted, discount
        own /= above.spread(total)
        lower = p[n - 1][level.suffix] if n > 1 else kind(1.0 / (words + 1))
        lower *= above.spread(gamma[-1])
        own += lower
        p.append(own)
    gamma.append(np.broadcast_to(kind(1.0), len(levels[-1].word)))
    for level, g in zip(levels, gamma):
        if level.first is not None:
            g[level.first[1:] == level.first[:-1]] = 1.0  # never a context
    return Weights(p, gamma)


def _adjusted(levels, n, order):
    """Return a(g) of level n."""
    if n == order:
        own = levels[n].count.copy()
        own[: int(n == 1)] -= 1  # BREAK alone is B here: the first one in the stream ends no line
        return own
    before = np.bincount(levels[n + 1].suffix, minlength=len(levels[n].word)).astype(np.int32)
    keep = levels[n].opening if n > 1 else 0  # BREAK alone is B here, and has words before it
    before[:keep] = levels[n].count[:keep]
    return before


def _discounts(adjusted, kind):
    """Return the discount of each count: one for 1, 2 and 3 or more (equation 26 of Chen & Goodman)."""
    t = [np.count_nonzero(adjusted == k) for k in (1, 2, 3, 4)]
    d = FALLBACK
    if all(t):
        y = t[0] / (t[0] + 2 * t[1])
        own = [k - (k + 1) * y * t[k] / t[k - 1] for k in (1, 2, 3)]
        d = own if all(0 < own[k - 1] < k for k in (1, 2, 3)) else d
    discount = np.full(len(adjusted), d[2], kind)
    for k in (0, 1, 2):
        discount[adjusted == k] = (0.0, *d)[k]
    return discount


def log_probabilities(levels, weights, lines, order):
    """Return the natural logarithm of each word's probability, line by line.

    Parameters
    ----------
    lines : list of ndarray of int
        In the order of the model (from the end, for verse), without BREAK; −1 for a word that it never saw.

    Returns
    -------
    list of ndarray (len(line) + 1,)
        The last is that of the line's end; NaN for words that the model never saw.
    """
    found = [np.full(len(line) + 1, np.nan) for line in lines]
    start = int(child(levels, 0, np.zeros(1, np.int64), np.array([BREAK]))[0])
    longest = max(map(len, lines), default=0)
    queue = np.arange(len(lines))
    length, place = np.ones(len(lines), np.int64), np.full(len(lines), start)
    if order < 2:
        length[:], place[:] = 0, 0
    for step in range(longest + 1):
        queue = queue[[len(lines[q]) >= step for q in queue]] if step else queue
        words = np.array([lines[q][step] if step < len(lines[q]) else BREAK for q in queue], np.int64)
        known = words >= 0
        n, c, log = follow(levels, weights, length[queue], place[queue], np.maximum(words, 0))
        for q, value, good in zip(queue, log, known):
            found[q][step] = value if good else np.nan
        cap = n >= order  # a context has at most order − 1 words
        while cap.any():
            for m in np.unique(n[cap]):
                of = cap & (n == m)
                c[of] = levels[m].suffix[c[of]]
            n[cap] -= 1
            cap = n >= order
        length[queue], place[queue] = np.where(known, n, 0), np.where(known, c, 0)
    return found


def follow(levels, weights, length, place, words):
    """Return each state after one more word, and the natural logarithm of that word's probability.

    A state (``length``, ``place``) is a place in level ``length``; the state after is the longest n-gram that was seen.
    """
    length, place = length.copy(), place.copy()
    log = np.zeros(len(words))
    open_ = np.ones(len(words), bool)
    for n in range(int(length.max(initial=0)), -1, -1):
        now = np.flatnonzero(open_ & (length == n))
        if not len(now):
            continue
        if levels[n].first is None:
            edges = np.full(len(now), -1)
        else:
            edges = child(levels, n, place[now], words[now])
        seen = edges >= 0
        hit, miss = now[seen], now[~seen]
        with np.errstate(divide="ignore"):
            log[hit] += np.log(weights.p[n + 1][edges[seen]]) if n + 1 < len(levels) else 0.0
            if n:
                log[miss] += np.log(weights.gamma[n][place[miss]])
        place[hit], length[hit], open_[hit] = edges[seen], n + 1, False
        if n:
            place[miss], length[miss] = levels[n].suffix[place[miss]], n - 1
        else:
            log[miss] = -np.inf
            place[miss], length[miss], open_[miss] = 0, 0, False
    return length, place, log
