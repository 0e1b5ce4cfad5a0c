"""Typed cells as one matrix of numbers; all that was learned is plain JSON, which a model file can hold.

Shapes: N rows, D numbers per row. The pure functions next door do the work; this file deals out and collects.
"""

import numpy as np

from zerotohero.representations._category import apply_categories, category_features, fit_category
from zerotohero.representations._date import apply_date, date_features, fit_date
from zerotohero.representations._number import apply_numbers, fit_numbers, number_features
from zerotohero.representations._proof import prove_table
from zerotohero.representations._words import apply_words, fit_words, word_features

TYPES = ("number", "category", "date", "words")
# style -> categories with a column of their own; words per text column; words per column of many categories
MOST = {"linear": (30, 200, 100), "trees": (30, 100, 30)}


class TableRepresentation:
    """Cells to numbers, fitted inside the fold; the target is never looked at.

    Parameters
    ----------
    columns : list of (str, str)
        Name and type of every feature: "number", "category", "date" or "words"; other types are left out.
    style : {"linear", "trees"}
        "linear": numbers are standardised, skewed ones get a second column on a log scale.
        "trees": numbers stay as they are; fewer columns for dates and words.

    Attributes
    ----------
    state_ : dict
        Everything that was learned, as plain JSON.

    Examples
    --------
    >>> cells = {"age": np.array([1, 3, 3, np.nan]), "sex": np.array(["f", "m", "m", "f"], object)}
    >>> table = TableRepresentation([("age", "number"), ("sex", "category")]).fit(cells)
    >>> table.feature_names_
    ['age', 'age is missing', 'sex=m']
    >>> table.transform({"age": np.array([np.nan]), "sex": np.array(["never seen"], object)})[:, 1:].tolist()
    [[1.0, 0.0]]
    """

    stateless = False

    def __init__(self, columns, style="linear"):
        self.columns = columns
        self.style = style

    def fit(self, cells, y=None):
        """Learn from ``cells`` (name -> (N,) array; a name that is absent is missing everywhere); ``y`` is ignored."""
        if self.style not in MOST:
            raise ValueError(f"style must be one of {', '.join(MOST)}; got {self.style!r}")
        linear, (most, most_words, most_tokens) = self.style == "linear", MOST[self.style]
        names = {kind: [n for n, t in self.columns if t == kind] for kind in TYPES}
        rows = _length(cells)
        least = 2 + rows // 500
        state = {"kind": "table", "style": self.style, "columns": [[n, t] for n, t in self.columns if t in TYPES]}
        state["number_columns"] = [n for n in names["number"] if _varies(_column(cells, n, rows, np.nan))]
        state["dates"] = [{"name": n, **fit_date(_dates(cells, n, rows), linear)} for n in names["date"]]
        state["dates"] = [date for date in state["dates"] if date["parts"]]
        state["numbers"] = fit_numbers(_matrix(state, cells, rows), linear)
        state["categories"], texts = [], [(name, most_words) for name in names["words"]]
        for name in names["category"]:
            column = _column(cells, name, rows, None)
            state["categories"].append({"name": name, **fit_category(column, most, least)})
            if len(set(column)) > most:  # the rare ones share a column, but some share words, or letters before digits
                texts.append((name, most_tokens))
        state["words"] = [
            {"name": name, **fit_words(_column(cells, name, rows, None), size, least + 1)}
            for name, size in texts
            if len(set(_column(cells, name, rows, None))) > 1
        ]
        self.state_ = state
        return self

    def transform(self, cells):
        """Return ``cells`` (name -> (N,) array; a name that is absent is missing everywhere) as finite (N, D) float64."""
        state, rows = self.state_, _length(cells)
        blocks = [apply_numbers(state["numbers"], _matrix(state, cells, rows))]
        if state["categories"]:
            columns = [_column(cells, c["name"], rows, None) for c in state["categories"]]
            blocks.append(apply_categories(state["categories"], columns))
        blocks += [apply_words(w, _column(cells, w["name"], rows, None)) for w in state["words"]]
        X = np.ascontiguousarray(np.hstack(blocks))
        return X if X.shape[1] else np.zeros((rows, 1))  # no column varies: a model still wants one

    @property
    def features_(self):
        """The column that each of the D numbers comes from, and its own name, such as ``("city", "city=Paris")``."""
        state = self.state_
        names = [(n, n) for n in state["number_columns"]]
        names += [(d["name"], feature) for d in state["dates"] for feature in date_features(d, d["name"])]
        features = number_features(state["numbers"], [feature for _, feature in names])
        pairs = [(names[j][0], feature) for j, feature in features]
        pairs += [(c["name"], feature) for c in state["categories"] for feature in category_features(c, c["name"])]
        pairs += [(w["name"], feature) for w in state["words"] for feature in word_features(w, w["name"])]
        return pairs or [("", "nothing varies")]

    @property
    def feature_names_(self):
        """The names of the D numbers."""
        return [feature for _, feature in self.features_]

    @classmethod
    def from_state(cls, state):
        """Return the representation with this ``state_``; raise ValueError where it is not one."""
        prove_table(state)
        table = cls([tuple(column) for column in state["columns"]], state["style"])
        table.state_ = state
        return table


def _length(cells):
    """Return how many rows there are."""
    return len(next(iter(cells.values())))


def _varies(x):
    """Return whether a column of numbers (N,) tells rows apart."""
    return bool((x != x[0]).any() and not np.isnan(x).all())


def _column(cells, name, rows, empty):
    """Return the cells (N,) of one column."""
    return cells[name] if name in cells else np.full(rows, empty)


def _dates(cells, name, rows):
    """Return the cells (N,) of one column of dates."""
    return _column(cells, name, rows, np.datetime64("NaT", "s"))


def _matrix(state, cells, rows):
    """Return the number columns and the parts of the dates as (N, C), NaN where missing."""
    X = np.array([_column(cells, n, rows, np.nan) for n in state["number_columns"]], float)
    parts = [apply_date(date, _dates(cells, date["name"], rows)) for date in state["dates"]]
    return np.hstack([X.reshape(len(X), rows).T, *parts])
