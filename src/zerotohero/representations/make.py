"""The representation that fits the columns; and the one that a model file describes."""

from zerotohero.representations.lines import LinesRepresentation
from zerotohero.representations.pixels import PixelsRepresentation
from zerotohero.representations.spectrogram import SpectrogramRepresentation
from zerotohero.representations.table import TableRepresentation

KINDS = {
    "lines": LinesRepresentation,
    "table": TableRepresentation,
    "pixels": PixelsRepresentation,
    "spectrogram": SpectrogramRepresentation,
}


def make_representation(columns, style, recipe=None):
    """Return an unfitted representation.

    Parameters
    ----------
    columns : list of (str, str)
        Name and type of every feature.
    style : {"linear", "trees", "codes", "bins", "counts", "lines"}
        See ``core.specs.AlgorithmSpec``; pixels are the same for all.
    recipe : ReadingRecipe or None
        Knows the working size of images, and rate and length of sounds; needed for those only.
    """
    if any(kind == "image" for _, kind in columns):
        return PixelsRepresentation.of(recipe, style)
    if any(kind == "sound" for _, kind in columns):
        return SpectrogramRepresentation(recipe.rate, recipe.samples, style)
    if style == "lines":
        return LinesRepresentation(columns[0][0])
    return TableRepresentation(columns, style)


def from_state(state):
    """Return the fitted representation with this ``state_``; raise ValueError where it is not one."""
    kind = state.get("kind") if isinstance(state, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        raise ValueError(f"the representation must be one of {', '.join(KINDS)}; got {kind!r:.80}")
    return KINDS[kind].from_state(state)
