"""Which class does it hardly find? A share of right answers, or of pairs, does not say so."""

import numpy as np

from zerotohero.report.sentences import plain
from zerotohero.report.thresholds import share

FOUND, BELOW = 2 / 3, 0.1  # a class is overlooked of which less is found, and so much less than of all rows
FEWEST = 10  # rows of a class, to say it of
RATIOS, MANY = (5, 2), 0.6  # how many false alarms a miss costs; a threshold that flags more of all rows is no help


def overlooked(evidence, sections):
    """Return in words the class of which it finds least, or None where it finds enough of each.

    Parameters
    ----------
    evidence : Evidence
    sections : dict of str to Section
        By id; says nothing where ``--cost`` chose the threshold: that section tells what is found.
    """
    found = sections.get("confusion")
    if found is None or getattr(evidence.run, "threshold", None):
        return None
    counts, classes = np.array(found.facts["counts"], float), found.facts["classes"]
    rows, right = counts.sum(axis=1), counts.diagonal()
    least = min(FOUND, right.sum() / counts.sum() - BELOW)
    caught = np.where(rows >= FEWEST, right / np.maximum(rows, 1), 1.0)
    few = np.flatnonzero(caught < least)
    if not len(few):
        return None
    k = few[np.argmin(caught[few])]
    name = f"`{plain(classes[k], 40)}`"
    said = f"It finds {round(right[k]):,} of {round(rows[k]):,} {name}"
    others = len(few) - 1
    said += f", and too few of {others} other class{'es' * (others > 1)}" * (others > 0) + "."
    cuts = sections.get("thresholds")
    if cuts is None or cuts.facts["positive"] != classes[k]:
        return said
    table = {f["miss_costs"]: f for f in cuts.facts["table"]}
    ratio = next((r for r in RATIOS if r in table and table[r]["flagged"] <= MANY), None)
    if ratio is None:
        return said
    at = table[ratio]
    return (
        f"{said} Where a miss costs {ratio} times a false alarm, let it say {name} from {share(at['threshold'])} on: "
        f"it then finds {100 * at['recall']:.0f} of 100, and flags {100 * at['flagged']:.0f} of 100 rows."
    )
