"""Irregular lines become rows of their own, and the note names the line."""

import csv
import io

from zerotohero.data._dialect import sniff
from zerotohero.data._mend import mend


def mended(text):
    dialect = sniff(text.encode())
    body, notes = mend(dialect.body, dialect)
    return list(csv.reader(io.StringIO(body.decode()), delimiter=dialect.separator)), notes


def test_a_quote_that_never_closes_swallows_no_row():
    rows, notes = mended("a,b,c\n" + "1,x,2\n" * 50 + '1,"x,2\n' + '1,"y, z",3\n' * 50)
    assert len(rows) == 101
    assert rows[50] == ["1", "x", "2"]
    assert rows[51] == ["1", "y, z", "3"]
    assert notes == ["Line 52: a quote mark that does not close, or stands inside a cell; read as it stands."]


def test_two_broken_quotes_do_not_join_the_rows_between():
    rows, notes = mended('a,b,c\n1,2,"x\n3,4,5\n6,7",8\n9,9,9\n')
    assert rows == [["1", "2", "x"], ["3", "4", "5"], ["6", '7"', "8"], ["9", "9", "9"]]
    assert notes[0].startswith("Line 2:")


def test_cells_of_several_lines_stay_whole():
    rows, notes = mended('a,b\n1,"one\ntwo, three\n\nfour"\n2,"x"\n')
    assert rows == [["1", "one\ntwo, three\n\nfour"], ["2", "x"]]
    assert notes == []


def test_quotes_inside_a_quoted_cell_are_kept():
    rows, notes = mended('a,b\n1,"she said "no" twice"\n2,"a \\"b\\" c"\n3,fine\n')
    assert rows == [["1", 'she said "no" twice'], ["2", 'a "b" c'], ["3", "fine"]]
    assert "Lines 2, 3" in notes[0]


def test_inches_in_a_bare_cell_are_kept():
    rows, notes = mended('a,b\n1,5" pipe\n2,x\n')
    assert rows == [["1", '5" pipe'], ["2", "x"]]
    assert notes == []


def test_short_and_long_rows_are_named():
    rows, notes = mended("a,b,c\n1,2,3\n4,5\n6,7,8,9\n1,2,3\n1,2,3\n1,2,3\n1,2,3\n")
    assert rows[1:3] == [["4", "5", ""], ["6", "7", "8"]]
    assert "Line 3: fewer than 3" in notes[0]
    assert "Line 4: more than 3" in notes[1]
