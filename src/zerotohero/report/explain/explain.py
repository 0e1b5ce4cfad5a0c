"""Why this prediction: what each column of one row pushed up or down, compared with the training rows."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from zerotohero.core.errors import DataError, UnknownIdError
from zerotohero.report.explain.game import Game
from zerotohero.report.explain.players import Columns, Patches, Stretches
from zerotohero.report.explain.shares import estimated, exact
from zerotohero.report.explain.typical import typical_cells
from zerotohero.report.sentences import number, plain

BACKGROUND = 100  # training rows that a row is compared with
STRETCHES = 10  # of a sound
GRID, FINE_GRID = 7, 14  # patches a side of a picture: estimated, exact


@dataclass(frozen=True)
class Push:
    """What one column did.

    Parameters
    ----------
    column, cell : str
        Its name, and what stands in it, as text. For a picture the patch: "row 2, column 3", and "".
    push : float
        On the explanation's scale; above 0 it raised the answer.
    error : float
        Standard error; 0 where the push is exact.
    """

    column: str
    cell: str
    push: float
    error: float


@dataclass(frozen=True, eq=False)
class Explanation:
    """Why a run answers one row as it does.

    Parameters
    ----------
    run, title, target, origin : str
        The run's id and title, the column that is predicted, the file's name.
    row : int
        Counted from 0.
    answer : str
        What the run says: a class, or a number with its unit.
    outcome, against : str or None
        The class whose probability is explained, and, on the scale "odds", the class that it is compared with.
    probability : float or None
        Of ``outcome``, as the run says it.
    scale : {"probability", "odds", "value", "log"}
        What a push adds to: a probability; the logarithm of the odds of ``outcome`` against ``against``;
        the value; the logarithm of 1 + the value.
    base, end : float
        On that scale: the mean over the background rows; this row. Base + all pushes = end.
    pushes : tuple of Push
        The largest first.
    exact : bool
    method, background : str
        In words: how the pushes were found, and what the row was compared with.
    of_many : bool
        Whether there are classes beside ``outcome`` and ``against``.
    notes : tuple of str
    unit : tuple of str
        What stands before and after a number of the target.
    picture : ndarray or None
        (H, W) or (H, W, 3) uint8, where the row is a picture.
    heat : ndarray or None
        (G, G) pushes of its patches.
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
    scale: str
    base: float
    end: float
    pushes: tuple
    exact: bool
    method: str
    background: str
    of_many: bool = False
    notes: tuple = ()
    unit: tuple = ("", "")
    picture: object = None
    heat: object = None

    def level(self, at):
        """Return a point of the scale in the person's terms: a probability or a value."""
        if self.scale == "odds":
            return float(1 / (1 + np.exp(-np.clip(at, -700, 700))))
        return float(np.expm1(min(at, 700))) if self.scale == "log" else float(at)

    def as_dict(self):
        """Return what ``hero explain --json`` prints."""
        plain = {k: getattr(self, k) for k in ("run", "title", "target", "row", "answer", "outcome", "against")}
        plain |= {"probability": self.probability, "scale": self.scale, "base": self.base, "end": self.end}
        plain |= {"base_level": self.level(self.base), "end_level": self.level(self.end), "exact": self.exact}
        plain |= {"method": self.method, "background": self.background, "notes": list(self.notes)}
        plain["pushes"] = [
            {"column": p.column, "cell": p.cell, "push": p.push, "standard_error": p.error} for p in self.pushes
        ]
        return plain | ({} if self.heat is None else {"heat": self.heat.tolist()})


def explain(run, data, row=0, outcome=None, words=None, seed=0):
    """Return the Explanation of one prediction.

    Parameters
    ----------
    run : Run
        Of a leaderboard: compared with its training rows. A bare model file: with a typical row.
    data : path, DataFrame, built-in id, or Dataset
        Read as the training file was read.
    row : int
        Which row of ``data``, from 0.
    outcome : str or None
        The class to explain; None: the one that the run answers with.
    words : bool or None
        Whether each word of a text pushes by itself, or the column as a whole; None: where there is little else.
    seed : int
        Decides which training rows are compared with, and the orders where it has to estimate.

    Raises
    ------
    DataError
        There is no such row, or columns are missing.
    UnknownIdError
        There is no such class.

    Examples
    --------
    >>> import zerotohero as zh
    >>> why = explain(zh.open_run("best"), "new_houses.csv", row=3)  # doctest: +SKIP
    >>> why.pushes[0]  # doctest: +SKIP
    Push(column='overall quality', cell='8', push=0.21, error=0.0)
    """
    dataset = run.read(data)
    if not 0 <= row < len(dataset):
        came = f"row {row}"
        raise DataError(f"explain a row of {dataset.origin}", f"rows 0 to {len(dataset) - 1}", came, "--row 0")
    model, manifest = run.model, run.model.manifest
    names = [name for name, _ in manifest["features"]]
    cells = {name: dataset.cells[name][[row]] for name in names}
    said = model.predict(cells)
    label = run.labels(said)[0]
    chosen = None
    if manifest["task"] == "classification":
        outcome = label if outcome is None else outcome
        if outcome not in manifest["classes"]:
            raise UnknownIdError("class", outcome, manifest["classes"])
        chosen = manifest["classes"].index(outcome)
    if dataset.kind == "images":
        sides = [min(grid, *cells["image"].shape[1:3]) for grid in (FINE_GRID, GRID)]
        ways = [Patches(side) for side in sides]
    elif dataset.kind == "sounds":
        ways = [Stretches(STRETCHES)]
    else:
        ways = [Columns.of(cells, manifest["features"], words)]
    background, about = _background(run, cells, seed)
    for players in ways:
        game = Game.of(model, cells, background, players.owners, len(players.names))
        found = exact(game, manifest, chosen)
        if found:
            break
    found = found or estimated(game, manifest, chosen, seed)
    unit = _unit(manifest)
    side = getattr(players, "side", None)
    labels = _labels(players, cells)
    shown = np.argsort(-np.abs(found.shares), kind="stable")
    return Explanation(
        run=run.id,
        title=run.title,
        target=manifest["target"],
        origin=Path(dataset.origin).name,
        row=row,
        answer=f"{unit[0]}{number(float(label))}{unit[1]}" if chosen is None else label,
        outcome=None if chosen is None else outcome,
        against=None if found.other is None else manifest["classes"][found.other],
        probability=None if chosen is None else float(said[0, chosen]),
        scale=found.scale,
        base=found.base,
        end=found.end,
        pushes=tuple(Push(*labels[i], float(found.shares[i]), float(found.errors[i])) for i in shown),
        exact=not found.errors.any(),
        method=found.method,
        background=about.format(found.backgrounds),
        of_many=len(manifest["classes"]) > 2,
        notes=_notes(manifest, found, chosen, said),
        unit=unit,
        picture=cells["image"][0] if side else None,
        heat=found.shares.reshape(side, side) if side else None,
    )


def cell_text(cell):
    """Return a cell as people read it.

    >>> cell_text(np.nan), cell_text("Paris"), cell_text(3.0), cell_text(np.datetime64("2026-01-02T00:00:00"))
    ('missing', 'Paris', '3', '2026-01-02')
    """
    if cell is None or cell != cell:
        return "missing"
    return number(float(cell)) if isinstance(cell, float) else plain(str(cell).removesuffix("T00:00:00"), 40)


def _background(run, cells, seed):
    """Return the cells that the row is compared with, and the words for them."""
    if run.board is None:
        about = "a typical row: medians and most frequent categories (a model file alone holds no rows)"
        return typical_cells(run.model, cells), about
    rows = np.flatnonzero(run.board.fold != -1)
    if len(rows) > BACKGROUND:
        rows = np.sort(np.random.default_rng(seed).choice(rows, BACKGROUND, replace=False))
    dataset = run.board.dataset()
    about = {"images": "{} training pictures", "sounds": "{} training sounds"}.get(dataset.kind, "{} training rows")
    return {name: dataset.cells[name][rows] for name in cells}, about


def _labels(players, cells):
    """Return [(column, cell)] of all players, as text."""
    texts = getattr(players, "texts", {})
    labels = []
    for name, word in players.names:
        if word is not None:
            labels.append((f"{name}: {plain(word, 30)}", ""))
        elif name in texts:
            labels.append((f"{name}: what is not in it", ""))
        else:
            labels.append((name, cell_text(cells[name][0]) if name in cells else ""))
    return labels


def _notes(manifest, found, chosen, said):
    """Return what is special about this explanation."""
    if chosen is None or not manifest.get("calibration"):
        return ()
    explained = 1 / (1 + np.exp(-found.end)) if found.scale == "odds" else found.end
    of_two = found.other is not None and len(manifest["classes"]) > 2
    if of_two or abs(explained - said[0, chosen]) < 1e-6:
        return ()
    turned = f"{explained:.2f} into {said[0, chosen]:.2f}"
    return (f"the pushes explain the model before its calibration, which turns {turned}",)


def _unit(manifest):
    """Return what stands before and after a number of the target, as in the person's file."""
    columns = [c for c in manifest["recipe"]["columns"] if c["name"] == manifest["target"]]
    return (columns[0].get("prefix", ""), columns[0].get("suffix", "")) if columns else ("", "")
