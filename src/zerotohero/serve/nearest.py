"""The training rows most like a new one: what a prediction can be held against."""

import numpy as np

MOST_CELLS = 20_000_000  # of a float32 matrix: 80 MB


class Nearest:
    """Find the training rows nearest to a new row; test rows are never among them.

    Images are compared by the correlation of their pixels, rows of a table by their distance after
    numbers were scaled and categories became columns.

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
        cells = {name: self.dataset.cells[name] for name, _ in self.features}
        if self.dataset.kind == "table":
            from zerotohero.representations.table import TableRepresentation

            fitted = TableRepresentation(self.features, style="linear").fit(
                {n: c[rows[:5000]] for n, c in cells.items()}
            )
            self._points = fitted.transform
        else:
            self._points = _shapes
        width = self._points({n: c[rows[:1]] for n, c in cells.items()}).shape[1]
        self.rows = rows[: max(MOST_CELLS // max(width, 1), 100)]
        self.points = self._points({n: c[self.rows] for n, c in cells.items()}).astype(np.float32)  # (N, D)
        self.squares = (self.points**2).sum(axis=1)

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


def _shapes(cells):
    """Return pixels as vectors of mean 0 and length 1 (N, D), so that distance is about shape, not brightness."""
    pixels = np.asarray(cells["image"], np.float32).reshape(len(cells["image"]), -1)
    pixels = pixels - pixels.mean(axis=1, keepdims=True)
    return pixels / np.maximum(np.linalg.norm(pixels, axis=1, keepdims=True), 1e-6)
