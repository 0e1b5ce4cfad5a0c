"""What a run that writes has learned, and what it writes: the same three verses every time."""

import random
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from zerotohero.algorithms._lines import unpacked
from zerotohero.algorithms.plain_ngram import PlainNgram, write
from zerotohero.algorithms.rhyming_ngram import from_arrays
from zerotohero.core.errors import UsageError
from zerotohero.report.verse.performance import SYLLABLES, perform, written
from zerotohero.verse.copies import Source
from zerotohero.verse.sounds import Pronouncer

SEED = 42
FORMS = (("couplets", "AABB", 8), ("alternate rhymes", "ABAB", 8), ("a limerick's rhymes", "AABBA", 5))
FEWEST_LINES = 10  # that have a word, before a page that can be passed on may use it
WRITTEN = 40  # verses of eight lines that are measured


@dataclass(frozen=True)
class Written:
    """A verse: its form, the words of each line, and each line's rhyme letter ("X": none)."""

    form: str
    lines: list
    letters: list


class Writer:
    """A run's model, asked to write.

    Parameters
    ----------
    arrays : dict of ndarray
        Of the model file: the text as numbers, its words, and for the rhyming one how they sound.
    rows : bool
        False: only words that stand in at least ten lines are written.
    """

    def __init__(self, arrays, rows=True):
        self.tokens, self.starts, self.words = arrays["tokens"], arrays["starts"], unpacked(arrays["words"])
        self.rows, self.rhymes = rows, "phones" in arrays
        self.model = from_arrays(arrays) if self.rhymes else None
        self.order = int(arrays["settings" if self.rhymes else "order"][0])

    @cached_property
    def lines(self):
        """The words of every line that was learned from."""
        names = [self.words[t] for t in self.tokens]
        return [names[a:b] for a, b in zip(self.starts, self.starts[1:])]

    @cached_property
    def source(self):
        """The text, searchable."""
        return Source(self.tokens, self.starts)

    @cached_property
    def sound(self):
        """Word -> its phones."""
        phones = self.model.phones_ if self.rhymes else Pronouncer().all(self.words)
        return dict(zip(self.words, phones))

    def syllables(self, words):
        """Return how many syllables these words have."""
        return sum(phone[-1].isdigit() for word in words for phone in self.sound[word])

    @cached_property
    def common(self):
        """(W,) bool: words that may be shown."""
        line = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        pairs = np.unique(self.tokens * len(self.starts) + line)
        return np.bincount(pairs // len(self.starts), minlength=len(self.words)) >= (1 if self.rows else FEWEST_LINES)

    def verses(self):
        """Return up to three Written verses."""
        if not self.rhymes:
            return [
                Written("as it comes", lines, ["X"] * 8) for lines in (self._drawn(8, s) for s in range(3)) if lines
            ]
        found = (self._performed(*form) for form in FORMS)
        return [verse for verse in found if verse]

    def measured(self):
        """Return the words of some hundred written lines."""
        if not self.rhymes:
            return self._drawn(8 * WRITTEN, SEED)
        for syllables in self._lengths:
            try:
                verses, _ = written(self.model, WRITTEN, lines=8, scheme="AABB", syllables=syllables, seed=SEED,
                                    avoid=self.avoid)  # fmt: skip
            except UsageError:
                continue
            return [[self.words[t] for t in line] for verse in verses for line in verse.tokens]
        return []

    @cached_property
    def avoid(self):
        """The words that may not be shown."""
        return [word for word, common in zip(self.words, self.common) if not common]

    @property
    def _lengths(self):
        """How many syllables a line may have: as ``hero generate`` does it, else about as many."""
        return (SYLLABLES, (SYLLABLES - 2, SYLLABLES + 2), (4, 2 * SYLLABLES))

    def _performed(self, form, scheme, size):
        """Return a verse that rhymes; None where none is possible."""
        for syllables in self._lengths:
            try:
                seed = SEED + size + len(form)  # other verses, other words
                verse = perform(self.model, size, scheme, syllables, seed=seed, avoid=self.avoid).verse
            except UsageError:
                continue
            return Written(form, [[self.words[t] for t in line] for line in verse.tokens], verse.letters)
        return None

    def _drawn(self, count, seed):
        """Return lines of the plain model; those that may not be shown are left out."""
        model, rng = PlainNgram(self.order).fit([" ".join(line) for line in self.lines]), random.Random(seed)
        lines = [write(model.follows_, self.order, rng).split() for _ in range(count)]
        known = {w for w, common in zip(self.words, self.common) if common}
        return [line for line in lines if known.issuperset(line)]

    def spans(self, lines):
        """Return the runs of words in these lines that stand in the text, longest first: (words, the text's line)."""
        place = {word: i for i, word in enumerate(self.words)}
        flat = [word for line in lines for word in line]
        found = sorted(self.source.spans([place[w] for w in flat]), key=lambda s: -s.size)
        return [(flat[s.begin : s.begin + s.size], s.line) for s in found]

    def followers(self, most=2):
        """Return [(two words, {what came next: how often})] of the frequent pairs after which most different words come.

        None stands for the end of a line; words that may not be shown are counted together as "".
        """
        size, tokens = len(self.words) + 1, np.append(self.tokens.astype(np.int64), 0)
        line = np.append(np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts)), -1)
        inside = np.flatnonzero((line[:-1] == line[1:]) & self.common[tokens[:-1]] & self.common[tokens[1:]])
        codes, back, counts = np.unique(
            tokens[inside] * size + tokens[inside + 1], return_inverse=True, return_counts=True
        )
        after = np.append(tokens, 0)[inside + 2]
        after[np.append(line, -1)[inside + 2] != line[inside]] = size - 1  # the line ends
        different = np.bincount(np.unique(back * size + after) // size, minlength=len(codes))
        found = []
        for pair in np.lexsort((codes, -np.minimum(counts, 3 * different)))[:most]:
            words, often = np.unique(after[back == pair], return_counts=True)
            counted = {}
            for w, n in sorted(zip(words.tolist(), often.tolist()), key=lambda f: (-f[1], f[0])):
                name = None if w == size - 1 else self.words[w] if self.common[w] else ""
                counted[name] = counted.get(name, 0) + n
            found.append(([self.words[codes[pair] // size], self.words[codes[pair] % size]], counted))
        return found

    def all(self, words):
        """Return the phones of each of these words, which the text must have: what ``rhyme_density`` asks for."""
        return [self.sound[word] for word in words]
