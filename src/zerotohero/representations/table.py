"""Typed cells as one matrix of numbers; what was learned is plain data that a model file can hold.

Shapes: N rows, D numbers per row. The work is done by the pure functions next door; this file only deals out.
"""

import numpy as np

from zerotohero.representations._category import apply_categories, category_names, fit_category, prove_category
from zerotohero.representations._date import apply_date, date_names, fit_date, prove_date
from zerotohero.representations._number import apply_numbers, fit_numbers, number_names, prove_numbers
from zerotohero.representations._words import apply_words, fit_words, prove_words, word_names

TYPES = ("number", "category", "date", "words")
MANY = 30  # categories beyond this many share a column, and their words are read too


class TableRepresentation:
    """Cells to numbers, fitted inside the fold; the target is never looked at.

    Parameters
    ----------
    columns : list of (str, str)
        Name and type of every feature: "number", "category", "date" or "words"; others are left out.
    style : {"linear", "trees"}
        "linear": numbers are standardised, very skewed ones get a second, bent column.
        "trees": numbers stay as they are, missing cells lie below all others.

    Attributes
    ----------
    state_ : dict
        Everything that was learned, as plain JSON.
    feature_names_ : list of str
        One name per number, such as ``"age"``, ``"age is missing"``, ``"city=Paris"``.

    Examples
    --------
    >>> cells = {"age": np.array([1.0, 3.0]), "sex": np.array(["f", "m"], object)}
    >>> table = TableRepresentation([("age", "number"), ("sex", "category")]).fit(cells)
    >>> table.feature_names_, table.transform(cells).tolist()
    (['age', 'sex=m'], [[-1.0, 0.0], [1.0, 1.0]])
    """

    stateless = False

    def __init__(self, columns, style="linear"):
        self.columns = columns
        self.style = style

    def fit(self, cells, y=None):
        """Learn from the rows in ``cells`` (name -> (N,) array); ``y`` is ignored. Return self."""
        if self.style not in ("linear", "trees"):
            raise ValueError(f"style must be 'linear' or 'trees'; got {self.style!r}")
        linear = self.style == "linear"
        self._cells, rows = cells, _length(cells)
        names = {kind: [n for n, t in self.columns if t == kind] for kind in TYPES}
        X = _numbers(cells, names["number"], rows)
        used = [j for j in range(X.shape[1]) if _varies(X[:, j])]
        state = {"kind": "table", "style": self.style, "columns": [[n, t] for n, t in self.columns if t in TYPES]}
        state["dates"] = [{"name": n, **fit_date(_cells(cells, n, "date", rows), linear)} for n in names["date"]]
        state["categories"], state["words"] = [], []
        for name in names["category"]:
            column = _cells(cells, name, "category", rows)
            state["categories"].append({"name": name, **fit_category(column, MANY, least=2 + rows // 500)})
            if len(set(column)) > MANY:
                names["words"].append(name)
        for name in names["words"]:
            column = _cells(cells, name, "words", rows)
            state["words"].append({"name": name, **fit_words(column, 200 if linear else 100, least=3 + rows // 500)})
        del self._cells
        X = np.hstack([X[:, used], *(apply_date(d, _cells(cells, d["name"], "date", rows)) for d in state["dates"])])
        state["numbers"] = {"names": [names["number"][j] for j in used], **fit_numbers(X, linear)}
        self.state_ = state
        return self

    def transform(self, cells):
        """Return ``cells`` (name -> (N,) array; a name that is absent is missing everywhere) as (N, D) float64."""
        state, rows = self.state_, _length(cells)
        X = _numbers(cells, state["numbers"]["names"], rows)
        dates = [apply_date(d, _cells(cells, d["name"], "date", rows)) for d in state["dates"]]
        blocks = [apply_numbers(state["numbers"], np.hstack([X, *dates]) if dates else X)]
        if state["categories"]:
            columns = [_cells(cells, c["name"], "category", rows) for c in state["categories"]]
            blocks.append(apply_categories(state["categories"], columns))
        blocks += [apply_words(w, _cells(cells, w["name"], "words", rows)) for w in state["words"]]
        return np.hstack(blocks)


def _length(cells):
    """Return how many rows there are."""
    return len(next(iter(cells.values())))


def _varies(x):
    """Return whether a column (N,) tells rows apart."""
    return bool((x[0] != x).any() and not np.isnan(x).all())


def _numbers(cells, names, rows):
    """Return the number columns as (N, C) float64."""
    empty = np.full(rows, np.nan)
    return np.array([cells.get(n, empty) for n in names], np.float64).reshape(len(names), rows).T


def _cells(cells, name, kind, rows):
    """Return one column (N,), all missing if the name is absent."""
    if name in cells:
        return cells[name]
    return np.full(rows, "NaT", "datetime64[s]") if kind == "date" else np.full(rows, None)
