"""Whether the rows of today look like those of the training: column by column, over a window of the latest.

The measure, and from where on it is much, stand in ``data.shifted``.
"""

from collections import deque

import numpy as np

from zerotohero.data.shifted import FEWEST, Bins, is_known
from zerotohero.data.usual import GRIDS, watched

WINDOW = 2000  # rows that are looked at
TOGETHER = 64  # rows that are counted at a time: one by one costs more than answering, and whoever asks meanwhile waits
TOGETHER_GRIDS = 16  # pictures and sounds: to keep more of them would fill the memory
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
        entries = [entry for entry in watched(features) if is_known(usual.get(entry[0]))]
        shown = {name: f"{name} brightness" if kind == "image" else name for name, _, kind in entries}
        self.bins = {shown[name]: Bins(kind, usual[name]) for name, _, kind in entries}
        self._column = {shown[name]: column for name, column, _ in entries}
        self._together = TOGETHER_GRIDS if any(kind in GRIDS for _, _, kind in entries) else TOGETHER
        if is_known(answers):
            self.bins[ANSWER] = Bins("category" if "shares" in answers else "number", answers)
        self._waiting, self._rows, self._latest = [], 0, deque()

    def note(self, cells, answers):
        """Count rows: their cells, and the classes or values (N,) that were predicted."""
        if not self.bins:
            return
        self._waiting.append((cells, answers))
        self._rows += len(answers)
        if self._rows >= self._together:
            self._count()

    def counts(self):
        """Return column -> how many of the latest rows fell into each bin, as lists."""
        self._count()
        nothing = {name: np.zeros(bins.size) for name, bins in self.bins.items()}
        return {name: sum((part[name] for part in self._latest), nothing[name]).tolist() for name in self.bins}

    def report(self, others=()):
        """Return ``rows``, how many are looked at, and column -> ``index``, ``drifted`` and the shares ``then`` and ``now``.

        ``others`` are ``counts()`` of other workers.
        """
        own = self.counts()
        counts = {name: np.sum([own[name], *(other[name] for other in others)], axis=0) for name in self.bins}
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
            column = [answers if name == ANSWER else cells[self._column[name]] for cells, answers in waiting]
            part[name] = np.bincount(bins.of(np.concatenate(column)), minlength=bins.size).astype(float)
        self._latest.append(part)
        first = next(iter(self.bins))
        while sum(p[first].sum() for p in self._latest) - self._latest[0][first].sum() >= WINDOW:
            self._latest.popleft()
