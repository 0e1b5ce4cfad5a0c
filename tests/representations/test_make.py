"""Which representation for which columns."""

import pytest

from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.representations.make import from_state, make_representation
from zerotohero.representations.pixels import PixelsRepresentation
from zerotohero.representations.table import TableRepresentation


def test_cells_get_a_table_and_images_get_pixels_of_the_recipes_size(columns, make_cells):
    recipe = ReadingRecipe("images", (ColumnRecipe("image", "image"),), height=8, width=9, mode="RGB")
    pixels = make_representation([("image", "image")], "trees", recipe)
    assert isinstance(from_state(pixels.state_), PixelsRepresentation) and len(pixels.feature_names_) == 8 * 9 * 3
    table = make_representation(columns, "trees").fit(make_cells())
    assert isinstance(from_state(table.state_), TableRepresentation) and table.style == "trees"


@pytest.mark.parametrize("state", [None, 3, {}, {"kind": []}, {"kind": "os.system"}])
def test_an_unknown_kind_is_refused(state):
    with pytest.raises(ValueError, match="one of lines, table, pixels"):
        from_state(state)
