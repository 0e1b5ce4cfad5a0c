"""The table as a whole: every kind of cell in, finite numbers out, the same bits ever after."""

import json

import numpy as np
import pytest

from zerotohero.representations.table import MOST, TableRepresentation


@pytest.fixture(params=MOST)
def table(request, columns, make_cells):
    return TableRepresentation(columns, request.param).fit(make_cells())


def test_every_kind_of_column_gives_features_with_a_name(table, columns, make_cells):
    X = table.transform(make_cells())
    assert np.isfinite(X).all() and X.dtype == np.float64
    assert X.shape[1] == len(table.feature_names_) == len(set(table.feature_names_))
    assert {feature.column for feature in table.columns_} == {name for name, _ in columns}


def test_what_is_called_a_code_is_one_and_counts_are_never_negative(table, make_cells):
    X = np.vstack([table.transform(make_cells(seed=s)) for s in range(2)])
    coded = {feature.column for feature in table.columns_ if feature.codes}
    assert coded == {"codes": {"city", "id"}, "bins": set(dict(table.columns))}.get(table.style, set())
    for x, feature in zip(X.T, table.columns_):
        if feature.codes:
            assert set(x) <= set(range(feature.codes)), feature
    assert table.style != "counts" or X.min() >= 0


def test_the_state_is_json_and_gives_identical_bits(table, make_cells):
    again = TableRepresentation.from_state(json.loads(json.dumps(table.state_, allow_nan=False)))
    cells = make_cells(seed=1)
    assert (again.transform(cells) == table.transform(cells)).all()
    assert again.feature_names_ == table.feature_names_


def test_a_row_alone_is_the_row_among_others_bit_for_bit(table, make_cells):
    cells = make_cells(40)
    alone = [table.transform({n: c[i : i + 1] for n, c in cells.items()}) for i in range(40)]
    assert (np.vstack(alone) == table.transform(cells)).all()


def test_the_answers_are_looked_at_for_texts_alone(table, columns, make_cells):
    columns = [column for column in columns if column[0] != "say"]
    states = [TableRepresentation(columns, table.style).fit(make_cells(), y).state_ for y in (None, np.arange(600) % 2)]
    assert states[0] == states[1]


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
    with pytest.raises(ValueError, match="style must be one of linear, trees, codes, bins, counts; got 'forest'"):
        TableRepresentation(columns, "forest").fit(make_cells(9))


def test_no_rows_give_no_rows(table, make_cells):
    assert table.transform(make_cells(0)).shape == (0, len(table.feature_names_))


@pytest.mark.parametrize("style", MOST)
def test_many_rows_of_few_texts_give_what_each_text_gives_alone(style):
    texts = np.array([f"item {i % 50} of the red box" if i % 7 else None for i in range(3000)], object)
    table = TableRepresentation([("kind", "category"), ("said", "words")], style).fit({"kind": texts, "said": texts})
    together = table.transform({"kind": texts, "said": texts})
    for i in range(0, 3000, 97):
        alone = table.transform({"kind": texts[i : i + 1], "said": texts[i : i + 1]})
        assert (together[i] == alone[0]).all()
