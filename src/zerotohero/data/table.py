"""Bring a table: CSV, TSV (plain, gzipped, zipped), Parquet, a DataFrame or a list of dicts."""

import re
from dataclasses import replace
from pathlib import Path

from zerotohero.core.dataset import Dataset
from zerotohero.core.errors import DataError, ParameterError, UnknownIdError, nearest
from zerotohero.core.recipe import ReadingRecipe
from zerotohero.data import _types
from zerotohero.data._decode import read_text, refuse_suffix
from zerotohero.data._dialect import sniff
from zerotohero.data._duck import open_parquet, split_text
from zerotohero.data._frame import from_frame
from zerotohero.data._mend import mend

TYPES = ("number", "category", "date", "words")


def read_table(path_or_frame, recipe=None, types=None, name=None):
    """Read a table.

    Parameters
    ----------
    path_or_frame : path, pandas.DataFrame, dict or list of dict
        A text file may have any delimiter and encoding, a header or none, and may be gzipped or the
        only table in a zip.
    recipe : ReadingRecipe, optional
        Obeyed if given: its types, missing words and formats, in its order of columns; columns it does not
        know are left out, columns that are not there are absent from ``cells``. Without one, it is made.
    types : mapping of str to str, optional
        Column name -> type, instead of guessing.
    name : str, optional
        The data set's name; without one, it is made from the file's.

    Returns
    -------
    Dataset

    Raises
    ------
    DataError, UnknownIdError, ParameterError
    """
    source, layout, notes, origin = _open(path_or_frame, recipe)
    with source:
        names, renamed = unique_names(source.names)
        if source.rows == 0:
            raise DataError(f"read {origin}", "rows", "a header and no row", "a file with at least one row of values")
        _check_types(types, names)
        if recipe is None:
            notes += renamed
            recipe, cells = _made(source, names, types or {}, layout, notes)
        else:
            cells = _obeyed(source, names, recipe, notes, layout.get("header", True))
    return Dataset(name or safe_name(origin), "table", cells, recipe, origin, notes=tuple(dict.fromkeys(notes)))


def columns_in(path_or_frame, recipe=None):
    """Return all column names in a file or frame, as ``read_table`` would name them."""
    if not isinstance(path_or_frame, str | Path):
        return unique_names(from_frame(path_or_frame).names)[0]
    path = _checked(path_or_frame)
    if _is_parquet(path):
        with open_parquet(path)[0] as source:
            return unique_names(source.names)[0]
    names = sniff(read_text(path).data, recipe).names
    return unique_names(names[:-1] if len(names) > 1 and not names[-1].strip() else names)[0]


def missing_columns(dataset, wanted):
    """Return the names in ``wanted`` that ``dataset`` has no cells for."""
    return [name for name in wanted if name not in dataset.cells]


def unique_names(names):
    """Return the names stripped, filled in and made unique, and sentences on what was changed.

    Examples
    --------
    >>> unique_names(["a", " a ", ""])[0]
    ['a', 'a.1', 'column 3']
    """
    out, notes, taken = [], [], set()
    given = {str(name).strip() for name in names}
    for i, name in enumerate(names):
        stripped = str(name).strip()
        new = stripped or f"column {i + 1}"
        count = 0
        while new in taken or (new != stripped and new in given):
            count += 1
            new = f"{stripped or f'column {i + 1}'}.{count}"
        if new != stripped:
            why = f"a second column is called {stripped!r}" if stripped else f"column {i + 1} has no name"
            notes.append(f"{why[0].upper()}{why[1:]}: it is called {new!r} here.")
        taken.add(new)
        out.append(new)
    return out, notes[:5] + ([f"{len(notes) - 5} more columns were renamed."] if len(notes) > 5 else [])


def safe_name(origin):
    """Return a short id for the data at ``origin``: letters, digits, hyphens and underscores.

    Examples
    --------
    >>> safe_name("My data (2).csv.gz")
    'My-data-2'
    """
    stem = Path(origin).name
    while Path(stem).suffix.lower() in (
        ".gz",
        ".zip",
        ".csv",
        ".tsv",
        ".txt",
        ".tab",
        ".dat",
        ".data",
        ".psv",
        ".parquet",
    ):
        stem = Path(stem).stem
    return re.sub(r"[^\w-]+", "-", stem).strip("-_") or "data"


def _open(data, recipe):
    """Return the source, what is known of the layout, notes, and the origin."""
    if not isinstance(data, str | Path):
        return from_frame(data), {}, [], "DataFrame" if hasattr(data, "columns") else "records"
    path = _checked(data)
    if _is_parquet(path):
        source, notes = open_parquet(path)
        return source, {}, notes, str(data)
    text = read_text(path)
    dialect = sniff(text.data, recipe)
    notes = text.notes + dialect.notes
    source = _split(dialect, notes)
    _drop_empty_tail(source)
    layout = {
        "encoding": text.encoding,
        "delimiter": dialect.delimiter,
        "quote": dialect.quote,
        "header": dialect.header,
    }
    return source, layout, notes, str(data)


def _checked(data):
    """Return the path of a file that can be opened."""
    path = Path(data).expanduser()
    if path.is_dir() or not path.exists():
        raise no_such_file(path)
    refuse_suffix(path)
    return path


def _is_parquet(path):
    """Return whether the file says that it is Parquet."""
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PAR1"
    except OSError as error:
        raise DataError(
            f"read {path.name}", "a file that can be opened", str(error), "look at its permissions"
        ) from None


def _split(dialect, notes):
    """Return the source for the text in ``dialect``; irregular lines are mended and noted."""
    import duckdb

    try:
        try:
            return split_text(dialect.body, dialect)
        except (duckdb.IOException, duckdb.OutOfMemoryException):
            raise
        except duckdb.Error:
            body, mended = mend(dialect.body, dialect)
            notes += mended
            return split_text(body, dialect)
    except (duckdb.Error, OSError) as error:
        reason = str(error).split("\n")[0][:150]
        raise DataError(
            "split the lines into cells", "lines alike, and room for a copy", reason, "a part of the file"
        ) from None


def _drop_empty_tail(source):
    """Forget a last column without name and values: every line ended with a delimiter."""
    while len(source.names) > 1 and not source.names[-1].strip() and not len(source.texts(len(source.names) - 1)[1]):
        source.names.pop()


def _made(source, names, types, layout, notes):
    """Return a new ReadingRecipe and the cells it reads."""
    columns, cells, undecided = [], {}, []
    for i, name in enumerate(names):
        column, said, doubt = _types.guess(source, i, name, forced=types.get(name))
        cells[name], unread = _types.read(source, i, column)
        columns.append(column)
        if doubt:
            undecided.append(i)
        else:
            notes += said + unread
    marks = {c.decimal for i, c in enumerate(columns) if i not in undecided and (c.decimal == "," or c.thousands)}
    prefer = "," if marks == {","} or (not marks and layout.get("delimiter") == ";") else "."
    if marks == {","}:  # then "1.500" in every row is 1500
        undecided += [i for i, c in enumerate(columns) if c.type == "number" and _types.has_points(source, i)]
    for i in undecided:  # "1,234" in every row: one and a bit, or a thousand? As the other columns do
        columns[i], said, _ = _types.guess(source, i, names[i], prefer, types.get(names[i]))
        cells[names[i]], unread = _types.read(source, i, columns[i])
        notes += said + unread
    guessed = {c.name: cells[c.name] for c in columns if c.type == "number" and c.name not in types}
    for name, value in _types.sentinels(guessed).items():
        count = int((cells[name] == value).sum())
        cells[name][cells[name] == value] = float("nan")
        columns = [replace(c, missing_numbers=(value,)) if c.name == name else c for c in columns]
        notes.append(f"Column {name!r}: {value:g} ({count:,} times) lies far outside the rest and is read as missing.")
    return ReadingRecipe("table", tuple(columns), **layout), cells


def _obeyed(source, names, recipe, notes, header):
    """Return the cells of the recipe's columns that are there."""
    places = {name: i for i, name in enumerate(names)}
    known = [c.name for c in recipe.columns]
    if not (header and recipe.header) and not set(known) & set(names) and len(known) == len(names):
        notes.append("Without a common header, the columns are taken in the order of the training file.")
        places = {name: i for i, name in enumerate(known)}
    cells = {}
    for column in recipe.columns:
        if column.name in places:
            cells[column.name], said = _types.read(source, places[column.name], column)
            notes += said
    return cells


def _check_types(types, names):
    """Raise if a forced type names no column or is no type."""
    for name, kind in (types or {}).items():
        if name not in names:
            raise UnknownIdError("column", name, names)
        if kind not in TYPES:
            raise ParameterError(
                f"read column {name!r} as {kind!r}",
                f"one of {', '.join(TYPES)}, or lines (of verse)",
                repr(kind),
                f"--type {name}=category",
            )


def no_such_file(path):
    """Return the DataError for a path that is not there, with the nearest file name."""
    if path.is_dir():
        return DataError(f"read {path}", "a table", "a folder", "name a file inside it")
    folder = path.parent if path.parent.is_dir() else None
    near = nearest(path.name, [p.name for p in folder.iterdir()]) if folder else None
    try_ = (
        f"did you mean {str(path.parent / near)!r}?" if near else "look at the spelling, and at the folder you are in"
    )
    return DataError(f"read {path}", "a file or folder that exists", "nothing there", try_)
