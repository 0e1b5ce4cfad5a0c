"""Records of JSON against what the same cells give when they are read from a file."""

import csv

import numpy as np
import pytest

from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.data.bring import bring
from zerotohero.serve.records import RecordError, read_records

HEADER = ("age", "price", "breed", "born", "note")
LINES = [
    ("3", "1.234,50 €", "Siamese", "03.02.2020", "sleeps all day on the warm oven"),
    ("", "12,00 €", "NA", "17.11.2021", "runs away from every guest we have"),
    ("7.5", "0,99 €", "Manx", "30.06.2019", "wants to be alone with its mouse"),
] * 20


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """A table with decimal commas, a currency, days first, and gaps."""
    path = tmp_path_factory.mktemp("records") / "cats.csv"
    with path.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.writer(lines)
        writer.writerow(HEADER)
        writer.writerows((*line[:4], f"{line[4]} {i}") for i, line in enumerate(LINES))
    return path


@pytest.fixture(scope="module")
def dataset(file):
    return bring(file)


def features(dataset):
    return [(c.name, c.type) for c in dataset.recipe.columns]


def same(a, b):
    if a.dtype.kind in "fM":
        return np.array_equal(a, b, equal_nan=True)
    return a.tolist() == b.tolist()


def test_texts_are_read_as_in_the_file(file, dataset):
    assert [t for _, t in features(dataset)] == ["number", "number", "category", "date", "words"]
    with file.open(encoding="utf-8") as lines:
        records = [{k: v or None for k, v in row.items()} for row in csv.DictReader(lines)]
    cells = read_records(records, features(dataset), dataset.recipe)
    assert all(same(cells[name], dataset.cells[name]) for name, _ in features(dataset))


def test_numbers_are_taken_as_such(dataset):
    records = [{"age": 3, "price": 12.5, "breed": 4.0, "born": "2020-02-03", "note": None}]
    cells = read_records(records, features(dataset), dataset.recipe)
    assert cells["age"].tolist() == [3.0] and cells["price"].tolist() == [12.5] and cells["breed"].tolist() == ["4"]
    assert cells["born"][0] == np.datetime64("2020-02-03", "s") and cells["note"].tolist() == [None]


@pytest.mark.parametrize(
    "field, value, rule",
    [
        ("age", "three", "finite number"),
        ("age", True, "finite number"),
        ("age", [3], "finite number"),
        ("age", 10**400, "finite number"),
        ("price", "1.2.3", "finite number"),
        ("breed", {"a": 1}, "a text"),
        ("born", "yesterday", "a date such as"),
        ("born", [2020], "a text"),
        ("note", ["a"], "a text"),
    ],
)
def test_what_a_column_cannot_hold_is_named(dataset, field, value, rule):
    record = {"age": 1, "price": 2, "breed": "Manx", "born": None, "note": None}
    with pytest.raises(RecordError) as error:
        read_records([record, {**record, field: value}], features(dataset), dataset.recipe)
    (problem,) = error.value.problems
    assert (problem["row"], problem["field"]) == (1, field) and rule in problem["rule"]
    assert len(str(problem["value"])) <= 200


def test_problems_are_told_row_by_row(dataset):
    record = {"age": 1, "price": 2, "breed": "Manx", "born": None, "note": None}
    with pytest.raises(RecordError) as error:
        read_records([{**record, "price": "much"}, {**record, "age": "old"}], features(dataset), dataset.recipe)
    assert [(p["row"], p["field"]) for p in error.value.problems] == [(0, "price"), (1, "age")]
    assert "row 0" in error.value.asked


def test_missing_and_unknown_fields_are_named_and_the_likely_one_offered(dataset):
    record = {"age": 1, "price": 2, "bred": "Manx", "born": None, "note": None}
    with pytest.raises(RecordError) as error:
        read_records([record], features(dataset), dataset.recipe)
    assert [(p["field"], p["rule"]) for p in error.value.problems] == [
        ("bred", 'a field that the model looks at, perhaps "breed"'),
        ("breed", "a value, or null where it is not known"),
    ]
    assert 'got "bred"' in str(error.value)


def test_another_column_of_the_file_may_come_along(dataset):
    known = [f for f in features(dataset) if f[0] != "note"]
    record = {"age": 1, "price": 2, "breed": "Manx", "born": None, "note": "the answer"}
    assert "note" not in read_records([record], known, dataset.recipe)


def test_no_more_than_twenty_problems_are_told(dataset):
    with pytest.raises(RecordError) as error:
        read_records([3] * 1000, features(dataset), dataset.recipe)
    assert len(error.value.problems) == 20


def test_numbers_that_mean_no_value_are_missing():
    recipe = ReadingRecipe("table", (ColumnRecipe("x", "number", missing_numbers=(-200.0,)),))
    assert np.isnan(read_records([{"x": -200}], [("x", "number")], recipe)["x"][0])


def test_words_for_no_value_are_missing_in_every_column_of_numbers():
    recipe = ReadingRecipe("table", (ColumnRecipe("x", "number"),))
    assert np.isnan(read_records([{"x": " NA "}], [("x", "number")], recipe)["x"][0])
