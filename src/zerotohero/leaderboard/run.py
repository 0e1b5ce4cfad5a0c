"""A run: one trained candidate. It loads and predicts; nothing else in the house does."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from zerotohero.algorithms._calibration import as_if_equal, calibrate, pieces
from zerotohero.core.dataset import Dataset
from zerotohero.core.digits import digits
from zerotohero.core.errors import BoardError, DataError
from zerotohero.core.specs import discover, find
from zerotohero.leaderboard.journal import read_arrays
from zerotohero.leaderboard.model import Model

LATER = {  # what run.json did not hold from the beginning
    **dict.fromkeys(("fold_key", "calibration", "threshold", "cost", "interval", "coverage", "stopped")),
    "members": [],
}


@dataclass(frozen=True, eq=False)
class Run:
    """One row of a leaderboard.

    Parameters
    ----------
    record : dict
        What ``run.json`` holds.
    board : Board or None
        None for a bare .hero file.
    file : Path or None
        The .hero file, when there is no board.
    """

    record: dict
    board: object = None
    file: Path | None = None

    def __getattr__(self, name):
        record = {**LATER, **object.__getattribute__(self, "record")}
        if name.startswith("_") or name not in record:
            raise AttributeError(f"a run has no {name!r}")
        return record[name]

    @property
    def title(self):
        """Words for people: the algorithm's title, with the settings that were asked for."""
        settings = ", ".join(f"{k}={v}" for k, v in self.record.get("asked", {}).items())
        title = find("algorithms", self.algorithm).title
        title = f"{title} ({settings})" if settings else title
        mine, now = (
            ({n for n, _ in f} for f in (self.record.get("features", []), self.board.manifest["features"]))
            if self.board
            else ((), ())
        )
        words = [
            f"{word} {', '.join(sorted(names)[:3])}"
            for word, names in (("without", set(now) - set(mine)), ("with", set(mine) - set(now)))
            if names
        ]
        return " ".join([title, *words])  # trained with other columns than the last time

    @property
    def parent(self):
        """The id of the run that this one refits, or None."""
        return self.record.get("parent")

    @property
    def folder(self):
        """The run's own folder."""
        return self.board.folder / "runs" / self.id

    @property
    def path(self):
        """The model file."""
        return self.file or self.folder / "model.hero"

    @property
    def has_model(self):
        """Whether there is a model file to load."""
        return self.path.exists()

    @cached_property
    def model(self):
        """The Model, loaded and proved when first used."""
        if not self.has_model:
            raise BoardError(
                f"use the run {self.id}",
                "a run with a model",
                f"{self.title}: {self.why or 'its model.hero is gone'}",
                "the same hero train again makes it" if self.status == "ok" else "best, or another run of `hero board`",
            )
        return Model.load(self.path)

    @cached_property
    def fold(self):
        """(N,) fold of each row that this run was judged by: the leaderboard's, or fresh ones after tuning."""
        key = self.record.get("fold_key")
        return read_arrays(self.board.folder / "boards" / f"{key}.npz")["fold"] if key else self.board.fold

    @cached_property
    def parts(self):
        """[(rows, predictions), ...] fold by fold, as the models gave them: out-of-fold, not calibrated."""
        paths = sorted(self.folder.glob("fold-*.npz"), key=lambda p: int(p.stem.rpartition("-")[2]))
        arrays = [read_arrays(path) for path in paths]
        return [(a["rows"], a["predictions"]) for a in arrays]

    @cached_property
    def oof(self):
        """(rows, predictions): out-of-fold predictions and the indices of their rows, in row order.

        Where the run is calibrated, each part is calibrated by what the other parts taught.
        """
        parts = self.parts
        if calibration := self.record.get("calibration"):
            parts = [(r, calibrate(state, p)) for (r, p), state in zip(pieces(parts), calibration["parts"])]
        rows, predictions = (np.concatenate(arrays) for arrays in zip(*parts))
        if prior := self.board.manifest.get("prior"):
            predictions = as_if_equal(prior, predictions)
        order = np.argsort(rows, kind="stable")
        return rows[order], predictions[order]

    @property
    def classes(self):
        """The classes, in the order of the probabilities; empty for regression."""
        return self.model.manifest["classes"]

    def predict(self, data):
        """Return one label or value per row.

        Parameters
        ----------
        data : path, DataFrame, list of dict, or Dataset
            Read by the model's own reading recipe.
        """
        return self.labels(self.model.predict(self.read(data).cells))

    def predict_proba(self, data):
        """Return probabilities (N, K) in the order of ``classes``."""
        if self.model.manifest["task"] != "classification":
            raise BoardError(
                "give probabilities", "a run that predicts classes", "one that predicts a number", "predict()"
            )
        return self.model.predict(self.read(data).cells)

    def predict_interval(self, data):
        """Return (low, high), each (N,): where the truth lies for 9 of 10 new rows like those of the training."""
        if self.model.manifest.get("interval") is None:
            raise BoardError("give an interval", "a run that predicts a number", "one without an interval", "predict()")
        return self.model.interval(self.model.predict(self.read(data).cells))

    def labels(self, predictions):
        """Return one class per row (object array of str), or the values themselves.

        The class is the most probable one; with ``--cost``, the positive class from its threshold on.
        """
        manifest = self.model.manifest
        if manifest["task"] != "classification":
            return predictions
        chosen = predictions.argmax(1)
        if threshold := manifest.get("threshold"):
            positive = self.classes.index(threshold["positive"])
            chosen = np.where(predictions[:, positive] >= threshold["value"], positive, 1 - positive)
        return np.array(self.classes, object)[chosen]

    def read(self, data, as_text=()):
        """Return the Dataset that ``data`` means, read by the recipe; every input column must be there.

        The columns ``as_text`` are left as they are written: "00007" stays "00007".

        Raises
        ------
        DataError
            Columns are missing; names them and those that are not known.
        """
        from zerotohero.data.bring import bring

        recipe = self.model.recipe.with_types(dict.fromkeys(as_text, "category"))
        if isinstance(data, Dataset):
            dataset = data
        elif isinstance(data, str) and not Path(data).exists() and data.partition(":")[0] in discover("datasets"):
            from zerotohero.datasets._open import open_dataset

            dataset = open_dataset(data)
        else:
            dataset = bring(data, recipe=recipe)
        if dataset.kind != recipe.kind:
            raise DataError(
                f"predict {dataset.origin}",
                f"{recipe.kind} as in training",
                dataset.kind,
                f"data of kind {recipe.kind}",
            )
        wanted = [name for name, _ in self.model.manifest["features"]]
        lacking = [n for n in wanted if n not in dataset.cells]
        if lacking:
            from zerotohero.data.table import columns_in

            found = (
                columns_in(data, recipe)
                if recipe.kind == "table" and not isinstance(data, Dataset)
                else list(dataset.cells)
            )
            known = {c.name for c in recipe.columns}
            unknown = [n for n in found if n not in known]
            came = f"missing: {', '.join(map(repr, lacking[:20]))}" + (
                f"; unknown: {', '.join(map(repr, unknown[:20]))}" if unknown else ""
            )
            raise DataError(
                "predict with this file",
                f"the {len(wanted)} input columns of the training",
                came,
                "rename or add the columns; empty cells are fine",
            )
        return dataset

    def as_dict(self):
        """Return this run's part of ``train --json``."""
        keys = ("id", "algorithm", "score", "score_std", "fit_seconds", "status", "why", "baseline")
        plain = {k: self.record.get(k) for k in keys}
        return {**plain, "params": self.record.get("params", {}), "rows_used": self.record.get("rows_used")}

    def __repr__(self):
        score = (
            ""
            if self.record.get("score") is None
            else f", {self.board.manifest['metric'] if self.board else 'score'} {digits(self.score)}"
        )
        return f"<Run {self.id}: {self.title}{score}>"
