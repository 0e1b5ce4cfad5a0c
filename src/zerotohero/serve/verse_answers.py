"""What the try page asks a run that writes verse: a first line or a topic in, the next lines out."""

from functools import cached_property
from threading import Lock

import numpy as np

from zerotohero.core.errors import DataError, UsageError, nearest
from zerotohero.data.tokenize import tokenize
from zerotohero.report.verse.performance import perform, poet_of
from zerotohero.serve.refusal import shown
from zerotohero.verse.scheme import letters_of

SCHEMES = ("AABB", "ABAB", "ABBA", "AABBA", "sonnet", "free")
LINES = {"AABBA": 5, "sonnet": 14}  # one of them; of the others two stanzas
LONGEST = 500  # characters of what is typed
BEGINNINGS = 6  # topics that are offered
MOST_TOPICS = 3  # each needs a table of its own


class VerseAnswers:
    """A run of rhyming n-grams, asked one verse at a time.

    Parameters
    ----------
    run : Run
    """

    def __init__(self, run):
        self.run, self.poet = run, poet_of(run)
        self._one_at_a_time = Lock()

    @cached_property
    def describe(self):
        """What the page has to know to draw itself."""
        metric = self.run.model.manifest.get("metric")
        score = None if self.run.score is None else {"metric": metric, "value": self.run.score}
        return {"page": "verse", "title": self.run.title, "score": score, "schemes": SCHEMES, "classes": [],
                "unit": "words" if self.poet.counts_words_ else "syllables", "begin": self._topics(),
                "copy_limit": self.poet.copy_limit}  # fmt: skip

    def answer(self, question):
        """Return a verse.

        Parameters
        ----------
        question : dict
            ``first`` (a line), ``about`` (words), ``scheme``, ``syllables`` (a number), ``seed``; all may be left out.

        Returns
        -------
        dict
            ``lines``: dicts of ``text`` (without its last word), ``end`` (that word), ``rhyme`` (a letter), ``yours``
            and ``syllables``; ``notes``: what was kept in another way, and why.

        Raises
        ------
        DataError, UsageError
        """
        typed, about, scheme, syllables, seed = _read(question)
        first, notes = tokenize(typed), []
        with self._one_at_a_time:
            topics = self._known(about, notes)
            letters = letters_of(scheme, LINES.get(scheme, 8))
            verse = self._written(first, topics, letters, syllables, seed, notes)
        lines = [(typed, letters[0], True)] if first else []
        lines += [(text, letter, False) for text, letter in zip(verse.lines, letters[len(lines) :])]
        shown = [
            {"text": text.rpartition(" ")[0], "end": text.rpartition(" ")[2], "rhyme": letter, "yours": yours}
            for text, letter, yours in lines
        ]
        for line, count in zip(shown[bool(first) :], verse.verse.syllables):
            line["syllables"] = int(count)
        return {"lines": shown, "notes": [*notes, *verse.notes]}

    def _written(self, first, topics, letters, syllables, seed, notes):
        """Return the Performance that follows the first line; its partner lines rhyme with its last word if they can."""
        rest = letters[bool(first) :]
        on = first[-1] if first and letters[0] in rest else None
        tried = [{"on": on}, {"on": on, "rhyme": "slant"}, {"on": None}] if on else [{}]
        for i, way in enumerate(tried):
            try:
                verse = perform(self.poet, lines=len(rest), scheme=_scheme(rest), syllables=syllables, seed=seed,
                                about=topics, **way)  # fmt: skip
            except UsageError as error:
                if i == len(tried) - 1:
                    raise
                if i == 0:
                    notes.append(f"{error.came[:1].upper()}{error.came[1:]}")
                continue
            if i == 1:
                notes.append("these are slant rhymes: only the vowels agree")
            return verse
        return None

    def _known(self, about, notes):
        """Return the topics that the text has; a note says which it does not."""
        for word in [w for w in about if w not in self.poet.place_]:
            near = nearest(word, self.poet.words_)
            notes.append(f"the text does not have the word “{word}”" + (f"; it has “{near}”" if near else ""))
        known = [w for w in dict.fromkeys(about) if w in self.poet.place_]
        if len(known) > MOST_TOPICS:
            notes.append(f"only the first {MOST_TOPICS} topics were taken")
        return tuple(known[:MOST_TOPICS])

    def _topics(self):
        """Return a few words to begin with: those that end the most lines."""
        ends = self.poet.tokens_[self.poet.starts_[1:] - 1]
        order = np.argsort(-np.bincount(ends), kind="stable")
        words = (self.poet.words_[t] for t in order)
        return [word for word in words if len(word) > 2 and word.isalpha()][:BEGINNINGS]


def _scheme(letters):
    """Return letters such as A1, B1, A1 as one word, ABA; "free" for lines without rhyme."""
    names = {name: chr(ord("A") + i) for i, name in enumerate(sorted({*letters} - {"X"}))}
    return "".join(names.get(letter, "X") for letter in letters) if names else "free"


def _read(question):
    """Return (the first line, topics, scheme, syllables or None, seed or None), or say what is wrong."""
    if not isinstance(question, dict):
        raise DataError("write verse", '{"first": ..., "about": ...}', shown(question), '{"about": "light"}')
    texts, numbers = [], []
    for name in ("first", "about", "scheme"):
        value = question.get(name)
        if value is not None and not isinstance(value, str):
            raise DataError("write verse", f'a text as "{name}"', shown(value), f'"{name}": "..."')
        texts.append((value or "")[:LONGEST])
    first, about, scheme = texts
    for name in ("syllables", "seed"):
        value = question.get(name)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31):
            raise DataError("write verse", f'a whole number as "{name}"', shown(value), f'"{name}": 10')
        numbers.append(value)
    if scheme and scheme not in SCHEMES:
        raise DataError("write verse", f"one of {', '.join(SCHEMES)}", shown(scheme), '"scheme": "AABB"')
    return first.strip(), tokenize(about.replace(",", " ")), scheme or "AABB", *numbers
