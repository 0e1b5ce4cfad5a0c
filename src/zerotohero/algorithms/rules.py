"""Your own rules: one function ``predict(row)`` in a file, measured like every other model.

Only the leaderboard can run it (``hero train DATA --rules my_rules.py``): nothing is fitted, and the
function sees the row's cells, not numbers made from them.
"""

from zerotohero.core.errors import UsageError
from zerotohero.core.specs import AlgorithmSpec


def make(task, seed):
    """Raise: rules are written by a person, not fitted."""
    raise UsageError("train rules", "a file with a function predict(row)", "no file", "--rules my_rules.py")


def seconds(n, d, k):
    """Return reference seconds of asking the function once per row."""
    return 0.01 + 1e-5 * n


def bytes(n, d, k):
    """Return the memory of the rows as dictionaries."""
    return 1000 + 200 * n


SPEC = AlgorithmSpec(
    id="rules",
    title="your rules",
    idea="Run a function that you wrote, predict(row), on every row.",
    good_at="showing what a person who knows the field already gets right without any learning",
    bad_at="many columns, fine shades, and anything nobody thought of",
    name_says="rules that a person wrote down",
    tasks=("classification", "regression"),
    make=make,
    seconds=seconds,
    bytes=bytes,
    takes="cells",
    baseline=True,
    portrait="what a person who knows the field wrote down, without any learning",
    source="https://developers.google.com/machine-learning/guides/rules-of-ml",
    note="Rules look fine on the rows that one had in mind; the folds bring the others.",
)
