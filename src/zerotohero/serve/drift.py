"""Whether the rows of today look like those of the training: column by column, over a window of the latest.

The measure is the population stability index over bins that held known shares of the training rows:
sum((now - then) * log(now / then)). Below 0.1 nothing has changed, from 0.25 much has; a small window is given the benefit
of chance. Source: Siddiqi (2006), Credit Risk Scorecards, chapter 9.
"""

import math
from collections import deque

import numpy as np

from zerotohero.core.dataset import missing
from zerotohero.data.usual import measures

WINDOW = 2000  # rows that are looked at
TOGETHER = 256  # rows that are counted at a time: one by one would cost more than answering them
FEWEST = 100  # rows below which nothing is said
MUCH = 0.25
ANSWER = "answer"  # what the column of the predictions is called here


class Drift:
    """The latest rows that a model was asked about.

    Parameters
    ----------
    features : list of (name, type)
    usual : dict
        See ``data.usual``; columns that it does not know are left out.
    answers : dict or None
        What is usual among the predictions: of a column called "answer".
    """

    def __init__(self, features, usual, answers=None):
        kinds = {name: kind for name, kind in features if _known(usual.get(name))}
        self.bins = {name: _Bins(kind, usual[name]) for name, kind in kinds.items()}
        if _known(answers):
            self.bins[ANSWER] = _Bins("category" if "shares" in answers else "number", answers)
        self._waiting, self._rows, self._latest = [], 0, deque()

    def note(self, cells, answers):
        """Count rows: their cells, and the classes or values (N,) that were predicted."""
        if not self.bins:
            return
        self._waiting.append((cells, answers))
        self._rows += len(answers)
        if self._rows >= TOGETHER:
            self._count()

    def report(self):
        """Return ``rows``, how many are looked at, and column -> ``index``, ``drifted`` and the shares ``then`` and ``now``."""
        self._count()
        counts = {
            name: sum((part[name] for part in self._latest), np.zeros(bins.size)) for name, bins in self.bins.items()
        }
        rows = int(next(iter(counts.values())).sum()) if counts else 0
        if rows < FEWEST:
            return {"rows": rows, "columns": {}}
        return {"rows": rows, "columns": {name: bins.compared(counts[name]) for name, bins in self.bins.items()}}

    def _count(self):
        """Put what waits into bins; forget what lies before the window."""
        waiting, self._waiting, self._rows = self._waiting, [], 0
        if not waiting:
            return
        part = {}
        for name, bins in self.bins.items():
            column = [answers if name == ANSWER else cells[name] for cells, answers in waiting]
            part[name] = np.bincount(bins.of(np.concatenate(column)), minlength=bins.size).astype(float)
        self._latest.append(part)
        first = next(iter(self.bins))
        while sum(p[first].sum() for p in self._latest) - self._latest[0][first].sum() >= WINDOW:
            self._latest.popleft()


class _Bins:
    """The bins of one column, the last of which holds what is missing."""

    def __init__(self, kind, usual):
        self.kind = kind
        if kind == "category":
            self.names = list(usual["shares"])
            known = [*usual["shares"].values()]
            known.append(max(0.0, 1 - sum(known)))  # all other values
        else:
            deciles = np.array(usual["deciles"])
            self.edges = np.unique(deciles[1:-1])
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
        values = measures(self.kind, cells)
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


def _known(usual):
    """Return whether a column's usual values say enough to compare with."""
    return bool(usual) and bool(usual.get("deciles") or usual.get("shares"))
