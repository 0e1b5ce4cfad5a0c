"""Which letter makes which phones: expectation maximisation over all alignments of words and their phones.

Every letter makes no phone, one, or two. Stress is left aside here: AH0 and AH1 count as one phone.

Shapes: B words that have equally many letters and phones, together; L letters, P phones, K kinds of phones.

Reference: S. Jiampojamarn, G. Kondrak, T. Sherif (2007): Applying many-to-many alignments and hidden Markov models to
letter-to-phoneme conversion, NAACL.
"""

from collections import defaultdict

import numpy as np

MOST = 2  # phones a letter


def align(pronunciations, rounds=8):
    """Return for every word a tuple with each letter's phones.

    Parameters
    ----------
    pronunciations : dict of str to sequence of str
        Words of letters a-z and their phones; a word with more than two phones a letter is left out.
    rounds : int, default 8

    Returns
    -------
    dict of str to tuple of str
        ``{"box": ("B", "AA1", "K S")}``
    """
    kinds = sorted({phone.rstrip("012") for phones in pronunciations.values() for phone in phones})
    groups = _groups(pronunciations, {kind: k for k, kind in enumerate(kinds)})
    chance = np.full((26, 1 + len(kinds) + len(kinds) ** 2), 0.05)  # letter -> nothing, a phone, two phones
    chance[:, : 1 + len(kinds)] = 1
    for _ in range(rounds):
        counts = np.full(chance.shape, 1e-9)
        for _, letters, phones in groups:
            _expect(letters, _codes(phones, len(kinds)), chance, counts)
        chance = counts / counts.sum(axis=1, keepdims=True)
    aligned = {}
    for words, letters, phones in groups:
        for word, taken in zip(words, _best(letters, _codes(phones, len(kinds)), np.log(chance))):
            ends = np.cumsum(taken)
            aligned[word] = tuple(" ".join(pronunciations[word][e - n : e]) for e, n in zip(ends, taken))
    return aligned


def _groups(pronunciations, number):
    """Return the words by their numbers of letters and phones: (words, letters (B, L), phones (B, P))."""
    groups = defaultdict(list)
    for word, phones in pronunciations.items():
        if len(phones) <= MOST * len(word):
            groups[len(word), len(phones)].append(word)
    return [
        (
            words,
            np.array([[ord(letter) - ord("a") for letter in word] for word in words]),
            np.array([[number[phone.rstrip("012")] for phone in pronunciations[word]] for word in words]),
        )
        for words in groups.values()
    ]


def _codes(phones, kinds):
    """Return [n][j]: the column of `chance` for n phones from phone j on, (B,)."""
    size = phones.shape[1]
    one = [1 + phones[:, j] for j in range(size)]
    two = [1 + kinds + phones[:, j] * kinds + phones[:, j + 1] for j in range(size - 1)]
    return [[np.zeros(len(phones), dtype=np.int64)] * (size + 1), one, two]


def _steps(letters, codes):
    """Yield every step of every alignment: letter i makes n phones from phone j on."""
    for i in range(letters.shape[1]):
        for n in range(MOST + 1):
            for j in range(len(codes[n])):
                yield i, j, n


def _expect(letters, codes, chance, counts):
    """Add to `counts` how often each letter makes what, over all alignments of these words (forward-backward)."""
    shape = (letters.shape[1] + 1, len(codes[0]), len(letters))
    forward, backward = np.zeros(shape), np.zeros(shape)
    forward[0, 0], backward[-1, -1] = 1, 1
    steps = [(i, j, n, chance[letters[:, i], codes[n][j]]) for i, j, n in _steps(letters, codes)]
    for i, j, n, p in steps:
        forward[i + 1, j + n] += forward[i, j] * p
    for i, j, n, p in reversed(steps):
        backward[i, j] += backward[i + 1, j + n] * p
    for i, j, n, p in steps:
        np.add.at(counts, (letters[:, i], codes[n][j]), forward[i, j] * p * backward[i + 1, j + n] / forward[-1, -1])


def _best(letters, codes, log_chance):
    """Return how many phones each letter makes in the likeliest alignment, (B, L)."""
    shape = (letters.shape[1] + 1, len(codes[0]), len(letters))
    score, made = np.full(shape, -np.inf), np.zeros(shape, dtype=np.int64)
    score[0, 0] = 0
    for i, j, n in _steps(letters, codes):
        new = score[i, j] + log_chance[letters[:, i], codes[n][j]]
        better = new > score[i + 1, j + n]
        score[i + 1, j + n][better], made[i + 1, j + n][better] = new[better], n
    taken, at, word = (
        np.zeros(letters.shape, dtype=np.int64),
        np.full(len(letters), len(codes[0]) - 1),
        np.arange(len(letters)),
    )
    for i in range(letters.shape[1], 0, -1):
        taken[:, i - 1] = made[i, at, word]
        at = at - taken[:, i - 1]
    return taken
