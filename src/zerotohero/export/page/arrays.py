"""A model's arrays, small enough for a page: the narrowest types that give the same answers, deflated, as base64.

``web/model/arrays.js`` reads what is written here.
"""

import base64
import zlib

import numpy as np

MOST_CODES = 1 << 16  # different numbers that a list may hold
WHOLE = ("u1", "u2", "i4")
TREES = {"roots", "children", "feature", "threshold", "value"}


def packed(parts):
    """Return arrays as plain JSON.

    Parameters
    ----------
    parts : list of (arrays, rounded)
        Of each member; ``rounded`` says whether trees see float32 cells.

    Returns
    -------
    dict
        ``entries``, one for each array in order, member 2's names beginning with ``2.``; ``data``.
    """
    entries, data = [], []
    for i, (arrays, rounded) in enumerate(parts):
        for name, array in (_lean_trees(arrays, rounded) if set(arrays) >= TREES else arrays).items():
            entry, chunks = _written(f"{i}.{name}", np.asarray(array), steps=name == "children")
            entries.append(entry)
            data += chunks
    return {"entries": entries, "data": base64.b64encode(zlib.compress(b"".join(data), 9)).decode("ascii")}


def _lean_trees(arrays, rounded):
    """Return tree arrays without what no walk reads; numbers in float32 where no answer can change by more than 1e-6."""
    children, value = arrays["children"], arrays["value"]
    leaf = children[:, 0] == np.arange(len(children))
    found = {**arrays, "value": np.where(leaf[:, None], value, 0).astype(np.float32)}
    if rounded:  # x > t is the same question as x > t rounded down, for every x in float32
        with np.errstate(over="ignore"):
            near = arrays["threshold"].astype(np.float32)
        found["threshold"] = np.where(near > arrays["threshold"], np.nextafter(near, np.float32(-np.inf)), near)
    return found


def _written(name, array, steps):
    """Return (how an array is written, its bytes)."""
    entry = {"name": name, "shape": list(array.shape)}
    flat = array.ravel()
    if steps:  # "so many nodes further on": small numbers that repeat
        entry["steps"] = True
        flat = flat - np.repeat(np.arange(len(array)), array.shape[1])
    if flat.dtype.kind in "iu":
        kind = next(t for t in WHOLE if not len(flat) or np.iinfo(t).min <= flat.min() <= flat.max() <= np.iinfo(t).max)
        return {**entry, "type": kind}, [_shuffled(flat.astype(kind))]
    values, place = np.unique(flat, return_inverse=True)
    codes = "u1" if len(values) <= 256 else "u2"
    entry["type"] = f"f{flat.dtype.itemsize}"
    listed = values.nbytes + len(flat) * np.dtype(codes).itemsize
    if len(values) > MOST_CODES or listed >= flat.nbytes:
        return entry, [_shuffled(flat)]
    chunks = [_shuffled(values), _shuffled(place.ravel().astype(codes))]
    return {**entry, "codes": codes, "length": len(values)}, chunks


def _shuffled(flat):
    """Return the bytes of an array, all first bytes together, then all second bytes, ...: like goes to like."""
    flat = np.ascontiguousarray(flat.astype(flat.dtype.newbyteorder("<")))
    return flat.view(np.uint8).reshape(len(flat), flat.itemsize).T.tobytes()
