"""Which column is the answer, what kind of question that is, and the answers as numbers."""

import numpy as np

from zerotohero.core.dataset import missing
from zerotohero.core.errors import TargetError, UnknownIdError, UsageError, nearest

USUAL_TARGETS = ("target", "label", "class", "y")
MOST_CLASSES_AS_NUMBERS = 10  # whole numbers with more values than this are amounts, not classes
MOST_CLASSES = 1000


def choose_target(dataset, target=None):
    """Return the target's column name.

    Parameters
    ----------
    dataset : Dataset
    target : str or None
        As the person named it; None takes the data set's own, else a usual name.

    Raises
    ------
    TargetError
        No column has this name; the nearest is offered.
    UsageError
        No target was named and none is obvious; the columns are listed.
    """
    if dataset.kind == "text":  # each line is what comes, and what it is judged by
        return dataset.names()[0]
    names = dataset.names("number", "category", "words", "date")
    if target is not None:
        if target in names:
            return target
        near = nearest(target, names)
        raise TargetError(
            f"predict the column {target!r}",
            f"a column of {dataset.name}: {_listed(names)}",
            repr(target),
            f"--target {near!r}" if near else "--target with one of these names",
        )
    if dataset.target:
        return dataset.target
    by_lower = {n.lower(): n for n in names}
    for usual in USUAL_TARGETS:
        if usual in by_lower:
            return by_lower[usual]
    raise UsageError(
        "know which column to predict",
        f"--target with one of: {_listed(names)}",
        "no --target",
        f"--target {names[-1]!r}",
    )


def guess_task(dataset, target, task=None):
    """Return "classification", "regression", or "generation" for lines of text; ``task`` insists.

    Texts and yes/no are classes; so are up to 10 different whole numbers, unless they rate pictures. Everything else is an amount.
    """
    if dataset.kind == "text":
        return "generation"
    if dataset.type(target) == "date":
        raise TargetError(
            f"predict {target!r}",
            "classes or amounts",
            "dates",
            f"--type {target}=category if each date is a class, or a column of days until then",
        )
    if task is not None:
        if task not in ("classification", "regression"):
            raise UnknownIdError("task", task, ("classification", "regression"))
        if task == "regression" and dataset.type(target) != "number":
            raise TargetError(
                f"predict {target!r} as a number (regression)",
                "a column of numbers",
                f"a column of type {dataset.type(target)}",
                "--task classification",
            )
        return task
    if dataset.type(target) != "number":
        return "classification"
    if dataset.kind == "images":  # scores: of stars, too, more is more
        return "regression"
    values = np.unique(dataset.cells[target][~missing(dataset.cells[target])])
    whole = len(values) <= MOST_CLASSES_AS_NUMBERS and bool(np.all(values == np.round(values)))
    return "classification" if whole else "regression"


def encode_target(dataset, target, task):
    """Return the answers as numbers and the classes they stand for.

    Returns
    -------
    y : ndarray (N,)
        Class index (int64) or the value (float64). Rows without an answer must be gone already.
    classes : list of str
        Sorted; empty for regression.
    """
    if task == "generation":
        return np.zeros(len(dataset)), []  # the answer is the line itself
    cells = dataset.cells[target]
    if task == "regression":
        if np.ptp(cells) == 0:
            raise _one_answer(target, cells[0])
        return cells.astype(np.float64), []
    if cells.dtype.kind == "f":
        values, y = np.unique(cells, return_inverse=True)
        classes = [class_name(v) for v in values]
    else:
        classes, y = np.unique(cells.astype(str), return_inverse=True)
        classes = classes.tolist()
    if len(classes) == 1:
        raise _one_answer(target, classes[0])
    if len(classes) > min(MOST_CLASSES, len(y) // 2):
        raise TargetError(
            f"predict the class {target!r}",
            "classes that repeat, so that there is something to learn from",
            f"{len(classes)} different values in {len(y)} rows",
            f"another --target, or --type {target}=lines to go on with its lines, if they are verse"
            if dataset.type(target) == "words"
            else "another --target, or --task regression if these are amounts",
        )
    return y.astype(np.int64), classes


def class_name(number):
    """Return a number as the name of a class: whole numbers without a point.

    >>> class_name(1000001.0), class_name(0.5)
    ('1000001', '0.5')
    """
    return str(int(number)) if number == np.round(number) and abs(number) < 1e15 else repr(float(number))


def _one_answer(target, value):
    """Return the error for a target that never changes."""
    return TargetError(
        f"learn to predict {target!r}",
        "at least two different answers",
        f"every row says {value!s}",
        "another --target, or data in which the answers differ",
    )


def _listed(names, most=30):
    """Return up to ``most`` names as text."""
    return ", ".join(map(repr, names[:most])) + (f" and {len(names) - most} more" if len(names) > most else "")
