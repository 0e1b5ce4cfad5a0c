"""Typed cells as one matrix of numbers; all that was learned is plain JSON, which a model file can hold.

Shapes: N rows, D numbers per row. The pure functions next door do the work; this file deals out and collects.
"""

import numpy as np

from zerotohero.core.specs import Feature
from zerotohero.representations._bins import apply_bins, fit_bins
from zerotohero.representations._category import (
    apply_categories,
    apply_codes,
    category_features,
    fit_category,
    fit_codes,
)
from zerotohero.representations._contract import Representation
from zerotohero.representations._date import apply_date, date_features, fit_date
from zerotohero.representations._number import apply_numbers, fit_numbers, number_features
from zerotohero.representations._proof import prove_table
from zerotohero.representations._words import apply_words, fit_words, kind_of, most_terms, word_features

TYPES = ("number", "category", "date", "words")
# style -> categories with a place of their own; terms of a text; words of a name; words of a column of many categories
MOST = {
    "linear": (30, 6000, 200, 100),
    "trees": (30, 200, 100, 30),
    "codes": (250, 200, 100, 30),
    "bins": (250, 1000, 100, 30),
    "counts": (30, 6000, 200, 100),
}


class TableRepresentation(Representation):
    """Cells to numbers, fitted inside the fold; only which terms of a text count may depend on the answers there.

    Parameters
    ----------
    columns : list of (str, str)
        Name and type of every feature: "number", "category", "date" or "words"; other types are left out.
    style : {"linear", "trees", "codes", "bins", "counts"}
        "linear": numbers are standardised, skewed ones get a second column on a log scale; a 0/1 column per category.
        "trees": numbers stay as they are; fewer columns for dates and words.
        "codes": as "trees", but each column of categories stays one column, of codes 0, 1, ...
        "bins": everything is a code: numbers cut at quantiles, categories, words there or not.
        "counts": nothing is below 0: numbers from 0 to 1, a 0/1 column per category, words counted.

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

    def __init__(self, columns, style="linear"):
        self.columns = columns
        self.style = style

    def fit(self, cells, y=None):
        """Learn from ``cells`` (name -> (N,) array; a name that is absent is missing everywhere) and ``y`` (N,).

        ``y`` holds class indices or numbers; without it, texts give their most frequent terms.
        """
        if self.style not in MOST:
            raise ValueError(f"style must be one of {', '.join(MOST)}; got {self.style!r}")
        most, *most_words, most_tokens = MOST[self.style]
        names = {kind: [n for n, t in self.columns if t == kind] for kind in TYPES}
        rows = _length(cells)
        least = 2 + rows // 500
        state = {"kind": "table", "style": self.style, "columns": [[n, t] for n, t in self.columns if t in TYPES]}
        state["number_columns"] = [n for n in names["number"] if _varies(_column(cells, n, rows, np.nan))]
        state["dates"] = [
            {"name": n, **fit_date(_dates(cells, n, rows), self.style == "linear")} for n in names["date"]
        ]
        state["dates"] = [date for date in state["dates"] if date["parts"]]
        X = _matrix(state, cells, rows)
        state["numbers"] = fit_bins(X) if self.style == "bins" else fit_numbers(X, self.style)
        fit_one = fit_codes if self.style in ("codes", "bins") else fit_category
        state["categories"], texts = [], {}
        for name in names["words"]:
            column = _column(cells, name, rows, None)
            kind = kind_of(column)
            texts[name] = (most_terms(column, kind, *most_words), kind)
        for name in names["category"]:
            column = _column(cells, name, rows, None)
            state["categories"].append({"name": name, **fit_one(column, most, least)})
            if len(set(column)) > most:  # the rare ones share a column, but some share words, or letters before digits
                texts[name] = (most_tokens, "name")
        state["words"] = [
            {"name": name, **fit_words(_column(cells, name, rows, None), size, least + 1, y, self.style, kind)}
            for name, (size, kind) in texts.items()
            if len(set(_column(cells, name, rows, None))) > 1
        ]
        return self._learned(state)

    def transform(self, cells):
        """Return ``cells`` (name -> (N,) array; a name that is absent is missing everywhere) as finite (N, D) float64."""
        state, rows = self.state_, _length(cells)
        X = _matrix(state, cells, rows)
        blocks = [(apply_bins if self.style == "bins" else apply_numbers)(self._numbers, X)]
        if state["categories"]:
            columns = [_column(cells, c["name"], rows, None) for c in state["categories"]]
            apply = apply_codes if self.style in ("codes", "bins") else apply_categories
            blocks.append(apply(state["categories"], columns))
        words = [_words(w, _column(cells, w["name"], rows, None)) for w in state["words"]]
        blocks += [np.minimum(counts, 1) for counts in words] if self.style == "bins" else words
        X = np.ascontiguousarray(blocks[0] if len(blocks) == 1 else np.hstack(blocks))
        return X if X.shape[1] else np.zeros((rows, 1))  # no column varies: a model still wants one

    @property
    def columns_(self):
        """A ``Feature`` for each of the D numbers: the column that it comes from, its own name, how many codes it takes."""
        state, bins = self.state_, self.style == "bins"
        names = [(n, n) for n in state["number_columns"]]
        names += [(d["name"], feature) for d in state["dates"] for feature in date_features(d, d["name"])]
        if bins:
            found = [Feature(*name, len(cuts) + 2) for name, cuts in zip(names, state["numbers"]["cuts"])]
        else:
            features = number_features(state["numbers"], [feature for _, feature in names])
            found = [Feature(names[j][0], feature) for j, feature in features]
        for c in state["categories"]:
            if self.style in ("codes", "bins"):
                found.append(Feature(c["name"], c["name"], len(c["codes"]) + 2))
            else:
                found += [Feature(c["name"], feature) for feature in category_features(c, c["name"])]
        for w in state["words"]:
            found += [Feature(w["name"], feature, 2 * bins) for feature in word_features(w, w["name"])]
        return tuple(found) or (Feature("", "nothing varies", bins),)

    @classmethod
    def from_state(cls, state):
        """Return the representation with this ``state_``; raise ValueError where it is not one."""
        prove_table(state)
        table = cls([tuple(column) for column in state["columns"]], state["style"])
        return table._learned(state)

    def _learned(self, state):
        """Take over what was learned; its numbers as arrays, as a service would else make them anew for every row."""
        self.state_, self._numbers = state, state["numbers"]
        if self.style != "bins":
            places = ("bent", "flags")
            self._numbers = {key: np.array(v, int if key in places else float) for key, v in self._numbers.items()}
        return self


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


def _words(state, cells):
    """Return ``apply_words`` of the cells (N,); where they are many and repeat, each text is taken apart once."""
    if len(cells) < 1000:
        return apply_words(state, cells)
    place = {}
    places = [place.setdefault(cell, len(place)) for cell in cells]
    return apply_words(state, cells) if 2 * len(place) > len(cells) else apply_words(state, list(place))[places]


def _matrix(state, cells, rows):
    """Return the number columns and the parts of the dates as (N, C), NaN where missing."""
    X = np.array([_column(cells, n, rows, np.nan) for n in state["number_columns"]], float)
    X = X.reshape(len(X), rows).T
    parts = [apply_date(date, _dates(cells, date["name"], rows)) for date in state["dates"]]
    return np.hstack([X, *parts]) if parts else X
