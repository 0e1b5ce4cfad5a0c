"""A data set: named columns of equal length, and what is known about them. Immutable."""

import hashlib
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from zerotohero.core.mapped import parts, take
from zerotohero.core.recipe import ReadingRecipe


@dataclass(frozen=True)
class Column:
    """What one column holds.

    Parameters
    ----------
    name, type : str
        See ``core.recipe.ColumnRecipe``.
    missing : int
        Cells without a value.
    distinct : int
        Different values, missing not counted.
    examples : tuple of str
        Up to three values, as text.
    """

    name: str
    type: str
    missing: int
    distinct: int
    examples: tuple


@dataclass(frozen=True, eq=False)
class Dataset:
    """Rows to learn from.

    Parameters
    ----------
    name : str
        A short id; it becomes part of the leaderboard's folder.
    kind : {"table", "images", "sounds", "text"}
    cells : mapping of str to ndarray
        Column name -> (N, ...) array: number float64 (N,), category and words object (N,) of str
        or None, date datetime64[s] (N,), image uint8 (N, H, W) or (N, H, W, 3), sound int16 (N, T).
        For text, ``line``: a ``data.lyrics.Lyrics``, which acts as an array of texts.
    recipe : ReadingRecipe
        How the cells were read.
    origin : str
        Where the data came from: a path as given, or a built-in id.
    target : str or None
        The data set's own target, if it has one.
    targets : tuple of str
        Columns that this data set suggests as questions; they are not inputs to one another.
    groups, time : str or None
        Column whose equal values belong together; column that orders the rows. Known beforehand
        (built-in data) or chosen by the person; checks find the rest.
    notes : tuple of str
        Sentences about what was repaired or left out while reading.
    """

    name: str
    kind: str
    cells: dict
    recipe: ReadingRecipe
    origin: str
    target: str | None = None
    targets: tuple = ()
    groups: str | None = None
    time: str | None = None
    notes: tuple = field(default=())

    def __len__(self):
        return len(next(iter(self.cells.values()))) if self.cells else 0

    def type(self, name):
        """Return the type of the column ``name``."""
        return self.recipe.column(name).type

    def names(self, *types):
        """Return the column names, of these types only if any are given."""
        return [c.name for c in self.recipe.columns if not types or c.type in types]

    def frame(self, rows=None):
        """Return the cells as a pandas DataFrame (pictures and sounds left out), the first ``rows`` only if given."""
        import pandas as pd

        names = [n for n in self.names() if self.type(n) not in ("image", "sound")]
        return pd.DataFrame({n: self.cells[n][:rows] for n in names})

    def __repr__(self):
        shown = ", ".join(f"{c.name!r} ({c.type})" for c in self.recipe.columns[:8])
        more = f" and {len(self.recipe.columns) - 8} more" if len(self.recipe.columns) > 8 else ""
        return f"<Dataset {self.name}: {len(self):,} rows; {shown}{more}>"

    def _repr_html_(self):
        """Show the first rows in a notebook."""
        return f"<p>{len(self):,} rows of {self.kind}</p>" + self.frame(5)._repr_html_()

    def take(self, rows):
        """Return the data set with only these rows (indices or mask)."""
        return replace(self, cells={name: take(cells, rows) for name, cells in self.cells.items()})

    @cached_property
    def columns(self):
        """The columns as a tuple of Column."""
        return tuple(_describe(c.name, c.type, self.cells[c.name]) for c in self.recipe.columns)

    @cached_property
    def row_hashes(self):
        """Column name -> (N,) uint64: equal cells have equal hashes, on every machine."""
        return {name: hash_cells(cells) for name, cells in self.cells.items()}

    @cached_property
    def fingerprint(self):
        """Sixteen hex digits that change when a name, a cell or the order of rows changes."""
        digest = hashlib.blake2b(digest_size=8)
        for name, hashes in sorted(self.row_hashes.items()):
            digest.update(name.encode("utf-8", "surrogatepass") + b"\0" + hashes.tobytes())
        return digest.hexdigest()

    def content(self, without=()):
        """Return (N,) uint64 hashes of each row's cells, leaving out the columns ``without``.

        The order of the columns does not matter; paths (type ``name``) are never content.
        """
        total = np.zeros(len(self), np.uint64)
        for name, hashes in self.row_hashes.items():
            if name not in without and self.type(name) != "name":
                total += mix(hashes ^ _hash_text(name))  # a sum: columns may come in any order
        return mix(total)


def missing(cells):
    """Return (N,) bool: which cells hold no value."""
    if not isinstance(cells, np.ndarray):  # Lyrics: every line has a word
        return np.zeros(len(cells), bool)
    if cells.dtype.kind == "f":
        return np.isnan(cells)
    if cells.dtype.kind == "M":
        return np.isnat(cells)
    if cells.dtype.kind == "O":
        return np.asarray(cells == None, bool)  # noqa: E711  (cell by cell; texts and None are all there is)
    return np.zeros(len(cells), bool)


def hash_cells(cells):
    """Return (N,) uint64; missing cells hash alike, -0.0 as 0.0."""
    if not isinstance(cells, np.ndarray):
        return cells.hashes()
    if cells.dtype.kind == "f":
        bits = np.where(np.isnan(cells), np.nan, cells + 0.0).astype(np.float64).view(np.uint64)
        return mix(bits)
    if cells.dtype.kind == "M":
        return mix(cells.astype("datetime64[s]").astype(np.int64).view(np.uint64))
    if cells.dtype.kind == "O":
        import pandas as pd

        codes, distinct = pd.factorize(cells)
        return np.array([*map(_hash_text, distinct), _hash_text(None)], np.uint64)[codes]  # missing: code -1, the last
    rows = (row for _, part in parts(cells) for row in part)
    return np.fromiter((_hash_bytes(row.tobytes()) for row in rows), np.uint64, len(cells))


def count_distinct(values):
    """Return how many different values there are, each NaN one of its own.

    By sorting: on a million different ones ten times faster than the hash table behind ``len(np.unique(values))``.
    """
    ordered = np.sort(values)
    return int((ordered[1:] != ordered[:-1]).sum()) + (len(ordered) > 0)


def mix(values):
    """Return uint64 values scrambled one to one (the finalizer of splitmix64, Steele et al. 2014)."""
    z = np.asarray(values, np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def _hash_text(text):
    """Return the hash of one text or None as np.uint64."""
    return np.uint64(0 if text is None else _hash_bytes(str(text).encode("utf-8", "surrogatepass")))


def _hash_bytes(data):
    """Return 64 bits of BLAKE2b as int."""
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little")


def _describe(name, kind, cells):
    """Return the Column for these cells."""
    if kind in ("image", "sound"):
        return Column(name, kind, 0, len(np.unique(hash_cells(cells))), ())
    present = cells[~missing(cells)]
    distinct = list(dict.fromkeys(present.tolist()))
    examples = tuple(f"{v:g}" if isinstance(v, float) else str(v)[:40] for v in distinct[:3])
    return Column(name, kind, len(cells) - len(present), len(distinct), examples)
