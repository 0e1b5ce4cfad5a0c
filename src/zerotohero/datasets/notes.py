"""Notes on six instruments, played by twelve players in twelve rooms: the program makes them itself."""

import numpy as np

from zerotohero.core.dataset import Dataset
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.core.specs import DatasetSpec

USUAL = 720


def load(size=None):
    """Return the notes.

    Parameters
    ----------
    size : int or None
        How many recordings; 720 by default.

    Returns
    -------
    Dataset
        Sounds (N, 4800) int16 at 8,000 samples a second, target ``label`` (the instrument), groups ``player``;
        ``note`` says what was played, from C3 to B5.
    """
    from zerotohero.datasets._instruments import RATE, SAMPLES, record

    sounds, *texts = record(size or USUAL)
    labels, notes, players = (values.astype(object) for values in texts)
    files = np.array([f"{a}/{p}_{n}_{i}.wav" for i, (a, p, n) in enumerate(zip(labels, players, notes))], object)
    kinds = {"sound": "sound", "label": "category", "file": "name", "note": "name", "player": "category"}
    return Dataset(
        name="notes" if size in (None, USUAL) else f"notes-{size}",
        kind="sounds",
        cells={"sound": sounds, "label": labels, "file": files, "note": notes, "player": players},
        recipe=ReadingRecipe("sounds", tuple(ColumnRecipe(k, t) for k, t in kinds.items()), rate=RATE, samples=SAMPLES),
        origin="notes" if size is None else f"notes:{size}",
        target="label",
        targets=("label",),
        groups="player",
    )


SPEC = DatasetSpec(
    id="notes",
    title="Notes on six instruments",
    kind="sounds",
    load=load,
    story="720 short notes that the program plays: which instrument is it? Twelve players, each with a room and habits.",
)
