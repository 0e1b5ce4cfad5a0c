"""Bring anything: look at what is there, then read it as a table or as pictures."""

import zipfile
from pathlib import Path

from zerotohero.core.errors import DataError
from zerotohero.data._decode import TEXT_SUFFIXES
from zerotohero.data.images import SUFFIXES, count_pictures, read_images
from zerotohero.data.table import no_such_file, read_table


def bring(path, recipe=None, types=None, name=None):
    """Read a table or pictures, whichever ``path`` holds.

    Parameters
    ----------
    path : path, pandas.DataFrame, dict or list of dict
    recipe : ReadingRecipe, optional
        How the training data were read; obeyed.
    types : mapping of str to str, optional
        Column name -> type, for tables.
    name : str, optional

    Returns
    -------
    Dataset

    Raises
    ------
    DataError
    """
    if not isinstance(path, str | Path):
        if recipe and recipe.kind == "images":
            raise _other_kind("a table", "pictures")
        return read_table(path, recipe, types, name)
    path = Path(path).expanduser()
    if not path.exists():
        raise no_such_file(path)
    kind = _kind(path)
    if recipe and recipe.kind != kind:
        raise _other_kind(path.name, "pictures" if recipe.kind == "images" else "a table")
    if kind == "images":
        if recipe is None and path.is_file() and path.suffix.lower() in SUFFIXES:
            raise DataError(
                f"read {path.name}", "a folder or zip with one folder of pictures per label", "one picture",
                "name the folder that holds the labels' folders",
            )  # fmt: skip
        return read_images(path, recipe, name)
    return read_table(path, recipe, types, name)


def _kind(path):
    """Return "images" or "table" by what the path holds."""
    if path.is_dir():
        tables = [p.name for p in path.iterdir() if _is_table(p)]
        if tables and not count_pictures(path):
            raise DataError(
                f"read the folder {path.name}", "a file, or a folder of pictures", f"a folder with {', '.join(sorted(tables)[:5])}",
                f"{path / sorted(tables)[0]}",
            )  # fmt: skip
        return "images"
    if path.suffix.lower() in SUFFIXES:
        return "images"
    if zipfile.is_zipfile(path) and path.suffix.lower() == ".zip":
        return "images" if count_pictures(path) else "table"
    return "table"


def _is_table(path):
    """Return whether a file's name says that it is a table."""
    return Path(path.name.lower().removesuffix(".gz")).suffix in (*TEXT_SUFFIXES, ".parquet")


def _other_kind(came, wanted):
    """Return the DataError for a table where pictures are wanted, or the reverse."""
    return DataError(
        "read new rows for this model", f"{wanted}, as in training", str(came), f"a file that holds {wanted}"
    )
