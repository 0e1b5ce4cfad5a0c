"""Bring documents: a folder or zip with one folder of .txt files per label becomes a table of texts."""

from collections import Counter
from pathlib import Path, PurePosixPath

from zerotohero.core.dataset import Dataset
from zerotohero.core.errors import DataError
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.data._decode import decode
from zerotohero.data._files import open_files
from zerotohero.data.images import as_objects, labels_of
from zerotohero.data.table import safe_name

COLUMNS = (
    ColumnRecipe("text", "words", ("",)),
    ColumnRecipe("label", "category", ("",)),
    ColumnRecipe("file", "name", ()),
)


def read_documents(path, recipe=None, name=None):
    """Read documents and, where they lie in folders, their labels.

    Parameters
    ----------
    path : path
        A folder or zip with one folder of .txt files per label. With a recipe also one without labels:
        then labels are None.
    recipe : ReadingRecipe, optional
        Of an earlier ``read_documents``.
    name : str, optional

    Returns
    -------
    Dataset
        A table with the columns ``text``, ``label`` and ``file`` (path inside the folder or zip).

    Raises
    ------
    DataError
    """
    path = Path(path).expanduser()
    with open_files(path) as files:
        names = [n for n in files.names if is_document(n)]
        labels, notes = labels_of(names), []
        if recipe is None:
            loose = labels.count(None)
            if len({*labels} - {None}) < 2:
                raise DataError(
                    f"read {path.name}",
                    "a folder of .txt files for each of two labels or more",
                    ", ".join(f"{count:,} in {label or 'no folder'}" for label, count in Counter(labels).items()),
                    "make a folder for each label: good/1.txt, bad/1.txt; or bring a table with a column of texts",
                )
            if loose:
                notes.append(f"{loose:,} documents in no label's folder were left out.")
            names, labels = zip(*((n, label) for n, label in zip(names, labels) if label is not None))
        texts = {}
        for file in names:
            try:
                texts[file] = _text(files.read(file), file)
            except (DataError, ValueError, OSError) as error:
                notes.append(f"{file} cannot be read and was left out: {getattr(error, 'came', error)}.")
    if not texts:
        raise DataError(
            f"read {path.name}", "documents", f"{len(names):,} .txt files and none can be read", "text files"
        )
    kept = [i for i, file in enumerate(names) if file in texts]
    cells = {
        "text": as_objects([texts[names[i]] for i in kept]),
        "label": as_objects([labels[i] for i in kept]),
        "file": as_objects([names[i] for i in kept]),
    }
    if len(notes) > 5:
        notes = [*notes[:5], f"{len(notes) - 5:,} more like it."]
    recipe = recipe or ReadingRecipe("table", COLUMNS)
    return Dataset(
        name or safe_name(path.name), "table", cells, recipe, str(path), target="label", targets=("label",), notes=tuple(notes)
    )  # fmt: skip


def holds_documents(names):
    """Return whether these paths are those of documents: .txt files, and few others, in folders of two labels or more."""
    texts, seen = [n for n in names if is_document(n)], [n for n in names if not is_hidden(n)]
    return len(texts) > len(seen) / 2 and len({*labels_of(texts)} - {None}) >= 2


def reads_documents(recipe):
    """Return whether this is the recipe of documents."""
    return [(c.name, c.type) for c in recipe.columns] == [(c.name, c.type) for c in COLUMNS]


def is_document(name, suffixes=(".txt",)):
    """Return whether a path looks like a text that a person put there."""
    return PurePosixPath(name).suffix.lower() in suffixes and not is_hidden(name)


def is_hidden(name):
    """Return whether a program put the file there: .DS_Store, __MACOSX."""
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def _text(raw, name):
    """Return the text that a file holds, None if it is blank."""
    return decode(raw, name).data.decode("utf-8").strip() or None if raw.strip() else None
