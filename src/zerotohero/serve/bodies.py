"""The body of a request as records: strict JSON, or CSV; what is malformed is said in a sentence."""

import csv
import io
import json
import re

from zerotohero.serve.refusal import Refusal

MOST_ROWS = 10_000  # of one request
MOST_DIGITS = 400  # of a whole number: converting more takes long
JSON, CSV, TEXT = "application/json", "text/csv", "text/plain"


def read_json(data):
    """Return what strict JSON says: no NaN or Infinity, and no field twice.

    Parameters
    ----------
    data : bytes

    Raises
    ------
    Refusal
        400
    """
    try:
        text = data.decode(json.detect_encoding(data))
        return (_CAREFUL if _MANY_DIGITS.search(text) else _DECODER).decode(text)
    except (ValueError, RecursionError) as error:
        why = "it is nested too deeply" if isinstance(error, RecursionError) else f"{error!s:.200}"
        raise Refusal(400, "read the request", "JSON", why, 'an object such as {"rows": [{...}]}') from None


def encoded(plain):
    """Return plain JSON as bytes: no NaN, no Infinity."""
    return _ENCODER.encode(plain).encode("utf-8", "replace")


def records_of(plain):
    """Return the list of records in a request: one object, a list of them, or {"rows": [...]}.

    Raises
    ------
    Refusal
        400, 413
    """
    if isinstance(plain, dict) and isinstance(plain.get("rows"), list) and len(plain) == 1:
        plain = plain["rows"]
    records = [plain] if isinstance(plain, dict) else plain
    if not isinstance(records, list) or not records:
        came = "an empty list" if records == [] else type(plain).__name__
        raise Refusal(400, "read the rows", "an object, or a list of them", came, 'send {"rows": [{...}]}')
    return at_most(records)


def read_csv(data, delimiter):
    """Return the records of a CSV text with a header; empty cells are None.

    Parameters
    ----------
    data : bytes
        UTF-8.
    delimiter : str
        That of the training file; a comma where the header has none of it.

    Raises
    ------
    Refusal
        400, 413
    """
    try:
        text = data.decode("utf-8-sig")
        delimiter = delimiter if delimiter and delimiter in text.partition("\n")[0] else ","
        header, *lines = [line for line in csv.reader(io.StringIO(text), delimiter=delimiter, strict=True) if line]
    except (UnicodeDecodeError, csv.Error, ValueError) as error:
        why = "no line" if not data.strip() else f"{error!s:.200}"
        raise Refusal(400, "read the rows", "CSV in UTF-8 with a header", why, "a header, then rows") from None
    names = [name.strip() for name in header]
    if len(set(names)) < len(names):
        raise Refusal(400, "read the rows", "each column once", f"{header!r:.200}", "another header")
    odd = next((i for i, line in enumerate(lines) if len(line) != len(names)), None)
    if odd is not None or not lines:
        came = "a header only" if odd is None else f"{len(lines[odd])} in row {odd + 1}"
        raise Refusal(400, "read the rows", f"{len(names)} cells in each row", came, "quote cells that hold a comma")
    return [{n: cell or None for n, cell in zip(names, line)} for line in at_most(lines)]


def nothing():
    """Refuse a request without a body."""
    raise Refusal(400, "read the request", "a body", "none", "the example at /docs")


def at_most(rows):
    """Return these rows; raise Refusal 413 if they are too many."""
    if len(rows) > MOST_ROWS:
        raise Refusal(
            413, "answer all rows", f"up to {MOST_ROWS:,} at a time", f"{len(rows):,}", "`hero predict`, or parts"
        )
    return rows


def _no_number(word):
    """Refuse NaN and Infinity, which Python's parser would take."""
    raise ValueError(f"{word} is no number in JSON; null says that a value is not known")


def _whole(digits):
    """Return a whole number."""
    if len(digits) > MOST_DIGITS:
        raise ValueError(f"a number of {len(digits):,} digits")
    return int(digits)


def _once(pairs):
    """Return an object as a dict; refuse one that has a field twice, as only one value could be meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the field {twice!r:.80} stands there twice")
    return found


_STRICT = {"parse_constant": _no_number, "object_pairs_hook": _once}
_DECODER = json.JSONDecoder(**_STRICT)  # made once: 10 µs
_CAREFUL = json.JSONDecoder(**_STRICT, parse_int=_whole)  # asks about every whole number: a picture has thousands
_MANY_DIGITS = re.compile(rf"(?<!\d)\d{{{MOST_DIGITS + 1}}}", re.ASCII)  # from the first digit only: linear time
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
