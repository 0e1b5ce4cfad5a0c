"""Scores of photos: a table with their file names in one column and numbers in another."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import numpy as np

from zerotohero.core.errors import DataError
from zerotohero.data._files import open_files
from zerotohero.data.images import is_picture, labels_of
from zerotohero.data.table import columns_in, read_table

TABLES = (".csv", ".tsv")
USUAL = ("score", "scores", "rating", "ratings", "stars", "points", "mark", "marks", "grade", "value", "target", "y")
NAMED = 0.5  # share of a table's rows that name pictures, at least


@dataclass(frozen=True)
class Ratings:
    """What a table of scores says.

    Parameters
    ----------
    scores : dict of str to float
        Path of the picture inside its folder or zip -> its score; the mean where several rows name it.
    notes : tuple of str
        Which column was taken, which rows name no picture, which pictures have no score.
    """

    scores: dict
    notes: tuple


def read_ratings(path, table):
    """Return the Ratings that a table gives to the pictures at ``path``.

    File names are found whatever their column is called; capitals, folders before them and a missing suffix do not
    matter as long as one picture only can be meant.

    Parameters
    ----------
    path : path
        A folder or zip of pictures.
    table : path
        CSV, TSV or Parquet.

    Raises
    ------
    DataError
        It names no pictures, or has no column of numbers, or several of which none is called score.
    """
    table = Path(table).expanduser()
    with open_files(Path(path).expanduser()) as files:
        names = [n for n in files.names if is_picture(n)]
    texts = read_table(table, types=dict.fromkeys(columns_in(table), "category")).cells
    find = _finder(names)
    found = {column: [find(text) for text in cells] for column, cells in texts.items()}
    column = max(found, key=lambda c: sum(name is not None for name in found[c]))
    if sum(name is not None for name in found[column]) < NAMED * len(found[column]):
        raise DataError(
            f"read the scores in {table.name}", f"a column with the names of the {len(names):,} pictures in {Path(path).name}",
            f"columns {', '.join(map(repr, texts))}; most of their cells name none", "names as they are in the folder, such as "
            f"{names[0] if names else '1.jpg'}",
        )  # fmt: skip
    numbers = read_table(table)
    score = _score_column(numbers, column, table)
    values = {}
    for name, value in zip(found[column], numbers.cells[score]):
        if name is not None and np.isfinite(value):
            values.setdefault(name, []).append(float(value))
    return Ratings(
        {name: float(np.mean(of)) for name, of in values.items()},
        _notes(table.name, column, score, texts[column], found[column], values, names),
    )


def find_ratings(path):
    """Return the Ratings in the one table that lies among pictures in one heap; None where they lie in labels' folders.

    Raises
    ------
    DataError
        There is a table that names the pictures, and it cannot be used.
    """
    with open_files(path) as files:
        names = [n for n in files.names if is_picture(n)]
        tables = [n for n in files.names if PurePosixPath(n).suffix.lower() in TABLES and not _hidden(n)]
        if len({label for label in labels_of(names) if label is not None}) > 1 or len(tables) != 1:
            return None
        with TemporaryDirectory() as folder:  # a member of a zip is read as a file
            table = Path(folder) / PurePosixPath(tables[0]).name
            table.write_bytes(files.read(tables[0]))
            return read_ratings(path, table)


def _finder(names):
    """Return a function from a text to the one picture that it can mean, or None."""
    ways = (lambda p: str(p), lambda p: p.name, lambda p: str(p.with_suffix("")) if p.name else "", lambda p: p.stem)
    maps = []
    for way in ways:
        known = {}
        for name in names:
            known.setdefault(way(PurePosixPath(_plain(name))), set()).add(name)
        maps.append({key: next(iter(of)) for key, of in known.items() if len(of) == 1})

    def find(text):
        path = PurePosixPath(_plain(text or ""))
        # with its suffix, whole or the last part; then without
        keys = (str(path), path.name, str(path), path.name)
        return next((known[key] for known, key in zip(maps, keys) if key in known), None)

    return find


def _plain(text):
    """Return a file name in the form in which names are compared."""
    return unicodedata.normalize("NFC", str(text).strip().replace("\\", "/")).casefold()


def _score_column(table, names, file):
    """Return the column of numbers that holds the scores."""
    numbers = [n for n in table.names("number") if n != names]
    usual = [n for n in numbers if n.strip().casefold() in USUAL]
    if len(numbers) == 1 or len(usual) == 1:
        return (usual or numbers)[0]
    came = f"numbers in {', '.join(map(repr, numbers))}" if numbers else "no column of numbers"
    raise DataError(f"read the scores in {file.name}", "one column of numbers, or one called score", came,
                    "call the column of the scores score")  # fmt: skip


def _notes(table, column, score, texts, found, values, names):
    """Return what a person should know about how the scores were matched."""
    strange = [str(text) for text, name in zip(texts, found) if name is None]
    without = [name for name in names if name not in values]
    twice = [name for name, of in values.items() if len(of) > 1]
    notes = [f"The scores are the column {score!r} of {table}; {column!r} names the pictures."]
    if strange:
        rows = "1 row of {} names" if len(strange) == 1 else f"{len(strange):,} rows of {{}} name"
        notes.append(f"{rows.format(table)} no picture here: {_some(strange)}.")
    if without:
        notes.append(f"{_count(without)} without a score in {table}, left out: {_some(without)}.")
    if twice:
        notes.append(f"{_count(twice)} with several scores, whose mean is taken: {_some(twice)}.")
    return tuple(notes)


def _count(names):
    """Return "1 picture" or "12 pictures"."""
    return f"{len(names):,} picture{'s' * (len(names) != 1)}"


def _some(names):
    """Return the first names and how many more."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3:,} more" if len(names) > 3 else "")


def _hidden(name):
    """Return whether a path is one that no person put there."""
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)
