"""What a column is, decided from all its values and without the target; and its cells, read by that."""

import itertools
import re
import shlex

import numpy as np

from zerotohero.core.errors import DataError
from zerotohero.core.recipe import ColumnRecipe
from zerotohero.data._dates import find_format, parse_dates, parse_iso
from zerotohero.data._numbers import PLAIN, Marks, find_marks, parse
from zerotohero.data._words import NUMBER_WORDS, TEXT_WORDS

_CODE = re.compile(r"0\d{2,}")  # a postcode: leading zero, three digits or more
_LONG = re.compile(r"[+-]?\d{16,}")  # float64 cannot tell such numbers apart
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")  # where a comma is the decimal mark
MANY, MANY_SHARE, SEVERAL = 30, 0.3, 1.3  # different texts; their share of the rows; words in each, on average
_DIGIT = re.compile(r"\d")
_DATE8 = re.compile(r"(1[89]|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")


def guess(source, i, name, prefer=None, forced=None):
    """Return the ColumnRecipe of column ``i``, guessed from all its values.

    Parameters
    ----------
    source : DuckSource or FrameSource
    name : str
        The column's name in the data set.
    prefer : str, optional
        The decimal mark of the rest of the file, for columns in which "1,234" could be either.
    forced : str, optional
        A type the person asked for.

    Returns
    -------
    recipe : ColumnRecipe
    notes : list of str
    open_marks : bool
        Whether another decimal mark would have done as well.
    """
    recipe = _without_texts(source, i, name, prefer, forced)
    if recipe:
        return recipe, [], False
    codes, distinct = source.texts(i)
    if forced in ("category", "words"):
        return ColumnRecipe(name, forced, TEXT_WORDS), [], False
    counts = np.bincount(codes[codes >= 0], minlength=len(distinct)).astype(int)
    words = frozenset(NUMBER_WORDS)
    kept = [k for k, text in enumerate(distinct) if text not in words]
    texts, sizes = [distinct[k] for k in kept], counts[kept]
    if texts and forced in (None, "date"):
        found = _guess_date(name, texts, sizes, lambda dates: _ordered(codes, kept, dates), forced)
        if found:
            return found
    if forced == "date":
        raise DataError(f"read column {name!r} as dates", "dates", f"{texts[:3]}", f"--type {name}=category")
    if texts and (found := _guess_number(name, texts, sizes, prefer, forced)):
        return found
    if forced == "number":
        if texts and np.isnan(parse(texts)).all():
            raise DataError(f"read column {name!r} as numbers", "numbers", f"{texts[:3]}", f"--type {name}=category")
        return _number(name, PLAIN), [], False
    kept = [k for k, text in enumerate(distinct) if text not in TEXT_WORDS]
    texts, sizes = [distinct[k] for k in kept], counts[kept]
    kind = "words" if _is_words(texts, sizes) else "category"
    notes = [_hint(name, texts)] if kind == "category" and _could_be_words(texts, sizes) else []
    return ColumnRecipe(name, kind, TEXT_WORDS), notes, False


def _without_texts(source, i, name, prefer, forced):
    """Return the ColumnRecipe of a column that came as numbers or dates and nothing else, or None."""
    numbers = source.numbers(i) if forced in (None, "number") else None
    if numbers is not None and not np.isnan(numbers).all() and not (prefer == "," and has_points(source, i)):
        return ColumnRecipe(name, "number", NUMBER_WORDS) if forced or not _compact_dates(numbers) else None
    dates = source.dates(i) if forced in (None, "date") else None
    if dates is None:
        return None
    midnight = (dates == dates.astype("datetime64[D]"))[~np.isnat(dates)].all()
    form = "%Y-%m-%d" if midnight else "%Y-%m-%d %H:%M:%S"
    return ColumnRecipe(name, "date", NUMBER_WORDS, date_format=form)


def _guess_date(name, texts, sizes, order, forced):
    """Return what ``guess`` returns if the texts are dates, or None."""
    form, sure = find_format(texts, sizes, order)
    if not form or (form == "%Y%m%d" and not forced and not all(map(_DATE8.fullmatch, texts))):
        return None
    notes = []
    if not sure:
        first = "month/day" if form.index("%m") < form.index("%d") else "day/month"
        notes = [f"Column {name!r}: day and month cannot be told apart in any row; read as {first}."]
    return ColumnRecipe(name, "date", NUMBER_WORDS, date_format=form), notes, False


def _guess_number(name, texts, sizes, prefer, forced):
    """Return what ``guess`` returns if the texts are numbers, with at most one word among them; or None."""
    notes, missing = [], NUMBER_WORDS
    found = find_marks(texts, sizes.tolist(), prefer)
    if not found and (word := _missing_word(texts, sizes)):
        rest = [k for k, text in enumerate(texts) if text != word]
        texts, sizes = [texts[k] for k in rest], sizes[rest]
        found = find_marks(texts, sizes.tolist(), prefer) if len(texts) >= 10 else None
        notes, missing = [f"Column {name!r}: {word!r} among numbers is read as missing."], (*NUMBER_WORDS, word)
    coded = any(_CODE.fullmatch(t) or _LONG.fullmatch(t) for t in texts)
    if not found or (coded and not forced):
        return None
    marks, undecided = found
    return _number(name, marks, missing), notes, undecided


def read(source, i, recipe):
    """Return the cells of column ``i`` by its recipe, and notes on cells that could not be read so.

    Returns
    -------
    cells : ndarray (N,)
    notes : list of str
    """
    if recipe.type == "number":
        cells, notes = _read_numbers(source, i, recipe)
        for value in recipe.missing_numbers:
            cells[cells == value] = np.nan
        return cells, notes
    if recipe.type == "date" and (dates := source.dates(i)) is not None:
        return dates, []
    codes, distinct = source.texts(i)
    words = frozenset(recipe.missing)
    blank = np.array([text in words for text in distinct] + [True], bool)
    if recipe.type == "date":
        stamps = parse_dates(distinct, recipe.date_format)
        strange = np.isnat(stamps) & ~blank[:-1]
        if strange.any():
            rest = np.flatnonzero(strange)
            stamps[rest] = parse_iso([distinct[k] for k in rest])
        stamps = np.append(stamps, np.datetime64("NaT"))
        stamps[blank] = np.datetime64("NaT")
        return stamps[codes], _unread(recipe, codes, distinct, np.isnat(stamps) & ~blank, "no date")
    values = np.empty(len(distinct) + 1, dtype=object)
    values[:-1] = distinct
    values[blank] = None
    return values[codes], []


def sentinels(columns):
    """Return name -> number that stands for "no value" in that column, such as -200.

    Conservative: the number is all nines or negative and round, is the largest or smallest of its
    column, fills at least 1 % of it, and lies further from the rest than the rest is wide. A number
    found so in one column is believed in others where it is the smallest and everything else is far above.

    Parameters
    ----------
    columns : mapping of str to (N,) float64
    """
    found, weak = {}, {}
    for name, cells in columns.items():
        present = cells[np.isfinite(cells)]
        if len(present) < 20:
            continue
        for value in {float(present.min()), float(present.max())}:
            if not _looks_like_code(value):
                continue
            rest = present[present != value]
            share = 1 - len(rest) / len(present)
            if len(rest) < 2 or len(present) - len(rest) < 5:
                continue
            gap = np.abs(rest - value).min()
            if share >= 0.01 and gap >= np.ptp(rest) and gap >= 0.5 * abs(value):
                found[name] = value
            elif value < 0 and gap >= 0.9 * abs(value):
                weak[name] = value
    strong = set(found.values())
    return {**{name: value for name, value in weak.items() if value in strong}, **found}


def _number(name, marks, missing=NUMBER_WORDS):
    """Return the ColumnRecipe of a number written with these marks."""
    return ColumnRecipe(name, "number", missing, marks.decimal, marks.thousands, marks.prefix, marks.suffix)


def _read_numbers(source, i, recipe):
    """Return float64 cells and notes."""
    marks = Marks(recipe.decimal, recipe.thousands, recipe.prefix, recipe.suffix)
    numbers = source.numbers(i)
    if numbers is not None and (marks.thousands != "." or source.kinds[i] == "number"):
        infinite = np.isinf(numbers)
        notes = _too_large(recipe, np.flatnonzero(infinite)) if infinite.any() else []
        numbers[infinite] = np.nan
        return numbers, notes
    codes, distinct = source.texts(i)
    blank = np.array([text in recipe.missing or text in NUMBER_WORDS for text in distinct] + [True], bool)
    values = np.append(parse(distinct, marks), np.nan)
    strange = np.isnan(values) & ~blank
    notes = []
    if strange.any() and not marks.thousands:  # the same table, saved where people write decimal commas
        other = np.append(
            parse(distinct, Marks("," if marks.decimal == "." else ".", "", marks.prefix, marks.suffix)), np.nan
        )
        if not (np.isnan(other) & ~blank).any():
            values, strange = other, np.zeros_like(strange)
            notes = [f"Column {recipe.name!r}: decimal commas here, points before."]
    values[blank] = np.nan
    notes += _unread(recipe, codes, distinct, strange, "no number")
    infinite = np.isinf(values)
    if infinite.any():
        notes += _too_large(recipe, np.flatnonzero(infinite[codes]))
        values[infinite] = np.nan
    return values[codes], notes


def _unread(recipe, codes, distinct, strange, what):
    """Return the note on cells that could not be read by the recipe."""
    if not strange.any():
        return []
    rows = np.flatnonzero(strange[codes])
    if not len(rows):
        return []
    first = distinct[codes[rows[0]]][:40]
    cells = "1 cell is" if len(rows) == 1 else f"{len(rows):,} cells are"
    return [f"Column {recipe.name!r}: {cells} {what} and read as missing, the first in row {rows[0] + 1:,}: {first!r}."]


def _too_large(recipe, rows):
    """Return the note on infinite numbers."""
    cells = "1 number is" if len(rows) == 1 else f"{len(rows):,} numbers are"
    return [
        f"Column {recipe.name!r}: {cells} infinite or too large, read as missing; the first in row {rows[0] + 1:,}."
    ]


def has_points(source, i):
    """Return whether every number with a point could be one with thousands marks: "1.500"."""
    pointed = [text for text in source.texts(i)[1] if "." in text]
    return source.kinds[i] == "text" and bool(pointed) and all(map(_THOUSANDS.fullmatch, pointed))


def _compact_dates(numbers):
    """Return whether whole numbers are dates written as 20240131."""
    present = numbers[np.isfinite(numbers)]
    if len(present) < 2 or present.min() < 18000101 or present.max() > 20991231 or (present % 1).any():
        return False
    distinct = np.unique(present)
    return len(distinct) > 5 and all(_DATE8.fullmatch(str(int(v))) for v in distinct)


def _ordered(codes, kept, dates):
    """Return whether the rows are in order when the texts ``kept`` mean ``dates``."""
    lookup = np.full(codes.max() + 2, np.datetime64("NaT"), "datetime64[s]")
    lookup[kept] = dates
    cells = lookup[codes]
    cells = cells[~np.isnat(cells)]
    steps = np.diff(cells.astype(np.int64))
    return len(steps) > 2 and bool((steps >= 0).all() or (steps <= 0).all())


def _missing_word(texts, sizes):
    """Return the one word that stands, repeated, among texts with digits; or None."""
    wordy = list(itertools.islice((k for k, t in enumerate(texts) if not _DIGIT.search(t)), 2))
    return texts[wordy[0]] if len(wordy) == 1 and sizes[wordy[0]] > 1 else None


def _is_words(texts, sizes):
    """Return whether the texts are free text: many different ones, of several words."""
    if len(texts) < 2:
        return False
    sample = texts[:2000]
    words = sum(map(_words, sample)) / len(sample)
    share = len(texts) / sizes.sum()
    return (
        (words >= 1.8 and share > 0.5 and len(texts) > 10)
        or (words >= 4 and share > 0.5)
        or (words >= 5 and (share > 0.1 or len(texts) > 1000))
    )


def _could_be_words(texts, sizes):
    """Return whether categories might be short texts after all: many different ones, some of several words."""
    many = len(texts) >= MANY and len(texts) > MANY_SHARE * sizes.sum()
    return many and sum(_words(t) for t in texts[:2000]) >= SEVERAL * len(texts[:2000])


def _hint(name, texts):
    """Return the note on categories that may be short texts."""
    asked = shlex.join(["--type", f"{name}=words"])
    return f"Column {name!r}: {len(texts):,} different texts, read as categories; {asked} reads their words."


def _words(text):
    """Return how many words a text has, numbers left out."""
    return sum(any(c.isalpha() for c in word) for word in text.split())


def _looks_like_code(value):
    """Return whether a number looks chosen to mean "nothing": 999, -99, -9999, -200."""
    if value % 1 or abs(value) < 99:
        return False
    digits = str(int(abs(value)))
    return set(digits) == {"9"} or (value < 0 and value % 100 == 0)
