"""Lines of words as arrays, for the algorithms that learn to go on with them."""

import numpy as np

from zerotohero.data.lyrics import Lyrics
from zerotohero.data.tokenize import tokenize

LONGEST = 8  # words of an n-gram; longer runs hardly ever come back


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


def prove_text(tokens, starts, words):
    """Raise ValueError unless these are lines (see ``numbered``)."""
    if len(words) != len({*words}):
        raise ValueError("a word stands twice in the list of words")
    if not (len(tokens) and tokens.min() >= 0 and tokens.max() < len(words)):
        raise ValueError("the text has words that it does not list")
    if not np.bincount(tokens, minlength=len(words)).all():
        raise ValueError("a word is listed that the text does not have")
    if not (len(starts) > 1 and starts[0] == 0 and starts[-1] == len(tokens) and (np.diff(starts) >= 0).all()):
        raise ValueError("the lines do not make up the text")


def packed(texts):
    """Return texts as bytes, a line each."""
    return np.frombuffer("\n".join(texts).encode("utf-8"), np.uint8).copy()


def unpacked(array):
    """Return the texts of ``packed``."""
    return array.tobytes().decode("utf-8").split("\n")
