"""Which representation these columns need, and how a stored one comes back."""

from zerotohero.representations.pixels import PixelsRepresentation
from zerotohero.representations.table import TableRepresentation


def make_representation(columns, style, recipe=None):
    """Return an unfitted representation for ``columns`` (name, type); pictures take their size from the recipe."""
    if any(type_ == "image" for _, type_ in columns):
        return PixelsRepresentation(recipe.height, recipe.width, recipe.mode)
    return TableRepresentation(list(columns), style)


def from_state(state):
    """Return the fitted representation that ``state_`` describes; ValueError if anything in it is off."""
    kinds = {"table": TableRepresentation, "pixels": PixelsRepresentation}
    if not isinstance(state, dict) or state.get("kind") not in kinds:
        raise ValueError("the representation must be a table's or that of pixels")
    return kinds[state["kind"]].from_state(state)
