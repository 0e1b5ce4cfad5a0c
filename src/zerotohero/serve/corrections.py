"""Wrong answers that a person put right on the try page: kept where, and as, `hero train DATA --also` reads them.

Pictures, sounds and documents go into a folder with one folder per label; rated photos into one heap with
``scores.csv``; rows into a CSV with the columns, marks and dates of the training file.
"""

import csv
import shlex
from datetime import datetime
from pathlib import Path
from threading import Lock

import numpy as np

from zerotohero.core.errors import DataError
from zerotohero.data.documents import reads_documents
from zerotohero.serve.form import cell
from zerotohero.serve.refusal import shown
from zerotohero.serve.uploads import BEGINNINGS

SCORES = "scores.csv"


class Corrections:
    """The corrections of one run's answers.

    Parameters
    ----------
    answers : Answers
        What answers the page.
    folder : path
        Where they go: into ``NAME-corrections`` there, or ``NAME-corrections.csv``.
    """

    def __init__(self, answers, folder="."):
        run, self._answers, self.recipe = answers.run, answers, answers.recipe
        self.target, self.classes = answers.manifest["target"], answers.classes
        self._about = run.board.manifest if run.board else {}
        self._documents = reads_documents(self.recipe)
        self._rows = self.recipe.kind == "table" and not self._documents
        name = self._about.get("dataset") or f"{run.title.replace(' ', '-')}-{run.id}"
        self.place = Path(folder) / f"{name}-corrections{'.csv' if self._rows else ''}"
        self.kept, self._session, self._one_at_a_time = 0, f"{datetime.now():%Y%m%d-%H%M%S}", Lock()

    @property
    def describe(self):
        """What the page has to know: ``place``, and ``kept`` so far."""
        return {"place": str(self.place.resolve()), "kept": self.kept}

    @property
    def command(self):
        """The command that trains with them, as a person would type it."""
        words = ["hero", "train", str(self._about.get("origin", "DATA"))]
        words += ["--target", self.target] if self._rows else []
        return shlex.join([*words, "--also", str(self.place)])

    def keep(self, question):
        """Keep one example under its true answer; return ``describe``.

        Parameters
        ----------
        question : dict
            As it was asked (``image``, ``sound`` or ``row``), and ``truth``: a class, or a number.

        Raises
        ------
        DataError
            The truth is no class or number, the example cannot be read, or nothing can be written there.
        """
        truth = self._truth(question.get("truth") if isinstance(question, dict) else None)
        try:
            with self._one_at_a_time:
                self._keep(question, truth)
                self.kept += 1
        except OSError as error:
            raise DataError(
                f"keep it in {self.place}", "a folder that can be written", error.strerror or str(error), "hero try in another folder"
            ) from None  # fmt: skip
        return self.describe

    def _keep(self, question, truth):
        """Write one example."""
        if self._rows:
            cells, _ = self._answers.cells(question)
            columns = self.recipe.columns
            row = [self._text(column, cells, truth) for column in columns]
            self._append(self.place, [column.name for column in columns], row, self.recipe.delimiter or ",")
            return
        suffix, data = self._file(question)
        folder = self.place if not self.classes else self.place / truth
        folder.mkdir(parents=True, exist_ok=True)
        path = next(p for n in range(1, 10**6) if not (p := folder / f"{self._session}-{n:06}{suffix}").exists())
        path.write_bytes(data)
        if not self.classes:
            self._append(self.place / SCORES, ["file", "score"], [path.name, f"{truth:.10g}"])

    def _file(self, question):
        """Return the suffix and the bytes of one picture, sound or document."""
        if self._documents:
            cells, _ = self._answers.cells(question)
            return ".txt", str(cells["text"][0] or "").encode()
        if self.recipe.kind == "sounds":
            data = self._answers.bytes(question)
            return next((kind for begin, kind in BEGINNINGS.items() if data.startswith(begin)), ".wav"), data
        return self._answers.picture_file(question)

    def _text(self, column, cells, truth):
        """Return one cell as the training file would write it."""
        value = truth if column.name == self.target else cells[column.name][0] if column.name in cells else None
        nothing = column.missing[0] if column.missing and "" not in column.missing else ""
        if column.type == "number":
            if value is None or np.isnan(number := float(value)):
                return nothing
            return column.prefix + f"{number:.15g}".replace(".", column.decimal) + column.suffix
        if column.type == "date":
            moment = cell(None if value is None else str(value), column)[0][0]
            return nothing if np.isnat(moment) else moment.item().strftime(column.date_format or "%Y-%m-%d %H:%M:%S")
        return nothing if value is None else str(value)

    def _append(self, path, header, row, delimiter=","):
        """Write one line, after the header where the file is new."""
        new = not path.exists() or not path.stat().st_size
        if not new:
            with path.open(newline="", encoding="utf-8") as file:
                there = next(csv.reader(file, delimiter=delimiter), [])
            if there != header:
                raise DataError(f"keep it in {path}", f"the columns {', '.join(header)[:200]}", ", ".join(there)[:200], "rename that file")  # fmt: skip
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", newline="", encoding="utf-8") as file:
            write = csv.writer(file, delimiter=delimiter)
            write.writerows([header, row] if new else [row])

    def _truth(self, sent):
        """Return the true answer: one of the classes, or a finite number."""
        if self.classes:
            if not isinstance(sent, str) or sent not in self.classes:
                raise DataError("keep the true answer", f"one of {', '.join(self.classes[:20])}", shown(sent), "choose one")  # fmt: skip
            if not self._rows and (not sent.strip(".") or any(mark in sent for mark in "/\\\0")):
                raise DataError("keep the true answer", "a label that can name a folder", shown(sent), "rename that label")  # fmt: skip
            return sent
        number = (
            cell(sent, _Number)[0][0] if isinstance(sent, str | int | float) and not isinstance(sent, bool) else np.nan
        )
        if not np.isfinite(number):
            raise DataError("keep the true answer", "a number", shown(sent), "3.5")
        return float(number)


class _Number:
    """How a typed number is read."""

    name, type, missing, missing_numbers = "answer", "number", ("",), ()
