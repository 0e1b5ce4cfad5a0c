"""Whether rows look like those of the training: one column's shares in bins that held known shares then.

The measure is the population stability index: sum((now - then) * log(now / then)). Below 0.1 nothing has changed, from
0.25 much has; few rows are given the benefit of chance. Source: Siddiqi (2006), Credit Risk Scorecards, chapter 9.
"""

import math

import numpy as np

from zerotohero.core.dataset import missing
from zerotohero.data.usual import GRIDS, MOST_GRIDS, MOST_ROWS, measures, usual

FEWEST = 100  # rows below which nothing is said
MUCH = 0.25


class Bins:
    """The bins of one column, the last of which holds what is missing.

    Parameters
    ----------
    kind : str
        The column's type.
    usual : dict
        What is usual in it: see ``data.usual``.
    """

    def __init__(self, kind, usual):
        self.kind, self.centres = kind, usual.get("centres")
        if kind == "category":
            self.names = list(usual["shares"])
            known = [*usual["shares"].values()]
            known.append(max(0.0, 1 - sum(known)))  # all other values
        else:
            deciles = np.array(usual["deciles"])
            self.edges = np.array(sorted(set(deciles[1:-1].tolist())))  # np.unique takes 30 ms to import
            places = np.clip(np.searchsorted(self.edges, (deciles[1:] + deciles[:-1]) / 2), 0, len(self.edges))
            known = np.bincount(places, minlength=len(self.edges) + 1) / len(places)
        self.then = np.append(np.asarray(known) * (1 - usual["missing"]), usual["missing"])
        self.size = len(self.then)

    def of(self, cells):
        """Return the bin of each cell, (N,) int."""
        if self.kind == "category":
            places = {name: i for i, name in enumerate(self.names)}
            gone = missing(cells) if cells.dtype == object else np.zeros(len(cells), bool)
            return np.array(
                [self.size - 1 if g else places.get(c, self.size - 2) for c, g in zip(cells.tolist(), gone)], int
            )
        values = measures(self.kind, cells, self.centres)
        return np.where(np.isnan(values), self.size - 1, np.searchsorted(self.edges, values))

    def compared(self, counts):
        """Return the index of these counts against the training, and whether that is more than chance."""
        rows = counts.sum()
        now = (counts + 0.5) / (rows + 0.5 * self.size)  # no share is 0: its logarithm would be infinite
        then = (self.then * rows + 0.5) / (rows + 0.5 * self.size)
        index = float(((now - then) * np.log(now / then)).sum())
        chance = (self.size - 1 + 3 * math.sqrt(2 * (self.size - 1))) / rows  # mean and 3 deviations of chi-square
        return {
            "index": round(index, 4),
            "drifted": bool(index > MUCH + chance),
            "then": self.then.round(4).tolist(),
            "now": (counts / rows).round(4).tolist(),
        }


def is_known(usual):
    """Return whether a column's usual values say enough to compare with."""
    return bool(usual) and bool(usual.get("deciles") or usual.get("shares"))


def shifted(cells, features, then):
    """Return what has moved since ``then``, most first: a list of {column, index, then, now}, words for the last two.

    Parameters
    ----------
    cells : mapping of str to ndarray (N, ...)
        Columns that are not there are passed over.
    features : list of (name, type)
    then : dict
        What was usual: see ``data.usual``.

    Returns
    -------
    list of dict, or None
        None where nobody can say: fewer than ``FEWEST`` rows, or nothing is known of the time before.
    """
    known = [(name, kind) for name, kind in features if name in cells and is_known(then.get(name))]
    if not known or len(cells[known[0][0]]) < FEWEST:
        return None
    found = []
    for name, kind in known:
        bins, some = Bins(kind, then[name]), np.asarray(cells[name][: MOST_GRIDS if kind in GRIDS else MOST_ROWS])
        compared = bins.compared(np.bincount(bins.of(some), minlength=bins.size).astype(float))
        if compared["drifted"]:
            now = usual({name: some}, [(name, kind)])[name]
            before, after = _told(kind, then[name], now)
            found.append({"column": name, "index": compared["index"], "then": before, "now": after})
    return sorted(found, key=lambda moved: -moved["index"])


def _told(kind, then, now):
    """Return in words what was usual in a column, and what is now: where they differ most."""
    if abs(then["missing"] - now["missing"]) > 0.2 or now["missing"] == 1:
        return (f"{side['missing']:.0%} missing" for side in (then, now))
    if kind == "category":
        before, after, names = then["shares"], now["shares"], sorted({*then["shares"], *now["shares"]})
        up = {v: round(after.get(v, 0) - before.get(v, 0), 4) for v in names}
        most = max(names, key=lambda v: (abs(up[v]), up[v]), default=None)  # of equals, what became more
        return (f"{side['shares'].get(most, 0):.0%} {most}" for side in (then, now))
    what = {"words": " characters", "image": " bright", "sound": " loud"}.get(kind, "")
    middles = (side["middle"] if kind == "date" else f"{side['deciles'][5]:g}{what}" for side in (then, now))
    return (f"half of them up to {middle}" for middle in middles)
