"""Where words of a verse also stand in the text that it was learned from: line breaks count for nothing here."""

from functools import cached_property
from typing import NamedTuple

import numpy as np


class Span(NamedTuple):
    """A run of words that also stands in the text: ``size`` words from ``begin``; there in line ``line``."""

    begin: int
    size: int
    line: int


class Source:
    """The words of a text in a row, searchable.

    Parameters
    ----------
    tokens : ndarray (T,) of int
        Word numbers from 0.
    starts : ndarray (N + 1,) of int
        Where each line begins.
    """

    def __init__(self, tokens, starts):
        self.tokens, self.starts = tokens, starts
        self._hashes = {}

    def holds(self, words, size):
        """Return for each run of ``size`` of these words whether it stands in the text, (max(Q − size + 1, 0),) bool.

        By hashes of 64 bits: a run of the text is always found; one in about 10^19 others is taken for one.
        """
        if size not in self._hashes:
            self._hashes[size] = np.unique(_hashes(self.tokens, size))
        known, runs = self._hashes[size], _hashes(np.asarray(words), size)
        if not len(known):
            return np.zeros(len(runs), bool)
        at = np.minimum(np.searchsorted(known, runs), len(known) - 1)
        return known[at] == runs

    def spans(self, words):
        """Return the longest runs of these words that stand in the text, none inside another.

        Parameters
        ----------
        words : sequence of int
            −1 for words that the text does not have.

        Returns
        -------
        list of Span
            In order; matching statistics (Gusfield 1997), maximal ones only.
        """
        found, end = [], 0
        for begin, word in enumerate(words):
            places, size = self._places(word), 1
            if word < 0 or not len(places):
                continue
            while begin + size < len(words):
                longer = places[places + size < len(self.tokens)]
                longer = longer[self.tokens[longer + size] == words[begin + size]]
                if not len(longer):
                    break
                places, size = longer, size + 1
            if begin + size > end:
                end = begin + size
                line = int(np.searchsorted(self.starts, places[0], side="right")) - 1
                found.append(Span(begin, size, line))
        return found

    def after(self, words):
        """Return the word after each place where these words stand in one line, (places,) of int: −1 for the line's end."""
        places, size = self._places(words[0]), len(words)
        ends = self.starts[np.searchsorted(self.starts, places, side="right")]
        places, ends = places[places + size <= ends], ends[places + size <= ends]
        stands = np.all([self.tokens[places + i] == word for i, word in enumerate(words)], axis=0)
        places, ends = places[stands] + size, ends[stands]
        return np.where(places < ends, self.tokens[np.minimum(places, len(self.tokens) - 1)], -1)

    def _places(self, word):
        """Return where a word stands."""
        order, first = self._index
        return order[first[word] : first[word + 1]] if 0 <= word < len(first) - 1 else order[:0]

    @cached_property
    def _index(self):
        """Positions sorted by word, and where each word's begin."""
        first = np.concatenate([[0], np.cumsum(np.bincount(self.tokens))])
        return np.argsort(self.tokens, kind="stable"), first


def _hashes(words, size):
    """Return a hash of each run of ``size`` words, (max(Q − size + 1, 0),) of uint64."""
    count = max(len(words) - size + 1, 0)
    total = np.zeros(count, np.uint64)
    factors = np.random.default_rng(size).integers(1, 2**63, size, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    for offset, factor in enumerate(factors):
        codes = (words[offset : offset + count].astype(np.int64) + 2).astype(np.uint64)
        total += _mixed(codes) * factor
    return total


def _mixed(x):
    """Return the bits of each number well mixed (SplitMix64, Steele et al. 2014)."""
    x = x * np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))
