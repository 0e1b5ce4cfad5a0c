"""What is usual in the training rows, column by column: kept with a model, for a made-up row and to notice drift."""

from collections import Counter

import numpy as np

from zerotohero.core.dataset import missing

MOST_VALUES = 50  # of a category that are named
FEWEST_ROWS = 5  # that a value needs: rarer ones could tell of a single person
MOST_ROWS, MOST_GRIDS = 20_000, 1_000  # rows, and pictures or sounds, that are enough to look at
STEPS = np.linspace(0, 1, 11)


def usual(cells, features):
    """Return column -> what is usual there, as plain JSON.

    Parameters
    ----------
    cells : mapping of str to ndarray (N, ...)
    features : list of (name, type)

    Returns
    -------
    dict
        ``missing`` (share) and ``middle`` (median, or the most frequent value; None for free text). Numbers and dates
        (seconds since 1970): ``deciles``, 11 numbers. Categories: ``shares``, value -> share of the known rows. Words:
        deciles of how many characters; pictures and sounds: deciles of their mean brightness or loudness, 0 to 1.
    """
    return {name: _column(kind, np.asarray(cells[name])) for name, kind in features if kind in (*COLUMNS, *GRIDS)}


def measures(kind, cells):
    """Return (N,) float64 that the deciles of a column are about; NaN where nothing is known. None for categories."""
    if kind == "category":
        return None
    if kind in GRIDS:
        largest = float(np.iinfo(cells.dtype).max)
        return np.abs(cells.reshape(len(cells), -1).astype(np.float32)).mean(axis=1).astype(float) / largest
    return COLUMNS[kind](cells)


def _column(kind, cells):
    """Return what is usual in one column."""
    values = measures(kind, cells)
    if values is None:
        return _category(cells)
    known = values[np.isfinite(values)]
    found = {"missing": float(1 - len(known) / max(len(values), 1)), "middle": None, "deciles": []}
    if len(known):
        found["deciles"] = [float(f"{q:.6g}") for q in np.quantile(known, STEPS, method="nearest")]
        middle = float(np.quantile(known, 0.5, method="nearest"))
        found["middle"] = {"number": middle, "date": _day(middle)}.get(kind)
    return found


def _category(cells):
    """Return what is usual in a column of categories."""
    known = cells[~missing(cells)].tolist()
    counts = [(value, n) for value, n in Counter(known).most_common(MOST_VALUES) if n >= FEWEST_ROWS]
    shares = {value: float(f"{n / len(known):.6g}") for value, n in counts}
    return {"missing": float(1 - len(known) / max(len(cells), 1)), "middle": next(iter(shares), None), "shares": shares}


def _day(seconds):
    """Return a moment as the text of its day."""
    return str(np.datetime64(int(seconds), "s"))[:10] if abs(seconds) < 2**36 else None


def _seconds(cells):
    """Return dates as seconds since 1970."""
    seconds = cells.astype("datetime64[s]")
    return np.where(np.isnat(seconds), np.nan, seconds.astype(np.int64).astype(float))


def _lengths(cells):
    """Return how long texts are, in characters."""
    return np.array([np.nan if text is None else float(len(text)) for text in cells])


COLUMNS = {"number": lambda cells: np.asarray(cells, float), "date": _seconds, "words": _lengths, "category": None}
GRIDS = ("image", "sound")


def prove_usual(plain):
    """Raise ValueError unless this is what ``usual`` returns: a file may have been altered."""
    if not isinstance(plain, dict):
        raise ValueError("usual must be an object")
    for column in plain.values():
        if not (
            isinstance(column, dict)
            and isinstance(column.get("middle"), str | float | None)
            and _is_share(column.get("missing"))
        ):
            raise ValueError("usual must have a middle and the share that is missing")
        deciles, shares = column.get("deciles", []), column.get("shares", {})
        if not (
            isinstance(deciles, list)
            and len(deciles) in (0, len(STEPS))
            and all(type(q) is float and np.isfinite(q) for q in deciles)
        ):
            raise ValueError("deciles must be eleven numbers")
        if not (isinstance(shares, dict) and len(shares) <= MOST_VALUES and all(map(_is_share, shares.values()))):
            raise ValueError("shares must be numbers from 0 to 1")


def _is_share(value):
    """Return whether this is a number from 0 to 1."""
    return type(value) is float and 0 <= value <= 1
