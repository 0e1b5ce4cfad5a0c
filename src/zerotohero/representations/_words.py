"""Words: how often each frequent word occurs, on a log scale, rarer words weighing more; and how long the text is.

Shapes: N rows, V words in the vocabulary. The functions are self-contained: scripts paste them.
"""

import re

import numpy as np


def fit_words(cells, most, least):
    """Return the vocabulary of the texts (N,): at most ``most`` words, each in at least ``least`` of them."""
    counts = {}
    for cell in cells:
        for word in set(re.findall(r"[^\W\d_]+|\d+", (cell or "").lower())):
            counts[word] = counts.get(word, 0) + 1
    order = sorted(counts, key=lambda w: (-counts[w], w))
    words = [w for w in order if least <= counts[w] <= 0.8 * len(cells)][:most]
    weights = [float(np.log((1 + len(cells)) / (1 + counts[w])) + 1) for w in words]  # idf
    length = float(np.mean([np.log1p(len(cell or "")) for cell in cells]))
    return {"words": {w: i for i, w in enumerate(words)}, "weights": weights, "length": length}


def apply_words(state, cells):
    """Return for the texts (N,) the weighted counts, each row of Euclidean length 1, and its length (N, V + 1)."""
    words, out = state["words"], np.zeros((len(cells), len(state["words"]) + 1))
    for row, cell in zip(out, cells):
        for word in re.findall(r"[^\W\d_]+|\d+", (cell or "").lower()):
            if word in words:
                row[words[word]] += 1
        row[-1] = np.log1p(len(cell or "")) - state["length"]
    counts = out[:, :-1]  # a view
    counts[:] = np.log1p(counts) * state["weights"]
    counts /= np.maximum(np.sqrt((counts**2).sum(axis=1, keepdims=True)), 1e-9)
    return out


def word_features(state, name):
    """Return a name for each of the V + 1 numbers of the column ``name``."""
    return [*(f"{name}: {word}" for word in state["words"]), f"{name}: length"]
