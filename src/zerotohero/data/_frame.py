"""Columns that are in memory: a DataFrame or records. Each source of columns has the same five things.

``names``, ``kinds`` ("text", "number", "date", "flag") and ``rows``; ``numbers(i)`` and ``dates(i)`` return an
array only if the whole column is that and nothing else; ``texts(i)`` returns ``(codes, distinct)``: codes (N,)
with -1 for no value, and the distinct texts, stripped.
"""

import datetime
import operator

import numpy as np

from zerotohero.core.errors import DataError


class FrameSource:
    """Columns that are in memory: a pandas DataFrame or a list of dicts."""

    def __init__(self, names, columns, rows):
        self.names, self.rows = names, rows
        self._columns = [_settled(c) for c in columns]
        self.kinds = [{"f": "number", "M": "date"}.get(c.dtype.kind, "text") for c in self._columns]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def numbers(self, i):
        """Return (N,) float64, or None if the column holds anything but numbers."""
        return self._columns[i].copy() if self.kinds[i] == "number" else None

    def dates(self, i):
        """Return (N,) datetime64[s], or None."""
        return self._columns[i] if self.kinds[i] == "date" else None

    def texts(self, i):
        """Return codes (N,) and the distinct texts."""
        cells = self._columns[i]
        if cells.dtype.kind == "f":
            cells = np.array([None if np.isnan(v) else _text(v) for v in cells.tolist()], dtype=object)
        elif cells.dtype.kind == "M":
            cells = np.array([None if np.isnat(v) else str(v).replace("T", " ") for v in cells], dtype=object)
        return coded(cells)


def from_frame(data):
    """Return the FrameSource for a DataFrame, a dict, or a list of dicts."""
    if isinstance(data, dict):
        data = [data]
    if hasattr(data, "columns"):
        numbered = list(data.columns) == list(range(data.shape[1]))  # as a file without header: from 1
        names = [str(n + 1 if numbered else n) for n in data.columns]
        return FrameSource(names, [data.iloc[:, i] for i in range(data.shape[1])], len(data))
    records = list(data)
    odd = next((r for r in records if not isinstance(r, dict)), None)
    if odd is not None:
        raise DataError(
            "read a list",
            "one dict for each row",
            type(odd).__name__,
            "[{'age': 31, 'city': 'Rome'}, ...] or a DataFrame",
        )
    names = list(dict.fromkeys(key for record in records for key in record))
    columns = [[record.get(name) for record in records] for name in names]
    return FrameSource([str(n) for n in names], columns, len(records))


def coded(cells):
    """Return codes (N,) and the distinct stripped texts of an object array."""
    import pandas as pd

    return stripped(*pd.factorize(cells))


def stripped(codes, distinct):
    """Return codes (N,) and the distinct texts, none with a blank around it."""
    texts = [text.strip() for text in distinct]
    if all(map(operator.is_, texts, distinct)) and "" not in texts:
        return codes, texts
    places = {text: k for k, text in enumerate(dict.fromkeys(texts))}
    to = np.array([places[text] for text in texts] + [-1])
    return to[codes], list(places)


def _settled(cells):
    """Return a column in memory as float64, datetime64[s], or object of str and None."""
    import pandas as pd

    kind = getattr(getattr(cells, "dtype", None), "kind", "O")
    if kind in "iuf":
        return np.asarray(
            cells.to_numpy(dtype=np.float64, na_value=np.nan) if hasattr(cells, "to_numpy") else cells, float
        )
    if kind == "M":
        zone = getattr(cells.dtype, "tz", None)
        return (cells.dt.tz_convert("UTC").dt.tz_localize(None) if zone else cells).to_numpy().astype("datetime64[s]")
    if hasattr(cells, "to_numpy") and pd.api.types.infer_dtype(cells, skipna=True) == "string":
        return np.where(pd.isna(cells), None, cells.to_numpy(dtype=object))
    values = [None if _is_missing(v) else v for v in cells]
    present = [v for v in values if v is not None]
    if present and all(isinstance(v, int | float | np.number) and not isinstance(v, bool) for v in present):
        return np.array([np.nan if v is None else float(v) for v in values])
    if present and all(isinstance(v, datetime.date) for v in present):
        naive = [v.astimezone(datetime.UTC).replace(tzinfo=None) if getattr(v, "tzinfo", None) else v for v in present]
        stamps = iter(np.array([np.datetime64(v, "s") for v in naive]))
        return np.array([np.datetime64("NaT") if v is None else next(stamps) for v in values], "datetime64[s]")
    out = np.empty(len(values), dtype=object)
    out[:] = [None if v is None else _text(v) for v in values]
    return out


def _is_missing(value):
    """Return whether a Python object stands for no value: None, NaN, NaT, pandas.NA."""
    if value is None:
        return True
    try:
        return bool(value != value)
    except (TypeError, ValueError):
        return type(value).__name__ == "NAType"


def _text(value):
    """Return a Python object as the text that a CSV file would hold; whole floats without ``.0``."""
    if isinstance(value, float | np.floating) and float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
