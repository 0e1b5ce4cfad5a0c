"""Which candidates are likeliest to win on these data: a few rules, each with its reason.

`benchmarks/map.py` measures how often the winner is among the first three that a rule names.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """Data on which certain algorithms tend to win.

    Parameters
    ----------
    id : str
    applies : callable
        ``applies(facts)`` -> whether the data are of this sort; the first rule that applies is taken.
    first : mapping of str to tuple of str
        Task -> ids, the likeliest winner first.
    because : str
        The reason, as people read it.
    """

    id: str
    applies: Callable
    first: dict
    because: str


RULES = (
    Rule(
        "images",
        lambda f: f.kind == "images" and max(f.image[:2]) <= 64,
        {"classification": ("convnet", "svm", "extra-trees"), "regression": ("convnet", "svm", "extra-trees")},
        "small filters find strokes wherever they stand; without a network, a smooth border through all pixels does best",
    ),
    Rule(
        "photos",
        lambda f: f.kind == "images",
        {
            "classification": ("frozen-features", "fine-tuned", "convnet-photos"),
            "regression": ("frozen-features", "fine-tuned", "convnet-photos"),
        },
        "what a network has learned from a million other photos helps most; alone, it needs thousands of them",
    ),
    Rule(
        "sounds",
        lambda f: f.kind == "sounds",
        {"classification": ("sound-convnet", "convnet", "svm"), "regression": ("sound-convnet", "convnet", "svm")},
        "drawn as a spectrogram, a sound is a picture: small filters find its shapes wherever they stand",
    ),
    Rule(
        "verse",
        lambda f: f.kind == "text",
        {"generation": ("rhyming-ngram",)},
        "lines of verse are few and short: counting which words follow each other says most about the next one",
    ),
    Rule(
        "texts",
        lambda f: f.only_words,
        {
            "classification": ("linear-svm", "logistic-regression", "extra-trees"),
            "regression": ("ridge", "linear-svm", "svm"),
        },
        "thousands of words, each a small hint: a sum of weights collects them",
    ),
    Rule(
        "tiny",
        lambda f: f.rows < 100,
        {
            "classification": ("logistic-regression", "linear-discriminant-analysis", "svm"),
            "regression": ("ridge", "lasso", "svm"),
        },
        "under 100 rows, a simple shape is all that can be learned",
    ),
    Rule(
        "few",
        lambda f: f.few_of_a_kind,
        {"classification": ("logistic-regression", "gaussian-naive-bayes", "linear-discriminant-analysis")},
        "fewer than 60 rows of one of the two classes: a simple description of it beats a finer division",
    ),
    Rule(
        "usual",
        lambda f: True,
        {
            "classification": ("histogram-boosting", "svm", "logistic-regression"),
            "regression": ("histogram-boosting", "svm", "gradient-boosting"),
        },
        "boosting wins most tables; where it does not, a smooth curve or a plain sum is mostly close to the best",
    ),
)

# What comes after a rule's first three: how often it is near the winner, over all tables.
USUAL = (
    "frozen-features",
    "fine-tuned",
    "convnet",
    "sound-convnet",
    "convnet-photos",
    "histogram-boosting",
    "lightgbm",
    "gradient-boosting",
    "catboost",
    "mlp",
    "svm",
    "two-layer-net",
    "logistic-regression",
    "softmax-regression",
    "lasso",
    "elastic-net",
    "ridge",
    "extra-trees",
    "random-forest",
    "linear-svm",
    "linear-discriminant-analysis",
    "gaussian-process",
    "linear-regression",
    "quadratic-discriminant-analysis",
    "gaussian-naive-bayes",
    "categorical-naive-bayes",
    "multinomial-naive-bayes",
    "knn",
    "decision-tree",
)


def rule_for(facts):
    """Return the Rule for these facts.

    Parameters
    ----------
    facts : Facts
    """
    return next(rule for rule in RULES if facts.task in rule.first and rule.applies(facts))


def ranked(facts, ids):
    """Return ``ids``, the likeliest winner first; what no rule knows comes last, in its own order.

    Parameters
    ----------
    facts : Facts
    ids : iterable of str
    """
    order = [*rule_for(facts).first[facts.task], *USUAL]
    return sorted(ids, key=lambda id: order.index(id) if id in order else len(order))
