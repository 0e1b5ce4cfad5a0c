"""What every representation says of itself, so that whoever uses one need not know which it is."""


class Representation:
    """Cells to numbers: ``fit``, ``transform``, ``columns_``, ``state_`` and ``from_state`` are each one's own.

    Attributes
    ----------
    stateless : bool
        Whether nothing is learned from cells: it is fitted on any one row.
    laborious : bool
        Whether making the numbers takes longer than reading them from a file.
    shrinks : bool
        Whether it begins by making cells smaller, in the same way for all rows: ``shrink(cells)``, which ``transform``
        takes as well.
    dtype : type
        Of the numbers that ``transform`` makes.
    """

    stateless = False
    laborious = False
    shrinks = False
    dtype = float

    @property
    def shape_(self):
        """The shape of one row of X."""
        return (len(self.columns_),)

    @property
    def feature_names_(self):
        """The names of the numbers of a row."""
        return [feature.name for feature in self.columns_]
