import numpy as np
import pytest

from zerotohero.checks.identifier import SPEC


def where(data, target="y"):
    return [name for found in SPEC.run(data, target, "classification") for name in found.where]


@pytest.fixture
def x(rng):
    return rng.normal(size=100).round(1)


def test_row_numbers_and_codes_are_set_aside(table, x, rng):
    codes = [f"{a:04d}-QX" for a in rng.permutation(100)]
    (found,) = SPEC.run(table(no=np.arange(1, 101), code=codes, x=x, y=x > 0), "y", "classification")
    assert found.where == ("no", "code")
    assert found.act == {"drop": ["no", "code"]}
    assert found.fix.startswith("--id no")


def test_shuffled_row_numbers_are_found(table, x, rng):
    assert where(table(no=rng.permutation(100) + 5000, x=x, y=x > 0)) == ["no"]


def test_ids_with_holes_that_go_with_nothing_are_found(table, x, rng):
    assert where(table(no=rng.choice(10**9, 100, replace=False), x=x, y=x > 0)) == ["no"]


@pytest.mark.parametrize(
    "column",
    [
        np.linspace(0, 1, 100),  # measured
        np.arange(1900, 2000),  # years
        np.datetime64("2020-01-01") + np.arange(100),
        np.array([f"a house in street {i}" for i in range(100)]),  # free text
        np.repeat(np.arange(50), 2),  # two rows each
        np.array([f"A{i}" for i in range(99)] + [None], object),
    ],
    ids=["measured", "years", "dates", "free text", "repeated", "gap"],
)
def test_other_columns_of_different_values_are_no_identifier(table, x, column):
    assert where(table(c=column, x=x, y=x > 0)) == []


def test_a_wide_whole_number_that_goes_with_another_column_is_a_measure(table, x, rng):
    income = np.round(1e8 * np.exp(x + rng.normal(0, 0.1, 100)))
    assert len(set(income)) == 100
    assert where(table(income=income, x=x, y=x > 0)) == []


def test_a_count_that_grows_with_the_rows_is_a_measure(table, rng):
    people = 198_000 + np.cumsum(rng.normal(210, 40, 400).round().clip(1))
    y = np.arange(400) > 200
    assert where(table(pop=people, x=people / 7, y=y)) == []
    sampled = np.sort(rng.choice(90_000, 400, replace=False))  # numbers of rows, most of them left out
    assert where(table(no=sampled, x=sampled / 7.5, y=y)) == ["no"]
    few_gaps = np.delete(np.arange(410), [3, 70, 71, 72, 100, 200, 260, 300, 301, 405])
    assert where(table(no=few_gaps, x=few_gaps / 7.5, y=y)) == ["no"]


def test_the_target_is_never_an_identifier(table, x):
    assert where(table(y=np.arange(100), x=x)) == []
