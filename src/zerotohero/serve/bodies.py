"""The body of a request as records: strict JSON, or CSV; what is malformed is said in a sentence."""

import csv
import io
import json
import re

from zerotohero.serve.refusal import Refusal, shown

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
        raise Refusal(400, "read the request", "JSON", _not_json(error), "the example at /docs") from None


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
        raise Refusal(400, "read the rows", "a row as an object, or a list of them", shown(plain), '{"rows": [{...}]}')
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
        why = "bytes that are none" if isinstance(error, UnicodeDecodeError) else f"{error!s:.200}"
        why = why if data.strip() else "empty lines"
        raise Refusal(400, "read the rows", "CSV in UTF-8 with a header", why, "a header, then rows") from None
    names = [name.strip() for name in header]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise Refusal(400, "read the header", "each column once", f"{shown(twice)} twice", "another name for one")
    if not lines:
        raise Refusal(400, "read the rows", "a header and at least one row", "one line", "the example at /docs")
    odd = next((i for i, line in enumerate(lines) if len(line) != len(names)), None)
    if odd is not None:
        expected, came = f"{len(names)} cells, as in the header", f"{len(lines[odd])}"
        raise Refusal(400, f"read row {odd}", expected, came, f'"..." around a cell that holds {shown(delimiter)}')
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


def _not_json(error):
    """Return why a text is no JSON."""
    if isinstance(error, RecursionError):
        return "lists or objects nested too deeply"
    if isinstance(error, UnicodeDecodeError):
        return "bytes that are no text"
    if isinstance(error, json.JSONDecodeError):
        return f"something else in line {error.lineno}, column {error.colno} ({error.msg})"
    return f"{error!s:.200}"


def _no_number(word):
    """Refuse NaN and Infinity, which Python's parser would take."""
    raise ValueError(f"{word}, which JSON does not have: null says that a value is not known")


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
        raise ValueError(f"the field {shown(twice)} twice in one object")
    return found


_STRICT = {"parse_constant": _no_number, "object_pairs_hook": _once}
_DECODER = json.JSONDecoder(**_STRICT)  # made once: 10 µs
_CAREFUL = json.JSONDecoder(**_STRICT, parse_int=_whole)  # asks about every whole number: a picture has thousands
_MANY_DIGITS = re.compile(rf"(?<!\d)\d{{{MOST_DIGITS + 1}}}", re.ASCII)  # from the first digit only: linear time
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
