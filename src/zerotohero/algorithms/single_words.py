"""Single words: how often each one comes, whatever stands before it. The model without memory.

Shapes used below: N lines, W words in the vocabulary.
"""

from zerotohero.algorithms.rhyming_ngram import RhymingNgram, arrays, from_arrays, prove, schema
from zerotohero.core.specs import AlgorithmSpec


def make(task, seed):
    """Return an unfitted model."""
    return RhymingNgram(order=1, copy_limit=2, random_state=seed)


def predict(arrays, X):
    """Return minus the logarithm of each line's probability, and the number of words that it counts: (N, 2)."""
    return from_arrays(arrays).predict(X)


def seconds(n, d, k):
    """Return reference seconds of one fit."""
    return 0.02 + 1e-5 * n


SPEC = AlgorithmSpec(
    id="single-words",
    title="single words",
    idea="Draw every word by how often it comes in the text, whatever stands before it.",
    good_at="being the score that a model with memory has to beat",
    bad_at="everything else: its lines are words from a hat",
    name_says="words one by one: an n-gram with n = 1",
    tasks=("generation",),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=schema,
    prove=prove,
    seconds=seconds,
    style="lines",
    baseline=True,
    holds_rows="the whole text that it learned from",
    portrait="draws words from a hat: what a model without memory scores",
    source="https://doi.org/10.1002/j.1538-7305.1951.tb01366.x",  # Shannon 1951
    note='It knows that "the" is frequent, and says "the the the".',
)
