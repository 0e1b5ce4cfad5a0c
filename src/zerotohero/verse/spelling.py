"""Letter-to-sound: the phones of words that stand in no list, from their letters alone.

Every letter gets a label: no phone, one, or two (x: K S). A word is read from its end, for the end of an English word
decides its stress and is what rhymes. A recurrent network sees the whole word, and the labels given so far::

    x = the letter's vector + M (sum of the vectors of the letter n-grams around it, if frequent in training) + b
    e = the state of an LSTM that comes from the word's end, and of one that comes from its start, both over x
    d = the state of an LSTM that comes from the word's end, over e and the vector of the label given before
    scores = W d + b

Several networks, trained alike from other beginnings, add their scores (which multiplies their probabilities); of this
letter's labels the one with the highest sum is given.
`benchmarks/spelling.py` trains them on the CMU dictionary, writes ``spelling.npz`` and reports how often it is right.

Shapes: B words of one length, n letters, the last one first; E, H as above (H units an LSTM); L labels, S n-grams.

References
----------
S. Hochreiter, J. Schmidhuber (1997): Long short-term memory, Neural Computation 9(8).
K. Yao, G. Zweig (2015): Sequence-to-sequence neural net models for grapheme-to-phoneme conversion, Interspeech.
"""

from collections import defaultdict
from functools import cache
from pathlib import Path

import numpy as np

# Letter n-grams by their first and last letter (0 is this one); beyond the word there is one more letter, nothing.
NGRAMS = (
    *((-1, 1), (-2, 0), (0, 2), (-2, 1), (-1, 2), (-3, 0), (0, 3), (-2, 2), (-4, 0), (0, 4), (-3, 3), (-1, 4), (-4, 1)),
    *((0, 6), (-6, 0), (-5, 1), (-1, 5)),
)
REACH = 6  # letters they look to either side
ROW_BITS = 16  # an n-gram's hash: its row in the table, and a check of 16 bits that the row is its own
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
    model, by_length = speller(), defaultdict(list)
    for i, word in enumerate(words):
        by_length[len(word)].append(i)
    phones = [()] * len(words)
    for same in by_length.values():
        for start in range(0, len(same), BATCH):
            chosen = same[start : start + BATCH]
            for i, labels in zip(chosen, model.label([words[i] for i in chosen])):
                phones[i] = tuple(phone for k in labels[::-1] for phone in model.phones[k])
    return phones


def numbered(words):
    """Return the letters of words of one length as numbers, a = 1, in the order they are written, (B, n)."""
    return np.array([np.frombuffer(word.encode("ascii"), np.uint8) for word in words]) - 96


def hashes(letters):
    """Return 32 bits for every n-gram around every letter, (B, n, S)."""
    mix, spread = np.uint64(1000003), np.uint64(0x9E3779B97F4A7C15)
    size = letters.shape[1]
    padded = np.pad(letters.astype(np.uint64), ((0, 0), (REACH, REACH)))
    found = np.empty((*letters.shape, len(NGRAMS)), dtype=np.uint32)
    for k, (first, last) in enumerate(NGRAMS):
        value = np.full(letters.shape, k + 1, dtype=np.uint64)
        for offset in range(REACH + first, REACH + last + 1):
            value = (value * mix) ^ padded[:, offset : offset + size]
        found[..., k] = ((value ^ (value >> np.uint64(31))) * spread) >> np.uint64(32)  # wraps around: that is the hash
    return found


def rows(hashed, checks):
    """Return each n-gram's row of the table, the empty last row for one that is not in it, as `hashed`."""
    row = (hashed >> np.uint32(32 - ROW_BITS)).astype(np.int64)
    return np.where(checks[row] == (hashed & np.uint32(0xFFFF)), row, len(checks))


def lstm_step(z, memory):
    """Return an LSTM's state and memory after one letter, (B, H) each; z (B, 4 H): take, keep, new, show."""
    take, keep, new, show = np.split(z, 4, axis=1)
    memory = sigmoid(keep) * memory + sigmoid(take) * np.tanh(new)
    return sigmoid(show) * np.tanh(memory), memory


def sigmoid(z):
    """Return 1 / (1 + exp(-z)), which this form computes without overflow."""
    return 0.5 * np.tanh(0.5 * z) + 0.5


class Network:
    """One network.

    Parameters
    ----------
    arrays : mapping
        `letters` (28, E), `labels` (L + 1, E; the last one: none given yet), `ngrams` (rows, T), `mix` (E, T), `out`
        (L, H), and of the LSTMs `from_end`, `from_start` and `decoder` the matrices `.._input` and `.._state`
        (4 H, ...), all int8 with one scale a row (`letters_scale`, ...); and the biases (`mix_bias`, ...).
    """

    def __init__(self, arrays):
        for name, values in arrays.items():
            if values.dtype == np.int8:
                values = values * arrays[f"{name}_scale"].astype(np.float32)[:, None]
            setattr(self, name, values.astype(np.float32))
        self.ngrams = np.vstack([self.ngrams, np.zeros_like(self.ngrams[:1])])
        self.reads_end = self._seen(self.from_end_input, self.from_end_bias)
        self.reads_start = self._seen(self.from_start_input, self.from_start_bias)
        width = 2 * self.from_end_state.shape[1]
        self.decoder_encoded = self.decoder_input[:, :width]
        self.decoder_given = self.labels @ self.decoder_input[:, width:].T  # (L + 1, 4 H)

    def _seen(self, weights, bias):
        """Return what an LSTM gets of each letter (28, 4 H), and of the sum of its n-grams (T, 4 H)."""
        return (self.letters + self.mix_bias) @ weights.T + bias, self.mix.T @ weights.T

    def encode(self, letters, rows):
        """Return what the decoder gets of every letter besides the labels, (n, B, 4 H)."""
        ngrams = self.ngrams[rows].sum(axis=2)  # (n, B, T)
        end, start = (
            by_letter[letters] + ngrams @ by_ngram for by_letter, by_ngram in (self.reads_end, self.reads_start)
        )
        end = self._read(end, self.from_end_state)
        start = self._read(start[::-1], self.from_start_state)[::-1]
        return np.concatenate([end, start], axis=2) @ self.decoder_encoded.T + self.decoder_bias

    def _read(self, z, recurrent):
        """Return an LSTM's states along the first axis of z (n, B, 4 H), (n, B, H)."""
        state = memory = np.zeros((z.shape[1], recurrent.shape[1]), dtype=np.float32)
        states = []
        for at in z:
            state, memory = lstm_step(at + state @ recurrent.T, memory)
            states.append(state)
        return np.array(states)

    def decode(self, encoded, given, state, memory):
        """Return the scores of every label (B, L), and the decoder's new state and memory, for one letter."""
        state, memory = lstm_step(encoded + self.decoder_given[given] + state @ self.decoder_state.T, memory)
        return state @ self.out.T + self.out_bias, state, memory


class Speller:
    """The networks and their labels, ready to use.

    Parameters
    ----------
    arrays : mapping
        The networks' arrays, named ``0.letters``, ``1.letters``, ...; `checks` (rows,) of the table of n-grams; and of
        every label its letter (`label_letter`, a = 1) and its phones (`label_phones`).
    """

    def __init__(self, arrays):
        members = defaultdict(dict)
        for name in arrays:
            member, dot, own = name.partition(".")
            if dot:
                members[member][own] = arrays[name]
        self.networks = [Network(members[member]) for member in sorted(members)]
        self.checks = arrays["checks"]
        self.phones = [text.split() for text in arrays["label_phones"].tolist()]
        self.wrong_letter = np.where(arrays["label_letter"] == np.arange(27)[:, None], 0, -np.inf).astype(np.float32)

    def label(self, words):
        """Return the labels of words of one length from their last letter to their first, (B, n)."""
        letters = numbered(words)
        found = rows(hashes(letters), self.checks).transpose(1, 0, 2)[::-1]
        letters = letters.T[::-1]
        encoded = [network.encode(letters, found) for network in self.networks]
        states = [2 * (np.zeros((len(words), network.out.shape[1]), np.float32),) for network in self.networks]
        labels = [np.full(len(words), len(self.phones))]
        for i, letter in enumerate(letters):
            total = self.wrong_letter[letter]
            for k, network in enumerate(self.networks):
                scores, *states[k] = network.decode(encoded[k][i], labels[-1], *states[k])
                total = total + scores
            labels.append(total.argmax(axis=1))
        return np.column_stack(labels[1:])


@cache
def speller():
    """Return the networks that come with the package."""
    with np.load(Path(__file__).with_name("spelling.npz"), allow_pickle=False) as arrays:
        return Speller(arrays)
