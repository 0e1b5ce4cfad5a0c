"""Delimiter, quote, header and the lines above a table are found."""

import pytest

from zerotohero.data._dialect import sniff

ROWS = [["city", "size", "note"], ["Rome", "2.5", "warm, old"], ["Oslo", "0.7", "cold"], ["Bern", "0.1", "x"]] * 1
ROWS += [["Lima", "9.7", "sea"], ["Kiev", "2.9", "steppe"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", ":", "~", "^", "\x01", "!", "::", "||"])
def test_any_delimiter_is_found(delimiter):
    lines = [delimiter.join(cell if delimiter not in cell else f'"{cell}"' for cell in row) for row in ROWS]
    dialect = sniff("\n".join(lines).encode())
    assert (dialect.delimiter, dialect.names, dialect.header) == (delimiter, ROWS[0], True)


def test_runs_of_blanks_separate_numbers():
    dialect = sniff(b"  1   2.5  3\n 10  20.5  3\n  7   8.5 33\n")
    assert (dialect.delimiter, dialect.width, dialect.header) == (" ", 3, False)
    assert dialect.names == ["1", "2", "3"]


def test_decimal_commas_do_not_beat_semicolons():
    assert sniff(b"a;b\n1,5;2,5\n3,5;4,5\n").delimiter == ";"


def test_sentences_with_commas_are_one_column():
    data = b"quote\nWell, yes\nNo\nOh, really, you too, then\nFine\nI see\n"
    assert sniff(data).width == 1


def test_title_lines_and_excel_s_hint_are_left_out():
    dialect = sniff(b"Sales 2024\n\na,b,c\n1,2,3\n4,5,6\n")
    assert dialect.names == ["a", "b", "c"]
    assert "Sales 2024" in dialect.notes[0]
    assert sniff(b"sep=;\na;b\n1;2\n").names == ["a", "b"]


def test_a_quoted_name_may_hold_a_newline_and_the_delimiter():
    dialect = sniff(b'"a\nb","c,d"\n1,2\n3,4\n')
    assert dialect.names == ["a\nb", "c,d"]
    assert dialect.body == b"1,2\n3,4\n"


def test_single_quotes_count_when_they_wrap_cells():
    assert sniff(b"a,b\n'x, y',1\n'z, w',2\n'q, r',3\n").quote == "'"


@pytest.mark.parametrize(
    ("data", "header"),
    [
        (b"a,b\n1,2\n3,4\n", True),
        (b"1,2\n3,4\n5,6\n", False),
        (b"-1, buy now\n1, hello you\n-1, click here\n", False),
        (b"1,?,a\n2,3,b\n?,4,a\n", False),
        (b"kind,cap\np,x\ne,x\ne,b\np,b\n", True),
        (b"name\nAnna\nBen\nCleo\n", True),
        (b"red,small\nblue,big\nred,big\nblue,small\nred,small\n", False),
        (b"You are here.\tDu bist da.\nI am over there.\tIch bin dort.\nWe come too.\tWir kommen auch.\n", False),
        (b"english\tgerman\nI am over there.\tIch bin dort.\nWe come too.\tWir kommen auch.\n", True),
        (b"country,2001,2002\nA,1,2\nB,3,4\n", True),
        (b"2001,2002\n1,2\n3,4\n", True),
        (b"1,5;2,5\n2,5;3,5\n4,5;5,5\n", False),
        (b"2024-01-01,5\n2024-01-02,6\n2024-01-03,7\n", False),
        (b'a,"b\n1,2\n3,4\n', True),
        (b'"a,b\n1,2\n3,4\n', True),
        ("país,año\nPerú,2001\nChile,2002\n".encode(), True),
    ],
)
def test_a_header_is_told_from_values(data, header):
    assert sniff(data).header is header
    assert sniff(data).width > 1 or b"Anna" in data


def test_r_leaves_out_the_name_of_the_row_names():
    assert sniff(b'"a","b"\n"1",5,6\n"2",7,8\n').names == ["", "a", "b"]
