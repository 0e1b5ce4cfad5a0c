"""Handwritten digits, 8×8 grey pixels, as they come with scikit-learn (UCI, Alpaydin and Kaynak 1998)."""

import numpy as np

from zerotohero.core.dataset import Dataset
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.core.specs import DatasetSpec


def load(size=None):
    """Return the digits.

    Parameters
    ----------
    size : int or None
        How many of the 1,797 images, from the first on; all by default.

    Returns
    -------
    Dataset
        Images (N, 8, 8) uint8, target ``label`` ("0" to "9").
    """
    from sklearn.datasets import load_digits

    raw = load_digits()
    images = np.round(raw.images * (255 / 16)).astype(np.uint8)[:size]  # scikit-learn's levels are 0 to 16
    labels = np.array([str(digit) for digit in raw.target[:size]], object)
    files = np.array([f"{label}/digit_{i:04d}.png" for i, label in enumerate(labels)], object)
    kinds = {"image": "image", "label": "category", "file": "name", "stem": "name"}
    return Dataset(
        name="digits",
        kind="images",
        cells={"image": images, "label": labels, "file": files, "stem": np.full(len(labels), "digit", object)},
        recipe=ReadingRecipe(
            "images", tuple(ColumnRecipe(k, t) for k, t in kinds.items()), height=8, width=8, mode="L"
        ),
        origin="digits",
        target="label",
        targets=("label",),
    )


SPEC = DatasetSpec(
    id="digits",
    title="Handwritten digits",
    kind="images",
    load=load,
    story="1,797 digits of 8×8 pixels from scikit-learn: small enough to see every pixel.",
)
