from types import SimpleNamespace

import numpy as np
import pytest

from zerotohero.core.dataset import Dataset
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.serve.form import cell, fields


def field(values, kind, **recipe):
    """Return the one field of a table with one column."""
    cells = np.array(values, {"number": float, "date": "datetime64[s]"}.get(kind, object))
    column = ColumnRecipe("x", kind, **recipe)
    data = Dataset("t", "table", {"x": cells}, ReadingRecipe("table", (column,)), "t")
    return fields(data.recipe, [("x", kind)], data, None)[0]


def test_a_number_starts_at_the_median_and_names_its_usual_range():
    found = field([*range(1, 102), np.nan], "number", prefix="$")
    assert (found["value"], found["low"], found["high"], found["whole"]) == (51, 6, 96, True)
    assert found["unit"] == ["$", ""]


def test_a_category_starts_at_the_most_frequent_one():
    found = field(["b", "a", "a", None], "category")
    assert (found["value"], found["choices"]) == ("a", ["a", "b"])


def test_a_column_that_is_mostly_missing_starts_as_not_known():
    assert field(["b", None, None], "category")["value"] is None


def test_a_text_that_stands_once_is_shown_to_nobody():
    assert field(["my own words", "others"], "words")["value"] == ""


def test_a_date_starts_in_the_middle_and_asks_for_a_clock_only_if_there_is_one():
    found = field(["2020-01-01", "2020-01-05", "2020-02-01"], "date")
    assert (found["value"], found["clock"]) == ("2020-01-05", False)
    assert field(["2020-01-01T08:30:00"], "date") | {"name": ""} == {
        "name": "", "type": "date", "unit": ["", ""], "value": "2020-01-01T08:30", "clock": True,
    }  # fmt: skip


def test_with_many_columns_the_one_that_moves_the_answer_comes_first():
    rng = np.random.default_rng(0)
    names = [f"c{i}" for i in range(12)]
    columns = tuple(ColumnRecipe(n, "number") for n in names)
    data = Dataset("t", "table", {n: rng.normal(size=60) for n in names}, ReadingRecipe("table", columns), "t")
    model = SimpleNamespace(predict=lambda cells: 5 * cells["c7"] + cells["c2"])
    found = [f["name"] for f in fields(data.recipe, [(n, "number") for n in names], data, model)]
    assert found[:2] == ["c7", "c2"]


NUMBER = ColumnRecipe("x", "number", missing=("", "NA"), missing_numbers=(-200.0,))


@pytest.mark.parametrize(
    "value, expected",
    [("3.5", 3.5), (4, 4.0), (" 7 ", 7.0), (-200, np.nan), ("NA", np.nan), (None, np.nan), ("", np.nan)],
)
def test_numbers_are_read(value, expected):
    cells, note = cell(value, NUMBER)
    assert np.array_equal(cells, [expected], equal_nan=True) and not note


@pytest.mark.parametrize("value", ["abc", "1e400", "nan", [1], {"a": 1}])
def test_what_is_no_number_is_missing_and_named(value):
    cells, note = cell(value, NUMBER)
    assert np.isnan(cells[0]) and note.startswith("x: ")


@pytest.mark.parametrize("value", ["2020-02-01", "01/02/2020", "2020-02-01T00:00"])
def test_dates_are_read_as_iso_or_as_in_the_file(value):
    cells, note = cell(value, ColumnRecipe("x", "date", date_format="%d/%m/%Y"))
    assert cells[0] == np.datetime64("2020-02-01T00:00:00") and not note


def test_what_is_no_date_is_missing_and_named():
    cells, note = cell("soon", ColumnRecipe("x", "date", date_format="%d/%m/%Y"))
    assert np.isnat(cells[0]) and "“soon”" in note


def test_texts_keep_their_words_and_lose_the_missing_ones():
    column = ColumnRecipe("x", "category", missing=("", "?"))
    assert [cell(v, column)[0][0] for v in ("red", " red ", "?", None, 3)] == ["red", "red", None, None, "3"]


def test_a_bare_model_file_starts_with_what_it_holds_as_usual():
    from zerotohero.data.usual import usual

    rng = np.random.default_rng(0)
    colour = np.array(["red", "blue"], object)[(np.arange(200) % 3 == 0).astype(int)]
    cells = {"weight": rng.integers(1, 9, 200).astype(float), "colour": colour, "gone": np.full(200, np.nan)}
    features = [("weight", "number"), ("colour", "category"), ("gone", "number")]
    recipe = ReadingRecipe("table", tuple(ColumnRecipe(name, kind) for name, kind in features))
    model = SimpleNamespace(manifest={"usual": usual(cells, features)})
    weight, colour, gone = fields(recipe, features, None, model)
    assert weight["value"] == np.median(cells["weight"]) and weight["whole"]
    assert weight["low"] < weight["value"] < weight["high"]
    assert (colour["value"], colour["choices"]) == ("red", ["red", "blue"])
    assert gone["value"] is None and "low" not in gone
