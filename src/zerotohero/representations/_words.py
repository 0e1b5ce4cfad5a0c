"""Words: how often each frequent word occurs, on a log scale, rarer words weighing more; and the length.

The functions are self-contained: scripts paste them.
"""

import re

import numpy as np


def fit_words(cells, most, least):
    """Return the vocabulary of the texts (N,): at most ``most`` words that occur in at least ``least`` of them."""
    counts = {}
    for cell in cells:
        for word in set(re.findall(r"[^\W\d_]+|\d+", (cell or "").lower())):
            counts[word] = counts.get(word, 0) + 1
    order = sorted(counts, key=lambda w: (-counts[w], w))
    words = [w for w in order if least <= counts[w] <= 0.8 * len(cells)][:most]
    weights = [float(np.log((1 + len(cells)) / (1 + counts[w])) + 1) for w in words]
    return {"words": {w: i for i, w in enumerate(words)}, "weights": weights}


def apply_words(state, cells):
    """Return for the texts (N,) the weighted counts of the vocabulary (N, V), each row of length 1, and the text length."""
    out = np.zeros((len(cells), len(state["words"]) + 1))
    for row, cell in zip(out, cells):
        for word in re.findall(r"[^\W\d_]+|\d+", (cell or "").lower()):
            if word in state["words"]:
                row[state["words"][word]] += 1
        row[-1] = np.log1p(len(cell or "")) / 4
    out[:, :-1] = np.log1p(out[:, :-1]) * state["weights"]
    out[:, :-1] /= np.maximum(np.linalg.norm(out[:, :-1], axis=1, keepdims=True), 1e-9)
    return out


def word_names(*a):
    pass


def prove_words(*a):
    pass
