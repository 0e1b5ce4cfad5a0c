"""Rhyme: which part of a word's sound must agree, and how much of a text rhymes.

All functions take phones as `zerotohero.verse.sounds` gives them. The rhyme begins at the last vowel with primary
stress (at the last one with secondary stress, else at the last vowel, where there is none).

===========  ==================================================  =======================
kind         must agree                                          example
===========  ==================================================  =======================
perfect      all phones from there on, with their stress         rain, train
slant        the vowels from there on (assonance)                rain, fade; lemon, sent in
multi        all phones from the second-last vowel on, or from   running, gunning
             the beginning of the rhyme where that is earlier
===========  ==================================================  =======================

and the consonants before that part (its onset) must differ for perfect and multi: leave and believe, or homophones,
do not rhyme. A slant rhyme only needs other phones.
"""

import numpy as np

from zerotohero.core.errors import UnknownIdError

DENSITY_WINDOW = 15  # words, as in Malmi et al.


def perfect(phones):
    """Return the key of a perfect rhyme: the phones from the last primary-stressed vowel to the end.

    Strict on purpose: the stress digits are part of it, so words with one key also agree under weaker definitions.

    Parameters
    ----------
    phones : sequence of str

    Returns
    -------
    tuple of str
        ``()`` for a word without a vowel, which rhymes with nothing.

    Examples
    --------
    >>> perfect("T R EY1 N".split()) == perfect("R EY1 N".split())
    True
    >>> perfect("R AH1 N IH0 NG".split())
    ('AH1', 'N', 'IH0', 'NG')
    """
    start = _start(phones)
    return () if start is None else tuple(phones[start:])


def slant(phones):
    """Return the key of a slant rhyme: the vowels from the last primary-stressed one on, without stress.

    This is assonance: consonants are ignored, and the number of syllables from the stress on agrees.

    References
    ----------
    H. Hirjee, D. Brown (2010): Using automated rhyme detection to characterize rhyming style in rap music,
    Empirical Musicology Review 5(4).

    Examples
    --------
    >>> slant("HH AH1 NG G R IY0".split()) == slant("D AH1 S T IY0".split()) == ("AH", "IY")
    True
    """
    return tuple(phone[:-1] for phone in perfect(phones) if _is_vowel(phone))


def multi(phones):
    """Return the key of a rhyme of two or more syllables; ``()`` for a word of one.

    The phones from the second-last vowel to the end, or from the last primary-stressed vowel where that is earlier.

    Examples
    --------
    >>> multi("R AH1 N IH0 NG".split())
    ('AH1', 'N', 'IH0', 'NG')
    >>> multi("B IH0 L IY1 V".split())
    ('IH0', 'L', 'IY1', 'V')
    """
    start = _multi_start(phones)
    return () if start is None else tuple(phones[start:])


KEYS = {"perfect": perfect, "slant": slant, "multi": multi}


def key(phones, kind="perfect"):
    """Return the rhyme key of a kind: "perfect", "slant" or "multi".

    Raises
    ------
    UnknownIdError
        Another kind.
    """
    if kind not in KEYS:
        raise UnknownIdError("kind of rhyme", kind, KEYS)
    return KEYS[kind](phones)


def onset(phones, kind="perfect"):
    """Return all consonants right before the part that rhymes.

    Words of one key rhyme when their onsets differ. For slant rhymes it is all phones: only homophones are no rhyme.

    Examples
    --------
    >>> onset("T R EY1 N".split())
    ('T', 'R')
    >>> onset("B IH0 L IY1 V".split()) == onset("L IY1 V".split())
    True
    >>> onset("EY1 T".split())
    ()
    """
    if kind == "slant":
        return tuple(phones)
    start = _multi_start(phones) if kind == "multi" else _start(phones)
    first = start or 0
    while first and not _is_vowel(phones[first - 1]):
        first -= 1
    return tuple(phones[first : start or 0])


def rhymes(one, other, kind="perfect"):
    """Say whether two words rhyme.

    Parameters
    ----------
    one, other : sequence of str
        Phones.
    kind : {"perfect", "slant", "multi"}

    Examples
    --------
    >>> rhymes("R EY1 N".split(), "T R EY1 N".split())
    True
    >>> rhymes("L IY1 V".split(), "B IH0 L IY1 V".split())
    False
    >>> rhymes("F EY1 D".split(), "R EY1 N".split(), "slant")
    True
    """
    shared = key(one, kind)
    return bool(shared) and shared == key(other, kind) and onset(one, kind) != onset(other, kind)


def rhyme_density(words_by_line, pronouncer, window=DENSITY_WINDOW, shortest=1):
    """Return how much a text rhymes: the mean length, in vowels, of the longest rhyme of each word.

    For each word: the longest sequence of vowels that ends in it and also ends in one of the ``window`` words before
    it (across lines; consonants and stress ignored). The two sequences may reach back over several words but do not
    overlap. An identical word counts 0, as does a word without a vowel.

    Parameters
    ----------
    words_by_line : iterable of sequence of str
    pronouncer : zerotohero.verse.sounds.Pronouncer
    window : int, default 15
    shortest : int, default 1
        Matches of fewer vowels count 0. The program of the authors cited below drops single vowels, which agree by chance
        all the time: 2.

    Returns
    -------
    float
        Vowels a word; 0.0 for a text without words.

    References
    ----------
    E. Malmi, P. Takala, H. Toivonen, T. Raiko, A. Gionis (2015): DopeLearning: a computational approach to rap lyrics
    generation, section 4.1, arXiv:1505.04771.

    Examples
    --------
    >>> from zerotohero.verse.sounds import Pronouncer
    >>> lexicon = {"day": "D EY", "way": "W EY", "to": "T UW", "go": "G OW"}
    >>> rhyme_density([["to", "day"], ["go", "way"]], Pronouncer(lexicon))
    0.25
    """
    words = [word for line in words_by_line for word in line]
    if not words:
        return 0.0
    index, of_type = _numbered(words)
    vowels_of = [[phone[:-1] for phone in phones if _is_vowel(phone)] for phones in pronouncer.all(index)]
    number = {vowel: i for i, vowel in enumerate(sorted({vowel for vowels in vowels_of for vowel in vowels}))}
    lengths = np.array([len(vowels) for vowels in vowels_of])[of_type]  # (words,)
    end = np.cumsum(lengths)  # (words,) one past the word's last vowel
    coded = [np.array([number[vowel] for vowel in vowels], dtype=np.int8) for vowels in vowels_of]
    vowels = np.concatenate([coded[t] for t in of_type])  # (vowels,)
    longest = np.zeros(len(words), dtype=np.int64)
    for lag in range(1, min(window, len(words) - 1) + 1):
        later = np.flatnonzero((of_type[lag:] != of_type[:-lag]) & (lengths[lag:] > 0) & (lengths[:-lag] > 0)) + lag
        longest[later] = np.maximum(longest[later], _matches(vowels, end[later], end[later - lag]))
    return float(longest[longest >= shortest].sum() / len(longest))


def _numbered(words):
    """Return the distinct words in order of appearance, and the number of each word in it, (words,)."""
    index = {}
    of_type = np.array([index.setdefault(word, len(index)) for word in words])
    return list(index), of_type


def _matches(vowels, end, before):
    """Return how many vowels agree, read back from each pair of ends, without overlap."""
    length = np.zeros(len(end), dtype=np.int64)
    most = np.minimum(end - before, before)
    going = np.arange(len(end))
    while len(going):
        going = going[length[going] < most[going]]
        back = length[going] + 1
        going = going[vowels[end[going] - back] == vowels[before[going] - back]]
        length[going] += 1
    return length


def _is_vowel(phone):
    """Say whether a phone is a vowel: only vowels carry a stress digit."""
    return phone[-1].isdigit()


def _start(phones):
    """Return where the rhyme begins: the last vowel with the most stress, primary before secondary before none."""
    for digit in "120":
        for i in range(len(phones) - 1, -1, -1):
            if phones[i][-1] == digit:
                return i
    return None


def _multi_start(phones):
    """Return where the rhyme of two or more syllables begins, or None for a word of one syllable."""
    vowels = [i for i, phone in enumerate(phones) if _is_vowel(phone)]
    return min(_start(phones), vowels[-2]) if len(vowels) > 1 else None
