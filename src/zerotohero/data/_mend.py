"""Irregular lines made regular: quotes that never close, too few or too many cells."""

import csv
import io
import re


def mend(data, dialect):
    """Return ``data`` with exactly ``dialect.width`` cells in every record, and sentences on what was done.

    A quote opens a cell of several lines only if the whole record then has the right number of cells;
    else it is taken as a slip on that line alone, and the lines below stay rows of their own.
    """
    separator, quote, width = dialect.separator, dialect.quote, dialect.width
    lenient = re.compile(
        rf"\s*{quote}((?:[^{quote}\\]|\\.|{quote}(?!\s*(?:{re.escape(separator)}|$)))*){quote}\s*"
        rf"(?={re.escape(separator)}|$)|([^{re.escape(separator)}]*)"
    )
    lines = data.decode("utf-8").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, quotechar=quote, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    quotes, short, long = [], [], []
    i = 0
    while i < len(lines):
        line = lines[i]
        if not line.strip() and width > 1:
            i += 1
            continue
        cells, used = line.split(separator), 1
        if quote in line:
            cells = _strict([line], separator, quote)
            if cells is None and line.count(quote) % 2:
                cells, used = _several(lines, i, separator, quote, width)
            if cells is None or (len(cells) != width and "\\" + quote in line):
                cells, used = _lenient(line, lenient, quote, width, separator), 1
                quotes.append(dialect.first_line + i)
        if len(cells) < width:
            short.append(dialect.first_line + i)
        elif any(cell.strip() for cell in cells[width:]):
            long.append(dialect.first_line + i)
        writer.writerow((cells + [""] * width)[:width])
        i += used
    notes = []
    if quotes:
        notes.append(f"{_lines(quotes)}: a quote mark that does not close, or stands inside a cell; read as it stands.")
    if short:
        notes.append(f"{_lines(short)}: fewer than {width} cells; the rest of the row is missing.")
    if long:
        notes.append(f"{_lines(long)}: more than {width} cells; those beyond were left out.")
    return out.getvalue().encode("utf-8"), notes


def _strict(lines, separator, quote):
    """Return the cells of the record that these lines hold by the rules, or None."""
    try:
        rows = list(csv.reader([line + "\n" for line in lines], delimiter=separator, quotechar=quote, strict=True))
    except csv.Error:
        return None
    return [cell.rstrip("\n") for cell in rows[0]] if len(rows) == 1 else None


def _several(lines, start, separator, quote, width, most=2000):
    """Return the cells of a record that begins on line ``start`` and spans several, and its lines; or (None, 1)."""
    for end in range(start + 1, min(start + most, len(lines))):
        if lines[end].count(quote) % 2:
            cells = _strict(lines[start : end + 1], separator, quote)
            return (cells, end + 1 - start) if cells is not None and len(cells) == width else (None, 1)
    return None, 1


def _lenient(line, pattern, quote, width, separator):
    """Return the cells of one line whose quotes do not follow the rules."""
    for attempt in (line, *(line[:k] + line[k + 1 :] for k in _places(line, quote))):
        cells, at = [], 0
        while True:
            match = pattern.match(attempt, at)
            inner = match[1]
            cells.append(match[2] if inner is None else re.sub(rf"\\{quote}|{quote}{quote}", quote, inner))
            at = match.end() + 1
            if at > len(attempt):
                break
        if len(cells) == width:
            break
    else:
        cells = [cell for cell in line.split(separator)]
    return [_unquoted(cell, quote) for cell in cells]


def _places(line, quote, most=20):
    """Return where the quote stands in the line."""
    return [k for k, c in enumerate(line) if c == quote][:most]


def _unquoted(cell, quote):
    """Return a cell without a lone quote mark at its start or end."""
    if cell.count(quote) == 1:
        return cell.strip().removeprefix(quote).removesuffix(quote)
    return cell


def _lines(numbers):
    """Return "Line 7" or "Lines 7, 9, 12 and 40 more"."""
    first = ", ".join(f"{n:,}" for n in numbers[:3])
    more = f" and {len(numbers) - 3:,} more" if len(numbers) > 3 else ""
    return f"Line{'s' if len(numbers) > 1 else ''} {first}{more}"
