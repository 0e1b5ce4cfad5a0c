"""Lines that rhyme: an n-gram model that is read from the end of the line and sampled exactly.

Only the counts of the text are learned. Everything that is asked of a line (its rhyme, its syllables, words that must
occur, no copying) is kept while the line is drawn, not tried afterwards: see ``verse.table`` and ``verse.sample``.
"""

from functools import cached_property

import numpy as np

from zerotohero.algorithms._lines import LONGEST, TEXT, capitals, numbered, packed, prove_text, unpacked
from zerotohero.core.errors import UsageError
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec, ArraySchema
from zerotohero.data.tokenize import tokenize
from zerotohero.verse._lexicon import CONSONANTS, VOWELS, read_lexicon
from zerotohero.verse.index import index_of
from zerotohero.verse.kneser_ney import log_probabilities
from zerotohero.verse.poet import Poet
from zerotohero.verse.sounds import Pronouncer

PHONES = {*CONSONANTS, *(vowel + digit for vowel in VOWELS for digit in "012")}


class RhymingNgram(Poet):
    """Interpolated modified Kneser-Ney n-grams of reversed lines, sampled under rhyme, metre and a copy limit.

    Parameters
    ----------
    order : int, default 5
        The longest run of words that counts, from 1.
    copy_limit : int, default 4
        At most this many words in a row may also stand in the text, from 2.
    lexicon : path, mapping or None
        Pronunciations of your own: see ``verse.sounds.Pronouncer``.
    random_state : int, default 0

    Examples
    --------
    >>> model = RhymingNgram().fit(["the cat sat on the mat", "a cat ate that fat rat", "the rat sat on a hat"])
    >>> model.perplexity(["the cat sat on a mat"]) < model.perplexity(["mat a on sat cat the"])
    True

    References
    ----------
    Chen & Goodman 1999; Pachet, Roy & Barbieri 2011 (finite-length Markov processes with constraints); Papadopoulos,
    Roy & Pachet 2014 (avoiding plagiarism).
    """

    def __init__(self, order=5, copy_limit=4, lexicon=None, random_state=0):
        self.order, self.copy_limit, self.lexicon, self.random_state = order, copy_limit, lexicon, random_state

    def fit(self, lines, y=None):
        """Count the n-grams of lines.

        Parameters
        ----------
        lines : Lyrics or sequence of str
        y : ignored
        """
        if not (1 <= self.order <= LONGEST and 2 <= self.copy_limit <= LONGEST):
            raise UsageError("fit a rhyming n-gram model", f"order 1 to {LONGEST}, copy_limit 2 to {LONGEST}",
                             f"order {self.order}, copy_limit {self.copy_limit}", "order=5, copy_limit=4")  # fmt: skip
        settings = self.order, self.copy_limit, self.lexicon, self.random_state
        vars(self).clear()  # nothing stays of a text before
        self.__init__(*settings)
        self._lines, self._pronouncer = lines, Pronouncer(self.lexicon)
        return self._count(*numbered(lines))

    def _count(self, tokens, starts, words, folder=None):
        """Set what is counted, or mapped from a folder."""
        self.tokens_, self.starts_, self.words_ = tokens, starts, words
        longest = max(self.order, self.copy_limit + 1)
        self.levels_, self.weights_ = index_of(tokens, starts, self.order, longest, folder)
        return self

    @cached_property
    def phones_(self):
        """The phones of each word; sounded out when first asked for: a score needs none."""
        return self._pronouncer.all(self.words_)

    @cached_property
    def capitals_(self):
        """Which words are written with a capital."""
        return capitals(self._lines, self.words_)

    @cached_property
    def counts_words_(self):
        """Whether the script's sound is not known here: then each word counts as a syllable."""
        sounded = np.array([any(p[-1].isdigit() for p in sound) for sound in self.phones_])
        return bool(len(self.tokens_)) and bool(sounded[self.tokens_].mean() < 0.5)

    @cached_property
    def stresses_(self):
        """Per word the stress digits of its syllables."""
        silent = "0" if self.counts_words_ else ""
        return ["".join(p[-1] for p in sound if p[-1].isdigit()) or silent for sound in self.phones_]

    def predict(self, lines):
        """Return for each line minus the logarithm of its probability, and how many words that counts, (N, 2).

        The line's end counts as one word; words that the text does not have are left out, as is usual.
        """
        logs = self.log_probabilities(lines)
        return np.array([[-np.nansum(log), np.isfinite(log).sum()] for log in logs]).reshape(-1, 2)

    def log_probabilities(self, lines):
        """Return the natural logarithm of the probability of each word, from the line's end to its beginning.

        Returns
        -------
        list of ndarray (words + 1,)
            NaN for words that the text does not have; the last is the line's beginning.
        """
        back = [np.array([self.place_.get(w, -2) + 1 for w in words[::-1]], np.int64) for words in map(tokenize, lines)]
        return log_probabilities(self.levels_, self.weights_, back, self.order)

    def perplexity(self, lines):
        """Return exp of the mean of ``predict``: between how many words it wavers, on average."""
        nll, count = self.predict(lines).sum(axis=0)
        return float(np.exp(nll / count))

    def follows(self, words):
        """Return [(word, how often)] of what comes after these words in the text, most frequent first; None ends a line."""
        last = [self.place_.get(w, -1) for w in tokenize(words)][-max(self.order - 1, 1) :]
        if not last or -1 in last:
            return []
        found, counts = np.unique(self.source_.after(last), return_counts=True)
        names = [(None if w < 0 else self.words_[w], int(c)) for w, c in zip(found, counts)]
        return sorted(names, key=lambda f: -f[1])

    def trace(self, text):
        """Return the longest runs of words of ``text`` that also stand in what was learned: ``verse.copies.Span``."""
        return self.source_.spans([self.place_.get(w, -1) for w in tokenize(text.replace("\n", " "))])


def make(task, seed, order=5, copy_limit=4):
    """Return an unfitted model."""
    return RhymingNgram(order, copy_limit, random_state=seed)


def arrays(model):
    """Return the text as numbers, its words, how they sound, and which are written with a capital."""
    return {
        "tokens": model.tokens_,
        "starts": np.asarray(model.starts_, np.int64),
        "words": packed(model.words_),
        "phones": packed(" ".join(sound) for sound in model.phones_),
        "capitals": model.capitals_.astype(np.uint8),
        "settings": np.array([model.order, model.copy_limit], np.int64),
    }


def from_arrays(arrays, order=None, copy_limit=None, lexicon=None, folder=None):
    """Return the fitted model with these arrays; with another order, copy limit or lexicon it is counted again.

    ``folder`` is where the index of a large text is kept from one time to the next: see ``verse.index``.

    Raises
    ------
    DataError
        The lexicon cannot be read.
    """
    own = {} if lexicon is None else read_lexicon(lexicon)
    words, (trained, limit) = unpacked(arrays["words"]), arrays["settings"].tolist()
    phones = [own.get(w, tuple(sound.split())) for w, sound in zip(words, unpacked(arrays["phones"]))]
    model = RhymingNgram(order or trained, copy_limit or limit, lexicon)
    model.phones_, model.capitals_ = phones, arrays["capitals"].astype(bool)
    return model._count(arrays["tokens"], arrays["starts"], words, folder)


def predict(arrays, X):
    """Return minus the logarithm of each line's probability, and the number of words that it counts: (N, 2)."""
    return from_arrays(arrays).predict(X)


def schema(task):
    """Return what the arrays must look like."""
    return {
        **TEXT,
        "phones": ArraySchema(("P",), "u1"),
        "capitals": ArraySchema(("V",), "u1"),
        "settings": ArraySchema((2,), "i8"),
    }


def prove(arrays, dims):
    """Raise ValueError unless the arrays are a text."""
    words, phones = prove_text(arrays), unpacked(arrays["phones"])
    if not len(words) == len(phones) == len(arrays["capitals"]):
        raise ValueError("every word must have its phones, and whether it has a capital")
    order, copy_limit = arrays["settings"].tolist()
    if not all(p in PHONES for sound in phones for p in sound.split()):
        raise ValueError("phones must be ARPAbet")
    if not (1 <= order <= LONGEST and 2 <= copy_limit <= LONGEST):
        raise ValueError(f"order and copy limit must be up to {LONGEST}")


def seconds(n, d, k):
    """Return reference seconds of one fit on n lines."""
    return 0.05 + 3e-5 * n


def bytes(n, d, k):
    """Return the peak memory of one fit on n lines of about ten words."""
    return 1000 * n


SPEC = AlgorithmSpec(
    id="rhyming-ngram",
    title="rhyming n-grams",
    idea="Count which words follow each other in a text, read from the end of the line; then draw lines word by word, only "
    "along ways that can still end with the rhyme and the syllables that were asked for.",
    good_at="verse in the manner of a few hundred to a million lines: exact rhyme and metre, never a copy, at once",
    bad_at="meaning: it sees no more than the last few words",
    name_says="an n-gram is a run of n words; this one knows how they sound",
    tasks=("generation",),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=schema,
    prove=prove,
    seconds=seconds,
    bytes=bytes,
    style="lines",
    hyperparameters=(
        Hyperparameter("order", 5, 1, LONGEST, meaning="the longest run of words that counts"),
        Hyperparameter(
            "copy_limit", 4, 2, LONGEST, meaning="how many words in a row may stand in the text", tuned=False
        ),
    ),
    holds_rows="the whole text that it learned from",
    source="https://doi.org/10.1006/csla.1999.0128",  # Chen & Goodman 1999
    note="It does not understand a word; that it sounds as if it did is what makes people laugh.",
)
