"""Multinomial naive Bayes: which share of all counts in a class falls on each column; made for words in texts.

The logarithm of a product of powers is a weighted sum: what is left is one weight per column and class.

Shapes used below: N rows, D features, K classes.
"""

from zerotohero.algorithms import _linear
from zerotohero.algorithms._linear import predict_probabilities
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec


def make(task, seed, alpha=0.3):
    """Return an unfitted scikit-learn estimator."""
    from sklearn.naive_bayes import MultinomialNB

    return MultinomialNB(alpha=alpha)


def arrays(model):
    """Return what a prediction needs."""
    return {"coef": model.feature_log_prob_.astype(float), "intercept": model.class_log_prior_.astype(float)}


def predict(arrays, X):
    """Return probabilities (N, K)."""
    return predict_probabilities(arrays, X)


def seconds(n, d, k):
    """Return reference seconds of one fit and of asking for a quarter as many rows."""
    return 0.002 + 7e-9 * n * d * (1 + k / 18)


def bytes(n, d, k):
    """Return the peak memory of one fit and its predictions."""
    return 16 * n * d + 32 * n * k


SPEC = AlgorithmSpec(
    id="multinomial-naive-bayes",
    title="multinomial naive Bayes",
    idea="Learn which share of all words each word has in each class; a text gets the class that uses its words most.",
    good_at="sorting texts by their words: spam, topics; thousands of columns at no cost",
    bad_at="tables of measurements: a number is no count; words whose order matters",
    name_says="Bayes' rule with counts drawn like coloured balls (multinomial), naive about words that go together",
    tasks=("classification",),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=_linear.schema,
    prove=_linear.prove,
    seconds=seconds,
    bytes=bytes,
    style="counts",
    hyperparameters=(
        Hyperparameter(
            "alpha", 0.3, low=1e-3, high=1e3, scale="log", meaning="added to every count, so that no word is impossible"
        ),
    ),
    source="https://www.cs.cmu.edu/~knigam/papers/multinomial-aaaiws98.pdf",
    note="A longer text only makes it surer: it takes each repetition of a word as news.",
)
