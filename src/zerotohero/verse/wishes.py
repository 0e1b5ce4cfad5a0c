"""What somebody asks of lines, and the lines that keep it, drawn by their mass."""

import numpy as np

from zerotohero.core.errors import UsageError
from zerotohero.verse.meter import count_meter, stress_meter
from zerotohero.verse.sample import Sampler
from zerotohero.verse.scheme import RhymeClasses
from zerotohero.verse.table import Table

MOST_SYLLABLES = 40


class Wishes:
    """One set of wishes: the table behind it, and the mass of its lines by their last word.

    Parameters
    ----------
    levels : list of Level
    weights : kneser_ney.Weights
    stresses : list of str
        Of each word code, "" for the line break.
    copy_limit : int
    syllables : int or (int, int)
    stress : str or None
    about, avoid : ndarray of int
        Codes of words of which one must, of words that must not occur.
    temperature : float
    seen_pairs : bool
    ends : ndarray (V,) of bool or None
        The codes that may end a line; None for all.

    Attributes
    ----------
    counts : ndarray (C,)
        The numbers of syllables that a line may have.
    mass : ndarray (V,)
        Of all lines, by their last word.
    """

    def __init__(self, levels, weights, stresses, copy_limit, syllables=10, stress=None, about=(), avoid=(), temperature=1.0,
                 seen_pairs=False, ends=None):  # fmt: skip
        if stress is not None:
            if not stress or set(stress) - {"0", "1"}:
                raise UsageError("follow a pattern of stresses", "digits 0 and 1", repr(stress), "--stress 0101010101")
            meter, self.counts = stress_meter(stresses, stress), np.array([len(stress)])
        else:
            low, high = (syllables, syllables) if isinstance(syllables, int | np.integer) else syllables
            if not 1 <= low <= high <= MOST_SYLLABLES:
                raise UsageError("write lines", f"1 to {MOST_SYLLABLES} syllables, such as 10 or 8-12",
                                 f"{low}" if low == high else f"{low}-{high}", "--syllables 10")  # fmt: skip
            meter = count_meter([len(s) for s in stresses], high)
            self.counts = np.arange(low, high + 1)
        if not 0.05 <= temperature <= 20:
            raise UsageError("write lines", "a temperature from 0.05 to 20", f"{temperature}", "--temperature 0.8")
        weights = weights.tempered(levels, temperature)
        weights = weights.seen_pairs() if seen_pairs else weights
        self.table = Table(levels, weights, meter, copy_limit, avoid, about)
        self.by_count = np.array([self.table.start(s)[0] for s in self.counts])  # (counts, words)
        if ends is not None:
            self.by_count[:, ~ends] = 0.0
        self.mass = self.by_count.sum(axis=0)
        self._classes, self._sampler = {}, None

    def classes(self, kind, keys, onsets):
        """Return the RhymeClasses of these lines."""
        if kind not in self._classes:
            self._classes[kind] = RhymeClasses(self.mass, keys, onsets)
        return self._classes[kind]

    def lines(self, last, rng):
        """Return one line of codes for each last word; 0 leaves the last word open."""
        last = last.copy()
        last[last == 0] = _draw(self.mass, (last == 0).sum(), rng)
        shares = np.cumsum(self.by_count[:, last], axis=0)
        place = (rng.random(len(last)) * shares[-1] >= shares).sum(axis=0)
        self._sampler = self._sampler or Sampler(self.table, rng)
        self._sampler.rng = rng
        return self._sampler.lines(last, self.counts[np.minimum(place, len(self.counts) - 1)])


def _draw(mass, count, rng):
    """Return places drawn by their mass."""
    sums = np.cumsum(mass)
    return np.minimum(np.searchsorted(sums, rng.random(count) * sums[-1], side="right"), np.flatnonzero(mass)[-1])
