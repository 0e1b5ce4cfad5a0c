"""Can its probabilities be believed?"""

import numpy as np

from zerotohero.report import curves
from zerotohero.report.parts import Figure, Grid, Section

FEWEST_ROWS = 200
SMALL = 0.02  # a mean distance that hardly matters, whatever made it


def reliability(evidence):
    """Return the Section on whether probabilities mean what they say, or None with too few rows."""
    result = evidence.outcome
    if len(result.rows) < FEWEST_ROWS:
        return None
    said, true, what = _claims(evidence, result.probabilities)
    bins = tenths(said, true)
    off, luck, most = gap(bins)
    raw = _uncalibrated(evidence)
    before = tenths(*_claims(evidence, raw)[:2]) if raw is not None else []
    facts = {"about": what, "bins": bins, "off": off, "off_by_luck": luck, "believable": off <= max(SMALL, most)}
    words = f"What it says and what happens differ by {100 * off:.1f} points on average; luck alone would give about {100 * luck:.1f}."
    if not facts["believable"]:
        words += f" {_direction(bins, positive(evidence) is not None)}"
    if raw is not None:
        state = evidence.run.calibration
        facts |= {"before": before, "off_before": gap(before)[0]}
        facts |= {
            "log_loss_before": state["before"],
            "log_loss_after": state["after"],
            "kind": state["shipped"]["kind"],
        }
        words += (
            f" [[Calibration]] ({state['shipped']['kind']}) is part of this model: before it (grey rings) they differed by "
            f"{100 * facts['off_before']:.1f} points; [[log loss]] fell from {state['before']:.3f} to {state['after']:.3f}."
        )
    head = ("said", "came true", "rows")
    rows = tuple((f"{100 * b['said']:.0f} %", f"{100 * b['happened']:.0f} %", f"{b['rows']:,}") for b in bins)
    svg = curves.reliability(
        [b for b in bins if b["rows"] >= 5], [b for b in before if b["rows"] >= 5], f"said: {_axis(evidence)}"
    )
    return Section(
        "probabilities",
        "Can its probabilities be believed?",
        (Figure(svg, words, Grid(head, rows)),),
        read=f"Each dot is a group of rows: how probable {what} was said to be, and how often that came true. "
        "On the line, 70 % means 7 times in 10; below it, the model promises too much; strokes are the luck in each dot.",
        misread="accuracy. A model that always says the average rate lies on the line too, and tells nothing apart.",
        facts=facts,
    )


def tenths(said, true):
    """Return the groups 0–10 %, 10–20 %, ... that have rows, as dicts.

    Parameters
    ----------
    said : ndarray (N,)
        Probabilities.
    true : ndarray (N,) bool

    Examples
    --------
    >>> tenths(np.array([0.1, 0.18, 0.9]), np.array([False, True, True]))[0]["happened"]
    0.5
    """
    step = np.minimum((said * 10).astype(int), 9)
    found = []
    for k in np.unique(step):
        inside = step == k
        n, happened = int(inside.sum()), float(true[inside].mean())
        spread = float(np.sqrt(max(happened * (1 - happened), 0.25 / n) / n))
        middle, mean = (int(k) + 0.5) / 10, float(said[inside].mean())
        found.append({"middle": middle, "said": mean, "happened": happened, "spread": spread, "rows": n})
    return found


def gap(bins):
    """Return the mean distance between said and happened, what luck alone would make of it, and what it hardly exceeds.

    The expected calibration error (Naeini et al. 2015). A group of n honest rows is off by |d| with d about
    normal, of standard deviation sqrt(p (1 - p) / n): the mean of |d| is sqrt(2 / pi) of that, its variance 1 - 2 / pi
    of the square. By luck the sum of the groups exceeds the third number once in a hundred times.
    """
    rows = np.array([b["rows"] for b in bins], float)
    said, happened = np.array([[b["said"], b["happened"]] for b in bins]).T
    share, spread = rows / rows.sum(), np.sqrt(said * (1 - said) / rows)
    off, luck = share @ np.abs(said - happened), share @ spread * np.sqrt(2 / np.pi)
    return float(off), float(luck), float(luck + 2.33 * np.sqrt((1 - 2 / np.pi) * np.sum((share * spread) ** 2)))


def positive(evidence):
    """Return (index, name) of the class that "yes" means: the one of ``--cost``, else the rarer of two; None if not two."""
    classes = evidence.manifest["classes"]
    if len(classes) != 2:
        return None
    cost = evidence.manifest.get("cost")
    k = classes.index(cost["positive"]) if cost else int((evidence.outcome.truth == 1).mean() <= 0.5)
    return k, evidence.class_names()[k]


def _claims(evidence, probabilities):
    """Return (what was said, whether it came true, in words): of yes, or of the answer where there are several."""
    result, yes = evidence.outcome, positive(evidence)
    if yes is not None:
        return probabilities[:, yes[0]], result.truth == yes[0], f"`{yes[1]}`"
    return probabilities.max(1), probabilities.argmax(1) == result.truth, "its answer"


def _axis(evidence):
    """Return what the horizontal scale is, without words from the data."""
    return "probability of yes" if positive(evidence) is not None else "how sure of its answer"


def _uncalibrated(evidence):
    """Return the probabilities (M, K) before calibration, in the outcome's order, or None if the run is not calibrated."""
    if not getattr(evidence.run, "calibration", None):
        return None
    rows, raw = (np.concatenate(arrays) for arrays in zip(*evidence.run.parts))
    place = np.argsort(rows, kind="stable")
    return raw[place][np.isin(rows[place], evidence.outcome.rows)]


def _direction(bins, of_yes):
    """Return whether it promises too much or too little; a low probability of yes promises a no."""
    rows = np.array([b["rows"] for b in bins], float)
    said, happened = np.array([[b["said"], b["happened"]] for b in bins]).T
    sharp = np.average((np.sign(said - 0.5) if of_yes else 1) * (said - happened), weights=rows)
    if abs(sharp) < 0.005:
        return "Read them as an order, not as rates."
    return "It is too sure of itself." if sharp > 0 else "It is too modest: things are clearer than it says."
