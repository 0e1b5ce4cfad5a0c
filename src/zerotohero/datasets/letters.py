"""Letters A to J in dozens of typefaces that exist nowhere else: the program draws them itself."""

import numpy as np

from zerotohero.core.dataset import Dataset
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.core.specs import DatasetSpec


def load(size=None):
    """Return the letters.

    Parameters
    ----------
    size : int or None
        How many images; 4,000 by default.

    Returns
    -------
    Dataset
        Images (N, 28, 28) uint8, target ``label`` ("A" to "J"), groups ``typeface``.
    """
    from zerotohero.datasets._letters_generator import draw_letters

    images, labels, typefaces = draw_letters(size or 4000)
    labels, typefaces = labels.astype(object), typefaces.astype(object)
    files = np.array([f"{label}/{face}_{i}.png" for i, (label, face) in enumerate(zip(labels, typefaces))], object)
    kinds = {"image": "image", "label": "category", "file": "name", "typeface": "category"}
    return Dataset(
        name="letters" if size in (None, 4000) else f"letters-{size}",
        kind="images",
        cells={"image": images, "label": labels, "file": files, "typeface": typefaces},
        recipe=ReadingRecipe(
            "images", tuple(ColumnRecipe(k, t) for k, t in kinds.items()), height=28, width=28, mode="L"
        ),
        origin="letters" if size is None else f"letters:{size}",
        target="label",
        targets=("label",),
        groups="typeface",
    )


SPEC = DatasetSpec(
    id="letters",
    title="Letters in invented typefaces",
    kind="images",
    load=load,
    story="4,000 letters A to J in typefaces that exist nowhere else; letters:20000 draws more.",
)
