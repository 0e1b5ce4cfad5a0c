"""Lines of text as they are: models that generate count the words themselves."""

from zerotohero.core.specs import Feature
from zerotohero.representations._contract import Representation


class LinesRepresentation(Representation):
    """A column of lines as a list of texts; nothing is learned.

    Parameters
    ----------
    column : str
    """

    stateless = True

    def __init__(self, column):
        self.column = column

    def fit(self, cells, y=None):
        """Return self."""
        return self

    def transform(self, cells):
        """Return the lines, a list of str."""
        return list(cells[self.column])

    @property
    def state_(self):
        """Plain JSON: the column."""
        return {"kind": "lines", "column": self.column}

    @property
    def columns_(self):
        """The one ``Feature``."""
        return (Feature(self.column, self.column),)

    @classmethod
    def from_state(cls, state):
        """Return the representation with this ``state_``; raise ValueError where it is not one."""
        if set(state) != {"kind", "column"} or state["kind"] != "lines" or not isinstance(state["column"], str):
            raise ValueError("the state of lines must have the keys column, kind")
        return cls(state["column"])
