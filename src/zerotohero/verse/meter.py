"""What a line must fill: so many syllables, or a pattern of stresses. Positions are counted from the line's end."""

from dataclasses import dataclass

import numpy as np


@dataclass
class Meter:
    """How words take up a line.

    Parameters
    ----------
    syllables : ndarray (V,) of int
        How many positions each word fills; entry 0 belongs to the line break and is 0. A word with 0 never occurs.
    allowed : ndarray (S + 1, V) of bool
        ``allowed[s, w]``: whether word w may stand where s positions are left, itself included.
    """

    syllables: np.ndarray
    allowed: np.ndarray

    @property
    def longest(self):
        """S: the most positions that a line can have."""
        return len(self.allowed) - 1


def count_meter(syllables, longest):
    """Return the Meter of lines with up to ``longest`` syllables."""
    syllables = np.asarray(syllables)
    left = np.arange(longest + 1)[:, None]
    return Meter(syllables, (syllables > 0) & (syllables <= left))


def stress_meter(stresses, pattern):
    """Return the Meter of lines that follow a pattern of stresses.

    A word of one syllable fits anywhere, as in verse: "the" may be lifted, "love" may be passed over. In longer words
    a stressed syllable (1 or 2) may stand where the pattern has 1, an unstressed one where it has 0; secondary stress
    fits both.

    Parameters
    ----------
    stresses : sequence of str
        Per word code the stress digits of its syllables, such as "010"; "" for the line break.
    pattern : str
        Such as "0101010101"; the last digit belongs to the line's last syllable.
    """
    syllables = np.array([len(s) for s in stresses])
    allowed = np.zeros((len(pattern) + 1, len(stresses)), bool)
    kinds = {}
    for word, stress in enumerate(stresses):
        kinds.setdefault(stress, []).append(word)
    for stress, words in kinds.items():
        for left in range(len(stress), len(pattern) + 1) if stress else ():
            # s positions are left: the word's last syllable is the s-th position of the pattern
            allowed[left, words] = _fits(stress, pattern[left - len(stress) : left])
    return Meter(syllables, allowed)


def _fits(stress, part):
    """Return whether a word's stresses go with this part of the pattern."""
    return len(stress) == 1 or all(s == "2" or (s == "1") == (p == "1") for s, p in zip(stress, part))
