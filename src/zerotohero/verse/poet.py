"""Verses from a fitted model: rhymes drawn for the whole verse, lines drawn to their rhymes, copies drawn again."""

import re
from bisect import bisect_left
from functools import cached_property
from typing import NamedTuple

import numpy as np

from zerotohero.core.errors import UsageError, nearest
from zerotohero.verse.copies import Source
from zerotohero.verse.drawing import draw_verses, line_counts
from zerotohero.verse.rhyme import key, onset
from zerotohero.verse.scheme import letters_of
from zerotohero.verse.sounds import Pronouncer
from zerotohero.verse.wishes import Wishes

WITHOUT_BLANKS = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"  # Chinese and Japanese characters
MOST_DRAWINGS = 100  # of a verse's rhymes
RARELY = 0.2  # of how often words end a line on average


class Verse(NamedTuple):
    """A verse: its lines, the rhyme letter of each (X: none), the words' numbers, and how many syllables they have."""

    lines: list
    letters: list
    tokens: list
    syllables: list

    def __str__(self):
        return "\n".join(line[:1].upper() + line[1:] for line in self.lines)


class Poet:
    """Writes what a model has learned: for classes that have ``words_``, ``phones_``, ``stresses_``, ``capitals_``,
    ``tokens_``, ``starts_``, ``levels_``, ``weights_``, ``copy_limit``, ``lexicon`` and ``random_state``."""

    @cached_property
    def place_(self):
        """Word -> its number."""
        return {word: i for i, word in enumerate(self.words_)}

    @cached_property
    def written_(self):
        """Each word as it is written inside a line."""
        return [w[:1].upper() + w[1:] if c or w == "i" or w.startswith("i'") else w
                for w, c in zip(self.words_, self.capitals_)]  # fmt: skip

    @cached_property
    def ends_(self):
        """Which word codes end lines of the text, and not much more rarely than others do, (V,) bool."""
        own, last = (np.bincount(t, minlength=len(self.words_)) for t in (self.tokens_, self._last_words()))
        return np.append(False, last * len(self.tokens_) > RARELY * own * last.sum())

    @cached_property
    def source_(self):
        """The text, searchable: see ``verse.copies.Source``."""
        return Source(self.tokens_, self.starts_)

    def _last_words(self):
        """Return the last word of each line of the text that has one."""
        return self.tokens_[np.unique(self.starts_)[1:] - 1]

    def mass(self, syllables=10, rhyme_with=None, last=None, **wishes):
        """Return the exact probability that the model writes such a line of its own accord.

        Parameters
        ----------
        syllables : int or (int, int)
        rhyme_with : str or None
            Lines whose last word rhymes with this one.
        last : str or None
            Lines that end with this word.
        **wishes
            As for ``verse``: stress, rhyme, about, avoid, temperature, seen_pairs.
        """
        mass = self._request(syllables, **wishes).mass
        if last is not None:
            return float(mass[self._known([last])[0]])
        if rhyme_with is not None:
            kind = wishes.get("rhyme", "perfect")
            (klass, start), (keys, onsets) = self._sound_of(rhyme_with, kind), self._keys(kind)
            return float(mass[(keys == klass) & (onsets != start)].sum()) if klass is not None else 0.0
        return float(mass.sum())

    def verse(self, lines=16, scheme="AABB", syllables=10, on=None, seed=None, about=(), **wishes):
        """Write a verse.

        Parameters
        ----------
        lines : int
        scheme : str
            Letters such as AABB, or a name such as "limerick": see ``verse.scheme``.
        syllables : int or (int, int)
            Of each line: a number, or the fewest and the most.
        on : str or None
            The rhyme A is one on this word, which itself ends no line of it.
        about : sequence of str
            Each must occur in some line.
        seed : int or None
            None takes ``random_state``.
        stress : str or None
            Such as "0101010101" in place of a number of syllables.
        rhyme : {"perfect", "slant", "multi"}
        avoid : sequence of str
            Must not occur.
        temperature : float
            Above 1 bolder, below 1 closer to the text.
        seen_pairs : bool
            Whether each word must have followed its neighbour somewhere in the text: reads better, needs more text.
        natural_ends : bool
            Whether only words may end a line that do so in the text, and not much more rarely than others: hardly "the".

        Returns
        -------
        Verse

        Raises
        ------
        UsageError
            What was wished for cannot be had; says why, and what can.
        """
        return self.verses(1, lines, scheme, syllables, on, seed, about, **wishes)[0]

    def verses(self, count, lines=16, scheme="AABB", syllables=10, on=None, seed=None, about=(), **wishes):
        """Write several verses at once, thousands of lines a second; the wishes are those of ``verse``."""
        if lines < 1:
            raise UsageError("write a verse", "at least one line", str(lines), "--lines 4")
        if len(about) > lines:
            raise UsageError(f"write {lines} lines about {len(about)} words", "a line for each word", f"{lines} lines",
                             f"--lines {len(about)}, or fewer words")  # fmt: skip
        if both := {*about} & {*wishes.get("avoid", ())}:
            what = f"write about {min(both)!r}"
            raise UsageError(what, "a word that may occur", "one to avoid", "one of the two wishes")
        rng = np.random.default_rng(self.random_state if seed is None else seed)
        letters, rhyme = letters_of(scheme, lines), wishes.get("rhyme", "perfect")
        plain = self._request(syllables, **wishes)
        requests = [plain, *(self._request(syllables, about=(word,), **wishes) for word in about)]
        for word, request in zip(about, requests[1:]):
            if not request.mass.any():
                raise self._no_line_about(word, request, wishes)
        if not plain.mass.any():
            raise self._impossible("a line", plain)
        classes, first = plain.classes(rhyme, *self._keys(rhyme)), None
        if on is not None:
            classes, first = self._class_on(on, rhyme, classes, letters)
        fit = bisect_left(range(1, lines + 1), True, key=lambda n: not classes.hold(line_counts(letters[:n])))
        if fit < lines:
            few = f"words for {fit} lines of it, if none comes twice"
            came = few if fit > 1 else "no two words that can end them and rhyme"
            way = f"--lines {fit}" if fit > 1 else "--rhyme slant" if rhyme != "slant" else "--scheme free"
            raise UsageError(f"write {lines} lines {scheme}", f"words that rhyme for {lines} lines", came, way)
        found = [None] * count
        for _ in range(MOST_DRAWINGS):
            open_ = [v for v in range(count) if found[v] is None]
            if not open_:
                break
            for v, verse in zip(open_, draw_verses(len(open_), letters, requests, classes, first, rng, self._copying)):
                found[v] = verse
        if None in found:
            raise self._impossible(f"{lines} lines {scheme} with these wishes", plain)
        return [self._written(verse, letters) for verse in found]

    def _copying(self, lines, verses):
        """Return (verse, line) of each line of these verses where a run of words begins that is too long and stands in the text.

        A line alone never copies from a line; over a line break, here or there, it may.
        """
        stream, owner = [], []
        for v in verses:
            for i, line in enumerate(lines[v]):
                stream.append(line - 1)
                owner += [(v, i)] * len(line)
            stream.append(np.array([-1]))  # no run goes on into another verse
            owner.append((v, 0))
        if not stream:
            return np.zeros((0, 2), np.int64)
        held = np.flatnonzero(self.source_.holds(np.concatenate(stream), self.copy_limit + 1))
        return np.unique(np.array(owner)[held], axis=0).reshape(-1, 2)

    def _written(self, lines, letters):
        """Return the Verse of lines of codes."""
        tokens = [line - 1 for line in lines]
        texts = [joined(self.written_[t] for t in line) for line in tokens]
        return Verse(texts, letters, tokens, [sum(len(self.stresses_[t]) for t in line) for line in tokens])

    def line(self, last=None, syllables=10, on=None, seed=None, **wishes):
        """Write one line; ``last`` is its last word, ``on`` a word that it rhymes with; else as ``verse``."""
        if last is None:
            return self.verse(1, "X" if on is None else "A", syllables, on, seed, **wishes).lines[0]
        code = int(self._known([last])[0])
        rng = np.random.default_rng(self.random_state if seed is None else seed)
        request = self._request(syllables, **wishes)
        for _ in range(MOST_DRAWINGS if request.mass[code] else 0):
            found = request.lines(np.array([code]), rng)
            if not len(self._copying([found], [0])):
                return self._written(found, "X").lines[0]
        raise self._impossible(f"a line that ends with {last!r}", request)

    def _request(self, syllables=10, stress=None, rhyme="perfect", about=(), avoid=(), temperature=1.0, seen_pairs=False,
                 natural_ends=False):  # fmt: skip
        """Return the Wishes of these wishes; the last few are kept."""
        # the rhyme is not in the table
        asked = (syllables, stress, tuple(about), tuple(avoid), temperature, seen_pairs, natural_ends)
        kept = self.__dict__.setdefault("_requests_", {})
        if asked not in kept:
            if len(kept) > 8:
                kept.pop(next(iter(kept)))
            coded = (self._known(w) if w else () for w in (about, avoid))
            kept[asked] = Wishes(self.levels_, self.weights_, ["", *self.stresses_], self.copy_limit, syllables, stress,
                                 *coded, temperature, seen_pairs, self.ends_ if natural_ends else None)  # fmt: skip
        return kept[asked]

    def _known(self, words):
        """Return the codes of words, which the text must have."""
        for word in words:
            if word not in self.place_:
                close = nearest(word, self.words_)
                raise UsageError(f"write with the word {word!r}", "a word of the text", "one that it does not have",
                                 f"{close!r}" if close else "a word that occurs in it")  # fmt: skip
        return np.array([self.place_[w] + 1 for w in words], np.int64)

    def _keys(self, kind):
        """Return numbers for the rhyme key (−1: none) and the onset of each word code."""
        kept = self.__dict__.setdefault("_keys_", {})
        if kind not in kept:
            keys, onsets = {}, {}
            k, o = np.full(len(self.words_) + 1, -1), np.full(len(self.words_) + 1, -1)
            for code, phones in enumerate(self.phones_, 1):
                if found := key(phones, kind):
                    k[code] = keys.setdefault(found, len(keys))
                    o[code] = onsets.setdefault(onset(phones, kind), len(onsets))
            kept[kind] = k, o, keys, onsets
        return kept[kind][:2]

    def _sound_of(self, word, kind):
        """Return (number of the word's rhyme key or None, number of its onset)."""
        self._keys(kind)
        _, _, keys, onsets = self.__dict__["_keys_"][kind]
        phones = self.phones_[self.place_[word]] if word in self.place_ else Pronouncer(self.lexicon).phones(word)
        return keys.get(key(phones, kind)), onsets.get(onset(phones, kind), -2)

    def _class_on(self, word, kind, classes, letters):
        """Return (classes without the word's own sound, its class), or say why it has no rhymes there."""
        klass, start = self._sound_of(word, kind)
        if klass is not None:
            classes = classes.without(klass, start)
        names = {*letters} - {"X"}
        if not names:
            raise UsageError(f"rhyme on {word!r}", "a scheme with rhymes", "one without", "--scheme AABB")
        count = letters.count(min(names))
        if klass is not None and classes.total(klass, count):
            return classes, klass
        there = [] if klass is None else [self.words_[c - 1] for c in classes.words(klass)]
        came = f"no word in your lyrics that can end such a line rhymes with {word!r}"
        if there:
            came = f"only {', '.join(map(repr, there[:5]))} there, and {count} lines need {count} ends that sound different"
        others = self._rhymes_of(word, "slant", classes.mass) if kind != "slant" else []
        way = f"--rhyme slant: {', '.join(others[:6])}" if others else "another word, more lyrics, or other syllables"
        raise UsageError(f"rhyme on {word!r}", f"words with a {kind} rhyme", came, way)

    def _rhymes_of(self, word, kind, mass):
        """Return the words that rhyme with a word and can end a line, most likely first."""
        (klass, start), (keys, onsets) = self._sound_of(word, kind), self._keys(kind)
        if klass is None:
            return []
        found = np.flatnonzero((keys == klass) & (onsets != start) & (mass > 0))
        return [self.words_[c - 1] for c in found[np.argsort(-mass[found], kind="stable")]]

    def _no_line_about(self, word, request, wishes):
        """Return the error for a word that no line can hold: it is too long, or something else is in the way."""
        most, own = int(request.counts.max()), len(self.stresses_[self.place_[word]])
        if own <= most or wishes.get("stress"):
            return self._impossible(f"a line about {word!r}", request)
        fits = (n for n in range(own, own + 5) if self._request(n, about=(word,), **wishes).mass.any())
        return UsageError(f"write a line about {word!r}", f"a word of at most {most} syllables", f"one of {own}",
                          f"--syllables {next(fits, own + 5)}")  # fmt: skip

    def _impossible(self, what, request):
        """Return the error that says why a wish cannot be had, and what can."""
        if not any(map(len, self.phones_)):
            why, way = "words whose sound is unknown here", "--scheme free and no --syllables"
        elif not request.mass.sum():
            why = "no line of the text's words fits without copying more than the limit"
            way = f"other --syllables, a larger --copy-limit than {self.copy_limit}, or more lyrics"
        else:
            ends = len({*self._keys("perfect")[0][request.mass > 0].tolist()} - {-1})
            why = f"{(request.mass > 0).sum():,} words that can end such a line, with {ends:,} different rhymes"
            way = "fewer lines, --scheme free, --rhyme slant, other --syllables, or more lyrics"
        return UsageError(f"write {what}", "lines that keep every wish", why, way)


def joined(words):
    """Return the line of these words: with blanks between them, but for Chinese and Japanese characters.

    >>> joined(["床", "前", "明", "the", "moon", "月"]), joined(["the", "cat"])
    ('床前明 the moon 月', 'the cat')
    """
    return re.sub(f"(?<=[{WITHOUT_BLANKS}]) (?=[{WITHOUT_BLANKS}])", "", " ".join(words))
