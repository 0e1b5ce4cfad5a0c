"""What is usual in the training rows, column by column: kept with a model, for a made-up row and to notice drift."""

from collections import Counter

import numpy as np

from zerotohero.core.dataset import missing

MOST_VALUES = 50  # of a category that are named
FEWEST_ROWS = 5  # that a value needs: rarer ones could tell of a single person
MOST_ROWS, MOST_GRIDS = 20_000, 1_000  # rows, and pictures or sounds, that are enough to look at
STEPS = np.linspace(0, 1, 11)
SIDE = 8  # a picture is compared by the mean grey of 8 x 8 areas
MOST_KINDS, PER_KIND = 5, 20  # of pictures in a class; pictures that make a kind


def usual(cells, features, y=None):
    """Return column -> what is usual there, as plain JSON.

    Parameters
    ----------
    cells : mapping of str to ndarray (N, ...)
    features : list of (name, type)
    y : ndarray (N,) of int, optional
        The class of each row: a picture is compared with the nearest class, without it with the mean of all.

    Returns
    -------
    dict
        ``missing`` (share) and ``middle`` (median, or the most frequent value; None for free text). Numbers and dates
        (seconds since 1970): ``deciles``, 11 numbers. Categories: ``shares``, value -> share of the known rows. Words:
        deciles of how many characters; pictures and sounds: deciles of their mean brightness or loudness, 0 to 1. A picture
        stands there twice more, as "NAME contrast" and "NAME distance" (from the nearest of ``centres``, (K, 64)).
    """
    found = {name: _column(kind, np.asarray(cells[name])) for name, kind in features if kind in (*COLUMNS, *GRIDS)}
    for name in (name for name, kind in features if kind == "image"):
        found[f"{name} contrast"] = _column("contrast", np.asarray(cells[name]))
        found[f"{name} distance"] = _distances(np.asarray(cells[name]), y)
    return found


def watched(features):
    """Return [(name, column, kind), ...]: what is compared with the training rows, and the column that it is about."""
    more = {"image": (("contrast", "contrast"), ("distance", "distance"))}
    return [
        entry
        for name, kind in features
        for entry in ((name, name, kind), *((f"{name} {word}", name, own) for word, own in more.get(kind, ())))
    ]


def measures(kind, cells, centres=None):
    """Return (N,) float64 that the deciles of a column are about; NaN where nothing is known. None for categories."""
    if kind == "category":
        return None
    if kind == "contrast":
        return _areas(cells).std(axis=1)
    if kind == "distance":
        return np.sqrt(((_areas(cells)[:, None] - np.asarray(centres)) ** 2).mean(axis=2)).min(axis=1)
    if kind in GRIDS:
        largest = float(np.iinfo(cells.dtype).max)
        return np.abs(cells.reshape(len(cells), -1).astype(np.float32)).mean(axis=1).astype(float) / largest
    return COLUMNS[kind](cells)


def _column(kind, cells):
    """Return what is usual in one column."""
    values = measures(kind, cells)
    return _category(cells) if values is None else _number(kind, values)


def _number(kind, values):
    """Return what is usual among the numbers that stand for cells."""
    known = values[np.isfinite(values)]
    found = {"missing": float(1 - len(known) / max(len(values), 1)), "middle": None, "deciles": []}
    if len(known):
        found["deciles"] = [float(f"{q:.6g}") for q in np.quantile(known, STEPS, method="nearest")]
        middle = float(np.quantile(known, 0.5, method="nearest"))
        found["middle"] = {"number": middle, "date": _day(middle)}.get(kind)
    return found


def _distances(pictures, y):
    """Return how far pictures lie from the mean of their kind, or of another one that is nearer; and these means.

    A picture is part of its kind's mean, and new ones are not: it is compared with the mean of the others.
    """
    areas = _areas(pictures)
    y = _kinds(areas, np.zeros(len(pictures), int) if y is None else np.asarray(y, int))
    classes, place, counts = np.unique(y, return_inverse=True, return_counts=True)
    keep = counts >= min(FEWEST_ROWS, counts.max())  # the mean of a few could show a single person
    centres = np.stack([areas[y == c].mean(axis=0) for c in classes[keep]]).round(4)
    far = np.sqrt(((areas[:, None] - centres) ** 2).mean(axis=2))  # (N, K)
    own = classes[keep] == y[:, None]
    far *= np.where(own, counts[place][:, None] / np.maximum(counts[place] - 1, 1)[:, None], 1)
    return {**_number("distance", far.min(axis=1)), "centres": centres.tolist()}


def _kinds(areas, y):
    """Return the kind of each picture (N,): a class with many pictures, such as A in all its forms, is of several kinds.

    One mean for all of them lies so far from each that a letter upside down is hardly farther.
    """
    from sklearn.cluster import KMeans

    kinds = np.zeros(len(y), int)
    for c in np.unique(y):
        rows = np.flatnonzero(y == c)
        count = min(MOST_KINDS, len(rows) // PER_KIND)
        own = KMeans(count, n_init=1, random_state=0).fit_predict(areas[rows]) if count > 1 else 0
        kinds[rows] = kinds.max() + 1 + own
    return kinds


def _areas(pictures):
    """Return (N, 64) float32: the mean grey of 8 x 8 areas of each picture, 0 to 1; fewer areas for tiny pictures."""
    grey = pictures.mean(axis=3, dtype=np.float32) if pictures.ndim == 4 else pictures.astype(np.float32)
    for axis in (1, 2):
        size = grey.shape[axis]
        starts = np.linspace(0, size, min(SIDE, size), endpoint=False).astype(int)
        widths = np.diff([*starts, size]).reshape((-1, 1) if axis == 1 else (1, -1))
        grey = np.add.reduceat(grey, starts, axis=axis) / widths
    return grey.reshape(len(grey), -1).astype(np.float32) / 255


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


def prove_usual(plain, features, size=(SIDE, SIDE)):
    """Raise ValueError unless this is what ``usual`` returns: a file may have been altered.

    Parameters
    ----------
    plain : object
    features : list of (name, type)
    size : (int, int)
        Height and width of a picture.
    """
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
    areas = min(SIDE, size[0]) * min(SIDE, size[1])
    for name, _, kind in watched(features):
        column = plain.get(name, {})
        if column.get("deciles" if kind == "category" else "shares"):
            raise ValueError(f"what is usual in {name!r} is not what a column of the type {kind} has")
        centres = column.get("centres", [])
        if (kind == "distance" and column) and not (
            isinstance(centres, list)
            and centres
            and all(isinstance(c, list) and len(c) == areas and all(map(_is_share, c)) for c in centres)
        ):
            raise ValueError(f"centres must be lists of {areas} greys from 0 to 1")


def _is_share(value):
    """Return whether this is a number from 0 to 1."""
    return type(value) is float and 0 <= value <= 1
