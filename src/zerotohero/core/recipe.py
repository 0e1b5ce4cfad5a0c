"""The reading recipe: how a file was understood, so that later files are read the same way.

It is made once, from the training file, by ``data``; stored with the leaderboard and in the model
file as plain JSON; and obeyed ever after.
"""

from dataclasses import asdict, dataclass, replace
from functools import cached_property

COLUMN_TYPES = ("number", "category", "date", "words", "image", "sound", "name")


@dataclass(frozen=True)
class ColumnRecipe:
    """How one column's cells are read.

    Parameters
    ----------
    name : str
        Any text is a name: colons, quotes, emoji.
    type : {"number", "category", "date", "words", "image", "sound", "name"}
        ``number``: float64, NaN is missing. ``category``: one of few texts, None is missing.
        ``date``: datetime64[s], NaT is missing. ``words``: free text, None is missing.
        ``image``: uint8 pixels. ``sound``: int16 samples. ``name``: says where a row came from (a path); never a
        feature.
    missing : tuple of str
        The texts that mean "no value" in this column, exactly as written after stripping.
    decimal, thousands : str
        The marks inside numbers: "1.234,5" has decimal "," and thousands ".".
    prefix, suffix : str
        What stands around every number and is taken off: "$", "%", " km".
    date_format : str
        A ``strptime`` format; "" where the type is not date.
    missing_numbers : tuple of float
        Numbers that mean "no value", such as -200.
    """

    name: str
    type: str
    missing: tuple = ("",)
    decimal: str = "."
    thousands: str = ""
    prefix: str = ""
    suffix: str = ""
    date_format: str = ""
    missing_numbers: tuple = ()


@dataclass(frozen=True)
class ReadingRecipe:
    """How a whole file, folder or zip is read.

    Parameters
    ----------
    kind : {"table", "images", "sounds", "text"}
    columns : tuple of ColumnRecipe
        In file order. For images: ``image``, ``label``, ``file``, ``stem`` (see ``data.images``); for sounds:
        ``sound`` and the same three (see ``data.sounds``); for text: ``line``, or a table's column (see ``data.lyrics``).
    encoding, delimiter, quote : str
        Of the text file; "" where there is none (Parquet, a DataFrame).
    header : bool
        Whether the first line held the names; without, names are "1", "2", ...
    height, width : int
        Pixels of a decoded image; 0 for tables.
    mode : {"", "L", "RGB"}
        Grey or colour; "" for tables.
    rate, samples : int
        Samples a second, 1,000 to 192,000, and samples of every sound, at most 10 minutes; 0 where there is no sound.

    Raises
    ------
    ValueError
        Sounds of an impossible rate or length.
    """

    kind: str
    columns: tuple
    encoding: str = ""
    delimiter: str = ""
    quote: str = '"'
    header: bool = True
    height: int = 0
    width: int = 0
    mode: str = ""
    rate: int = 0
    samples: int = 0

    def __post_init__(self):
        if self.kind == "sounds" and not (
            all(type(n) is int for n in (self.rate, self.samples))
            and 1_000 <= self.rate <= 192_000
            and 1 <= self.samples <= 600 * self.rate
        ):
            raise ValueError(
                f"sounds have 1,000 to 192,000 samples a second; got {self.rate!r:.40}, {self.samples!r:.40}"
            )

    def column(self, name):
        """Return the ColumnRecipe called ``name``, or None."""
        return self._by_name.get(name)

    @cached_property
    def _by_name(self):
        return {c.name: c for c in self.columns}

    def with_types(self, types):
        """Return a copy in which the columns named in ``types`` (name -> type) have these types."""
        columns = tuple(replace(c, type=types.get(c.name, c.type)) for c in self.columns)
        return replace(self, columns=columns)

    def as_dict(self):
        """Return plain JSON; without rate and length where there is no sound."""
        plain = asdict(self)
        return plain if self.kind == "sounds" else {k: v for k, v in plain.items() if k not in ("rate", "samples")}

    @classmethod
    def from_dict(cls, plain):
        """Return the recipe that ``as_dict`` wrote."""
        columns = tuple(
            ColumnRecipe(**{k: tuple(v) if isinstance(v, list) else v for k, v in c.items()}) for c in plain["columns"]
        )
        return cls(**{**plain, "columns": columns})
