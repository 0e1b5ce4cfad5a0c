"""Texts: how often words occur, on a log scale, rarer ones weighing more; in messages also runs of letters.

Three kinds by average length. Names ("Mr. Owen Braund") give their most frequent words. Messages and documents give the
terms that tell the answers apart, judged among the rows of the fold alone, and weigh more beside other columns.
Shapes: N rows, V terms (words, then runs of letters), K answers. ``terms`` and ``apply_words`` are self-contained:
scripts paste them.
"""

import re
from array import array

import numpy as np

NAME, MESSAGE = 60, 400  # letters of an average text, up to which it is a name, or a message
MOST_READ = 10_000_000  # letters from which the vocabulary is taken
LETTERS_PER_TERM = 120  # a term needs so much text to learn from
MOST_CELLS = 5e7  # 400 MB of numbers: beyond, there are fewer terms


def kind_of(cells):
    """Return "name", "message" or "document": what the texts (N,) are on average."""
    size = np.mean([len(cell or "") for cell in cells])
    return "name" if size <= NAME else "message" if size <= MESSAGE else "document"


def most_terms(cells, kind, terms, names):
    """Return how many terms have a place at most: ``names`` if the texts (N,) are names, else what they can carry."""
    size = sum(len(cell or "") for cell in cells)
    return names if kind == "name" else int(min(terms, 50 + size / LETTERS_PER_TERM, MOST_CELLS / len(cells)))


def fit_words(cells, most, least, y=None, style="linear", kind="name"):
    """Return the vocabulary of the texts (N,): at most ``most`` terms, each in at least ``least`` of them.

    ``y`` (N,): class indices or numbers; without it, or for names, the most frequent words have a place.
    For the styles "bins" and "counts" without weights.
    """
    sizes, names = np.array([len(cell or "") for cell in cells]), kind == "name"
    least = least if names else min(least, 2 + len(cells) // 2000)
    read = slice(None, None, 1 + int(sizes.sum()) // MOST_READ)
    y = None if y is None or names else _answers(y[read])
    counted = _count_terms([cell or "" for cell in cells[read]], kind == "message")
    rows, share = len(cells[read]), most // len(counted)
    (words, weights), *rest = [_vocabulary(*those, rows, share, least, y) for those in counted]
    runs, more = rest[0] if rest else ({}, [])
    state = {"words": words, "runs": runs, "weights": [], "length": None, "scale": 1.0 if names else 4.0}
    if style not in ("bins", "counts"):
        state |= {"weights": weights + more, "length": float(np.log1p(sizes).mean())}
    return state


def terms(text, letters):
    """Return the words and numbers in a text; and its runs of 2 to 5 letters or signs, where a space ends a word."""
    text = text.lower()
    padded = [f" {part} " for part in text.split()] if letters else []
    runs = [p[i : i + n] for p in padded for n in (2, 3, 4, 5) for i in range(len(p) - n + 1)]
    return re.findall(r"[^\W\d_]+|\d+", text), runs


def apply_words(state, cells):
    """Return for the texts (N,) the weighted counts, words and runs each scaled to one length, and the text's length (N, V + 1).

    Without weights: the counts alone (N, V).
    """
    words, runs = state["words"], state["runs"]
    out = np.zeros((len(cells), len(words) + len(runs) + 1))
    for row, cell in zip(out, cells):
        for found, codes, start in zip(terms(cell or "", len(runs) > 0), (words, runs), (0, len(words))):
            for term in found:
                if term in codes:
                    row[start + codes[term]] += 1
        row[-1] = np.log1p(len(cell or "")) - (state["length"] or 0)
    if state["length"] is None:
        return out[:, :-1]
    out[:, :-1] = np.log1p(out[:, :-1]) * state["weights"]
    for part in (out[:, : len(words)], out[:, len(words) : -1]):  # views
        part *= state["scale"] / np.maximum(np.sqrt((part**2).sum(axis=1, keepdims=True)), 1e-9)
    return out


def word_features(state, name):
    """Return a name for each of the numbers of the column ``name``."""
    names = [f"{name}: {word}" for word in state["words"]] + [f"{name}: letters {run!r}" for run in state["runs"]]
    return names + [f"{name}: length"] * (state["length"] is not None)


def _count_terms(texts, letters):
    """Return for words, and for runs of letters: term -> code, and the codes and rows of all that a text holds."""
    kinds = [({}, array("l"), []) for _ in range(1 + letters)]
    seen = {}  # what a text holds: in a column of few texts none is taken apart twice
    for text in texts:
        held_here = seen.get(text)
        if held_here is None:
            found = zip(kinds, terms(text, letters))
            held_here = [[codes.setdefault(term, len(codes)) for term in set(those)] for (codes, _, _), those in found]
            if len(seen) < 10_000:
                seen[text] = held_here
        for (_, held, sizes), those in zip(kinds, held_here):
            held.extend(those)
            sizes.append(len(those))
    return [(codes, np.array(held, int), np.repeat(np.arange(len(sizes)), sizes)) for codes, held, sizes in kinds]


def _vocabulary(codes, held, row, rows, most, least, y):
    """Return term -> place of at most ``most`` terms of so many rows, and their weights (idf)."""
    counts = np.bincount(held, minlength=len(codes))  # texts that hold each
    score = counts.astype(float)
    if y is not None:  # chi² of "holds it" against each answer, or N r² for numbers
        told = sum(np.bincount(held, column[row], len(codes)) ** 2 for column in y.T)
        score = told / (counts * np.maximum(1 - counts / rows, 0.01))
    names = list(codes)
    kept = np.flatnonzero((least <= counts) & (counts <= 0.8 * rows)).tolist()
    kept = sorted(kept, key=lambda t: (-score[t], -counts[t], names[t]))[:most]
    idf = np.log((1 + rows) / (1 + counts[kept])) + 1
    return {names[t]: i for i, t in enumerate(kept)}, idf.tolist()


def _answers(y):
    """Return the answers as (N, K): how far each class, or the rank of a number, is from what chance gives."""
    y = np.asarray(y)
    if y.dtype.kind == "f":
        rank = np.argsort(np.argsort(y, kind="stable"), kind="stable")
        return ((rank - rank.mean()) / max(rank.std(), 1e-9))[:, None]
    _, y = np.unique(y, return_inverse=True)
    share = np.bincount(y) / len(y)
    return (np.eye(len(share))[y] - share) / np.sqrt(share)
