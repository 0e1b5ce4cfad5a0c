"""Hashes and fingerprints: what the test set's stability stands on."""

from hashlib import blake2b

import numpy as np

from zerotohero.core.dataset import Dataset, count_distinct, hash_cells, missing, mix
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe


def small(order=("a", "b"), rows=None):
    cells = {"a": np.array([1.0, np.nan, -0.0]), "b": np.array(["x", None, "ü"], object)}
    cells = {n: c if rows is None else c[rows] for n, c in cells.items()}
    kinds = {"a": "number", "b": "category"}
    return Dataset(
        "small",
        "table",
        {n: cells[n] for n in order},
        ReadingRecipe("table", tuple(ColumnRecipe(n, kinds[n]) for n in order)),
        "here",
    )


def test_a_row_has_the_same_content_wherever_it_and_its_columns_stand():
    forwards, backwards = small().content(), small(order=("b", "a"), rows=[2, 1, 0]).content()
    assert forwards.tolist() == backwards[::-1].tolist()
    assert len(set(forwards.tolist())) == 3


def test_minus_zero_and_zero_are_one_value_and_missing_cells_hash_alike():
    zero, minus, nan, other_nan = hash_cells(np.array([0.0, -0.0, np.nan, np.float64("nan")]))
    assert zero == minus
    assert nan == other_nan


def test_swapping_two_cells_between_columns_changes_the_content():
    recipe = ReadingRecipe("table", (ColumnRecipe("a", "category"), ColumnRecipe("b", "category")))
    one = Dataset("d", "table", {"a": np.array(["x"], object), "b": np.array(["y"], object)}, recipe, "")
    two = Dataset("d", "table", {"a": np.array(["y"], object), "b": np.array(["x"], object)}, recipe, "")
    assert one.content() != two.content()


def test_the_mixer_is_that_of_splitmix64():
    """The first outputs of splitmix64 seeded with 0, from its published reference."""
    assert [int(v) for v in mix(np.array([0], np.uint64))] == [0xE220A8397B1DCDAF]


def test_missing_is_found_in_every_kind_of_column():
    assert missing(np.array([np.nan, 1.0])).tolist() == [True, False]
    assert missing(np.array([None, "a"], object)).tolist() == [True, False]
    assert missing(np.array(["NaT", "2020-01-01"], "datetime64[s]")).tolist() == [True, False]


def test_the_fingerprint_follows_cells_and_order():
    assert small().fingerprint == small(order=("b", "a")).fingerprint
    assert small().fingerprint != small(rows=[1, 0, 2]).fingerprint


def test_a_recipe_survives_json():
    import json

    recipe = ReadingRecipe(
        "table",
        (ColumnRecipe("price: €", "number", missing=("", "NA"), missing_numbers=(-200.0,)),),
        encoding="latin-1",
    )
    assert ReadingRecipe.from_dict(json.loads(json.dumps(recipe.as_dict()))) == recipe


def test_a_dataset_shows_itself_in_one_line_and_as_a_table():
    assert repr(small()) == "<Dataset small: 3 rows; 'a' (number), 'b' (category)>"
    assert "<table" in small()._repr_html_()
    assert small().frame().shape == (3, 2)


def test_a_text_has_the_hash_of_its_own_bytes_wherever_it_stands():
    cells = np.array(["b", None, "a", "b", "ü"], object)
    alone = [hash_cells(np.array([c], object))[0] for c in cells]
    by_hand = [0 if c is None else int.from_bytes(blake2b(c.encode(), digest_size=8).digest(), "little") for c in cells]
    assert hash_cells(cells).tolist() == alone == by_hand


def test_distinct_values_are_counted_as_a_set_counts_them():
    values = np.array([3, 1, 3, 2**60, 1, 7], np.uint64)
    assert count_distinct(values) == len(set(values.tolist()))
    assert count_distinct(np.zeros(0)) == 0
