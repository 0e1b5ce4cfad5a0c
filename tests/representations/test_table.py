"""The table as a whole: every kind of cell in, finite numbers out, the same bits ever after."""

import json

import numpy as np
import pytest

from zerotohero.representations.table import TableRepresentation


@pytest.fixture(params=["linear", "trees"])
def table(request, columns, make_cells):
    return TableRepresentation(columns, request.param).fit(make_cells())


def test_every_kind_of_column_gives_features_with_a_name(table, columns, make_cells):
    X = table.transform(make_cells())
    assert np.isfinite(X).all() and X.dtype == np.float64
    assert X.shape[1] == len(table.feature_names_) == len(set(table.feature_names_))
    assert {column for column, _ in table.features_} == {name for name, _ in columns}


def test_the_state_is_json_and_gives_identical_bits(table, make_cells):
    again = TableRepresentation.from_state(json.loads(json.dumps(table.state_, allow_nan=False)))
    cells = make_cells(seed=1)
    assert (again.transform(cells) == table.transform(cells)).all()
    assert again.feature_names_ == table.feature_names_


def test_a_row_alone_is_the_row_among_others_bit_for_bit(table, make_cells):
    cells = make_cells(40)
    alone = [table.transform({n: c[i : i + 1] for n, c in cells.items()}) for i in range(40)]
    assert (np.vstack(alone) == table.transform(cells)).all()


def test_the_target_is_not_looked_at(table, columns, make_cells):
    other = TableRepresentation(columns, table.style).fit(make_cells(), y=np.arange(600))
    assert other.state_ == table.state_


def test_a_column_that_is_absent_is_missing_everywhere(table, make_cells):
    cells = make_cells(3)
    gone = {"age": cells["age"]}
    empty = {
        "age": cells["age"],
        "pay": np.full(3, np.nan),
        **{n: np.full(3, None) for n in ("city", "id", "say")},
        "day": np.full(3, "NaT", "datetime64[s]"),
    }
    assert (table.transform(gone) == table.transform(empty)).all()


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf, 1e308, -1e308])
def test_hostile_cells_give_finite_numbers(table, number):
    rows = {"age": [number], "pay": [-number], "city": ["🦄" * 999], "id": ["\0"], "say": ["\ud800 so so"]}
    cells = {n: np.array(c, float if n in ("age", "pay") else object) for n, c in rows.items()}
    cells["day"] = np.array([2**62], np.int64).view("datetime64[s]")
    assert np.isfinite(table.transform(cells).astype(np.float32)).all()


def test_columns_that_are_empty_or_constant_in_training_do_no_harm(columns, make_cells):
    cells = {
        "age": np.full(9, np.nan),
        "pay": np.full(9, 3.0),
        "city": np.full(9, None),
        "day": np.full(9, "NaT", "M8[s]"),
    }
    table = TableRepresentation(columns).fit(cells)
    assert table.feature_names_ == ["nothing varies"]
    assert table.transform(make_cells(5)).tolist() == [[0.0]] * 5


def test_an_unknown_style_is_refused_by_name(columns, make_cells):
    with pytest.raises(ValueError, match="style must be one of linear, trees; got 'forest'"):
        TableRepresentation(columns, "forest").fit(make_cells(9))


def test_no_rows_give_no_rows(table, make_cells):
    assert table.transform(make_cells(0)).shape == (0, len(table.feature_names_))
