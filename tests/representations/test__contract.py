"""What a representation says of itself is so: shape and type of its numbers, and that shrinking first changes nothing."""

import numpy as np
import pytest

from zerotohero.representations.pixels import PixelsRepresentation
from zerotohero.representations.spectrogram import SpectrogramRepresentation
from zerotohero.representations.table import MOST, TableRepresentation

RNG = np.random.default_rng(0)
CELLS = {
    "age": np.array([1.0, np.nan, 3.0, 4.0, 90.0]),
    "born": np.arange("2020-01-01", "2020-01-06", dtype="datetime64[D]").astype("datetime64[s]"),
    "city": np.array(["Ulm", "Rom", None, "Rom", "Ulm"], object),
    "note": np.array(["red car", "blue car", "red", "", None], object),
}
TYPES = [("age", "number"), ("born", "date"), ("city", "category"), ("note", "words")]


def pictures(height, width, *colours):
    return {"image": RNG.integers(0, 256, (3, height, width, *colours)).astype(np.uint8)}


SOUNDS = {"sound": RNG.integers(-9000, 9000, (3, 8000)).astype(np.int16)}
CASES = [(TableRepresentation(TYPES, style), CELLS) for style in MOST] + [
    (PixelsRepresentation(8, 6, "L"), pictures(8, 6)),
    (PixelsRepresentation(8, 6, "RGB", grid=True), pictures(8, 6, 3)),
    (PixelsRepresentation(8, 6, "RGB", shrunk=(4, 3)), pictures(8, 6, 3)),
    *((SpectrogramRepresentation(8000, 8000, style), SOUNDS) for style in ("linear", "counts", "grid")),
]
IDS = [f"{type(made).__name__.removesuffix('Representation')}{i}" for i, (made, _) in enumerate(CASES)]


@pytest.mark.parametrize("made, cells", CASES, ids=IDS)
def test_the_numbers_have_the_shape_and_type_that_it_says(made, cells):
    X = made.fit(cells).transform(cells)
    assert X.shape[1:] == made.shape_ and X.dtype == made.dtype
    assert len(made.columns_) == np.prod(made.shape_) and len(made.feature_names_) == len(set(made.feature_names_))


@pytest.mark.parametrize("made, cells", CASES, ids=IDS)
def test_who_learns_nothing_may_be_fitted_on_one_row_and_who_shrinks_takes_what_is_shrunk(made, cells):
    one = {name: column[:1] for name, column in cells.items()}
    same = np.array_equal(made.fit(one).transform(cells), made.fit(cells).transform(cells))
    assert same or not made.stateless
    assert made.shrinks == (getattr(made, "shrunk", None) is not None)
    if made.shrinks:
        small = {"image": made.shrink(cells)}
        assert small["image"].nbytes < cells["image"].nbytes
        assert np.array_equal(made.transform(small), made.transform(cells))
