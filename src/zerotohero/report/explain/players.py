"""Who can push: the columns of the person's file, the words of a text, the patches of a picture, stretches of a sound."""

import re
from ast import literal_eval
from dataclasses import dataclass, field

import numpy as np

FEW = 3  # columns beside a text up to which its words are told apart unasked
MOST_WORDS = 200


@dataclass(frozen=True)
class Columns:
    """Every column is one player: its one-hot features, gaps and words act together.

    Parameters
    ----------
    cells : mapping of str to ndarray (1,)
        The row that is explained.
    texts : mapping of str to list of str
        Columns whose text is taken apart: each of its words is a player; the column itself stands for the
        words that are not in this text.
    """

    cells: dict
    texts: dict = field(default_factory=dict)

    @classmethod
    def of(cls, cells, types, words=None):
        """Return the players of a row; ``words`` None takes texts apart where there is little else."""
        found = [name for name, kind in types if kind == "words" and cells[name][0]]
        if words is None:
            words = len(types) - len(found) <= FEW
        texts = {name: list(dict.fromkeys(cells[name][0].lower().split()))[:MOST_WORDS] for name in found if words}
        return cls(cells, texts)

    @property
    def names(self):
        """[(column, word or None), ...]."""
        return [*((name, None) for name in self.cells), *((n, word) for n, text in self.texts.items() for word in text)]

    def owners(self, representation):
        """Return (D,) which player owns each feature; a run of letters belongs to the first word that has it."""
        place = {player: i for i, player in enumerate(self.names)}
        return np.array(
            [place.get((f.column, self._word(f)), place.get((f.column, None), 0)) for f in representation.columns_]
        )

    def _word(self, feature):
        """Return the word of the text that a feature counts, or None."""
        term = feature.name.removeprefix(f"{feature.column}: ")
        run = literal_eval(term.removeprefix("letters ")) if re.fullmatch(r"letters (['\"]).*\1", term) else None
        for word in self.texts.get(feature.column, ()):
            if run in f" {word} " if run else term in re.findall(r"[^\W\d_]+|\d+", word):
                return word
        return None


@dataclass(frozen=True)
class Patches:
    """Every patch of a picture is one player; ``side`` of them across and down."""

    side: int

    @property
    def names(self):
        """[("row 1, column 1", None), ...]."""
        return [(f"row {r + 1}, column {c + 1}", None) for r in range(self.side) for c in range(self.side)]

    def owners(self, representation):
        """Return (D,) the patch that each pixel lies in."""
        height, width = representation.seen
        down = np.arange(height) * self.side // height
        across = np.arange(width) * self.side // width
        patches = down[:, None] * self.side + across
        return np.repeat(patches.ravel(), 3 if representation.mode == "RGB" else 1)


@dataclass(frozen=True)
class Stretches:
    """Every stretch of a sound's time is one player."""

    count: int

    @property
    def names(self):
        """[("stretch 1 of 10", None), ...]."""
        return [(f"stretch {i + 1} of {self.count}", None) for i in range(self.count)]

    def owners(self, representation):
        """Return (D,) the stretch that each number lies in."""
        if representation.grid:  # bands by frames
            bands, frames = representation.shape_
            return np.tile(np.arange(frames) * self.count // frames, bands)
        parts = representation.state_["parts"]
        return np.repeat(np.arange(parts) * self.count // parts, representation.shape_[0] // parts)
