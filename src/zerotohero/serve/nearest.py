"""The training rows most like a new one: what a prediction can be held against."""

from functools import partial

import numpy as np

from zerotohero.algorithms._inside import features
from zerotohero.report.inside.album import kept_points, unit
from zerotohero.report.inside.net import network_of
from zerotohero.representations.make import make_representation

MOST_CELLS = 20_000_000  # of a float32 matrix: 80 MB
PART = 500  # rows that become points at a time


class Nearest:
    """Find the training rows nearest to a new row; test rows are never among them.

    Images are compared by the correlation of their pixels; by what a borrowed network sees in them, where its training
    kept that; rows of a table by their distance after numbers were scaled and categories became columns.

    Parameters
    ----------
    run : Run
        One that stands on a leaderboard.
    """

    def __init__(self, run):
        self.board = run.board
        self.dataset = run.board.dataset()
        self.features = [tuple(f) for f in run.model.manifest["features"]]
        rows = np.flatnonzero(run.board.fold != -1)
        if self._by_features(run, rows):
            return
        cells = {name: self.dataset.cells[name] for name, _ in self.features}
        made = make_representation(self.features, "linear", self.dataset.recipe)
        made.fit({n: c[rows[: 1 if made.stateless else 5000]] for n, c in cells.items()})
        self._points = made.transform if self.dataset.kind == "table" else partial(_shapes, made)
        width = self._points({n: c[rows[:1]] for n, c in cells.items()}).shape[1]
        self.rows = rows[: max(MOST_CELLS // max(width, 1), 100)]
        self.points = np.empty((len(self.rows), width), np.float32)  # (N, D)
        for start in range(0, len(self.rows), PART):
            some = slice(start, start + PART)
            self.points[some] = self._points({n: c[self.rows[some]] for n, c in cells.items()})
        self.squares = (self.points**2).sum(axis=1)

    def _by_features(self, run, rows):
        """Take what a borrowed network saw in the training pictures as their points, if it was kept; say whether."""
        if run.model.manifest.get("algorithm") != "frozen-features":
            return False
        net, image = network_of(run.model), self.dataset.cells["image"]
        points = kept_points(net, run.board.folder, (g for row in rows for g in net.grid({"image": image[[row]]})))
        if points is None:
            return False
        self.rows, self.points, self.squares = rows, points, np.ones(len(rows))
        self._points = lambda cells: unit(features(net.arrays, net.grid(cells)))
        return True

    def __call__(self, cells, count=3):
        """Return (rows, similarity): the nearest rows of the data set, and 1 for equal down to 0.

        Parameters
        ----------
        cells : mapping of str to ndarray
            One row.
        """
        point = self._points(cells)[0].astype(np.float32)  # (D,)
        squared = np.maximum(self.squares - 2 * (self.points @ point) + point @ point, 0)  # (N,)
        nearest = np.argsort(squared, kind="stable")[:count]
        if self.dataset.kind == "table":
            similarity = 1 / (1 + np.sqrt(squared[nearest] / max(len(point), 1)))
        else:
            similarity = np.clip(1 - squared[nearest] / 2, 0, 1)  # unit vectors: the correlation
        return self.rows[nearest], similarity


def _shapes(representation, cells):
    """Return images as vectors of mean 0 and length 1 (N, D), so that distance is about shape, not brightness."""
    pixels = representation.transform(cells).astype(np.float32)
    pixels = pixels - pixels.mean(axis=1, keepdims=True)
    return pixels / np.maximum(np.linalg.norm(pixels, axis=1, keepdims=True), 1e-6)
