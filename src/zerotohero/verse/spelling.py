"""Letter-to-sound: the phones of words that stand in no list, from their letters alone.

A word is read from its end, for the end of an English word decides its stress. Every letter gets a label: no phone,
one, or two (x: K S). A small network chooses it from the letters around it, the labels to its right, and those letter
and label n-grams around it that were frequent in training::

    z = sum of the vectors of all these          (E,)
    h = relu(W1 relu(z) + b1)                    (H,)
    h = h + relu(W2 h + b2)
    label = argmax of (W3 h + b3) among the labels of this letter

`benchmarks/spelling.py` trains it on the CMU dictionary, writes ``spelling.npz`` and reports how often it is right.

Shapes: N letters (one of each word at a time), E, H as above, L labels, S n-grams a letter.
"""

from functools import cache
from pathlib import Path

import numpy as np

REACH = 7  # letters seen on either side
MEMORY = 4  # labels seen on the right
MOST_SYLLABLES = 5  # counted to the right
# Which n-grams: labels to the right, first and last letter (0 is this one), and whether the stress state is part of it.
NGRAMS = (
    *((0, a, b, False) for a, b in ((-1, 1), (-2, 0), (0, 2), (-1, 2), (-2, 1), (-3, 0), (0, 3), (-2, 2), (-4, 0))),
    *((0, a, b, False) for a, b in ((0, 4), (-3, 3), (-1, 4), (-4, 1), (0, 6), (-6, 0))),
    *((1, a, b, False) for a, b in ((-1, 0), (-2, 0), (-3, 0), (-1, 2))),
    *((2, a, b, False) for a, b in ((-1, 0), (-2, 0), (-3, 1))),
    *((k, a, 0, False) for k in (3, 4) for a in (-1, -2)),
    *((0, -1, 1, True), (1, -2, 0, True)),
)
ROW_BITS = 16  # an n-gram's hash: its row in the table, and a check of as many bits that the row is its own
BATCH = 1000  # words


def sound_out(words):
    """Return the phones of words by their letters.

    Parameters
    ----------
    words : sequence of str
        Letters a-z only.

    Returns
    -------
    list of tuple of str
        ARPAbet phones, vowels with their stress.
    """
    model = network()
    order = sorted(range(len(words)), key=lambda i: len(words[i]))  # words of one length together: little padding
    phones = [()] * len(words)
    for start in range(0, len(words), BATCH):
        chosen = order[start : start + BATCH]
        for i, labels in zip(chosen, label([words[i] for i in chosen], model)):
            phones[i] = tuple(phone for k in labels[::-1] if k < model.none for phone in model.phones[k])
    return phones


def label(words, model):
    """Return the labels of words from their last letter to their first, (words, longest); `none` after the first."""
    letters, length = padded(words), np.array([len(word) for word in words])
    right = np.full((len(words), MEMORY), model.none)  # labels given, the nearest first
    stress = np.zeros(len(words), dtype=np.int64)
    given = []
    for step in range(length.max()):
        active = np.flatnonzero(step < length)
        at = length[active] - 1 - step + REACH
        scores = model.scores(letters, active, at, right[active, :MEMORY], stress[active])
        best = np.full(len(words), model.none)
        best[active] = scores.argmax(axis=1)
        right = np.column_stack([best, right[:, : MEMORY - 1]])
        stress = after(stress, model.syllables[best], model.primary[best])
        given.append(best)
    return np.column_stack(given)


def padded(words):
    """Return letters as numbers, a = 1, with REACH zeros before and after each word, (words, longest + 2 REACH)."""
    letters = np.zeros((len(words), max(map(len, words)) + 2 * REACH), dtype=np.uint8)
    for row, word in zip(letters, words):
        row[REACH : REACH + len(word)] = np.frombuffer(word.encode("ascii"), np.uint8) - 96
    return letters


def after(stress, syllables, primary):
    """Return the stress state after a label: 2 x syllables so far (capped) + whether the primary stress is given."""
    return 2 * np.minimum(stress // 2 + syllables, MOST_SYLLABLES) + np.minimum(stress % 2 + primary, 1)


def windows(letters, word, at):
    """Return the rows of the letter table for one letter of each word, (N, 2 REACH + 1)."""
    return letters[word[:, None], at[:, None] + np.arange(-REACH, REACH + 1)] + 27 * np.arange(2 * REACH + 1)


def histories(right, stress, labels):
    """Return the rows of the label table: the labels to the right, then the stress state, (N, MEMORY + 1)."""
    return np.column_stack([right + (labels + 1) * np.arange(MEMORY), (labels + 1) * MEMORY + stress])


def hashes(letters, word, at, right, stress):
    """Return 32 bits for every n-gram around one letter of each word, (N, S)."""
    mix, spread = np.uint64(1000003), np.uint64(0x9E3779B97F4A7C15)
    letter = {offset: letters[word, at + offset].astype(np.uint64) for offset in range(-REACH + 1, REACH)}
    found = np.empty((len(word), len(NGRAMS)), dtype=np.uint32)
    for k, (labels, first, last, with_stress) in enumerate(NGRAMS):
        value = np.full(len(word), k + 1, dtype=np.uint64)
        for offset in range(first, last + 1):
            value = (value * mix) ^ letter[offset]
        for j in range(labels):
            value = (value * mix) ^ (right[:, j] + 32).astype(np.uint64)
        if with_stress:
            value = (value * mix) ^ (stress + 1000).astype(np.uint64)
        found[:, k] = ((value ^ (value >> np.uint64(31))) * spread) >> np.uint64(32)  # wraps around: that is the hash
    return found


def rows(hashed, checks):
    """Return each n-gram's row of the table, the empty last row for one that is not in it, (N, S)."""
    row = (hashed >> np.uint32(32 - ROW_BITS)).astype(np.int64)
    return np.where(checks[row] == (hashed & np.uint32(0xFFFF)), row, len(checks))


class Network:
    """The network's arrays, ready to use.

    Parameters
    ----------
    arrays : mapping
        `letters`, `labels`, `ngrams`, `mix`, `w1`, `w2`, `w3` as int8 with one scale a row (`letters_scale`, ...), the
        biases, `checks` (rows,), and of every label its letter (`label_letter`) and its phones (`label_phones`).
    """

    def __init__(self, arrays):
        for name in ("letters", "labels", "ngrams", "mix", "w1", "w2", "w3"):
            setattr(self, name, arrays[name].astype(np.float32) * arrays[f"{name}_scale"].astype(np.float32)[:, None])
        self.ngrams = np.vstack([self.ngrams, np.zeros_like(self.ngrams[:1])])
        for name in ("mix_bias", "b1", "b2", "b3"):
            setattr(self, name, arrays[name].astype(np.float32))
        self.checks = arrays["checks"]
        texts = arrays["label_phones"].tolist()
        self.phones, self.none = [text.split() for text in texts], len(texts)
        self.syllables = np.array([sum(c.isdigit() for c in text) for text in texts] + [0])
        self.primary = np.array(["1" in text for text in texts] + [False], dtype=np.int64)
        self.wrong_letter = np.where(arrays["label_letter"] == np.arange(27)[:, None], 0, -np.inf).astype(np.float32)

    def scores(self, letters, word, at, right, stress):
        """Return the score of every label for one letter of each word, (N, L); -inf for other letters' labels."""
        z = self.letters[windows(letters, word, at)].sum(axis=1)  # (N, E)
        z += self.labels[histories(right, stress, self.none)].sum(axis=1)
        z += self.ngrams[rows(hashes(letters, word, at, right, stress), self.checks)].sum(axis=1) @ self.mix.T
        h = np.maximum(np.maximum(z + self.mix_bias, 0) @ self.w1.T + self.b1, 0)  # (N, H)
        h += np.maximum(h @ self.w2.T + self.b2, 0)
        return h @ self.w3.T + self.b3 + self.wrong_letter[letters[word, at]]


@cache
def network():
    """Return the network that comes with the package."""
    with np.load(Path(__file__).with_name("spelling.npz"), allow_pickle=False) as arrays:
        return Network(arrays)
