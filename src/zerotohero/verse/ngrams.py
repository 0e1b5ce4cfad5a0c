"""Every distinct n-gram of a text's reversed lines, level by level: one sort, then one scan per length.

A line ``w1 ... wL`` is read from its end, ``E wL ... w1 B``: the rhyme word comes first. One code, ``BREAK``, serves
as E where an n-gram begins with it and as B where it ends with it. Level n holds the distinct n-grams in
lexicographic order, so the continuations of a context stand together and its number as a context is its own.
"""

from dataclasses import dataclass

import numpy as np

BREAK = 0
TOGETHER = 1 << 18  # values that are summed or looked up in one go: what NumPy sets aside for it stays small


@dataclass
class Level:
    """The distinct n-grams of one length n; M of them.

    Parameters
    ----------
    word : ndarray (M,) of int32
        The last word of each.
    suffix : ndarray (M,) of int32
        Without its first word: a place in level n − 1.
    count : ndarray (M,) of int32
        How often it occurs; perhaps only of those that begin with E.
    first : ndarray (M + 1,) of int32 or None
        Its continuations are ``first[i]:first[i + 1]`` of level n + 1.
    opening : int
        How many begin with E; they come first.
    """

    word: np.ndarray
    suffix: np.ndarray
    count: np.ndarray
    first: np.ndarray | None
    opening: int

    def sums(self, values, kind=np.float64):
        """Return for each context the sum of its continuations' values, (M,)."""
        out = np.zeros(len(self.word), kind)
        for low in range(0, len(out), TOGETHER):
            first = self.first[low : low + TOGETHER + 1]
            there = np.flatnonzero(first[1:] > first[:-1])
            part = values[first[0] : first[-1]]
            if len(there):
                out[low + there] = np.add.reduceat(part, first[:-1][there] - first[0], dtype=float)
        return out

    def spread(self, values):
        """Return each context's value once for each of its continuations."""
        return np.repeat(values, np.diff(self.first))


def reversed_stream(tokens, starts):
    """Return the codes of the text read from its end, with a BREAK before, between and after the lines.

    Parameters
    ----------
    tokens : ndarray (T,) of int
        The words of all lines, by number from 0; a word's code is one more.
    starts : ndarray (N + 1,) of int
        Line i is ``tokens[starts[i]:starts[i + 1]]``.

    >>> reversed_stream(np.array([0, 1, 2]), np.array([0, 2, 3]))
    array([0, 3, 0, 2, 1, 0], dtype=int32)
    """
    starts = starts[np.diff(starts, prepend=-1) > 0]  # lines without words are left out
    words = np.ones(len(tokens) + len(starts), bool)
    words[starts + np.arange(len(starts))] = False
    out = np.full(len(words), BREAK, np.int32)
    out[words] = tokens + 1
    return out[::-1].copy()


def read_levels(tokens, longest, counted=None):
    """Return the levels 0 to ``longest`` of a stream of ``reversed_stream``.

    ``counted`` is the one level whose counts are kept whole, None for all; of the others, those of n-grams that begin
    with E are kept.

    Time is that of sorting the positions by their next ``longest`` tokens; memory about 40 bytes a token at the peak,
    and 12 for each n-gram that is found.
    """
    lengths = _lengths(tokens, longest)
    order = _sorted(tokens, lengths, longest)
    ends, breaks = lengths[order], int((tokens == BREAK).sum())
    equal = np.ones(len(order), bool)  # whether a position's n-gram is that of the one before it
    equal[:1] = False
    levels = [Level(*(np.zeros(1, np.int32) for _ in range(3)), None, 0)]
    above, own = np.zeros(len(tokens) + 1, np.int32), np.empty(len(tokens) + 1, np.int32)  # each position's place
    for n in range(1, longest + 1):
        codes = _taken(_codes(tokens, lengths, n - 1), order)
        equal[1:] &= codes[1:] == codes[:-1]
        there = ends >= n
        new = there & ~equal
        word, one = _kept(codes, new), _kept(order, new)
        del codes  # a large text has little memory left here
        first = levels[-1].first = np.zeros(len(levels[-1].word) + 1, np.int32)
        np.cumsum(np.bincount(_taken(above, one), minlength=len(first) - 1), out=first[1:])
        suffix = _taken(above, one + 1) if n > 1 else np.zeros(len(one), np.int32)
        number = np.cumsum(new, dtype=np.int32)
        number -= 1
        own[order] = number  # of positions with less than n tokens too, which nobody asks for
        rows = slice(None if counted in (None, n) else breaks)
        count = np.bincount(_kept(number[rows], there[rows])).astype(np.int32)
        opening = int(new[:breaks].sum())  # they are sorted, and BREAK is 0
        levels.append(Level(word, suffix, count, None, opening))
        above, own = own, above
    return levels


def _taken(values, places):
    """Return ``values[places]`` a piece at a time: NumPy widens int32 places first, all of them, and slowly."""
    out = np.empty(len(places), values.dtype)
    for low in range(0, len(out), TOGETHER):
        out[low : low + TOGETHER] = values[places[low : low + TOGETHER].astype(np.intp)]
    return out


def _kept(values, mask):
    """Return ``values[mask]`` a piece at a time: looked up by number it is faster, and the numbers take memory."""
    out, end = np.empty(np.count_nonzero(mask), values.dtype), 0
    for low in range(0, len(values), TOGETHER):
        part = values[low : low + TOGETHER][np.flatnonzero(mask[low : low + TOGETHER])]
        out[end : end + len(part)] = part
        end += len(part)
    return out


def _lengths(tokens, longest):
    """Return how many tokens an n-gram from each position can have: up to the next BREAK, at most ``longest``."""
    breaks = np.flatnonzero(tokens == BREAK)
    lengths = np.full(len(tokens), longest, np.int8)
    for ahead in range(longest - 2, 0, -1):  # nearer ones later: in a short line they put right what was too far
        lengths[np.maximum(breaks[1:] - ahead, breaks[:-1])] = ahead + 1
    lengths[-1] = 1
    return lengths


def _codes(tokens, lengths, offset):
    """Return the token at an offset after each position; BREAK after the line."""
    codes = np.zeros_like(tokens)
    codes[: max(len(tokens) - offset, 0)] = tokens[offset:]
    codes[lengths <= offset] = BREAK
    return codes


def _sorted(tokens, lengths, longest):
    """Return the positions sorted by their next tokens, (T,) int32; equal ones in any order.

    By the package pydivsufsort where it is installed. Without it, as many tokens as fit into 63 bits are compared at
    once; before the next ones, what is sorted so far becomes one small number.
    """
    try:
        from pydivsufsort import divsufsort
    except ImportError:
        pass
    else:
        return divsufsort(tokens.astype(np.uint32)).astype(np.int32, copy=False)
    bits = max(int(tokens.max(initial=0)).bit_length(), 1)
    key, used = np.zeros(len(tokens), np.int64), 0
    for offset in range(longest):
        if used + bits > 63:
            order = np.argsort(key)
            ranks = key[order]
            ranks = np.cumsum(np.diff(ranks, prepend=ranks[:1]) > 0)
            key[order] = ranks
            used = int(ranks[-1]).bit_length()
        key <<= bits
        key |= _codes(tokens, lengths, offset)
        used += bits
    return np.argsort(key).astype(np.int32)


def child(levels, n, contexts, words):
    """Return where each context's continuation by a word stands in level n + 1, −1 where it was never seen.

    Parameters
    ----------
    n : int
        The contexts' length.
    contexts, words : ndarray (Q,) of int

    Returns
    -------
    ndarray (Q,) of int64
    """
    first, word = levels[n].first, levels[n + 1].word
    low, end = first[contexts].astype(np.int64), first[np.asarray(contexts) + 1]
    high = end.copy()
    while True:
        open_ = low < high
        if not open_.any():
            break
        middle = (low + high) >> 1
        less = open_ & (word[np.minimum(middle, len(word) - 1)] < words)
        low = np.where(less, middle + 1, low)
        high = np.where(open_ & ~less, middle, high)
    found = low < end
    found[found] = word[low[found]] == np.asarray(words)[found]
    return np.where(found, low, -1)
