"""The n-gram model of the textbooks: what followed the last two words, how often; never anything else.

Shapes used below: N lines, T words in the text, L lines of it.
"""

import itertools
from collections import Counter, defaultdict

import numpy as np

from zerotohero.algorithms._lines import LONGEST, TEXT, numbered, packed, prove_text, unpacked
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec, ArraySchema
from zerotohero.data.tokenize import tokenize

UNSEEN = 1e-6  # what never followed has probability 0, and perplexity no value; it is scored as one in a million


def count(lines, order):
    """Return context -> Counter of the words that followed it; "" stands for the line's beginning and end.

    >>> count([["a", "b"], ["a", "c"]], 2)["a",]
    Counter({'b': 1, 'c': 1})
    """
    follows = defaultdict(Counter)
    for words in lines:
        padded = [""] * (order - 1) + words + [""]
        for i in range(order - 1, len(padded)):
            follows[tuple(padded[i - order + 1 : i])][padded[i]] += 1
    return follows


def write(follows, order, rng):
    """Return one line: each word drawn by how often it followed the last ones."""
    words = [""] * (order - 1)
    while len(words) < order or words[-1]:
        options = follows[tuple(words[len(words) - order + 1 :])]
        words.append(rng.choices(list(options), options.values())[0])
    return " ".join(words[order - 1 : -1])


class PlainNgram:
    """Counts of what followed, without smoothing.

    Parameters
    ----------
    order : int, default 3
        Words that are looked at together, the drawn one included.
    """

    def __init__(self, order=3):
        self.order = order

    def fit(self, lines, y=None):
        """Count."""
        self.lines_ = [words for words in map(tokenize, lines) if words]
        self.follows_ = count(self.lines_, self.order)
        return self

    def predict(self, lines):
        """Return minus the logarithm of each line's probability, and the number of words that it counts: (N, 2).

        Words that the text does not have are left out; words that never followed count as one in a million.
        """
        known = {word for words in self.lines_ for word in words} | {""}
        out = np.zeros((len(lines), 2))
        for row, line in zip(out, lines):
            words = [""] * (self.order - 1) + tokenize(line) + [""]
            for i in range(self.order - 1, len(words)):
                if words[i] in known:
                    seen = self.follows_.get(tuple(words[i - self.order + 1 : i]), Counter())
                    row += -np.log(max(seen[words[i]] / max(seen.total(), 1), UNSEEN)), 1
        return out


def make(task, seed, order=3):
    """Return an unfitted model."""
    return PlainNgram(order)


def arrays(model):
    """Return the text as numbers, its words, and the order: counting it again is quicker than reading the counts."""
    tokens, starts, words = numbered(" ".join(line) for line in model.lines_)
    return {"tokens": tokens, "starts": starts, "words": packed(words), "order": np.array([model.order], np.int64)}


def predict(arrays, X):
    """Return minus the logarithm of each line's probability, and the number of words that it counts: (N, 2)."""
    words, starts = unpacked(arrays["words"]), arrays["starts"]
    lines = (arrays["tokens"][a:b] for a, b in itertools.pairwise(starts))
    model = PlainNgram(int(arrays["order"][0])).fit([" ".join(words[t] for t in line) for line in lines])
    return model.predict(X)


def schema(task):
    """Return what the arrays must look like."""
    return {**TEXT, "order": ArraySchema((1,), "i8")}


def prove(arrays, dims):
    """Raise ValueError unless the arrays are a text."""
    prove_text(arrays)
    if not 1 <= arrays["order"][0] <= LONGEST:
        raise ValueError(f"order must be up to {LONGEST}")


def seconds(n, d, k):
    """Return reference seconds of one fit on n lines."""
    return 0.02 + 3e-5 * n


def bytes(n, d, k):
    """Return the peak memory of one fit on n lines of about ten words."""
    return 4000 * n


SPEC = AlgorithmSpec(
    id="plain-ngram",
    title="plain n-grams",
    idea="Remember which words followed the last two, and how often; draw the next one from exactly these.",
    good_at="being understood: twenty lines of Python write the first verse",
    bad_at="saying anything new: what never followed can never come, so it copies, and most new lines are impossible to it",
    name_says="an n-gram is a run of n words; nothing is smoothed",
    tasks=("generation",),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=schema,
    prove=prove,
    seconds=seconds,
    bytes=bytes,
    style="lines",
    hyperparameters=(Hyperparameter("order", 3, 1, LONGEST, meaning="how many words are looked at together"),),
    baseline=True,
    holds_rows="the whole text that it learned from",
    portrait="the textbook's model: only what it has seen; new pairs of words count as one in a million",
    source="https://doi.org/10.1002/j.1538-7305.1948.tb01338.x",  # Shannon 1948, section 3
    note="Its lines read best of all, because it copies them.",
)
