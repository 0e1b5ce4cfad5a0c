"""Bring lyrics: a .txt file, a folder or zip of them, or one text column of a table, as words by number."""

import html
import re
from array import array
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path, PurePosixPath

import numpy as np

from zerotohero.core.dataset import Dataset, hash_cells, mix
from zerotohero.core.errors import DataError
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.data._decode import decode, read_text
from zerotohero.data._files import open_files
from zerotohero.data._layout import Layout
from zerotohero.data._tabular import VERSE_SUFFIXES
from zerotohero.data.documents import is_document
from zerotohero.data.table import no_such_file, read_table, safe_name
from zerotohero.data.tokenize import cut, tokenize

_CHUNK = 1 << 20  # bytes that are decoded together
_HASHED = 1 << 16  # lines that are hashed together: eight bytes for each token of a long text are much
_KEPT = 1 << 12  # lines that are known again
_PARTS = "verse|chorus|refrain|intro|outro|pre-?chorus"
_MORE_PARTS = f"{_PARTS}|hook|bridge|interlude|instrumental|solo|coda|stanza|strophe|couplet|estribillo"
_TITLE = re.compile(  # [anything]; Chorus; (Hook); Bridge 2: x2; but Bridge or Solo alone may be a line
    rf"[\[{{].*[\]}}]|[\W_]*(?:{_PARTS})[\W_]*|(?=.*[:(\d])[\W_]*(?:{_MORE_PARTS})[\s\d]*(?:[x×]\s*\d+)?[\W_]*",
    re.IGNORECASE,
)
_NUMERAL = re.compile(r"\W*(?:\d{1,4}|[IVXLC]{2,})\W*")  # of a page, a psalm, a sonnet
_SIGNED = re.compile(r"--+ *[\"“A-Z]\S*(?: +(?:[\"“(A-Z]\S*|of|the|and|by|in|de|von|&))*")  # -- Lewis Carroll
_CLOCK = re.compile(r"^(?:\[\d+:\d\d(?:[.:]\d+)?\]\s*)+")  # [00:12.34], when the line is sung
_TIMES = re.compile(r"\s*[(\[]\s*(?:[x×]\s*\d+|\d+\s*[x×])\s*[)\]]$", re.IGNORECASE)  # (x2)
_LINE_ENDS = tuple("\v\f\x85\u2028\u2029")


@dataclass(frozen=True, eq=False)
class Lyrics:
    """Lines of verse as numbers of words; also a column of a Dataset, whose cells are the lines as written.

    Parameters
    ----------
    tokens : ndarray (T,), int32
        Every word of every line, as its place in ``words``.
    starts : ndarray (N + 1,), int64
        Line i is ``tokens[starts[i]:starts[i + 1]]``; every line has a word.
    words : list of str (V,)
        The vocabulary, in the order in which the words first came.
    verse : ndarray (N,), int32
        The number of the verse a line stands in, never falling.
    text : bytes or ndarray of uint8
        The lines as they were written, in UTF-8, one after the other.
    ends : ndarray (N + 1,), int64
        Line i is ``text[ends[i]:ends[i + 1]]``.
    set_aside : mapping of str to int
        What was left out while reading, and how often.
    notes : tuple of str
        The same and what was repaired, as sentences.

    Examples
    --------
    >>> lyrics = from_lines(["[Chorus]", "The cat sat down,", "the cat sat up.", "", "Down, cat!"])
    >>> lyrics.words
    ['the', 'cat', 'sat', 'down', 'up']
    >>> lyrics.tokens.tolist(), lyrics.starts.tolist(), lyrics.verse.tolist()
    ([0, 1, 2, 3, 0, 1, 2, 4, 3, 1], [0, 4, 8, 10], [0, 0, 1])
    >>> lyrics[1], lyrics.set_aside
    ('the cat sat up.', {'titles': 1})
    """

    tokens: np.ndarray
    starts: np.ndarray
    words: list
    verse: np.ndarray
    text: bytes
    ends: np.ndarray
    set_aside: dict = field(default_factory=dict)
    notes: tuple = ()

    dtype = np.dtype(object)  # to a Dataset this is a column of texts

    def __len__(self):
        return len(self.starts) - 1

    def __getitem__(self, rows):
        """Return one line as written, or the Lyrics with only these rows (slice, indices or mask)."""
        if isinstance(rows, int | np.integer):
            row = range(len(self))[rows]
            return bytes(self.text[self.ends[row] : self.ends[row + 1]]).decode("utf-8")
        rows = np.arange(len(self))[rows]
        tokens, starts = _taken(self.tokens, self.starts, rows)
        text, ends = _taken(np.frombuffer(self.text, np.uint8), self.ends, rows)
        return replace(
            self, tokens=tokens, starts=starts, verse=self.verse[rows], text=text.tobytes(), ends=ends, set_aside={}, notes=()
        )  # fmt: skip

    def __iter__(self):
        return (self[i] for i in range(len(self)))

    def __array__(self, dtype=None, copy=None):
        return np.array(self.tolist(), dtype=object)

    def __repr__(self):
        return f"<Lyrics: {len(self):,} lines, {len(self.tokens):,} words, {len(self.words):,} different ones>"

    def tolist(self):
        """Return the lines as written."""
        return list(self)

    def line(self, row):
        """Return the words of one line."""
        return [self.words[t] for t in self.tokens[self.starts[row] : self.starts[row + 1]]]

    @cached_property
    def verses(self):
        """(M, 2) int64: first line and line after the last of each verse."""
        first = np.flatnonzero(np.diff(self.verse, prepend=-1))
        return np.stack([first, np.append(first[1:], len(self))[: len(first)]], axis=1)

    def hashes(self):
        """Return (N,) uint64: lines with the same words in the same order are alike."""
        of_word = hash_cells(np.array(self.words, dtype=object))
        out = np.empty(len(self), np.uint64)
        for low in range(0, len(self), _HASHED):
            starts = self.starts[low : low + _HASHED + 1]
            tokens = self.tokens[starts[0] : starts[-1]]
            place = np.arange(len(tokens)) - np.repeat(starts[:-1] - starts[0], np.diff(starts))
            summed = np.add.reduceat(mix(of_word[tokens] ^ mix(place)), starts[:-1] - starts[0])
            out[low : low + len(summed)] = mix(summed)
        return out


def read_lyrics(path, column=None):
    """Read lines of verse.

    Parameters
    ----------
    path : path, DataFrame or list of str
        A text file (plain, gzipped or zipped) in any encoding, a folder or zip of .txt files, a table, or lines.
        Blank lines part verses; each file and each cell begins a new one.
    column : str, optional
        Of a table: the column that holds the texts. May be left out if only one does.

    Returns
    -------
    Lyrics
        Titles such as [Chorus], numbers that stand alone, lines without a word and control characters are set aside and counted; lines of
        more than 40 words are cut.

    Raises
    ------
    DataError
        Nothing that can be read, or no line with a word in it.
    """
    if isinstance(path, list | tuple) and all(isinstance(line, str) for line in path):
        return from_lines(path)
    reader = _Reader()
    if not isinstance(path, str | Path):
        name, _ = "the table", reader.table(path, column)
    else:
        path = Path(path).expanduser()
        if not path.exists():
            raise no_such_file(path)
        name = path.name
        if path.is_dir() or (path.suffix.lower() == ".zip" and column is None):
            reader.files(path)
        elif Path(name.lower().removesuffix(".gz")).suffix in VERSE_SUFFIXES and column is None:
            reader.file(name, lambda: read_text(path, clean=True))
        else:
            reader.table(path, column)
    return reader.result(name)


def from_lines(lines):
    """Return the Lyrics of lines (texts); see ``read_lyrics``."""
    reader = _Reader()
    reader.lines(lines)
    return reader.result("the lines")


def lyrics_dataset(path, column=None, name=None, called=None):
    """Return ``read_lyrics`` as a Dataset of kind "text": one row a line, one column, its cells a Lyrics.

    The column is ``called`` as the table's column, else ``line``.
    """
    lyrics, called = read_lyrics(path, column), called or column or "line"
    origin = str(path) if isinstance(path, str | Path) else "DataFrame" if hasattr(path, "columns") else "lines"
    recipe = ReadingRecipe("text", (ColumnRecipe(called, "words", ("",)),), encoding="utf-8")
    return Dataset(name or safe_name(origin), "text", {called: lyrics}, recipe, origin, notes=lyrics.notes)


class _Reader:
    """Takes lines one by one and keeps what is needed of each."""

    def __init__(self):
        self.place = _Places()
        self.tokens, self.starts, self.gap = array("i"), array("q", [0]), array("b")
        self.text, self.ends = bytearray(), array("q", [0])
        self.aside, self.notes = Counter(), []
        self.known = {}  # line -> what it gives
        self.blank = 2  # blank lines since the last line; a title or a new file counts as two

    def table(self, path, column):
        """Take the lines in one column of a table: each cell that has several lines is a verse or more."""
        dataset = read_table(path)
        texts = [n for n in dataset.names("words")] or dataset.names("category")
        if (column is None and len(texts) != 1) or (column is not None and column not in dataset.cells):
            raise DataError(
                f"read verse from {dataset.name}", "one column that holds the lines", f"{column!r}" if column else
                f"{len(texts)} columns of text ({', '.join(map(repr, texts[:8])) or 'only numbers and dates'})",
                f"name one of the columns: {', '.join(map(repr, dataset.names()[:8]))}",
            )  # fmt: skip
        for cell in dataset.cells[column or texts[0]]:
            if cell is None or "\n" in str(cell):
                self.blank = 2
            if cell is not None:
                self.lines(str(cell).split("\n"))

    def files(self, path):
        """Take every .txt file in a folder or zip."""
        with open_files(path) as files:
            names = [n for n in files.names if is_document(n, VERSE_SUFFIXES)]
            for name in names:
                try:
                    self.file(name, lambda name=name: decode(files.read(name), name, clean=True))
                except (DataError, ValueError, OSError) as error:
                    self.notes.append(f"{name} was left out: {getattr(error, 'came', error)}.")
                self.blank = 2
            if not names:
                kinds = Counter(PurePosixPath(n).suffix.lower() or "no suffix" for n in files.names).most_common(3)
                came = ", ".join(f"{n:,} {suffix}" for suffix, n in kinds) or "nothing"
                raise DataError(f"read verse from {path.name}", "text files (.txt)", came, "a folder with .txt files")

    def file(self, name, read):
        """Take the lines of one file; ``read()`` returns its decoded Text."""
        try:
            text = read()
        except DataError as error:
            way_out = "save it as plain text (.txt, UTF-8) in the program that made it"
            raise DataError(f"read verse from {name}", "lines of plain text", error.came, way_out) from None
        self.notes += text.notes
        at, layout = 0, None
        while at < len(text.data):  # decoded whole, one emoji would quadruple 100 MB
            end = text.data.find(b"\n", at + _CHUNK)
            end = len(text.data) if end < 0 else end
            part = text.data[at:end].decode("utf-8", "replace")
            for mark in _LINE_ENDS:
                part = part.replace(mark, "\n")
            lines = part.split("\n")
            layout = layout or self._layout(name, lines)
            self.lines(layout.lines(lines))
            at = end + 1

    def _layout(self, name, lines):
        """Return the Layout of a file that begins with these lines, and say what follows from it."""
        layout = Layout(lines)
        if layout.prose:
            self.notes.append(f"{name} is prose: its lines are its sentences and clauses.")
        if layout.numbered:
            self.notes.append(f"{name}: the numbers of its lines were taken off.")
        return layout

    def lines(self, lines):
        """Take lines."""
        for line in lines:
            line = line.strip()
            if not line:
                self.blank += self.blank < 2
                continue
            if line not in self.known:  # a chorus, or one line a million times, is read once
                if len(self.known) == _KEPT:
                    self.known.clear()
                self.known[line] = self._read(line)
            pieces, aside = self.known[line]
            if aside:
                self.aside.update(aside)
                self.blank = self.blank if pieces else 2
            for text, tokens in pieces:
                self.tokens.extend(tokens)
                self.starts.append(len(self.tokens))
                self.gap.append(self.blank)
                self.text += text
                self.ends.append(len(self.text))
                self.blank = 0

    def _read(self, line):
        """Return the lines that one line gives, [(its text, its words by number)], and what is set aside of it, [what]."""
        if "&" in line:
            line = " ".join(html.unescape(line).split()) or "&"  # &lt;3 is <3
        if line[0] == "[":
            line = _CLOCK.sub("", line)
        if line[-1:] in (")", "]"):
            line = _TIMES.sub("", line)
        if _TITLE.fullmatch(line) or _NUMERAL.fullmatch(line) or _SIGNED.fullmatch(line):
            return [], ["titles"]
        texts, pieces = cut(line), []
        aside = ["lines cut into shorter ones"] if len(texts) > 1 else []
        for text in texts:
            if words := tokenize(text):
                pieces.append((text.encode("utf-8", "replace"), array("i", map(self.place.__getitem__, words))))
            else:
                aside.append("lines without a word")
        return pieces, aside

    def result(self, name):
        """Return the Lyrics of all lines taken."""
        aside = {what: n for what, n in self.aside.items() if n}
        said = ", ".join(f"{n:,} {what if n > 1 else _one(what)}" for what, n in aside.items())
        if not self.gap:
            raise DataError(f"read verse from {name}", "lines with words in them", said or "; ".join(self.notes) or "no line",
                            "a text file (.txt) with one line of verse on each line")  # fmt: skip
        gap = np.frombuffer(self.gap, np.int8)
        spaced = len(gap) > 4 and (gap > 0).mean() > 0.8  # a blank line after every line: two of them part verses
        notes = self.notes[:5] + ([f"{len(self.notes) - 5:,} more like it."] if len(self.notes) > 5 else [])
        return Lyrics(
            np.frombuffer(self.tokens, np.int32),
            np.frombuffer(self.starts, np.int64),
            list(self.place),
            np.maximum(np.cumsum(gap >= (2 if spaced else 1), dtype=np.int32) - 1, 0),
            bytes(self.text),
            np.frombuffer(self.ends, np.int64),
            aside,
            tuple([*notes, f"Set aside: {said}."] if said else notes),
        )


class _Places(dict):
    """Word -> its number; a new word takes the next."""

    def __missing__(self, word):
        place = self[word] = len(self)
        return place


def _one(what):
    """Return the singular of what was set aside."""
    return what.replace("titles", "title").replace("lines", "line", 1)


def _taken(values, starts, rows):
    """Return the stretches ``values[starts[r]:starts[r + 1]]`` of some rows, joined, and their new starts."""
    sizes = starts[rows + 1] - starts[rows]
    new = np.concatenate([[0], np.cumsum(sizes)])
    at = np.repeat(starts[rows] - new[:-1], sizes) + np.arange(new[-1])
    return values[at], new
