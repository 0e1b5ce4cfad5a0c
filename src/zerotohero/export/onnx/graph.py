"""A graph under construction: operators are added one by one, each returns the name of what it gives."""

import numpy as np

from zerotohero.export.onnx import wire as wire

ML = "ai.onnx.ml"  # the operators of classical machine learning
OPSETS = {"": 18, ML: 5}  # ONNX Runtime from 1.20 on knows them


class Graph:
    """Operators, constants, inputs and outputs.

    Examples
    --------
    >>> g = Graph()
    >>> x = g.input("x", float, ["N", 2])
    >>> g.output("twice", g.add("Mul", x, 2.0), float, ["N", 2])
    >>> g.to_bytes()[:4]
    b'\\x08\\n\\x12\\n'
    """

    def __init__(self):
        self._nodes, self._constants, self._inputs, self._outputs = [], [], [], []
        self._taken, self._count = set(), 0

    def input(self, name, dtype, shape):
        """Declare an input before anything is added; return its name, which no other may have."""
        while name in self._taken:
            name += "_"
        self._taken.add(name)
        self._inputs.append(wire.value_info(name, dtype, shape))
        return name

    def output(self, name, value, dtype, shape):
        """Give ``value`` out under this name."""
        self._nodes.append(wire.node("Identity", "", [value], [name], {}))
        self._outputs.append(wire.value_info(name, dtype, shape))

    def reserve(self, *names):
        """Keep names for outputs."""
        self._taken |= set(names)

    def add(self, op, *inputs, domain="", outputs=1, **attributes):
        """Add an operator; return the name of what it gives, a list of names if it gives several.

        Parameters
        ----------
        op : str
        *inputs : str, float, or ndarray
            Names; numbers and arrays become constants.
        domain : str
        outputs : int
        **attributes
            See ``wire.attribute``.
        """
        names = [given if isinstance(given, str) else self.constant(given) for given in inputs]
        found = [self._fresh() for _ in range(outputs)]
        self._nodes.append(wire.node(op, domain, names, found, attributes))
        return found[0] if outputs == 1 else found

    def constant(self, value):
        """Return the name of a constant: a number (float64), an array, an object array of texts."""
        name = self._fresh()
        self._constants.append(wire.tensor(np.asarray(value), name))
        return name

    def cast(self, x, dtype):
        """Return x with another element type."""
        return self.add("Cast", x, to=wire.type_of(dtype))

    def chain(self, x, *steps):
        """Return x after several operators of two inputs, such as ``("Sub", 1.0), ("Div", scale)``."""
        for op, other in steps:
            x = self.add(op, x, other)
        return x

    def shaped(self, x, *shape):
        """Return x reshaped; 0 keeps an axis, -1 takes the rest."""
        return self.add("Reshape", x, np.array(shape))

    def sum(self, x, axis, keep=1):
        """Return the sum over an axis."""
        return self.add("ReduceSum", x, np.array([axis]), keepdims=keep)

    def columns(self, x, places):
        """Return these columns of x (N, D)."""
        return self.add("Gather", x, np.array(places, np.int64), axis=1)

    def every_row(self, x, row):
        """Return ``row`` (K,) once for every row of x: (N, K)."""
        rows = self.add("Shape", x, start=0, end=1)
        shape = self.add("Concat", rows, np.array([len(row)]), axis=0)
        return self.add("Expand", np.asarray(row, float), shape)

    def to_bytes(self, metadata=None, about=""):
        """Return the file."""
        return wire.model(self._nodes, self._constants, self._inputs, self._outputs, OPSETS, metadata or {}, about)

    def _fresh(self):
        """Return a name that nothing has."""
        self._count += 1
        name = f"#{self._count}"
        while name in self._taken:
            name += "_"
        return name
