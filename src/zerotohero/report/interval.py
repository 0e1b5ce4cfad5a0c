"""How far off a predicted number may be: the interval that goes with each prediction, and whether it holds."""

import numpy as np

from zerotohero.report import curves
from zerotohero.report.parts import Figure, Grid, Section, Words
from zerotohero.report.sentences import number

FIFTHS = 5


def interval(evidence):
    """Return the Section on the run's interval, or None if it has none."""
    state = getattr(evidence.run, "interval", None)
    if not state:
        return None
    result, level = evidence.outcome, state["level"]
    inside, n = held(evidence, state), len(result.rows)
    fifth = np.argsort(np.argsort(result.predicted, kind="stable"), kind="stable") * FIFTHS // n
    shares = [float(inside[fifth == k].mean()) for k in range(FIFTHS)] if n >= 20 * FIFTHS else []
    coverage = evidence.run.coverage
    widths = _widths(state)
    words = (
        f"For {100 * level:.0f} of 100 rows the truth should lie between {widths}. "
        f"Measured on rows that did not help to make it: {100 * coverage:.1f} %."
    )
    which = ("lowest", "lowest", "middle", "highest", "highest")[int(np.argmin(shares))] if shares else None
    if shares and min(shares) < level - 0.07:
        words += f" It holds least for the {which} predictions: {100 * min(shares):.0f} %. Trust it less there."
    parts = [Words(words)]
    if shares:
        rows = tuple(
            (
                f"{number(result.predicted[fifth == k].min())} to {number(result.predicted[fifth == k].max())}",
                f"{100 * s:.0f} %",
            )
            for k, s in enumerate(shares)
        )
        parts.append(
            Figure(
                curves.held(shares, level),
                "The line is what was promised.",
                Grid(("prediction", "held the truth"), rows),
            )
        )
    return Section(
        "interval",
        "How far off may one prediction be?",
        tuple(parts),
        read="An [[interval|prediction-interval]] goes with each prediction. Bars at the line: it is as wide as it should be; "
        "below the line too narrow, above it wider than needed.",
        misread="a promise for one row. It holds for many rows like these together; a new kind of row may fall outside.",
        facts={**state, "coverage": coverage, "by_fifth_of_prediction": shares, "least": which},
    )


def held(evidence, state):
    """Return whether each row's truth (N,) lies in the interval that the other folds' errors make, as its coverage was measured."""
    result, tail = evidence.outcome, (1 - state["level"]) / 2
    fold = evidence.board.fold[result.rows]
    error = result.truth - result.predicted
    if state["log"]:
        error = np.log1p(result.truth) - np.log1p(np.maximum(result.predicted, 0))
    inside = np.zeros(len(error), bool)
    for k in np.unique(fold):
        others = error[fold != k]
        low, high = np.quantile(others, [tail, 1 - tail]) if len(others) else (state["low"], state["high"])
        inside[fold == k] = (low <= error[fold == k]) & (error[fold == k] <= high)
    return inside


def _widths(state):
    """Return the interval in words."""
    if state["log"]:
        low, high = (100 * np.expm1(state[end]) for end in ("low", "high"))
        return f"{abs(low):.0f} % {'below' if low < 0 else 'above'} and {abs(high):.0f} % {'above' if high > 0 else 'below'} the prediction"
    return f"the prediction {_signed(state['low'])} and the prediction {_signed(state['high'])}"


def _signed(value):
    """Return a number with its sign set apart."""
    return f"{'+' if value >= 0 else '−'} {number(abs(value))}"
