"""Inside a network: where it looked for one answer, asked in two ways, and which training pictures are most like it.

Works on every model whose arrays are a program of ``algorithms._layers``: pictures, and sounds as spectrograms.
"""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from zerotohero.algorithms import _inside
from zerotohero.core.errors import DataError, UnknownIdError
from zerotohero.report.inside.album import WORK, Album
from zerotohero.report.inside.net import Net, network_of, opponents, stages
from zerotohero.report.sentences import number, plain

PATCH = 4  # the square that is painted over: a fourth of the shorter side
STEPS = 12  # squares across the longer side, about, where that takes no more than WORK; 5 in any case
AGREE, PARTLY = 0.7, 0.4  # rank correlations


@dataclass(frozen=True, eq=False)
class Look:
    """Where a network looked for one answer.

    Parameters
    ----------
    chosen, against : int or None
        Class indices: why the first rather than the second. None for a number.
    score : float
        log(P(chosen) / P(against)) before calibration, or the value on the network's own scale.
    places : ndarray (h, w)
        What each place of the last grid adds to the score (class activation map); what does not depend on the picture
        is shared evenly among them, so that they sum to the score.
    exact : bool
        Whether what they add is exact, or the slope of the score there.
    covered : ndarray (H, W)
        How far the score falls when a square that covers this pixel is painted over.
    patch : int
        The square's side in pixels.
    agreement : float or None
        Rank correlation of the two over the h x w places; None where one of them is flat.
    """

    chosen: int | None
    against: int | None
    score: float
    places: np.ndarray
    exact: bool
    covered: np.ndarray
    patch: int
    agreement: float | None

    @property
    def verdict(self):
        """Whether the two agree, as a sentence that claims no more."""
        if self.agreement is None:
            return "One of the two maps is the same everywhere: nothing can be compared."
        said = f"rank correlation {self.agreement:.2f} over {self.places.size} places".replace("-", "−")
        if self.agreement >= AGREE:
            return f"The two agree ({said})."
        if self.agreement >= PARTLY:
            return f"The two agree in part ({said})."
        return f"The two disagree ({said}): rely on neither alone."


def look(net, x, chosen=None, against=None, work=WORK):
    """Return the Look of a network at one grid x (H, W) or (H, W, C); coarser where finer would be more work."""
    pick, arrays = net.pick(chosen, against), net.arrays
    score = float(_inside.scores(arrays, x[None])[0] @ pick)
    places, exact = _inside.class_map(arrays, x, pick)
    places += (score - places.sum()) / places.size
    height, width = _inside.looked_at(arrays)[:2]
    patch = max(1, round(min(height, width) / PATCH))
    steps = np.clip((work / max(net.work, 1)) ** 0.5 - 2, 5, STEPS)
    step = max(1, min(patch, round(max(height, width) / steps)))
    covered = _inside.occlusion(arrays, x, pick, patch, step)
    agree = _inside.agreement(places, _inside.in_cells(covered, places.shape))
    return Look(chosen, against, score, places, exact, covered, patch, agree)


@dataclass(frozen=True, eq=False)
class Inside:
    """What ``hero explain`` shows of a network.

    Parameters
    ----------
    run, title, target, origin : str
    row : int
        Counted from 0.
    answer : str
    outcome, against : str or None
        Class names: why the first rather than the second.
    probability : float or None
        Of ``outcome``, as the run says it.
    net : Net
    cell, x : ndarray
        The picture or sound, and the grid that the network sees.
    look : Look
    nearest : tuple of Neighbour
    album : Album or None
        None for a bare model file, which holds no rows.
    notes : tuple of str
    """

    run: str
    title: str
    target: str
    origin: str
    row: int
    answer: str
    outcome: str | None
    against: str | None
    probability: float | None
    net: Net
    cell: np.ndarray
    x: np.ndarray
    look: Look
    nearest: tuple = ()
    album: Album | None = None
    notes: tuple = field(default=())

    def as_dict(self):
        """Return what ``hero explain --json`` prints."""
        found = {k: getattr(self, k) for k in ("run", "title", "target", "row", "answer", "outcome", "against")}
        found |= {"probability": self.probability, "score": self.look.score}
        found |= {"exact": self.look.exact, "places": self.look.places.tolist()}
        found |= {"covered": _inside.in_cells(self.look.covered, self.look.places.shape).tolist()}
        found |= {"agreement": self.look.agreement, "patch": self.look.patch, "notes": list(self.notes)}
        nearest = [{"row": n.row, "file": n.file, "label": n.label, "similarity": n.similarity} for n in self.nearest]
        return found | {"nearest": nearest, "looked_through": 0 if self.album is None else len(self.album.among)}


def look_inside(run, data, row=0, outcome=None):
    """Return the Inside of one prediction of a run that holds a network (``network_of``).

    Parameters
    ----------
    run : Run
    data : path, built-in id, or Dataset
    row : int
        From 0.
    outcome : str or None
        The class that is asked about; None: the answer.

    Raises
    ------
    DataError
        There is no such row.
    UnknownIdError
        There is no such class.
    """
    dataset = run.read(data)
    if not 0 <= row < len(dataset):
        raise DataError(f"explain a row of {dataset.origin}", f"rows 0 to {len(dataset) - 1}", f"row {row}", "--row 0")
    model, net = run.model, network_of(run.model)
    cells = {name: dataset.cells[name][[row]] for name, _ in model.manifest["features"]}
    said, x = model.predict(cells), net.grid(cells)[0]
    label, classes = run.labels(said)[0], model.manifest["classes"]
    chosen = against = None
    notes = [] if net.weight == 1 else [_of_a_member(net)]
    if classes:
        outcome = label if outcome is None else outcome
        known = [classes[i] for i in net.model.manifest["classes_seen"]]
        if outcome not in known:
            raise UnknownIdError("class", outcome, known)
        chosen, against = opponents(net, x, classes.index(outcome))
    if chosen is not None and net.weight == 1 and model.manifest.get("calibration"):
        scores = _inside.scores(net.arrays, x[None])[0]
        before = np.exp(scores - scores.max())[net.model.manifest["classes_seen"].index(chosen)]
        before /= np.exp(scores - scores.max()).sum()
        notes.append(
            f"the maps explain the network before its calibration, which turns {before:.2f} into {said[0, chosen]:.2f}"
        )
    layers = stages(net.arrays)[1:]
    album = None if run.board is None else Album(net, run.board, layers)
    if album is None:
        notes.append("a model file alone holds no pictures: no neighbours to show")
    elif len(album.among) < album.of:
        notes.append(
            f"{len(album.among):,} of {album.of:,} training {dataset.kind} were looked through for the neighbours"
        )
    unit = [c for c in model.manifest["recipe"]["columns"] if c["name"] == model.manifest["target"]]
    before, after = (unit[0].get("prefix", ""), unit[0].get("suffix", "")) if unit else ("", "")
    cell = np.asarray(cells[net.column][0])
    return Inside(
        run=run.id,
        title=run.title,
        target=model.manifest["target"],
        origin=Path(dataset.origin).name,
        row=row,
        answer=label if classes else f"{before}{number(float(label))}{after}",
        outcome=outcome if classes else None,
        against=None if against is None else classes[against],
        probability=float(said[0, chosen]) if classes else None,
        net=net,
        cell=cell,
        x=x,
        look=look(net, x, chosen, against),
        nearest=() if album is None else album.nearest(cell, x),
        album=album,
        notes=tuple(notes),
    )


def _of_a_member(net):
    """Return the note that only one member was looked into."""
    return f"the run is a combination; this is its {plain(net.model.spec.title)}, which has {100 * net.weight:.0f} % of the say"
