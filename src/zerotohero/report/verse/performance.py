"""A verse performed: by which model, with which wishes, and what can be said about its lines."""

import secrets
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from zerotohero.algorithms.rhyming_ngram import SPEC as RHYMING
from zerotohero.algorithms.rhyming_ngram import from_arrays
from zerotohero.core.errors import BoardError, UsageError
from zerotohero.verse.poet import joined
from zerotohero.verse.scheme import SCHEMES
from zerotohero.verse.wishes import MOST_SYLLABLES

LINES = 16  # or as many whole stanzas as fit into them
SYLLABLES = 10
TEMPERATURE = 0.7  # reads better than 1, and still surprises
SEEDS = 10**6  # short enough to type again


@dataclass(frozen=True, eq=False)
class Performance:
    """A verse, and how it came about.

    Parameters
    ----------
    poet : RhymingNgram
    verse : Verse
    scheme : str
    stanza : int
        Lines of a stanza.
    seed : int
        With the same wishes it gives the same verse again.
    notes : tuple of str
        Where a wish could only be kept in another way than usual.
    """

    poet: object
    verse: object
    scheme: str
    stanza: int
    seed: int
    notes: tuple

    @property
    def lines(self):
        """The lines, each with a capital letter."""
        return [line[:1].upper() + line[1:] for line in self.verse.lines]

    @cached_property
    def longest(self):
        """The longest run of words that also stands in the text, line breaks not counted, or None.

        A dict: ``words`` and their number ``size``; ``line`` and ``word``, where it begins in the verse, from 0;
        ``source_line`` of the text that was learned, from 1, and ``source``, its words.
        """
        poet, tokens = self.poet, np.concatenate(self.verse.tokens)
        spans = poet.source_.spans(tokens.tolist())
        if not spans:
            return None
        begin, size, place = max(spans, key=lambda span: span.size)
        ends = np.cumsum([len(line) for line in self.verse.tokens])
        line = int(np.searchsorted(ends, begin, side="right"))
        source = poet.tokens_[poet.starts_[place] : poet.starts_[place + 1]]
        return {
            "words": _said(poet, tokens[begin : begin + size]),
            "size": size,
            "line": line,
            "word": int(begin - (ends[line] - len(self.verse.tokens[line]))),
            "source_line": place + 1,
            "source": _said(poet, source),
        }

    def as_dict(self):
        """Return everything as plain data."""
        lines = zip(self.lines, self.verse.letters, self.verse.syllables)
        return {
            "seed": self.seed,
            "scheme": self.scheme,
            "lines": [{"text": text, "rhyme": letter, "syllables": int(n)} for text, letter, n in lines],
            "longest": self.longest,
            "copy_limit": self.poet.copy_limit,
            "notes": list(self.notes),
        }


def poet_of(run, order=None, copy_limit=None, lexicon=None):
    """Return the RhymingNgram of a run; with another order, copy limit or lexicon it is counted again.

    The index of a large text is kept in the run's folder, from which the next one maps it.

    Raises
    ------
    BoardError
        The run does not write verse.
    """
    if run.algorithm != RHYMING.id:
        writes = run.model.manifest["task"] == "generation"
        raise BoardError(
            "write verse",
            f"a run of {RHYMING.title}",
            f"{run.title}, a rival that knows no rhymes" if writes else f"{run.title}, which answers rows of a table",
            f"hero generate {RHYMING.id}" if writes else "hero rap, or hero train LYRICS and then hero generate best",
        )
    folder = run.folder / "index" if run.board else None
    return from_arrays(run.model.arrays, order, copy_limit, lexicon, folder)


def perform(poet, lines=None, scheme=None, syllables=None, stress=None, seed=None, temperature=TEMPERATURE, **wishes):
    """Return a Performance; the wishes are those of ``RhymingNgram.verse``, None takes what is usual.

    Raises
    ------
    UsageError
        The wishes cannot be had; says why, and what can.
    """
    notes = []
    if poet.counts_words_:
        notes.append(
            "most of these words have no sound that is known here: lines are counted in words, not in syllables"
        )
    if scheme is None:
        scheme = "AABB" if any(poet.phones_) else "free"
        notes += ["and nothing rhymes"] * (scheme == "free")
    pattern = SCHEMES.get(scheme.lower(), scheme)
    lines = len(pattern) * max(LINES // max(len(pattern), 1), 1) if lines is None else lines
    if stress is None:
        wishes["syllables"] = syllables or (_usual(poet) if poet.counts_words_ else SYLLABLES)
    seed = secrets.randbelow(SEEDS) if seed is None else seed
    wishes |= {"lines": lines, "scheme": scheme, "stress": stress, "temperature": temperature, "seed": seed}
    (verse,), usual = written(poet, 1, **wishes)
    if not usual:
        notes.append("these wishes need words side by side that never stood so in the text")
    return Performance(poet, verse, scheme, len(pattern) if len(pattern) > 1 else 4, seed, tuple(notes))


def written(poet, count, temperature=TEMPERATURE, **wishes):
    """Return ``count`` verses, and whether they keep to pairs of words that stand side by side in the text.

    That reads better, and so do lines that end as those of the text do; it is tried first.

    Raises
    ------
    UsageError
        The wishes cannot be had at all.
    """
    for seen, natural in ((True, True), (True, False), (False, True)):
        try:
            return poet.verses(count, temperature=temperature, **wishes, seen_pairs=seen, natural_ends=natural), seen
        except UsageError:
            pass
    return poet.verses(count, temperature=temperature, **wishes), False


def _usual(poet):
    """Return how many words lines usually have, as (fewest, most)."""
    low, high = np.quantile(np.diff(poet.starts_), [0.25, 0.75]).clip(1, MOST_SYLLABLES)
    return int(low), int(high)


def _said(poet, tokens):
    """Return words as text."""
    return joined(poet.words_[t] for t in tokens)
