"""A table comes out of any file that holds one, typed from all its values; later files obey the recipe."""

import gzip
import io

import numpy as np
import pandas as pd
import pytest

from zerotohero.core.dataset import missing
from zerotohero.core.errors import DataError, ParameterError, UnknownIdError
from zerotohero.core.recipe import ReadingRecipe
from zerotohero.data import _duck
from zerotohero.data._dialect import sniff
from zerotohero.data.table import columns_in, missing_columns, read_table, safe_name, unique_names

PEOPLE = "name,zip,born,paid,happy,about\n" + "".join(
    f"P-{i},0{1000 + i % 7},{i % 28 + 1}/0{i % 9 + 1}/1990,\"${i},{100 + i}.50\",{'yes' if i % 3 else 'no'},"
    f"\"likes {i} things, and word{i} most\"\n"
    for i in range(1, 60)
)  # fmt: skip


@pytest.fixture
def write(tmp_path):
    """Return a function that writes text or bytes to a file and returns its path."""

    def write(data, name="a.csv"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return write


def types_of(dataset):
    return {c.name: c.type for c in dataset.recipe.columns}


def test_types_come_from_all_values(write):
    data = read_table(write(PEOPLE))
    assert types_of(data) == {
        "name": "category", "zip": "category", "born": "date", "paid": "number", "happy": "category", "about": "words",
    }  # fmt: skip
    assert data.cells["zip"][0] == "01001"
    assert data.cells["paid"][0] == 1101.5
    assert data.cells["born"][12] == np.datetime64("1990-05-14", "s")
    assert data.cells["born"].dtype == "datetime64[s]"
    assert data.recipe.column("born").date_format == "%d/%m/%Y"


def test_many_short_texts_read_as_categories_are_pointed_out(write):
    said = [f"{('very', 'not', 'rather', 'never', 'so')[i % 5]} {'abcdefghi'[i % 9] * 3}" for i in range(100)]  # 45
    data = read_table(write("id,said,town\n" + "".join(f'{i},"{s}",Town {i % 9}\n' for i, s in enumerate(said))))
    assert types_of(data)["said"] == "category"
    (note,) = [n for n in data.notes if "said" in n]
    assert "45 different texts" in note and note.endswith("--type said=words reads their words.")
    assert not any("town" in n for n in data.notes)
    data = read_table(write("said\n" + "".join(f'"{s}"\n' for s in said)), types={"said": "words"})
    assert data.notes == ()


def test_missing_words_are_missing(write):
    text = "n,c,d\n1,x,2024-01-01\nNA,?,NA\n?,N/A,\n-,y,null\nnone,None,-\n,nan,2024-01-03\n2.5,-,2024-01-31\n"
    data = read_table(write(text))
    assert types_of(data) == {"n": "number", "c": "category", "d": "date"}
    np.testing.assert_array_equal(data.cells["n"], [1, np.nan, np.nan, np.nan, np.nan, np.nan, 2.5])
    assert data.cells["c"].tolist() == ["x", None, None, "y", "None", None, "-"]  # a category may be called None
    assert missing(data.cells["d"]).sum() == 4


def test_equal_texts_are_one_object(write):
    cells = read_table(write("c\n" + "red\nblue\n" * 50)).cells["c"]
    assert cells[0] is cells[2]


@pytest.mark.parametrize(
    ("late", "kind"), [("0123", "category"), ("12345678901234567", "category"), ("five", "number")]
)
def test_the_last_row_counts_as_much_as_the_first(write, monkeypatch, late, kind):
    monkeypatch.setattr("zerotohero.data._duck._SAMPLE", 40)
    data = read_table(write("x\ty\n" + "".join(f"{i}\t{i}\n" for i in range(100)) + f"{late}\t5\n"))
    assert (data.type("x"), data.type("y"), len(data.notes)) == (kind, "number", 0 if kind == "category" else 1)


def test_a_text_on_row_60001_does_not_stop_the_file(write):
    data = read_table(write("x\n" + "".join(f"{i}\n" for i in range(60_000)) + "oops\n5\n"))
    assert data.type("x") == "number"
    assert len(data) == 60_002
    assert np.isnan(data.cells["x"][60_000])
    assert data.notes == ("Column 'x': 1 cell is no number and read as missing, the first in row 60,001: 'oops'.",)


def test_one_word_among_numbers_is_missing(write):
    data = read_table(write("x\n" + "".join(f"{i}\nunknown\n" for i in range(30))))
    assert (data.type("x"), int(missing(data.cells["x"]).sum())) == ("number", 30)
    assert "'unknown'" in data.notes[0]


def test_mixed_codes_stay_a_category(write):
    data = read_table(write("x,y\n" + "".join(f"{i % 4},{i}\n4+,{i}\n" for i in range(30))))
    assert types_of(data) == {"x": "category", "y": "number"}


@pytest.mark.parametrize("number", ["1e400", "-1e999", "inf"])
def test_a_number_beyond_float64_is_missing_and_named(write, number):
    data = read_table(write(f"x\n1\n2\n{number}\n3\n"))
    np.testing.assert_array_equal(data.cells["x"], [1, 2, np.nan, 3])
    assert "row 3" in data.notes[0]
    again = read_table(write(f"x\n{number}\n", "b.csv"), data.recipe)
    assert np.isnan(again.cells["x"]).all()


def test_long_ids_are_not_rounded(write):
    data = read_table(write("id\n12345678901234567\n12345678901234568\n12345678901234569\n"))
    assert data.type("id") == "category"
    assert len(set(data.cells["id"])) == 3


def test_two_digit_months_are_numbers_and_postcodes_are_not(write):
    data = read_table(write("month,zip\n01,01234\n02,10115\n12,20095\n"))
    assert types_of(data) == {"month": "number", "zip": "category"}


def test_a_repeated_number_far_outside_is_missing(write):
    rows = "".join(f"{i % 40},{i % 900 + 3},{i % 2}\n" for i in range(1000)) + "-200,-200,0\n" * 40
    data = read_table(write("t,no,z\n" + rows))
    assert [c.missing_numbers for c in data.recipe.columns] == [(-200.0,), (-200.0,), ()]
    assert int(missing(data.cells["no"]).sum()) == 40
    assert "-200 (40 times)" in data.notes[0]
    assert np.isnan(read_table(write("t,no,z\n-200,5,1\n", "b.csv"), data.recipe).cells["t"][0])


def test_zeros_caps_and_single_outliers_are_left_alone(write):
    rng = np.random.default_rng(0)
    columns = {
        "zero": np.where(rng.random(500) < 0.3, 0, rng.integers(50, 200, 500)),
        "cap": np.minimum(rng.integers(0, 1200, 500), 999),
        "once": np.append(rng.integers(0, 10, 499), 99999),
        "rare": np.append(rng.integers(0, 400, 496), [99999] * 4),
        "debt": np.where(rng.random(500) < 0.1, -100, rng.integers(0, 1000, 500)),
        "minus": np.where(rng.random(500) < 0.7, -1, rng.integers(1, 800, 500)),
    }
    assert all(c.missing_numbers == () for c in read_table(pd.DataFrame(columns)).recipe.columns)


def test_decimal_commas_in_one_column_settle_the_others(write):
    data = read_table(write("a;b;c\n1,25;1,234;1.500\n2,5;5,678;2.750\n"))
    np.testing.assert_array_equal(data.cells["b"], [1.234, 5.678])
    np.testing.assert_array_equal(data.cells["c"], [1500, 2750])


def test_names_are_kept_whatever_they_hold(write):
    names = ["income >50K", "a:b", 'say "x"', "two\nlines", "💶", "it's", "%s", "c0"]
    text = io.StringIO()
    pd.DataFrame([range(8), range(8)], columns=names).to_csv(text, index=False)
    data = read_table(write(text.getvalue()))
    assert data.names() == names


def test_doubled_and_empty_names_are_made_unique_and_said(write):
    data = read_table(write("a,a,,a.1,b\n1,2,3,4,5\n6,7,8,9,10\n"))
    assert len(set(data.names())) == 5
    assert data.names()[0] == "a"
    assert data.names()[2:] == ["column 3", "a.1", "b"]
    assert data.cells[data.names()[1]].tolist() == [2, 7]
    assert len(data.notes) == 2
    assert unique_names(["a", "a", "a"])[0] == ["a", "a.1", "a.2"]


def test_a_comma_at_every_line_s_end_makes_no_column(write):
    assert read_table(write("a,b,\n1,2,\n3,4,\n")).names() == ["a", "b"]


def test_without_header_columns_are_numbered(write):
    data = read_table(write("6,148,0.5\n1,85,0.25\n8,183,0.1\n"))
    assert (data.names(), len(data), data.recipe.header) == (["1", "2", "3"], 3, False)
    again = read_table(write("7,1,0.5\n", "one.csv"), data.recipe)
    assert again.cells["2"].tolist() == [1]


def test_a_broken_quote_half_way_costs_no_row(write):
    rows = [f'{i},"word {i % 3}",{i / 2}' for i in range(200)]
    rows[100] = '100,"word 1,50.0'
    data = read_table(write("n,w,h\n" + "\n".join(rows) + "\n"))
    assert len(data) == 200
    assert set(data.cells["w"]) == {"word 0", "word 1", "word 2"}
    assert data.type("h") == "number"
    assert data.notes[0].startswith("Line 102:")


# --- reading by a recipe


def test_the_recipe_survives_json(write):
    data = read_table(write(PEOPLE))
    recipe = ReadingRecipe.from_dict(data.recipe.as_dict())
    again = read_table(write(PEOPLE, "b.csv"), recipe)
    assert recipe == data.recipe == again.recipe
    assert again.fingerprint == data.fingerprint


def test_one_row_and_empty_columns_get_the_training_types(write):
    data = read_table(write(PEOPLE))
    one = read_table(write("name,zip,born,paid,happy,about\nP-1,12345,3/4/1990,,yes,\n", "b.csv"), data.recipe)
    assert {n: c.dtype.kind for n, c in one.cells.items()} == {n: c.dtype.kind for n, c in data.cells.items()}
    assert one.cells["zip"][0] == "12345"
    assert one.cells["born"][0] == np.datetime64("1990-04-03", "s")
    assert np.isnan(one.cells["paid"][0])
    assert one.cells["about"][0] is None


def test_columns_may_be_missing_extra_or_in_another_order(write):
    data = read_table(write("a,b,c\n1,x,2\n3,y,4\n5,x,6\n"))
    path = write("new,b,a\n9,y,7\n", "b.csv")
    again = read_table(path, data.recipe)
    assert list(again.cells) == ["a", "b"]
    assert again.cells["a"].tolist() == [7]
    assert missing_columns(again, ["a", "b", "c"]) == ["c"]
    assert columns_in(path, data.recipe) == ["new", "b", "a"]


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_another_dialect_is_read_by_the_same_recipe(write, encoding, delimiter):
    data = read_table(write("städt,x\nKöln,1\nBern,2\nKöln,3\n"))
    again = read_table(write(f"städt{delimiter}x\nKöln{delimiter}5\n".encode(encoding), "b.csv"), data.recipe)
    assert (again.cells["städt"][0], again.cells["x"][0]) == ("Köln", 5)


def test_a_later_file_without_header_is_taken_in_order(write):
    data = read_table(write("city,x\nRome,1\nBern,2\nRome,3\n"))
    again = read_table(write("Oslo,5\nBern,6\n", "b.csv"), data.recipe)
    assert again.cells["x"].tolist() == [5, 6]
    assert "order" in again.notes[0]


def test_another_header_of_the_same_length_is_not_taken_in_order(write):
    data = read_table(write("city,x\nRome,1\nBern,2\nRome,3\n"))
    assert read_table(write("town,y\nOslo,5\nBern,6\nOslo,7\n", "b.csv"), data.recipe).cells == {}


def test_a_later_file_with_header_for_training_without_one(write):
    data = read_table(write("6,148,0.5\n1,85,0.25\n8,183,0.1\n"))
    again = read_table(write("a,b,c\n7,1,0.5\n", "b.csv"), data.recipe)
    assert [again.cells[n].tolist() for n in "123"] == [[7], [1], [0.5]]


def test_a_frame_read_without_header_is_numbered_from_1(write):
    recipe = read_table(write("6,148,0.5\n1,85,0.25\n8,183,0.1\n")).recipe
    assert read_table(pd.DataFrame([[7, 1, 0.5]]), recipe).cells["3"].tolist() == [0.5]


def test_decimal_commas_in_a_later_file_are_read(write):
    data = read_table(write("a,b\n1.5,x\n2.25,y\n"))
    again = read_table(write("a;b\n3,5;x\n4,75;y\n", "b.csv"), data.recipe)
    assert again.cells["a"].tolist() == [3.5, 4.75]
    assert "decimal commas" in again.notes[0]


def test_cells_that_do_not_fit_are_missing_and_named(write):
    data = read_table(write("a,d\n1,2024-01-01\n2,2024-01-02\n"))
    again = read_table(write("a,d\n5,2024-02-01\nlots,soon\n", "b.csv"), data.recipe)
    assert np.isnan(again.cells["a"][1])
    assert np.isnat(again.cells["d"][1])
    assert "row 2: 'lots'" in again.notes[0]
    assert "row 2: 'soon'" in again.notes[1]


# --- frames, records, Parquet


def frame():
    return pd.DataFrame(
        {
            "n": [1, 2, 3], "f": [0.5, np.nan, 2.0], "s": ["x", None, "y"], "b": [True, False, True],
            "d": pd.to_datetime(["2024-01-01", None, "2024-03-01"]), "k": pd.Categorical(["lo", "hi", "lo"]),
            "i": pd.array([1, None, 3], dtype="Int64"),
        }
    )  # fmt: skip


def test_a_frame_and_its_csv_give_the_same_cells(write):
    ours = read_table(frame())
    text = io.StringIO()
    frame().to_csv(text, index=False)
    from_file = read_table(write(text.getvalue()))
    assert types_of(ours) == types_of(from_file)
    assert ours.fingerprint == from_file.fingerprint
    assert read_table(frame(), from_file.recipe).fingerprint == ours.fingerprint


def test_parquet_and_its_csv_give_the_same_cells(write, tmp_path):
    import duckdb

    text = io.StringIO()
    frame().to_csv(text, index=False)
    path = tmp_path / "it's [a] frame.parquet"
    rows = frame()
    with duckdb.connect() as connection:
        connection.register("rows", rows)
        quoted = str(path).replace("'", "''")
        connection.execute(f"COPY (SELECT *, [1, 2] AS list FROM rows) TO '{quoted}' (FORMAT parquet)")
    ours = read_table(path)
    assert ours.fingerprint == read_table(write(text.getvalue())).fingerprint
    assert "'list'" in ours.notes[0]


def test_records_may_lack_keys():
    data = read_table([{"a": 1, "b": "x"}, {"a": 2}, {"b": "y", "c": 0.5}])
    assert data.names() == ["a", "b", "c"]
    np.testing.assert_array_equal(data.cells["a"], [1, 2, np.nan])
    one = read_table({"b": "x", "a": "2.5"}, data.recipe)
    assert one.cells["a"].tolist() == [2.5]


def test_whole_floats_in_a_frame_match_categories_read_from_text(write):
    recipe = read_table(write("z\n1\n2\n3\n"), types={"z": "category"}).recipe
    assert read_table(pd.DataFrame({"z": [1.0, np.nan, 3.0]}), recipe).cells["z"].tolist() == ["1", None, "3"]


# --- forced types, wrong calls


def test_types_can_be_told(write):
    path = write("zip,x\n91107,1\n90089,2\n")
    data = read_table(path, types={"zip": "category"})
    assert data.cells["zip"].tolist() == ["91107", "90089"]
    with pytest.raises(UnknownIdError, match="did you mean 'zip'"):
        read_table(path, types={"zipp": "category"})
    with pytest.raises(ParameterError, match="one of number, category, date, words"):
        read_table(path, types={"zip": "text"})
    with pytest.raises(DataError, match="column 'zip' as dates"):
        read_table(path, types={"zip": "date"})


@pytest.mark.parametrize(
    ("data", "match"),
    [("", "an empty file"), ("a,b,c\n", "a header and no row"), ("a,b\n\n\n", "a header and no row")],
)
def test_files_without_rows_are_one_message(write, data, match):
    with pytest.raises(DataError, match=match):
        read_table(write(data))


def test_a_misspelt_file_name_is_guessed(write):
    path = write("a\n1\n", "houses.csv")
    with pytest.raises(DataError, match=r"did you mean .*houses\.csv"):
        read_table(path.with_name("house.csv"))


def test_frames_without_rows_or_columns_are_one_message():
    for nothing in (pd.DataFrame(), pd.DataFrame({"a": []}), []):
        with pytest.raises(DataError, match="expected rows"):
            read_table(nothing)
    with pytest.raises(DataError, match="one dict for each row"):
        read_table([1, 2])


def test_gzip_accents_and_blanks_in_paths(tmp_path):
    folder = tmp_path / "my dätä"
    folder.mkdir()
    (folder / "é (1).csv.gz").write_bytes(gzip.compress(b"a,b\n1,x\n2,y\n"))
    data = read_table(folder / "é (1).csv.gz")
    assert (len(data), data.name) == (2, "é-1")
    assert safe_name("../My data (2).csv") == "My-data-2"


def test_all_cells_missing_is_read(write):
    data = read_table(write("a,b\nNA,\n,NA\n"))
    assert [c.missing for c in data.columns] == [2, 2]


def test_five_thousand_columns_are_read(write):
    names = ",".join(f"c{i}" for i in range(5000))
    row = ",".join(str(i % 7) for i in range(5000))
    data = read_table(write(f"{names}\n{row}\n{row}\n{row}\n"))
    assert len(data.cells) == 5000
    assert data.cells["c4999"].tolist() == [4999 % 7] * 3


def test_many_rows_are_read_as_few_are(write, monkeypatch):
    """Of many rows SQL reads dates and codes texts: the same cells and the same recipe come of it."""
    days = np.datetime64("1999-12-25") + np.arange(300) % 90
    seconds = np.datetime64("2024-02-28T22:10:00") + 4000 * np.arange(300)
    frame = pd.DataFrame(
        {
            "day": days.astype(str),
            "moment": [str(s).replace("T", " ") for s in seconds],
            "gaps": [None if i % 7 == 0 else str(d) for i, d in enumerate(days)],
            "midnight": [f"{d} 00:00:00" for d in days],
            "mixed": [str(d) if i % 2 else f"{d} 10:00:00" for i, d in enumerate(days)],
            "no_date": [*days.astype(str)[:-1], "2023-02-30"],
            "no_date_words": [*days.astype(str)[:-1], "NA"],
            "city": [None if i % 11 == 0 else [" Rome", "Rome", "Oslo ", "?", "São Paulo"][i % 5] for i in range(300)],
            "zip": [f"0{1000 + i % 7}" for i in range(300)],
            "x": np.arange(300) / 4,
        }
    )
    path = write(frame.to_csv(index=False))
    few = read_table(path)
    monkeypatch.setattr(_duck, "_SAMPLE", 100)
    monkeypatch.setattr(_duck, "_MANY_ROWS", 10)
    many = read_table(path)
    assert many.recipe == few.recipe
    for name, cells in few.cells.items():
        np.testing.assert_array_equal(many.cells[name], cells, err_msg=name)
    with _duck.split_text(path.read_bytes().split(b"\n", 1)[1], sniff(path.read_bytes())) as source:
        assert source._iso == {0, 1, 2}
        assert source._codes_in_sql(7) and source.texts(7)[1] == ["Rome", "Oslo", "?", "São Paulo"]  # as they come
