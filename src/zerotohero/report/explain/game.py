"""What a model answers for one row when only some of its columns are known; exact shares where it is simple enough.

Shapes used below: D features, P players, B background rows, S questions, K classes.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from zerotohero.algorithms._linear import predict_probabilities, predict_values
from zerotohero.algorithms._trees import add_trees, average_trees
from zerotohero.algorithms.combination import combine
from zerotohero.report.explain.shapley import of_trees, of_weighted_sum

CELLS_AT_ONCE = 4_000_000
MIXED = 200  # rows on which a model must be given again
TREE = ("roots", "children", "feature", "threshold", "value")


@dataclass(frozen=True, eq=False)
class Part:
    """One model as it sees the row: the whole of it, or a member of a combination.

    ``x`` (D,) and ``background`` (B, D) are its features, ``players`` (D,) says who owns each. A model that takes
    grids gets each row in ``shape`` again; () for one that takes rows of numbers.
    """

    weight: float
    model: object
    x: np.ndarray
    background: np.ndarray
    players: np.ndarray
    shape: tuple = ()

    @cached_property
    def kind(self):
        """(how its output is made, what cells are rounded to first), or None where neither a sum nor trees give it.

        The names of the arrays suggest it; that they mean what we think is proved by giving the model's own
        answers again, for rows mixed from this one and the background.
        """
        if self.shape:
            return None
        arrays, classes = self.model.arrays, self.model.manifest["classes"]
        both = np.vstack([self.x, self.background])
        mixed = both[np.random.default_rng(0).integers(0, len(both), (MIXED, len(self.x))), np.arange(len(self.x))]
        if "roots" in arrays:  # cells on the edge at a root, where rounding to float32 decides
            roots = np.resize(arrays["roots"], MIXED)
            edge = arrays["threshold"][roots]
            above = edge.astype(np.float32) <= edge
            mixed[np.arange(MIXED), arrays["feature"][roots]] = np.where(above, np.nextafter(edge, np.inf), edge)
        said = self.model.spec.predict(arrays, mixed)
        ways = {
            "sum": ({"coef", "intercept"}, predict_probabilities if classes else predict_values),
            "trees": ({*TREE}, average_trees),
            "boosting": ({*TREE, "start"}, add_trees),
        }
        for kind, (names, predict) in ways.items():
            for precision in (np.float64, np.float32) if names == set(arrays) else ():
                if np.allclose(predict(arrays, mixed.astype(precision)), said, rtol=1e-9, atol=1e-12):
                    return kind, np.float32 if kind == "trees" else precision
        return None

    def answers(self, X):
        """Return what the algorithm says, a column for every class; values as they are."""
        rows = X.reshape(len(X), *self.shape) if self.shape else X
        return self.model.expand(self.model.spec.predict(self.model.arrays, rows))

    def shares(self, pick, count):
        """Return (P,) exact shares of the scores (K,) weighed with ``pick`` (K,)."""
        kind, precision = self.kind
        if kind == "sum":
            return of_weighted_sum(pick @ self.model.arrays["coef"], self.x, self.background, self.players, count)
        return self._of_trees(np.vstack([self.x, self.background]).astype(precision), pick, count)

    def _of_trees(self, both, pick, count):
        """Return (P,) shares of all trees, a few at a time, of the cells (1 + B, D)."""
        roots, children, feature, threshold, value = (self.model.arrays[n] for n in TREE)
        if self.kind[0] == "trees":
            value = value @ pick / len(roots)
        elif value.shape[1] > 1:  # a leaf holds a score for every class
            value = value @ pick
        else:  # a tree belongs to one class; of two classes, to the second
            owner = np.arange(len(roots)) % len(pick) if len(pick) > 2 else np.full(len(roots), len(pick) - 1)
            value = value[:, 0] * np.repeat(pick[owner], np.diff(np.append(roots, len(value))))
        shares, ends = np.zeros(count), np.append(roots, len(value))
        step = max(1, int(CELLS_AT_ONCE * len(roots) / len(both) / len(value)))
        for first in range(0, len(roots), step):
            last = min(first + step, len(roots))
            some = slice(ends[first], ends[last])
            shares += of_trees(
                roots[first:last] - ends[first],
                children[some] - ends[first],
                value[some],
                self.players[feature[some]],
                both[:, feature[some]] <= threshold[some],
                count,
            )
        return shares


@dataclass(frozen=True, eq=False)
class Game:
    """One row, the background rows, and the model that is asked.

    Parameters
    ----------
    model : Model
    parts : list of Part
        One, or the members of a combination.
    count : int
        P, the number of players.
    """

    model: object
    parts: list
    count: int

    @classmethod
    def of(cls, model, cells, background, player_of, count):
        """Return the game for the cells of one row and of the background rows.

        ``player_of`` takes a representation and returns (D,) which player owns each feature.
        """
        parts = []
        for weight, part in model.members or ((1.0, model),):
            X, B = part.features(cells), part.features(background)
            shape = X.shape[1:] if X.ndim > 2 else ()
            X, B = (rows.reshape(len(rows), -1) for rows in (X, B))
            parts.append(Part(weight, part, X[0], B, player_of(part.representation), shape))
        return cls(model, parts, count)

    @property
    def backgrounds(self):
        """How many background rows there are."""
        return len(self.parts[0].background)

    def answers(self, known, row):
        """Return what the model says, not yet calibrated or in the user's unit.

        Parameters
        ----------
        known : ndarray (S, P) of bool
            The players whose features come from the row that is explained.
        row : ndarray (S,) of int
            The background row that the other features come from.
        """
        found, width = [], max(len(part.x) for part in self.parts)
        for first in range(0, len(known), max(1, CELLS_AT_ONCE // width)):
            some = slice(first, first + max(1, CELLS_AT_ONCE // width))
            each = [
                part.answers(np.where(known[some][:, part.players], part.x, part.background[row[some]]))
                for part in self.parts
            ]
            found.append(combine(np.array(each), [part.weight for part in self.parts]) if len(each) > 1 else each[0])
        return np.concatenate(found)

    @property
    def whole(self):
        """(known, row) that ask for the row itself, then for each background row."""
        known = np.zeros((1 + self.backgrounds, self.count), bool)
        known[0] = True
        return known, np.append(0, np.arange(self.backgrounds))

    def fewer(self, backgrounds):
        """Return the game with at most this many of its background rows."""
        chosen = np.unique(np.linspace(0, self.backgrounds - 1, min(backgrounds, self.backgrounds)).astype(int))
        parts = [replace(part, background=part.background[chosen]) for part in self.parts]
        return replace(self, parts=parts)

    def shares(self, pick):
        """Return (P,) exact shares of the members' scores weighed with ``pick`` (K,), by linearity."""
        own = []
        for part in self.parts:
            seen = part.model.manifest["classes_seen"]
            own.append(part.weight * part.shares(pick[seen] if seen else pick, self.count))
        return np.sum(own, axis=0)

    @property
    def work(self):
        """About how many elementary steps one question costs."""
        return sum(
            200 * len(arrays["roots"]) if "roots" in arrays else sum(a.size for a in arrays.values())
            for arrays in (part.model.arrays for part in self.parts)
        )

    @property
    def nodes(self):
        """How many nodes all trees have."""
        return sum(len(part.model.arrays.get("feature", ())) for part in self.parts)
