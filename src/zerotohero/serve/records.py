"""Records of JSON as cells, checked value by value against the reading recipe; what is off is said field by field."""

import datetime
import math
from operator import itemgetter

import numpy as np

from zerotohero.core.errors import HeroError, nearest
from zerotohero.data._dates import parse_dates, parse_iso
from zerotohero.data._numbers import Marks, parse
from zerotohero.data._words import NUMBER_WORDS
from zerotohero.serve.refusal import shown

MOST_PROBLEMS = 20  # that one answer names
LONGEST = 200  # characters of a value that is shown
NUMBER = "a finite number, or null where it is not known"
TEXT = "a text, a number, or null where it is not known"
NEEDED = "a value, or null where it is not known"
KNOWN = "a field that the model looks at"
OBJECT = "an object of field and value"


class RecordError(HeroError):
    """Records that cannot be read.

    Parameters
    ----------
    problems : list of dict
        ``row`` (from 0), ``field``, ``rule`` and ``value``, in the order in which they were found.
    """

    def __init__(self, problems):
        first = problems[0]
        rule, field = first["rule"], shown(first["field"])
        where = f"row {first['row']}" if rule == OBJECT else f"the field {field} of row {first['row']}"
        came = "no such field" if rule == NEEDED else field if rule.startswith(KNOWN) else shown(first["value"])
        super().__init__(f"read {where}", rule, came, "the example at /docs")
        self.problems = [{**p, "field": p["field"][:LONGEST], "value": _short(p["value"])} for p in problems]

    def as_dict(self):
        """Return the four parts, and each field that is off."""
        return {**super().as_dict(), "problems": self.problems}


def read_records(records, features, recipe):
    """Return the cells that these records hold.

    Parameters
    ----------
    records : list of dict
        Field -> number, text or None (no value). Every field has to be there.
    features : list of (name, type)
        The columns that the model looks at.
    recipe : ReadingRecipe
        Numbers, dates and missing words are read as in the training file: "1.234,50 €" may be a number.

    Returns
    -------
    dict of ndarray (N,)

    Raises
    ------
    RecordError
        A field is missing, unknown, or holds what its column cannot.
    """
    names = [name for name, _ in features]
    problems, cells, numbers = _wrong_fields(records, names, recipe), {}, {}
    take = itemgetter(*names, names[0])  # one name more than needed: of a single one it would take no tuple
    for name, values in zip(names, () if problems else zip(*map(take, records))):
        column = recipe.column(name)
        if column.type == "number":
            numbers[name], wrong = _numbers(values, column)
        else:
            cells[name], wrong = READERS[column.type](values, column)
        problems += [_problem(row, name, rule, value) for row, rule, value in wrong]
    if problems:
        raise RecordError(sorted(problems, key=lambda p: p["row"])[:MOST_PROBLEMS])
    together = np.array([*numbers.values()], float)  # (columns, rows): an array for each would take longer
    for name, found in zip(numbers, together):
        for code in recipe.column(name).missing_numbers:
            found[found == code] = np.nan
        cells[name] = found
    return cells


def plain_records(cells, names):
    """Return cells as records of JSON, None where nothing is known: what ``read_records`` reads."""
    columns = []
    for name in names:
        column = cells[name]
        if column.dtype.kind == "M":
            column = np.array([None if np.isnat(moment) else str(moment) for moment in column], object)
        columns.append([None if value is None or value != value else value for value in column.tolist()])
    return [dict(zip(names, row)) for row in zip(*columns)]


def _wrong_fields(records, names, recipe):
    """Return a problem for each field that is missing, or that no column has; other columns of the file may come."""
    problems, wanted = [], set(names)
    for row, record in enumerate(records):
        if not isinstance(record, dict):
            problems.append(_problem(row, "", OBJECT, record))
        elif record.keys() != wanted:
            lacking = [name for name in names if name not in record]
            strange = [field for field in record if recipe.column(field) is None]
            for field in strange:
                near = nearest(field, lacking)
                meant = f", perhaps {shown(near)}" if near else ""
                problems.append(_problem(row, field, f"{KNOWN}{meant}", record[field]))
            problems += [_problem(row, field, NEEDED, None) for field in lacking]
        if len(problems) >= MOST_PROBLEMS:
            break
    return problems


def _problem(row, field, rule, value):
    """Return one problem."""
    return {"row": row, "field": field, "rule": rule, "value": value}


def _short(value):
    """Return a value as JSON that every reader takes, short enough to send back."""
    if isinstance(value, str):
        return value[:LONGEST]
    plain = value is None or (isinstance(value, int | float) and abs(value) < 2**53)
    return value if plain else shown(value, LONGEST)


def _numbers(values, column):
    """Return a list of N floats and [(row, rule, value), ...] of what is no number."""
    if {*map(type, values)} == {float} and all(map(math.isfinite, values)):
        return values, ()
    found = [_number(value, column) for value in values]
    return found, [(row, NUMBER, values[row]) for row, number in enumerate(found) if number is None]


def _number(value, column):
    """Return a float, NaN for no value, or None for what is no number."""
    if value is None:
        return math.nan
    if isinstance(value, str):
        text = value.strip()
        if text in column.missing or text in NUMBER_WORDS:
            return math.nan
        value = float(parse([text], Marks(column.decimal, column.thousands, column.prefix, column.suffix))[0])
    elif isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        value = float(value)
    except OverflowError:  # a whole number of 400 digits
        return None
    return value if math.isfinite(value) else None


def _texts(values, column):
    """Return (N,) object array of str and None, and what is neither text nor number."""
    cells, wrong, missing = np.empty(len(values), object), [], column.missing
    for row, value in enumerate(values):
        if isinstance(value, str):
            text = value.strip()
        elif value is None:
            continue  # as the array is made
        elif isinstance(value, dict | list) or (isinstance(value, float) and not math.isfinite(value)):
            wrong.append((row, TEXT, value))
            continue
        else:
            text = _text(value)
        cells[row] = None if text in missing or not text else text
    return cells, wrong


def _text(value):
    """Return a value as the text that a file would hold: whole floats without ``.0``."""
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15
    return str(int(value) if whole else value).strip()


def _dates(values, column):
    """Return (N,) datetime64[s], and what is no date."""
    texts, wrong = _texts(values, column)
    cells = np.full(len(values), np.datetime64("NaT"), "datetime64[s]")
    given = [row for row, text in enumerate(texts) if text is not None]
    if given:
        found = parse_dates([texts[row] for row in given], column.date_format)
        strange = np.flatnonzero(np.isnat(found))
        if len(strange):
            found[strange] = parse_iso([texts[given[k]] for k in strange])
        cells[given] = found
        refused = {row for row, _, _ in wrong}
        rule = (
            f"a date such as {datetime.date.today():{column.date_format or '%Y-%m-%d'}}, or null where it is not known"
        )
        wrong += [(row, rule, values[row]) for row in given if np.isnat(cells[row]) and row not in refused]
    return cells, wrong


READERS = {"category": _texts, "words": _texts, "date": _dates}
