"""Columns that DuckDB splits or reads: text files and Parquet. Typing is not left to it."""

import re
import tempfile
from pathlib import Path

import numpy as np

from zerotohero.core.errors import DataError
from zerotohero.data._frame import coded, stripped
from zerotohero.data._numbers import is_number
from zerotohero.data._words import NUMBER_WORDS

_CONFIG = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "threads": 2,
}  # rows stay in order
_BATCH = 500  # columns that are fetched together
_SAMPLE = 200_000  # cells that are looked at one by one
_MANY_ROWS, _FEW_TEXTS = 200_000, 50_000  # where coding the texts in SQL beats fetching them all
_DAY, _CLOCK = r"\d{4}-\d\d-\d\d", r" \d\d:\d\d:\d\d"
_LONGEST_LINE = 32_000_000  # bytes


class DuckSource:
    """Columns of a DuckDB table or view called ``cells``, with columns c0, c1, ...

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
    names : list of str
    kinds : list of {"text", "number", "date", "flag"}
    folder : tempfile.TemporaryDirectory or None
        Kept until the source is closed.
    """

    def __init__(self, connection, names, kinds, folder=None):
        self.connection, self.names, self.kinds, self._folder = connection, names, kinds, folder
        self.rows = connection.execute("SELECT count(*) FROM cells").fetchone()[0]
        self._plain, self._iso = self._simple_columns()
        self._last, self._fetched = (None, None), {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()
        if self._folder:
            self._folder.cleanup()

    def numbers(self, i):
        """Return (N,) float64, or None if a cell is neither a number nor a missing word."""
        if self.kinds[i] == "number" or i in self._plain:
            return _filled(self._fetch(i, "TRY_CAST({c} AS DOUBLE)"))
        return None

    def dates(self, i):
        """Return (N,) datetime64[s], or None if the column is text (of many rows: other than ISO dates)."""
        dates = self.kinds[i] == "date" or i in self._iso
        return _seconds(self._fetch(i, "CAST({c} AS TIMESTAMP)")) if dates else None

    def texts(self, i):
        """Return codes (N,) and the distinct texts."""
        if self._last[0] != i and self._codes_in_sql(i):
            self._last = i, self._coded_in_sql(i)
        if self._last[0] != i:  # guessed a moment ago, read now
            flag = "CASE {c} WHEN true THEN 'True' WHEN false THEN 'False' END"
            cells = self._fetch(i, flag if self.kinds[i] == "flag" else "CAST({c} AS VARCHAR)")
            mask = np.ma.getmaskarray(cells)
            cells = np.array(np.ma.getdata(cells), dtype=object)
            cells[mask] = None
            self._last = i, coded(cells)
        return self._last[1]

    def _codes_in_sql(self, i):
        """Return whether a column of texts has so many rows and so few texts that SQL codes it faster."""
        if self._folder is None or self.rows < _MANY_ROWS or self.kinds[i] != "text":
            return False
        return self._counts("approx_count_distinct({c})", [i])[i] <= _FEW_TEXTS

    def _coded_in_sql(self, i):
        """Return codes (N,), -1 where nothing is, and the distinct texts in the order of their first rows."""
        texts = f"SELECT c{i} FROM cells WHERE c{i} IS NOT NULL GROUP BY c{i} ORDER BY min(rowid)"
        self.connection.execute(f"CREATE OR REPLACE TYPE e{i} AS ENUM ({texts})")
        distinct = [row[0] for row in self.connection.execute(f"SELECT unnest(enum_range(NULL::e{i}))").fetchall()]
        codes = self.connection.execute(f"SELECT enum_code(c{i}::e{i}) AS k FROM cells").fetchnumpy()["k"]
        return stripped(np.ma.filled(codes.astype(np.int64), -1), distinct)

    def _fetch(self, i, expression):
        """Return an SQL expression of column ``i`` over all rows; its neighbours come along if rows are few."""
        if i not in self._fetched.get(expression, ()):
            beside = range(i, min(len(self.names), i + max(1, min(_BATCH, 1_000_000 // (self.rows + 1)))))
            beside = [j for j in beside if self._alike(j) == self._alike(i)]
            query = ", ".join(f"{expression.replace('{c}', f'c{j}')} AS x{j}" for j in beside)
            found = self.connection.execute(f"SELECT {query} FROM cells").fetchnumpy()
            self._fetched[expression] = {j: found[f"x{j}"] for j in beside}
        return self._fetched[expression][i]

    def _alike(self, i):
        """Return what columns that are fetched together have in common."""
        return self.kinds[i], i in self._plain, i in self._iso

    def _simple_columns(self):
        """Return two sets of text columns: every cell a plain number or a missing word; every cell one form of ISO date.

        Codes with leading zeros and digits beyond what float64 can tell apart are not plain. Some rows, looked
        at here, rule most texts out; DuckDB then counts the exceptions in all rows. Of few rows dates are left to Python.
        """
        few = self.rows * len(self.names) <= 3 * _SAMPLE  # then a look at every cell beats planning hundreds of queries
        size = self.rows if few else min(self.rows, max(20, _SAMPLE // len(self.names)))
        sample = self.connection.execute(f"SELECT * FROM cells LIMIT {size}").fetchnumpy()
        texts = [i for i, kind in enumerate(self.kinds) if kind == "text"]
        found = [i for i in texts if _all_plain(sample[f"c{i}"])]
        if size == self.rows:
            return set(found), set()
        dates = [i for i in texts if i not in found and _all_iso(sample[f"c{i}"])]
        words = ", ".join(f"'{word}'" for word in NUMBER_WORDS)
        counts = self._counts("count({c}) - count(TRY_CAST({c} AS DOUBLE))", found)
        doubtful = [i for i in found if counts[i]]
        unread = self._counts(
            f"count(*) FILTER (TRY_CAST({{c}} AS DOUBLE) IS NULL AND trim({{c}}) NOT IN ({words}))", doubtful
        )
        coded = self._counts("count(*) FILTER ({c} >= '00' AND {c} < '0:')", found)
        long = self._counts("count(*) FILTER (strlen({c}) > 15 AND NOT contains({c}, '.'))", found)
        plain = {i for i in found if not (unread.get(i) or coded[i] or long[i])}
        return plain, {i for i in dates if self._is_iso(i)}

    def _is_iso(self, i):
        """Return whether every cell is a date as 2024-05-31, or every cell one with a clock that is not always midnight."""
        days, times, read, moments, there = self.connection.execute(
            f"SELECT count(*) FILTER (regexp_full_match(c{i}, '{_DAY}')), "
            f"count(*) FILTER (regexp_full_match(c{i}, '{_DAY}{_CLOCK}')), count(TRY_CAST(c{i} AS TIMESTAMP)), "
            f"count(*) FILTER (NOT ends_with(c{i}, ' 00:00:00')), count(c{i}) FROM cells"
        ).fetchone()
        return there == read and (days == there or (times == there and moments > 0))

    def _counts(self, test, columns, batch=20):
        """Return column -> the value of an SQL aggregate; a query with hundreds of filters is slow to plan."""
        counts = {}
        for k in range(0, len(columns), batch):
            some = columns[k : k + batch]
            query = ", ".join(test.replace("{c}", f"c{i}") for i in some)
            counts.update(zip(some, self.connection.execute(f"SELECT {query} FROM cells").fetchone()))
        return counts


def split_text(text, dialect):
    """Return the DuckSource with the cells of a decoded file; raises duckdb.Error if its lines are irregular.

    Parameters
    ----------
    text : bytes
        UTF-8, without header.
    dialect : Dialect
    """
    import duckdb

    folder = tempfile.TemporaryDirectory(prefix="zerotohero-", ignore_cleanup_errors=True)
    try:
        path = Path(folder.name) / "cells.csv"
        path.write_bytes(text)
        connection = duckdb.connect(config={**_CONFIG, "temp_directory": folder.name})
        columns = {f"c{i}": "VARCHAR" for i in range(dialect.width)}
        connection.execute(
            "CREATE TABLE cells AS SELECT * FROM read_csv(?, columns=?, auto_detect=false, header=false, delim=?, "
            "quote=?, escape=?, strict_mode=true, new_line='\\n', max_line_size=?)",
            [str(path), columns, dialect.separator, dialect.quote, dialect.quote, _LONGEST_LINE],
        )
        path.unlink()
        return DuckSource(connection, dialect.names, ["text"] * dialect.width, folder)
    except BaseException:
        folder.cleanup()
        raise


def open_parquet(path):
    """Return the DuckSource for a Parquet file, and notes on columns that are no cells."""
    import duckdb

    connection = duckdb.connect(config=_CONFIG)
    quoted = str(path).replace("'", "''").replace("[", "[[]").replace("*", "[*]").replace("?", "[?]")
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM read_parquet('{quoted}')").fetchall()
        kinds, names, parts, notes = [], [], [], []
        for name, sql, *_ in described:
            kind = _sql_kind(sql)
            if kind is None:
                notes.append(f"Column {name!r} holds {sql.lower()} values, not single cells: left out.")
                continue
            parts.append(f'"{name.replace(chr(34), chr(34) * 2)}" AS c{len(names)}')
            names.append(name)
            kinds.append(kind)
        if parts:
            connection.execute(f"CREATE VIEW cells AS SELECT {', '.join(parts)} FROM read_parquet('{quoted}')")
            return DuckSource(connection, names, kinds), notes
    except duckdb.Error as error:
        reason = str(error).split("\n")[0][:150]
        raise DataError(
            f"read {Path(path).name}", "a Parquet file", reason, "write the file again, or as CSV"
        ) from None
    raise DataError(f"read {Path(path).name}", "columns of numbers, texts or dates", "none", "choose other columns")


def _sql_kind(sql):
    """Return the kind of a DuckDB type, or None for lists, structs and blobs."""
    sql = sql.upper()
    if "[" in sql or sql.startswith(("STRUCT", "MAP", "UNION", "BLOB", "BIT")):
        return None
    if sql.startswith(("TINYINT", "SMALLINT", "INT", "BIGINT", "HUGEINT", "UTINY", "USMALL", "UINT", "UBIG", "UHUGE")):
        return "text" if sql.startswith("INTERVAL") else "number"
    if sql.startswith(("FLOAT", "DOUBLE", "REAL", "DECIMAL")):
        return "number"
    if sql.startswith(("DATE", "TIMESTAMP")):
        return "date"
    return "flag" if sql == "BOOLEAN" else "text"


def _all_plain(cells):
    """Return whether every text is a plain number or a missing word."""
    for text in set(np.ma.getdata(cells)[~np.ma.getmaskarray(cells)].tolist()):
        text = text.strip()
        coded = text[:1] == "0" and text[1:2].isdigit()
        if (coded or not is_number(text) or (len(text) > 15 and "." not in text)) and text not in NUMBER_WORDS:
            return False
    return True


def _all_iso(cells):
    """Return whether there are texts, and each has the form of an ISO date."""
    texts = np.ma.getdata(cells)[~np.ma.getmaskarray(cells)].tolist()
    return bool(texts) and all(re.fullmatch(f"{_DAY}({_CLOCK})?", text, re.ASCII) for text in texts)


def _filled(values):
    """Return float64 with NaN where DuckDB's masked array has no value."""
    if isinstance(values, np.ma.MaskedArray):
        values = values.astype(np.float64).filled(np.nan)
    return np.array(values, np.float64)


def _seconds(values):
    """Return datetime64[s] with NaT where DuckDB's masked array has no value."""
    mask = np.ma.getmaskarray(values)
    out = np.ma.getdata(values).astype("datetime64[s]")
    out[mask] = np.datetime64("NaT")
    return out
