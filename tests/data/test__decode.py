"""Bytes become text, whatever the encoding and wrapping; what is no text is refused in one message."""

import gzip
import zipfile

import pytest

from zerotohero.core.errors import DataError
from zerotohero.data._decode import read_text

TEXT = "name;café\nZoë;1\nJürgen;2\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_every_usual_encoding_gives_the_same_text(tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode(encoding))
    assert read_text(path).data.decode("utf-8") == TEXT


def test_windows_quotes_and_euro_are_read(tmp_path):
    (tmp_path / "a.csv").write_bytes("price\n5 €\n“six”\n".encode("cp1252"))
    text = read_text(tmp_path / "a.csv")
    assert text.data.decode("utf-8") == "price\n5 €\n“six”\n"
    assert text.encoding == "cp1252"


def test_one_damaged_byte_does_not_turn_utf8_into_latin1(tmp_path):
    raw = ("é" * 100 + ",b\n").encode() + b"\xff\n" + ("é" * 100).encode()
    (tmp_path / "a.csv").write_bytes(raw)
    text = read_text(tmp_path / "a.csv")
    assert text.data.decode("utf-8").count("é") == 200
    assert "damaged" in text.notes[0]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_of_every_system_become_one(tmp_path, end):
    (tmp_path / "a.csv").write_bytes(f"a,b{end}1,2{end}".encode())
    assert read_text(tmp_path / "a.csv").data == b"a,b\n1,2\n"


def test_gzip_and_zip_are_unwrapped(tmp_path):
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(TEXT.encode()))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("inner/a.csv", TEXT)
        archive.writestr("__MACOSX/._a.csv", "x")
        archive.writestr("readme.md", "x")
    assert read_text(tmp_path / "a.csv.gz").data == read_text(tmp_path / "a.zip").data == TEXT.encode()


@pytest.mark.parametrize(
    ("name", "raw", "came"),
    [
        ("a.csv", b"", "empty file"),
        ("a.csv", b" \n\n", "empty file"),
        ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG picture"),
        ("a.csv", b"\xff\xd8\xff\xe0" + bytes(100), "JPEG picture"),
        ("a.csv", bytes(range(256)) * 40, "not text|NUL"),
        ("a.csv", b"<!DOCTYPE html><html>\n</html>", "web page"),
        ("a.csv", b'[{"a": 1}]', "JSON"),
        ("a.csv", b"a,b\n1,2\n3,\x004\n", "NUL bytes, the first on line 3"),
        ("a.xlsx", b"PK\x03\x04", "spreadsheet"),
        ("a.pkl", b"\x80\x04", "pickle"),
        ("a.joblib", b"x", "pickle"),
        ("a.h5", b"x", "HDF5"),
        ("a.csv", b"\x80\x04\x95" + bytes(50), "pickle"),
        ("a.csv.gz", b"\x1f\x8b\x08\x00broken", "."),
        ("a.zip", b"PK\x03\x04broken", "."),
    ],
)
def test_what_is_no_table_is_one_message(tmp_path, name, raw, came):
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(DataError, match=came) as error:
        read_text(tmp_path / name)
    assert error.value.try_


def test_a_zip_with_two_tables_names_them(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("one.csv", "a\n1\n")
        archive.writestr("two.csv", "a\n1\n")
    with pytest.raises(DataError, match=r"2 tables \(one.csv, two.csv\)"):
        read_text(tmp_path / "a.zip")


def test_a_spreadsheet_that_is_called_zip_is_named(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("[Content_Types].xml", "")
    with pytest.raises(DataError, match="spreadsheet"):
        read_text(tmp_path / "a.zip")
