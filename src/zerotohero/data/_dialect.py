"""How a text file is laid out: the mark between cells, the quote, lines above the table, the header."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from zerotohero.data._numbers import is_number
from zerotohero.data._words import NUMBER_WORDS

_USUAL = ("\t", ";", "|", ",")  # a decimal comma makes "," look right in a file that ";" separates: so "," comes last
_NEVER = set("\"'._-+()[]{}<>/\\@&%$€£#\n\r")
_VALUE = re.compile(r"[\d\s.,:/%$€£+-]*\d[\d\s.,:/%$€£+-]*")
csv.field_size_limit(1 << 30)


@dataclass
class Dialect:
    """What ``sniff`` found; ``separator`` is the one character that stands between cells after ``unify``."""

    delimiter: str
    quote: str
    width: int
    header: bool = True
    names: list = field(default_factory=list)
    body: bytes = b""
    first_line: int = 1
    notes: list = field(default_factory=list)

    @property
    def separator(self):
        """One character: the delimiter, or what replaced a run of blanks or a doubled mark."""
        if len(self.delimiter) == 1 and self.delimiter != " ":
            return self.delimiter
        return "\x1f"


def sniff(data, recipe=None):
    """Return the Dialect of UTF-8 ``data``, with the header cut off into ``names``.

    Parameters
    ----------
    data : bytes
    recipe : ReadingRecipe, optional
        Its delimiter is tried first, and its names settle whether there is a header.
    """
    lines = _sample(data)
    quote = _quote(lines)
    delimiter, width = _delimiter(lines, quote, recipe)
    dialect = Dialect(delimiter, quote, width)
    data = unify(data, delimiter)
    separator = dialect.separator
    lines = _sample(data)
    skip = _lines_above(lines, separator, quote, width)
    if skip:
        data = data.split(b"\n", skip)[skip]
        above = " / ".join(line.strip() for line in lines[:skip] if line.strip())
        if above and not above.lower().startswith("sep="):
            dialect.notes.append(f"The text above the table was left out: {above[:80]!r}.")
        lines = lines[skip:]
    reader = csv.reader(io.StringIO("\n".join(lines) + "\n"), delimiter=separator, quotechar=quote)
    rows = [row for row in reader if row]
    first, used = _first_record(lines, separator, quote)
    dialect.header = _has_header(first, rows[1:], recipe)
    dialect.first_line = skip + 1
    if dialect.header:
        dialect.names = first
        parts = data.split(b"\n", used)
        data = parts[used] if len(parts) > used else b""
        dialect.first_line += used
        if len(first) == width - 1:
            dialect.names = ["", *first]
    dialect.width = max(width, len(dialect.names))
    if not dialect.header:
        dialect.names = [str(i + 1) for i in range(dialect.width)]
    dialect.names += [""] * (dialect.width - len(dialect.names))
    dialect.body = data
    return dialect


def unify(data, delimiter):
    """Return ``data`` with one character between cells, where blanks or doubled marks stood."""
    if delimiter == " ":
        return b"\n".join(re.sub(rb"[ \t]+", b"\x1f", line.strip()) for line in data.split(b"\n"))
    if len(delimiter) > 1:
        return data.replace(delimiter.encode("utf-8"), b"\x1f")
    return data


def _sample(data, size=1 << 18, most=1000):
    """Return the first lines, decoded; a line that the sample cuts is left out."""
    part = data[:size]
    if len(data) > size and b"\n" in part:
        part = part[: part.rindex(b"\n")]
    return part.decode("utf-8", "replace").split("\n")[:most]


def _quote(lines):
    """Return the quote mark: a double one unless only single ones wrap cells."""
    text = "\n".join(lines)
    if '"' in text:
        return '"'
    wrapped = len(re.findall(r"(?:^|[,;\t|])'[^'\n]*'(?=[,;\t|]|$)", text, re.MULTILINE))
    return "'" if wrapped > max(1, 0.3 * len(lines)) else '"'


def _widths(lines, delimiter, quote):
    """Return the numbers of cells: of records by the rules, or line by line if that is more even."""
    text = [line for line in lines if line.strip()]
    cut = re.compile(f"{quote}(?:[^{quote}]|{quote}{quote})*{quote}")
    by_line = [cut.sub("", line).count(delimiter) + 1 for line in text]
    if not any(quote in line for line in text):
        return by_line
    records = [
        len(row) for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter, quotechar=quote) if row
    ]
    return max((by_line, records), key=lambda w: Counter(w).most_common(1)[0][1] / len(w) if w else 0)


def _delimiter(lines, quote, recipe):
    """Return the delimiter ("" for a single column) and the usual number of cells."""
    lines = [line for line in lines if not line.lower().startswith("sep=")]
    full = [line for line in lines if line.strip()]
    if recipe and recipe.delimiter and len(recipe.delimiter) == 1 and recipe.delimiter != " ":
        first, _ = _first_record(full, recipe.delimiter, quote)
        if recipe.header and {name.strip() for name in first} & {c.name for c in recipe.columns} and len(first) > 1:
            return recipe.delimiter, len(first)
    odd = [c for c in dict.fromkeys(full[0] if full else "") if not c.isalnum() and not c.isspace() and c not in _NEVER]
    odd += [c for c in "\x01\x1e\x1f" if full and c in full[0]]
    candidates = [*_USUAL, *(c for c in odd if c not in (*_USUAL, ":")), ":"]
    found = {}
    for mark in candidates:
        widths = _widths(lines, mark, quote)
        if not widths:
            continue
        width, count = Counter(widths).most_common(1)[0]
        even = count / (len(widths) - (widths[0] == width - 1))  # R leaves out the name of the row names
        least = 0.9 if mark not in _USUAL else 0.4 if widths[0] == width > 2 else 0.7
        if width > 1 and even >= least and (mark in _USUAL or widths[0] == width):
            found[mark] = (even, width)
    if found:
        best = max(even for even, _ in found.values())
        mark = next(m for m in candidates if m in found and found[m][0] >= best - 0.02)
        width = found[mark][1]
        if width % 2 and all(line.count(mark) == 2 * line.count(mark * 2) for line in full):
            return mark * 2, (width + 1) // 2
        return mark, width
    widths = Counter(len(line.split()) for line in full)
    width, count = widths.most_common(1)[0]
    cells = [cell for line in full[1:50] for cell in line.split()]
    if width > 1 and count >= 0.9 * len(full) and sum(map(is_number, cells)) > 0.5 * len(cells):
        return " ", width
    return "", 1


def _first_record(lines, separator, quote):
    """Return the first record that is not blank, and how many lines it and the blanks above it take."""
    start = next((i for i, line in enumerate(lines) if line.strip()), 0)
    separator = separator or "\x1f"
    reader = csv.reader((f"{line}\n" for line in lines[start:]), delimiter=separator, quotechar=quote, strict=True)
    try:
        record = next(reader, [])
    except csv.Error:  # a quote that never closes
        return [cell.strip(quote) for cell in lines[start].split(separator)], start + 1
    return record, start + reader.line_num


def _lines_above(lines, separator, quote, width):
    """Return how many lines stand above the table: a title, ``sep=;``."""
    if lines and lines[0].lower().startswith("sep="):
        return 1
    if width < 2:
        return 0
    for start in range(min(10, len(lines))):
        record, _ = _first_record(lines[start:], separator, quote)
        if len(record) > max(1, width // 3) and sum(bool(cell.strip()) for cell in record) > 1:
            return start
    return 0


def _has_header(first, rows, recipe):
    """Return whether the first record holds names rather than values."""
    stripped = [cell.strip() for cell in first]
    if recipe is not None:
        known = {c.name for c in recipe.columns}
        if recipe.header and known & set(stripped):
            return True
        if not recipe.header:
            cells = [cell for cell, column in zip(stripped, recipe.columns) if column.type == "number"]
            named = bool(cells) and not any(_is_value(cell) or cell in NUMBER_WORDS for cell in cells)
            return named or stripped == [str(i + 1) for i in range(len(stripped))]
    if not rows:
        return not any(map(is_number, stripped))
    votes, years = 0.0, _are_years([cell for cell in stripped if is_number(cell)])
    for i, cell in enumerate(stripped):
        others = [row[i].strip() for row in rows if len(row) > i]
        others = [o for o in others if o not in NUMBER_WORDS]
        if not others:
            continue
        if sum(map(_is_value, others)) > 0.9 * len(others):
            if _is_value(cell):
                votes -= 0 if years else 1
            elif cell not in NUMBER_WORDS:
                votes += 1
        elif is_number(cell):
            votes -= 1
        elif cell in others:
            votes -= 0.5
        elif np.median([len(o.split()) for o in others]) >= 3:  # sentences: a name is shorter
            votes += 0.5 if len(cell.split()) < 3 else -0.5
        elif len(set(others)) < 0.5 * len(others) or len({len(o) for o in others}) == 1 != len(cell):
            votes += 0.5  # values of this column repeat, or have one length; this one does not fit
    return votes > 0 or (votes == 0 and len(set(stripped)) == len(stripped))


def _is_value(cell):
    """Return whether a cell is made of digits and the marks of numbers, dates and clocks."""
    return _VALUE.fullmatch(cell) is not None or is_number(cell)


def _are_years(cells):
    """Return whether numbers in a first line are years, each the next: names, not values."""
    years = [int(cell) for cell in cells if cell.isdecimal() and len(cell) == 4]
    steps = {b - a for a, b in pairwise(years)}
    return len(years) == len(cells) > 1 and len(steps) == 1 and 0 not in steps and all(1800 < y < 2200 for y in years)
