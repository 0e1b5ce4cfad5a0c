"""Prove that arrays have the names, types, shapes and finite numbers that a schema promises; and the export's finding."""

import numpy as np


def prove_arrays(arrays, schema, dims):
    """Raise ValueError unless the arrays fit the schema.

    Parameters
    ----------
    arrays : dict of str to ndarray
    schema : dict of str to ArraySchema
    dims : dict of str to int
        Sizes that are known, such as D and K. Any other letter takes the size that it meets first,
        at least 1, and must agree from then on.

    Returns
    -------
    dict of str to int
        ``dims`` with every letter.
    """
    if set(arrays) != set(schema):
        raise ValueError(f"the arrays are {_list(arrays)} instead of {_list(schema)}")
    dims = dict(dims)
    for name, expected in schema.items():
        array = arrays[name]
        if array.dtype != np.dtype(expected.dtype):
            raise ValueError(f"array {name!r} holds {array.dtype.str[1:]} instead of {expected.dtype}")
        if array.ndim != len(expected.shape):
            raise ValueError(f"array {name!r} has {array.ndim} axes instead of {len(expected.shape)}")
        for size, letter in zip(array.shape, expected.shape):
            wanted = letter if isinstance(letter, int) else dims.setdefault(letter, max(size, 1))
            if size != wanted:
                raise ValueError(f"array {name!r} has shape {array.shape}; {letter} must be {wanted}")
        if expected.finite and array.dtype.kind == "f" and not np.isfinite(array).all():
            raise ValueError(f"array {name!r} holds a number that is not finite")
    return dims


def prove_mark(mark):
    """Raise ValueError unless this is what ``hero export --to onnx`` found: which graph, how alike, and how fast."""
    keys = {"sha256", "rows", "largest", "seconds", "own_seconds"}
    if not isinstance(mark, dict) or set(mark) != keys or not isinstance(mark["sha256"], str):
        raise ValueError(f"onnx must have the keys {', '.join(sorted(keys))}")
    if type(mark["rows"]) is not int or not all(
        type(mark[key]) is float and mark[key] >= 0 for key in ("largest", "seconds", "own_seconds")
    ):
        raise ValueError("what onnx says must be numbers, 0 or more")


def _list(names):
    """Return names as text, not too many."""
    return ", ".join(repr(name[:40]) for name in sorted(names)[:12]) or "none"
