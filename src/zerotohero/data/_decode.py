"""Bytes on disk -> UTF-8 text: unpack gzip and zip, find the encoding, refuse what is no text."""

import codecs
import gzip
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from zerotohero.core.errors import DataError

LARGEST = 8 << 30  # bytes of one unpacked table; a zip bomb stops here
TEXT_SUFFIXES = (".csv", ".tsv", ".txt", ".tab", ".dat", ".data", ".psv")
_AS_CSV = "save it as CSV (UTF-8) in the program that made it, then use that file"
_FROM_PYTHON = "write it as CSV with pandas: table.to_csv('data.csv', index=False)"
_REFUSED = {  # suffix -> (what it is, what to do)
    **dict.fromkeys((".xlsx", ".xls", ".xlsm", ".ods", ".numbers"), ("a spreadsheet", _AS_CSV)),
    **dict.fromkeys(
        (".pkl", ".pickle", ".joblib"), ("a pickle, which can run any program when it is opened", _FROM_PYTHON)
    ),
    **dict.fromkeys((".h5", ".hdf5"), ("an HDF5 file", _FROM_PYTHON)),
    **dict.fromkeys((".npy", ".npz", ".mat", ".feather", ".arrow", ".rds", ".rdata"), ("binary arrays", _FROM_PYTHON)),
    **dict.fromkeys((".sav", ".dta", ".sas7bdat"), ("a file of a statistics program", _AS_CSV)),
    **dict.fromkeys((".db", ".sqlite", ".sqlite3"), ("a database", "export the table you need as CSV")),
    **dict.fromkeys((".json", ".jsonl"), ("JSON", "pandas.read_json(...).to_csv('data.csv', index=False)")),
    **dict.fromkeys((".pdf", ".doc", ".docx"), ("a document", "copy the table into a spreadsheet and save it as CSV")),
    **dict.fromkeys((".rar", ".7z", ".tar", ".tgz", ".bz2", ".xz", ".zst"), ("an archive", "unpack it first")),
    ".hero": ("a trained model", "name a table or a folder of pictures; a model goes where RUN is asked for"),
}
_MAGIC = (  # first bytes -> what it is
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"\x89HDF", "an HDF5 file"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"RIFF", "a sound or a video"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x93NUMPY", "a NumPy array"),
    *((bytes([0x80, n, 0x95]), "a pickle") for n in (4, 5)),
)
_CONTROL = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1c\x1d\x1e") + b"\x7f"
_MARKUP = re.compile(rb"\s*(<!doctype|<html|<\?xml|\[\s*[{\[]|\{\s*\"[^\"]*\"\s*:)", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"))
_BOMS += ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass
class Text:
    """A decoded file: UTF-8 bytes with ``\\n`` line ends, the encoding it had, sentences on what was repaired."""

    data: bytes
    encoding: str
    notes: list = field(default_factory=list)


def read_text(path, clean=False):
    """Return the Text in ``path``, a file that may be gzipped or the only table in a zip.

    With ``clean``, control characters are taken out instead of refused.

    Raises
    ------
    DataError
        Not text, damaged, empty, several tables in one zip, or a kind of file that is refused.
    """
    path = Path(path)
    refuse_suffix(path)
    try:
        return decode(_unpack(path), path.name, clean)
    except (OSError, zlib.error, EOFError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise DataError(
            f"read {path.name}", "a file that can be opened", str(error) or type(error).__name__, "a fresh copy of it"
        ) from None


def refuse_suffix(path):
    """Raise DataError if the file's suffix says that it is no table."""
    what, way_out = _REFUSED.get(path.suffix.lower(), (None, None))
    if what:
        raise _no_table(path.name, f"{what} ({path.suffix})", way_out)


def decode(raw, name, clean=False):
    """Return the Text that the bytes ``raw`` hold; ``name`` is for messages.

    With ``clean``, control characters are taken out instead of refused.
    """
    what = next((what for magic, what in _MAGIC if raw.startswith(magic)), None)
    if what:
        raise _no_table(name, what, _AS_CSV)
    if not (raw[:1000].strip() or raw.strip()):
        raise _no_table(name, "an empty file", "a file with a line of column names and a line for each row")
    if _MARKUP.match(raw):
        raise _no_table(name, "a web page or JSON", "look for a download link for CSV where it came from")
    encoding, notes = _encoding(raw, name)
    if encoding == "utf-8":
        data = raw
    elif encoding == "utf-8-sig":
        data = raw[len(codecs.BOM_UTF8) :]
    else:
        data = raw.decode(encoding, "replace").encode("utf-8", "replace")
    if notes and encoding.startswith("utf-8"):
        data = data.decode("utf-8", "replace").encode("utf-8")
    data = _checked(data, name, clean, notes)
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return Text(data, encoding, notes)


def _unpack(path):
    """Return the bytes of the file, of its gzip content, or of the only table in the zip."""
    with path.open("rb") as file:
        magic = file.read(4)
    if magic[:2] == b"\x1f\x8b":
        with gzip.open(path) as file:
            return _capped(file, path.name)
    if magic == b"PK\x03\x04" or (magic == b"PK\x05\x06" and path.suffix.lower() == ".zip"):
        with zipfile.ZipFile(path) as archive, archive.open(table_in_zip(archive, path.name)) as file:
            raw = _capped(file, path.name)
            return gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    with path.open("rb") as file:
        return _capped(file, path.name)


def table_in_zip(archive, name):
    """Return the one member of an open zip that is a table, else raise DataError."""
    members = [m.filename for m in archive.infolist() if not m.is_dir()]
    if any(m in ("[Content_Types].xml", "mimetype") for m in members):
        raise _no_table(name, "a spreadsheet or document", _AS_CSV)
    members = [m for m in members if not any(p.startswith((".", "__MACOSX")) for p in m.split("/"))]
    tables = [m for m in members if Path(m.removesuffix(".gz")).suffix.lower() in TEXT_SUFFIXES]
    tables = tables or (members if len(members) == 1 else [])
    if len(tables) != 1:
        came = (
            f"{len(tables)} tables ({', '.join(sorted(tables)[:5])})" if tables else f"{len(members)} files, no table"
        )
        raise DataError(f"read {name}", "one table in the zip", came, "unpack the zip and name the table you want")
    return tables[0]


def _capped(file, name):
    """Return everything in the open file, up to LARGEST bytes."""
    raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise DataError(f"read {name}", f"at most {LARGEST >> 30} GB", "more", "a part of it: the first million rows")
    return raw


def _encoding(raw, name):
    """Return the encoding of the bytes, and notes."""
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            if encoding == "utf-8-sig" and not _is_utf8(raw):
                return encoding, [f"{name}: some characters are damaged and were replaced by �."]
            return encoding, []
    zeros = [raw[start : 1 << 16 : 2].count(0) / max(1, len(raw[start : 1 << 16 : 2])) for start in (0, 1)]
    if max(zeros) > 0.3 and min(zeros) < 0.05:
        return ("utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"), []
    if _is_utf8(raw):
        return "utf-8", []
    text = raw.decode("utf-8", "replace")
    broken, fine = text.count("�"), sum(c > 127 for c in raw) - text.count("�")
    if fine > 20 * broken:  # UTF-8 with a scar: reading it all as Latin-1 would garble every accent
        return "utf-8", [f"{name}: {broken} characters are damaged and were replaced by �."]
    if cyrillic := _cyrillic(raw[: 1 << 16]):
        return cyrillic, []
    try:
        raw.decode("cp1252")
        return "cp1252", []  # Latin-1 as Windows writes it: the same letters, and € and “ besides
    except UnicodeDecodeError:
        return "latin-1", []


def _cyrillic(head):
    """Return "cp1251" or "koi8-r" if most letters are not Latin and a third are the six most frequent in Russian."""
    high = head.translate(None, bytes(range(0xC0)))
    if len(high) < 0.6 * sum(bytes([b]).isalpha() or b >= 0xC0 for b in head):
        return None
    for encoding in ("cp1251", "koi8-r"):
        if len(high) - len(high.translate(None, "оеаинт".encode(encoding))) > len(high) / 3:
            return encoding
    return None


def encoding_of(head):
    """Return the encoding of the first bytes of a file; the character that they may cut at the end does not count."""
    return _encoding(head[: head.rfind(b"\n") + 1] or head, "")[0]


def _is_utf8(raw):
    """Return whether all bytes are UTF-8."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _checked(data, name, clean, notes):
    """Return ``data`` unless it holds what text never holds; with ``clean``, without the control characters in it."""
    sample = data[: 1 << 16]
    control = len(sample) - len(
        sample.translate(None, bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1b\x1c\x1d\x1e\x1f\x01"))
    )
    if control > (0.05 * len(sample) + 9 if clean else 0.02 * len(sample) + 2) and sample.count(0) != control:
        raise _no_table(name, "bytes that are not text", _AS_CSV)
    if clean:
        text = data.translate(None, _CONTROL)
        if len(text) < len(data):
            notes.append(f"{name}: {len(data) - len(text):,} control characters (NUL bytes among them) were taken out.")
        return text
    if 0 in data:
        line = data.count(b"\n", 0, data.index(0)) + 1
        raise _no_table(
            name,
            f"{data.count(0)} NUL bytes, the first on line {line}",
            "export it again as CSV (UTF-8), or delete that line",
        )
    return data


def _no_table(name, came, way_out):
    """Return the DataError for something that is no table."""
    return DataError(f"read {name}", "a table as text (CSV, TSV) or Parquet", came, way_out)
