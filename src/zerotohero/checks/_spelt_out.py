"""Texts that say their own class: "Smith.1972.Monarchy" where the class is Monarchy."""

import re

import numpy as np

LETTERS = 3  # fewer in a class's name stand in texts by chance
SPELT = 0.95  # share of the rows whose text names their class
CHANCE = 0.6  # share of the rows whose text names the class of another row, at most: all classes are named in each
MIN_ROWS = 20


def spells_out(texts, answers):
    """Return the share of texts that hold the name of their own class, if that gives the answer away; else None.

    Parameters
    ----------
    texts : ndarray (N,) of str or None
    answers : ndarray (N,) of str

    Examples
    --------
    >>> texts = np.array(["Ann (red car)", "Bob (blue car)"] * 10, object)
    >>> spells_out(texts, np.array(["red", "blue"] * 10, object)), spells_out(texts, np.array(["car", "van"] * 10, object))
    (1.0, None)
    """
    known = np.array([text is not None and answer is not None for text, answer in zip(texts, answers)])
    if known.sum() < max(MIN_ROWS, len(texts) / 2):
        return None
    names = {answer: _plain(str(answer)) for answer in set(answers[known])}
    if len(names) < 2 or any(sum(c.isalpha() for c in name) < LETTERS for name in names.values()):
        return None
    said, own = [_plain(str(text)) for text in texts[known]], answers[known]
    others = own[np.random.default_rng(0).permutation(len(own))]
    share, chance = (np.mean([names[a] in text for a, text in zip(those, said)]) for those in (own, others))
    return float(share) if share >= SPELT and chance <= CHANCE else None


def _plain(text):
    """Return the text in small letters, its words between single spaces."""
    return " ".join(["", *re.findall(r"[^\W_]+", text.casefold()), ""])
