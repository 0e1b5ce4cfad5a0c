"""Two half circles that reach into each other: the smallest data set on which a straight line is not enough."""

import numpy as np

from zerotohero.core.dataset import Dataset
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.core.specs import DatasetSpec


def load(size=None):
    """Return the moons.

    Parameters
    ----------
    size : int or None
        How many points; 1,000 by default.

    Returns
    -------
    Dataset
        Columns ``x`` and ``y``, target ``moon`` ("upper" or "lower").
    """
    rng = np.random.default_rng(1969)  # the year of the landing
    n = int(size or 1000)
    lower = rng.permutation(n) % 2 == 1
    angle = rng.uniform(0, np.pi, n)
    x = np.where(lower, 1 - np.cos(angle), np.cos(angle)) + rng.normal(0, 0.2, n)
    y = np.where(lower, 0.5 - np.sin(angle), np.sin(angle)) + rng.normal(0, 0.2, n)
    columns = (ColumnRecipe("x", "number"), ColumnRecipe("y", "number"), ColumnRecipe("moon", "category"))
    moon = np.array(np.where(lower, "lower", "upper").tolist(), object)
    return Dataset(
        name="moons",
        kind="table",
        cells={"x": x, "y": y, "moon": moon},
        recipe=ReadingRecipe("table", columns),
        origin="moons",
        target="moon",
        targets=("moon",),
    )


SPEC = DatasetSpec(
    id="moons",
    title="Two moons",
    kind="table",
    load=load,
    story="1,000 points on two half circles. A straight line gets most of them; what gets the rest?",
)
