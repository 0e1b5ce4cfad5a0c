"""From which probability on should it say yes? That depends on what mistakes cost."""

import numpy as np

from zerotohero.report import curves
from zerotohero.report.parts import Figure, Grid, Section, Words
from zerotohero.report.probabilities import FEWEST_ROWS, positive
from zerotohero.report.sentences import number

RATIOS = (1, 2, 5, 10, 20, 50)  # how many false alarms a miss may cost, in the table
FEWEST_FLAGGED = 10  # rows; the precision of fewer jumps up and down


def thresholds(evidence):
    """Return the Section on where to draw the line between yes and no, or None unless there are two classes."""
    yes = positive(evidence)
    if yes is None or len(evidence.outcome.rows) < FEWEST_ROWS:
        return None
    k, name = yes
    cuts = Cuts(evidence.outcome.probabilities[:, k], evidence.outcome.truth == k)
    threshold, paid = (getattr(evidence.run, key, None) for key in ("threshold", "cost"))
    chosen, asked = threshold and threshold["value"], evidence.manifest.get("cost")
    own = [asked["miss"] / asked["false alarm"]] if asked and asked["false alarm"] > 0 else []
    table = [_at_cost(cuts, ratio) for ratio in sorted({*RATIOS, *own})]
    ten = next(fact for fact in table if fact["miss_costs"] == 10)
    words = [
        ("" if name.lower() == "yes" else f"“Yes” means `{name}`. ")
        + f"If a miss costs 10 times a false alarm, say yes from {share(ten['threshold'])} on: "
        f"that finds {_share(ten['recall'])} of them and flags {100 * ten['flagged']:.0f} of 100 rows."
    ]
    if chosen is not None:
        words.append(
            f"This model says yes from {share(chosen)} on (dashed): chosen for the cost you gave, "
            f"{number(asked['miss'])} for a miss and {number(asked['false alarm'])} for a false alarm. "
            f"It costs {number(paid['per_row'])} a row, against {number(paid['most_probable'])} for the most probable answer."
        )
    figure, curve = _curve(cuts, chosen)
    return Section(
        "thresholds",
        "From when on should it say yes?",
        (*map(Words, words), figure, _table(table)),
        read="A lower [[threshold]] finds more and raises more false alarms. Pick the line of the table that is true for you; "
        '`hero train --cost "miss=10,false alarm=1"` builds it in. Chosen and counted on the same rows: a little flattering.',
        misread="a property of the model: 0.50 is a habit. The right threshold depends on what mistakes cost you.",
        facts={"positive": name, "table": table, "chosen": chosen, "measured_cost": paid, "curve": curve},
    )


def _at_cost(cuts, ratio):
    """Return what the cheapest threshold does if a miss costs ``ratio`` false alarms."""
    at = cuts.cheapest(ratio)
    return {"miss_costs": ratio, "threshold": at, **cuts.at(at), "saved": cuts.saved(at, ratio)}


def _table(facts):
    """Return the table of costs."""
    head = ("a miss costs", "say yes from", "found (recall)", "right of those (precision)", "flagged of 100 rows", "cheaper than from 0.50")  # fmt: skip
    rows = tuple(
        (
            f"{number(f['miss_costs'])} ×",
            share(f["threshold"]),
            _share(f["recall"]),
            _share(f["precision"]),
            f"{100 * f['flagged']:.0f}",
            _share(f["saved"]),
        )
        for f in facts
    )
    return Grid(head, rows, "numbers")


def _curve(cuts, chosen):
    """Return the Figure of precision and recall over the threshold, and its points."""
    points = [{"threshold": float(t), **cuts.at(t)} for t in np.linspace(0.01, 0.99, 99)]
    at, recall = (np.array([p[key] for p in points]) for key in ("threshold", "recall"))
    precision = [p["precision"] if p["flagged"] * cuts.n >= FEWEST_FLAGGED else np.nan for p in points]
    caption = "Blue: of those it flags, how many are right ([[precision]]). Orange: of all there are, how many it finds ([[recall]])."
    rows = tuple(
        (f"{p['threshold']:.2f}", _share(p["precision"]), _share(p["recall"]), f"{100 * p['flagged']:.0f}")
        for p in points[9::10]
    )
    numbers = Grid(("threshold", "precision", "recall", "flagged of 100"), rows)
    return Figure(curves.thresholds(at, np.array(precision), recall, chosen), caption, numbers), points


class Cuts:
    """What each threshold does: rows sorted by their probability once.

    Parameters
    ----------
    p : ndarray (N,)
        Probability of yes.
    truth : ndarray (N,) bool
    """

    def __init__(self, p, truth):
        order = np.argsort(-p, kind="stable")
        self.p, self.hits = p[order], np.append(0, np.cumsum(truth[order]))  # hits among the first i rows
        self.n, self.all = len(p), int(truth.sum())

    def at(self, threshold):
        """Return recall, precision (None if nothing is flagged) and the share that is flagged."""
        i = int(np.searchsorted(-self.p, -threshold, side="right"))
        hits = int(self.hits[i])
        return {"recall": hits / max(self.all, 1), "precision": hits / i if i else None, "flagged": i / self.n}

    def cost(self, i, ratio):
        """Return what saying yes to the first ``i`` rows costs, in false alarms."""
        return (i - self.hits[i]) + ratio * (self.all - self.hits[i])

    def cheapest(self, ratio):
        """Return the threshold that costs least if a miss costs ``ratio`` false alarms."""
        i = np.arange(self.n + 1)
        between = np.append(True, np.append(np.diff(self.p) < 0, True))  # equal probabilities get the same answer
        best = int(np.argmin(np.where(between, self.cost(i, ratio), np.inf)))
        above, below = self.p[best - 1] if best else 1.0, self.p[best] if best < self.n else 0.0
        return float((above + below) / 2)

    def saved(self, threshold, ratio):
        """Return the share of the cost at 0.5 that this threshold saves, or None if nothing costs there."""
        half, here = (int(np.searchsorted(-self.p, -t, side="right")) for t in (0.5, threshold))
        whole = self.cost(half, ratio)
        return float(1 - self.cost(here, ratio) / whole) if whole else None


def share(threshold):
    """Return a threshold with two digits, more where these would call it 0 or 1.

    >>> share(0.5), share(0.0049), share(0.9991)
    ('0.50', '0.005', '0.999')
    """
    return next((s for s in (f"{threshold:.{n}f}" for n in (2, 3, 4, 6)) if 0 < float(s) < 1), f"{threshold:.2f}")


def _share(value):
    """Return a share in percent."""
    return "–" if value is None else f"{100 * value:.0f} %"
