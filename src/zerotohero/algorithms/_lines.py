"""Lines of words as arrays, for the algorithms that learn to go on with them."""

import itertools
import re
from collections import Counter

import numpy as np

from zerotohero.core.specs import ArraySchema
from zerotohero.data.lyrics import Lyrics
from zerotohero.data.tokenize import tokenize

LONGEST = 8  # words of an n-gram; longer runs hardly ever come back
TEXT = {
    "tokens": ArraySchema(("T",), "i4"),
    "starts": ArraySchema(("L",), "i8"),
    "words": ArraySchema(("W",), "u1"),
}  # what the arrays of every text look like
_INSIDE = re.compile(r"(?<=[\w,;] )[^\W\d_][\w'’]*(?:-[\w'’]+)*")  # a word that begins neither line nor sentence
_TOGETHER = 10_000  # lines that are searched in one go


def numbered(lines):
    """Return (tokens, starts, words) of lines: see ``data.lyrics.Lyrics``; only words that occur.

    Parameters
    ----------
    lines : Lyrics or iterable of str
    """
    if isinstance(lines, Lyrics):
        used = np.bincount(lines.tokens, minlength=len(lines.words)) > 0  # a part lacks some words
        tokens = lines.tokens if used.all() else (np.cumsum(used, dtype=np.int32) - np.int32(1))[lines.tokens]
        return tokens, lines.starts, [word for word, there in zip(lines.words, used) if there]
    place, tokens, starts = {}, [], [0]
    for line in lines:
        tokens += [place.setdefault(w, len(place)) for w in tokenize(line)]
        starts.append(len(tokens))
    return np.array(tokens, np.int32), np.array(starts, np.int64), list(place)


def capitals(lines, words):
    """Return which words are names: mostly written with a capital where neither a line nor a sentence begins, (W,) bool.

    >>> capitals(["Then Romeo said: the cat,", "The cat saw Romeo"], ["then", "romeo", "said", "the", "cat", "saw"])
    array([False,  True, False, False, False, False])
    """
    found, lines = Counter(), iter(lines)
    while some := "\n".join(itertools.islice(lines, _TOGETHER)):
        found.update(_INSIDE.findall(some))
    balance = Counter()
    for form, times in found.items():
        if not form[1:].isupper():  # SHOUTED, which says nothing
            balance[form.lower().replace("’", "'")] += times if form[0].isupper() else -times
    return np.array([balance[word] > 0 for word in words], bool)


def prove_text(arrays):
    """Raise ValueError unless these are lines (see ``numbered``); return their words."""
    tokens, starts, words = arrays["tokens"], arrays["starts"], unpacked(arrays["words"])
    if len(words) != len({*words}):
        raise ValueError("a word stands twice in the list of words")
    if not (len(tokens) and tokens.min() >= 0 and tokens.max() < len(words)):
        raise ValueError("the text has words that it does not list")
    if not np.bincount(tokens, minlength=len(words)).all():
        raise ValueError("a word is listed that the text does not have")
    if not (len(starts) > 1 and starts[0] == 0 and starts[-1] == len(tokens) and (np.diff(starts) >= 0).all()):
        raise ValueError("the lines do not make up the text")
    return words


def packed(texts):
    """Return texts as bytes, a line each."""
    return np.frombuffer("\n".join(texts).encode("utf-8"), np.uint8).copy()


def unpacked(array):
    """Return the texts of ``packed``."""
    return array.tobytes().decode("utf-8").split("\n")
