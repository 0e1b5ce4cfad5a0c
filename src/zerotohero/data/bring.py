"""Bring anything: look at what is there, then read it as a table, as documents, as verse, as pictures or as sounds."""

import gzip
import zipfile
import zlib
from pathlib import Path

from zerotohero.core.errors import DataError
from zerotohero.data._decode import TEXT_SUFFIXES
from zerotohero.data._files import open_files
from zerotohero.data._tabular import VERSE_SUFFIXES, is_tabular
from zerotohero.data.documents import holds_documents, is_document, is_hidden, read_documents, reads_documents
from zerotohero.data.idx import is_idx, read_idx
from zerotohero.data.images import SUFFIXES, count_pictures, read_images
from zerotohero.data.ratings import find_ratings, read_ratings
from zerotohero.data.sounds import count_sounds, is_sound, read_sounds
from zerotohero.data.table import no_such_file, read_table

_WORDS = {"images": "pictures", "sounds": "sounds"}
_COVERS = 0.05  # pictures among sounds, or sounds among pictures, that are passed over
_HEAD = 1 << 18  # bytes that show whether a file is a table


def bring(path, recipe=None, types=None, name=None, scores=None):
    """Read a table, documents, verse, pictures or sounds, whichever ``path`` holds.

    Parameters
    ----------
    path : path, pandas.DataFrame, dict or list of dict
    recipe : ReadingRecipe, optional
        How the training data were read; obeyed.
    types : mapping of str to str, optional
        Column name -> type, for tables; "lines" takes the texts of this column as verse, and nothing else.
    name : str, optional
    scores : path, optional
        A table that gives each picture a number; without it, the one table that lies among unlabelled pictures.

    Returns
    -------
    Dataset

    Raises
    ------
    DataError
    """
    if lines := [column for column, kind in (types or {}).items() if kind == "lines"]:
        return _lines(path, lines[0], None, name)
    if not isinstance(path, str | Path):
        if recipe and recipe.kind in _WORDS:
            raise _other_kind("a table", _WORDS[recipe.kind])
        return _table(path, recipe, types, name)
    path = Path(path).expanduser()
    path = path if path.name.strip(".") else path.resolve()  # "." and ".." have a name, too
    if not path.exists():
        raise no_such_file(path)
    kind = "text" if recipe and recipe.kind == "text" else _kind(path, recipe, types)
    if recipe and recipe.kind != ("table" if kind == "documents" else kind):
        raise _other_kind(path.name, _WORDS.get(recipe.kind, "a table"))
    if scores is not None and (kind != "images" or (path.is_file() and not _is_zip(path))):
        raise DataError(
            "rate pictures",
            "a folder or zip of pictures for --scores",
            path.name,
            "hero train FOLDER --scores scores.csv",
        )
    if kind == "text":
        in_table = recipe and _kind(path, None, None) == "table"
        return _table(path, recipe, types, name) if in_table else _lines(path, None, recipe, name)
    if kind == "images":
        if recipe is None and path.is_file() and path.suffix.lower() in SUFFIXES:
            raise DataError(
                f"read {path.name}", "a folder or zip with one folder of pictures per label", "one picture",
                "name the folder that holds the labels' folders",
            )  # fmt: skip
        if is_idx(path):
            return read_idx(path, recipe, name)
        return read_images(path, recipe, name, _ratings(path, recipe, scores))
    if kind == "sounds":
        if recipe is None and path.is_file() and is_sound(path.name):
            raise DataError(
                f"read {path.name}", "a folder or zip with one folder of sounds per label", "one sound",
                "name the folder that holds the labels' folders",
            )  # fmt: skip
        return read_sounds(path, recipe, name)
    if kind == "documents":
        return read_documents(path, recipe, name)
    return _table(path, recipe, types, name)


def _table(path, recipe, types, name):
    """Return a table; its lines where these are learned from, or where it holds one column of texts and nothing else."""
    if recipe and recipe.kind == "text":
        learned = recipe.columns[0].name
        return _lines(path, None if learned == "line" else learned, recipe, name)
    table = read_table(path, recipe, types, name)
    if recipe is None and not types and table.names("words") == table.names():
        return _lines(path, table.names()[0], None, name)
    return table


def _lines(path, column, recipe, name):
    """Return the lines of a text, or of one column of a table, called as in training."""
    from zerotohero.data.lyrics import lyrics_dataset

    return lyrics_dataset(path, column, name, recipe and recipe.columns[0].name)


def _kind(path, recipe, types):
    """Return "images", "sounds", "documents", "text" or "table" by what the path holds."""
    if is_sound(path.name) and path.is_file():
        return "sounds"
    if is_idx(path):
        return "images"
    if (path.is_dir() or _is_zip(path)) and (sounds := count_sounds(path)):
        return _sounds_or_pictures(path, sounds, count_pictures(path), recipe)
    if (path.is_dir() or _is_zip(path)) and _has_documents(path, recipe):
        return "documents"
    if recipe is None and not types and _has_verse(path):
        return "text"
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


def _ratings(path, recipe, scores):
    """Return the scores of pictures, those of this table or of the one that lies among them; None where they have none."""
    if scores is not None:
        return read_ratings(path, scores)
    if not (path.is_dir() or _is_zip(path)) or (recipe and not recipe.column("score")):
        return None
    if recipe is None:
        return find_ratings(path)
    try:
        return find_ratings(path)
    except DataError:
        return None  # of new photos the scores are not needed


def _sounds_or_pictures(path, sounds, pictures, recipe):
    """Return "sounds" or "images" for a folder or zip that holds sounds; a few covers among many sounds are passed over."""
    if recipe and recipe.kind in _WORDS:
        return recipe.kind if (sounds if recipe.kind == "sounds" else pictures) else "sounds"
    if pictures > _COVERS * sounds and sounds > _COVERS * pictures:
        raise DataError(
            f"read {path.name}", "pictures or sounds", f"{pictures:,} pictures and {sounds:,} sounds",
            "a folder that holds one kind only",
        )  # fmt: skip
    return "sounds" if sounds >= pictures else "images"


def _is_zip(path):
    """Return whether a path is an archive that a person packed."""
    return path.suffix.lower() == ".zip" and zipfile.is_zipfile(path)


def _has_documents(path, recipe):
    """Return whether a folder or zip holds texts: in folders of labels, or anyhow for who learned from texts."""
    with open_files(path) as files:
        learned = recipe and reads_documents(recipe) and any(n.lower().endswith(".txt") for n in files.names)
        return bool(learned) or holds_documents(files.names)


def _has_verse(path):
    """Return whether a path holds lines of text: in a .txt file that is no table, or in a folder or zip of them."""
    if path.is_dir() or _is_zip(path):
        with open_files(path) as files:
            names = [n for n in files.names if not is_hidden(n)]
            texts = [n for n in names if is_document(n, VERSE_SUFFIXES)]
            if path.is_file() and len(texts) == 1 == len(names):  # one table in a zip is read as a table
                return not is_tabular(files.read(texts[0])[:_HEAD])
            return len(texts) > len(names) / 2
    if Path(path.name.lower().removesuffix(".gz")).suffix not in VERSE_SUFFIXES:
        return False
    try:
        with (gzip.open if path.suffix.lower() == ".gz" else open)(path, "rb") as file:
            return not is_tabular(file.read(_HEAD))
    except (OSError, EOFError, zlib.error):
        return False  # whoever reads it says why it cannot be read


def _is_table(path):
    """Return whether a file's name says that it is a table."""
    return Path(path.name.lower().removesuffix(".gz")).suffix in (*TEXT_SUFFIXES, ".parquet")


def _other_kind(came, wanted):
    """Return the DataError for a table where pictures are wanted, or the reverse."""
    return DataError(
        "read new rows for this model", f"{wanted}, as in training", str(came), f"a file that holds {wanted}"
    )
