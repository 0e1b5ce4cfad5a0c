"""What a report reads about one run; it says less where the page must hold no rows."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from zerotohero.core.dataset import missing
from zerotohero.leaderboard.journal import read_json
from zerotohero.report.mistakes import outcome, telling_columns

FEWEST_NAMED = 10  # rows: a rarer category, or a value further out, could point at one person


@dataclass(frozen=True, eq=False)
class Evidence:
    """A run, its leaderboard, and what was measured about it; training rows only.

    Parameters
    ----------
    run : Run
        Finished, on its leaderboard.
    rows : bool
        False: no cell of a single row, no category seen in fewer than ten rows.
    """

    run: object
    rows: bool = True

    @property
    def board(self):
        """The leaderboard."""
        return self.run.board

    @property
    def manifest(self):
        """What the leaderboard was asked, and how it split the rows."""
        return self.run.board.manifest

    @property
    def classify(self):
        """Whether classes are predicted."""
        return self.manifest["task"] == "classification"

    @property
    def writes(self):
        """Whether lines of text are written."""
        return self.manifest["task"] == "generation"

    @cached_property
    def writer(self):
        """The model of a run that writes, asked to write."""
        from zerotohero.report.verse.writer import Writer

        return Writer(self.run.model.arrays, self.rows)

    @cached_property
    def outcome(self):
        """Out-of-fold predictions beside the truth."""
        return outcome(self.run)

    @cached_property
    def dataset(self):
        """The Dataset, test rows included: never show those."""
        return self.board.dataset()

    @cached_property
    def training(self):
        """(T,) the rows that were learned from."""
        return np.flatnonzero(self.board.fold != -1)

    @cached_property
    def study(self):
        """What ``train`` measured about this run beyond its score: learning, importance, dependence; {} if nothing."""
        folder = getattr(self.run, "folder", None)
        found = read_json(folder / "study.json", {}) if folder else {}
        return found if isinstance(found, dict) else {}

    @cached_property
    def features(self):
        """name -> type of every column that the run looked at."""
        return dict(getattr(self.run, "features", None) or self.manifest["features"])

    @cached_property
    def telling(self):
        """The names of the columns, most telling first: by permutation importance, else by what goes with the target."""
        measured = [i["column"] for i in self.study.get("importance", ()) if i["column"] in self.features]
        rest = [n for n in self.features if n not in measured and self.features[n] not in ("image", "name")]
        if measured or not rest:
            return measured + rest
        cells = {n: self.dataset.cells[n][self.outcome.rows] for n in rest}
        return telling_columns(cells, rest, self.outcome.truth, self.classify, most=len(rest))

    def cells(self, name):
        """Return the cells (T,) of a column in the training rows."""
        return np.asarray(self.dataset.cells[name][self.training])

    def counts(self, name):
        """Return {value: rows} of a column of texts in the training rows, most frequent first."""
        if name not in self._counted:
            cells = self.cells(name)
            values, counts = np.unique(cells[~missing(cells)].astype(str), return_counts=True)
            order = np.argsort(-counts, kind="stable")
            self._counted[name] = {str(values[i]): int(counts[i]) for i in order}
        return self._counted[name]

    @cached_property
    def _counted(self):
        """What ``counts`` has counted so far."""
        return {}

    def shown(self, name, value):
        """Return a category as it may be shown."""
        if self.rows or self.counts(name).get(value, 0) >= FEWEST_NAMED:
            return str(value)
        return "a rare value"

    def class_names(self):
        """Return the names of the classes as they may be shown."""
        classes = self.manifest["classes"]
        if self.rows or not classes:
            return list(classes)
        counts = np.bincount(self.board.y[self.training], minlength=len(classes))
        return [c if n >= FEWEST_NAMED else f"rare class {k + 1}" for k, (c, n) in enumerate(zip(classes, counts))]

    def discreet(self, said):
        """Return a sentence that was written before, without the names of rare classes where they may not be shown."""
        for name, shown in zip(self.manifest["classes"], self.class_names()):
            said = said if shown == name else said.replace(repr(name), shown)
        return said

    def ends(self, name):
        """Return the least and the largest number or date known; without rows, what ten rows reach at least."""
        cells = self.cells(name)
        ordered = np.sort(cells[~missing(cells)])
        aside = 0 if self.rows else FEWEST_NAMED - 1
        return (ordered[aside], ordered[-1 - aside]) if len(ordered) > 2 * aside else None
