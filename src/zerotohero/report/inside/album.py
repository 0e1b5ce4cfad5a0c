"""Training pictures as a network sees them: which are most alike, and which places excite a filter most."""

from dataclasses import dataclass

import numpy as np

from zerotohero.algorithms import _inside
from zerotohero.algorithms._features import kept_features
from zerotohero.report.sentences import number

NEAREST = 6
WORK = 6e10  # multiplications at most for looking through training pictures, and for one picture's squares: about 5 s
FEWEST = 48  # training pictures that are looked through in any case


@dataclass(frozen=True)
class Neighbour:
    """A training row that the network sees as like the one that is explained: its row, file, label and cosine."""

    row: int
    file: str
    label: str
    similarity: float

    @property
    def alike(self):
        """How alike they are, as text; near 1 with more digits."""
        return f"{self.similarity:.2f}" if self.similarity < 0.99 else f"{min(self.similarity, 1.0):.4f}"


class Album:
    """Training pictures as the network sees them; test rows are never among them.

    Parameters
    ----------
    net : Net
    board : Board
    layers : list of Layer
        Those whose strongest places are wanted.
    work : float
        Multiplications at most; fewer pictures are looked through where it would take more.

    Attributes
    ----------
    rows : ndarray (R,)
        Which rows were looked through, evenly among all training rows.
    among : ndarray (R,) or (of,)
        Among which rows the nearest are sought: these, or all training rows where what a frozen network makes of them
        was kept when it was trained.
    of : int
        How many training rows there are.
    peaks, spots : dict of int to ndarray (R, C), (R, C)
        By layer: the largest value of each channel in each picture, and the place, counted through the grid.
    """

    def __init__(self, net, board, layers=(), work=WORK):
        self.net, self.board, self.dataset = net, board, board.dataset()
        training = np.flatnonzero(board.fold != -1)
        count = min(max(int(work / max(net.work, 1)), FEWEST), len(training))
        self.rows, self.of = training[np.unique(np.linspace(0, len(training) - 1, count).astype(int))], len(training)
        points, self.peaks, self.spots = [], *({layer.index: [] for layer in layers} for _ in range(2))
        for start in range(0, len(self.rows), 16):
            x = net.grid(self.cells(self.rows[start : start + 16]))
            last, given = _inside.answering(net.arrays, x, layers)
            for layer, grid in zip(layers, given):
                flat = grid.reshape(len(x), -1, grid.shape[-1])
                self.peaks[layer.index].append(flat.max(axis=1))
                self.spots[layer.index].append(flat.argmax(axis=1))
            points.append(unit(last.mean(axis=(1, 2))))
        self.among, self.points = self.rows, np.concatenate(points)  # (R, C)
        kept = kept_points(net, board.folder, (cell for row in training for cell in net.grid(self.cells([row]))))
        if kept is not None and np.allclose(kept[np.isin(training, self.rows)], self.points, atol=0.02):
            self.among, self.points = training, kept
        for found in (self.peaks, self.spots):
            found.update({index: np.concatenate(parts) for index, parts in found.items()})

    def cells(self, rows):
        """Return the cells of these rows that the network looks at."""
        return {self.net.column: np.asarray(self.dataset.cells[self.net.column][rows])}

    def nearest(self, cell, x, count=NEAREST):
        """Return the ``count`` Neighbours of a picture by the cosine of their features, copies of it left out.

        Parameters
        ----------
        cell : ndarray
            As the data hold it.
        x : ndarray
            Its grid.
        """
        alike = self.points @ unit(_inside.features(self.net.arrays, x[None]))[0]
        found = []
        for i in np.argsort(-alike, kind="stable"):
            if len(found) == count:
                break
            row = int(self.among[i])
            if not np.array_equal(self.dataset.cells[self.net.column][row], cell):
                found.append(Neighbour(row, self.file(row), self.label(row), float(alike[i])))
        return tuple(found)

    def label(self, row):
        """Return what a training row carries, as text."""
        truth = self.board.y[row]
        classes = self.board.manifest["classes"]
        return classes[int(truth)] if classes else number(float(truth))

    def file(self, row):
        """Return a row's file name, or its number."""
        files = self.dataset.cells.get("file")
        return f"row {row}" if files is None or files[row] is None else str(files[row])


def kept_points(net, folder, grids):
    """Return points (N, C) of length 1 of all these grids as a frozen network's training kept them, or None."""
    found = net.model.manifest
    if found.get("algorithm") != "frozen-features":  # what others look through, they have learned here
        return None
    kept = kept_features(found["params"]["weights"], grids, int(net.arrays["shape"][0]), folder / "features")
    return None if kept is None else unit(kept)


def unit(points):
    """Return points (N, C) with length 1."""
    return points / np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-12)
