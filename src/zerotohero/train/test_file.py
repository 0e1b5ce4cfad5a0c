"""Rows that come as a file of their own, read as the training rows were: a test set that is never fitted, or more to learn from."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from zerotohero.core.dataset import missing
from zerotohero.core.errors import DataError, UsageError
from zerotohero.core.mapped import Rows, parts
from zerotohero.core.specs import Finding
from zerotohero.data.bring import bring

NOTABLE = 0.05  # share of copies among the rows of a table's test worth a warning


def read_test_file(options, dataset, target):
    """Return the Dataset in ``options.test_file``, in the columns of ``dataset``; rows without an answer left out.

    Raises
    ------
    DataError
        It is data of another kind, lacks columns, or no row has an answer.
    UsageError
        Lyrics, or two test sets at once.
    """
    file = options.test_file
    if dataset.kind == "text":
        raise UsageError(
            "test on a file",
            "a table, pictures or sounds",
            "lyrics",
            "without --test-file: a fifth of the lines is kept aside",
        )
    if options.test_set:
        raise UsageError("keep rows for the test", "--test-set or --test-file", "both", "one of them")
    return _rows(file, f"test on {Path(file).name}", dataset, target, options.drop)


def read_also(options, dataset, target):
    """Return the Dataset with the rows of ``options.also``, too: corrections, or more of the same.

    Raises
    ------
    DataError
        It is data of another kind, lacks columns, or no row has an answer.
    """
    if dataset.kind == "text":
        raise UsageError("learn from two files", "a table, pictures or sounds", "lyrics", "one file with all lines")
    more = _rows(options.also, f"learn from {Path(options.also).name}, too", dataset, target, options.drop)
    cells = {name: _join(column, more.cells[name]) for name, column in dataset.cells.items()}
    note = f"{len(more):,} more from {Path(options.also).name}."
    return replace(dataset, cells=cells, notes=(*dataset.notes, *more.notes, note))


def _rows(file, asked, dataset, target, drop):
    """Return the Dataset in a file, in the columns of ``dataset``; rows without an answer left out."""
    found = bring(file, recipe=dataset.recipe)
    if target not in found.cells:
        raise DataError(asked, f"the answers, in a column {target!r}", f"columns {', '.join(map(repr, found.cells))}",
                        "a file with the true answers; hero predict needs none")  # fmt: skip
    idle = {*dataset.names("name"), *drop}
    if dataset.kind in ("images", "sounds"):  # a folder cannot know who wrote a letter: a group of its own
        idle |= {*dataset.cells} - {target, dataset.kind[:-1]}
    lacking = [n for n in dataset.cells if n not in found.cells and n not in idle]
    if lacking:
        raise DataError(asked, "the columns of the training", f"missing: {', '.join(map(repr, lacking[:20]))}",
                        "rename or add the columns, or --drop them")  # fmt: skip
    cells = {n: found.cells[n] if n in found.cells else _nothing(dataset.cells[n], len(found)) for n in dataset.cells}
    found = replace(found, cells=cells, recipe=dataset.recipe)
    known = ~missing(found.cells[target])
    if not known.any():
        raise DataError(asked, "rows with an answer", f"{len(found)} rows without one",
                        "a file with the true answers; of pictures, a folder for each label")  # fmt: skip
    return found if known.all() else found.take(np.flatnonzero(known))


def join(dataset, test):
    """Return one Dataset, the rows of ``test`` last, and (N,) bool: which rows they are."""
    cells = {name: _join(column, test.cells[name]) for name, column in dataset.cells.items()}
    note = f"All {len(test):,} rows of {Path(test.origin).name} are the test set; all others are for training."
    joined = replace(dataset, cells=cells, notes=(*dataset.notes, *test.notes, note))
    return joined, np.arange(len(joined)) >= len(dataset)


def findings(dataset, rows, target, content, groups=None):
    """Return what makes the test easier, or harder, than new rows would be.

    Parameters
    ----------
    dataset : Dataset
        All rows.
    rows : ndarray (N,) bool
        The test rows.
    target : str
    content : ndarray (N,) uint64
        Hash of each row's inputs.
    groups : str or None
        The column of the rows that belong together.
    """
    found, n = [], int(rows.sum())
    copies = int(np.isin(content[rows], content[~rows]).sum())
    if copies:
        severe = dataset.kind != "table" or copies >= NOTABLE * n
        found.append(_finding(
            "copies", "warning" if severe else "note", {"rows": n, "copies": copies},
            f"{copies:,} of the {n:,} rows of the test file stand among the training rows, too, with the same inputs: a model "
            "may answer them from memory.",
            "take them out of the one file or the other",
        ))  # fmt: skip
    if groups:
        cells = dataset.cells[groups].astype(str)
        known = np.isin(cells[rows], cells[~rows])
        if known.any():
            found.append(_finding(
                "group", "warning", {"rows": n, "known": int(known.sum())},
                f"{int(known.sum()):,} of the {n:,} rows of the test file are of a {groups} that stands among the training rows, "
                "too: the test is easier than new ones would be.",
                "a test file with others, or --group none",
            ))  # fmt: skip
    if dataset.cells[target].dtype == object:
        new = sorted({*dataset.cells[target][rows]} - {*dataset.cells[target][~rows]})
        if new:
            found.append(_finding(
                "imbalance", "warning", {"classes": len(new)},
                f"The test file has answers that no training row has: {', '.join(map(repr, new[:5]))}. No model can ever give them.",
                "training rows with these answers",
            ))  # fmt: skip
    return found


def _finding(code, severity, evidence, why, fix):
    """Return the Finding about the test file."""
    return Finding(code=code, severity=severity, where=("--test-file",), evidence=evidence, why=why, fix=fix)


def _join(first, second):
    """Return both arrays one after the other; large ones in a file, so that memory stays small."""
    if first.ndim == 1:
        return np.concatenate([first, second])
    rows = Rows(first.shape[1:], first.dtype, len(first) + len(second))
    for array in (first, second):
        for _, part in parts(array):
            rows.append(part)
    return rows.array()


def _nothing(cells, n):
    """Return (n,) cells of this type without a value."""
    return np.full(n, {"f": np.nan, "M": np.datetime64("NaT")}.get(cells.dtype.kind), cells.dtype)
