"""Bring anything: look at what is there, then read it as a table, as documents or as pictures."""

import zipfile
from pathlib import Path

from zerotohero.core.errors import DataError
from zerotohero.data._decode import TEXT_SUFFIXES
from zerotohero.data._files import open_files
from zerotohero.data.documents import holds_documents, read_documents, reads_documents
from zerotohero.data.images import SUFFIXES, count_pictures, read_images
from zerotohero.data.table import no_such_file, read_table


def bring(path, recipe=None, types=None, name=None):
    """Read a table, documents or pictures, whichever ``path`` holds.

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
    kind = _kind(path, recipe)
    if recipe and recipe.kind != ("table" if kind == "documents" else kind):
        raise _other_kind(path.name, "pictures" if recipe.kind == "images" else "a table")
    if kind == "images":
        if recipe is None and path.is_file() and path.suffix.lower() in SUFFIXES:
            raise DataError(
                f"read {path.name}", "a folder or zip with one folder of pictures per label", "one picture",
                "name the folder that holds the labels' folders",
            )  # fmt: skip
        return read_images(path, recipe, name)
    if kind == "documents":
        return read_documents(path, recipe, name)
    return read_table(path, recipe, types, name)


def _kind(path, recipe):
    """Return "images", "documents" or "table" by what the path holds."""
    if (path.is_dir() or _is_zip(path)) and _has_documents(path, recipe):
        return "documents"
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
    if _is_zip(path):
        return "images" if count_pictures(path) else "table"
    return "table"


def _is_zip(path):
    """Return whether a path is an archive that a person packed."""
    return path.suffix.lower() == ".zip" and zipfile.is_zipfile(path)


def _has_documents(path, recipe):
    """Return whether a folder or zip holds texts: in folders of labels, or anyhow for who learned from texts."""
    with open_files(path) as files:
        learned = recipe and reads_documents(recipe) and any(n.lower().endswith(".txt") for n in files.names)
        return bool(learned) or holds_documents(files.names)


def _is_table(path):
    """Return whether a file's name says that it is a table."""
    return Path(path.name.lower().removesuffix(".gz")).suffix in (*TEXT_SUFFIXES, ".parquet")


def _other_kind(came, wanted):
    """Return the DataError for a table where pictures are wanted, or the reverse."""
    return DataError(
        "read new rows for this model", f"{wanted}, as in training", str(came), f"a file that holds {wanted}"
    )
