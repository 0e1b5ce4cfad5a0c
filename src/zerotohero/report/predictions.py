"""Predictions as CSV: who it is about, what was predicted, how probable each class is."""

import csv
import io

import numpy as np

from zerotohero.core.errors import DataError, UsageError


def predictions_csv(run, file, proba=False, submission=None):
    """Return the CSV text, the number of rows, and notes on reading.

    Parameters
    ----------
    run : Run
    file : path, built-in id, or Dataset
    proba : bool
        One more column per class.
    submission : str or None
        "ID,TARGET": exactly these two columns; ID is copied from the file.
    """
    dataset = run.read(file)
    names, target = _row_names(run, file, dataset, submission)
    predictions = run.model.predict(dataset.cells)
    answers = run.labels(predictions)
    answer = target or ("prediction" if "prediction" not in names else "predicted")
    columns = {**names, answer: [_text(a) for a in answers]}
    if submission is None and run.model.manifest.get("interval"):
        low, high = run.model.interval(predictions)
        for side, values in (("low", low), ("high", high)):
            columns[side if side not in columns else f"{side} end"] = [_text(v) for v in values]
    if proba:
        if submission is not None:
            raise UsageError("write a submission", "exactly two columns", "--proba as well", "one of the two options")
        if not run.classes:
            raise UsageError(
                "write probabilities", "a run that predicts classes", "one that predicts a number", "without --proba"
            )
        for k, c in enumerate(run.classes):  # a class may be called as the identifier is
            columns[c if c not in columns else f"probability of {c}"] = [repr(float(p)) for p in predictions[:, k]]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values()))
    return buffer.getvalue(), len(dataset), dataset.notes


def _row_names(run, file, dataset, submission):
    """Return (the columns that name the rows, the name of the answer's column)."""
    if submission is not None:
        id_, comma, target = submission.partition(",")
        if not (id_ and comma and target) or "," in target or id_ == target:
            raise UsageError(
                "write a submission", "--submission ID,TARGET", repr(submission), "--submission Id,SalePrice"
            )
        if id_ not in dataset.cells:
            raise DataError(
                "write a submission",
                f"a column {id_!r} in the file",
                f"columns {', '.join(map(repr, list(dataset.cells)[:10]))}",
                "the name of the column that numbers the rows",
            )
        return {id_: _as_written(run, file, dataset, id_)}, target
    if dataset.kind in ("images", "sounds"):
        return {"file": dataset.cells["file"].tolist()}, None
    ids = [c for c in run.model.manifest["ids"] if c in dataset.cells]
    return {c: _as_written(run, file, dataset, c) for c in ids}, None


def _as_written(run, file, dataset, name):
    """Return the cells of a column that names rows, as the file has them: "00007", "01.01.2021"."""
    if dataset is file or dataset.type(name) not in ("number", "date") or dataset.kind != "table":
        return [_text(c) for c in dataset.cells[name]]
    return [_text(c) for c in run.read(file, as_text=[name]).cells.get(name, dataset.cells[name])]


def _text(cell):
    """Return a cell as text: whole numbers without a point, missing cells empty."""
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, float | np.floating):
        return str(int(cell)) if cell == int(cell) and abs(cell) < 1e15 else repr(float(cell))
    return str(cell)
