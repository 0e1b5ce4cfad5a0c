"""Hyperparameters as data: one definition serves ``--set``, tuning, sliders and docs."""

import re
from dataclasses import dataclass

from zerotohero.core.errors import ParameterError, UnknownIdError


@dataclass(frozen=True)
class Hyperparameter:
    """One knob of an algorithm.

    Parameters
    ----------
    name : str
        As a person types it: ``neighbors`` in ``--set knn.neighbors=3``.
    default : int, float, str, bool or None
        Our own default, examined; None means "no limit" where the meaning says so.
    low, high : float or None
        Smallest and largest allowed value; None where there is no bound.
    scale : {"linear", "log"}
        How a slider or a search walks from low to high.
    choices : tuple of str
        Allowed words; empty for numbers.
    meaning : str
        Plain words, under ten or so.
    tuned : bool
        Whether a search for a better score tries other values; not where the score does not depend on it.
    tasks : tuple of {"classification", "regression"}
        Where it exists; () for every task of the algorithm.
    """

    name: str
    default: object
    low: float | None = None
    high: float | None = None
    scale: str = "linear"
    choices: tuple = ()
    meaning: str = ""
    tuned: bool = True
    tasks: tuple = ()

    def check(self, value, owner):
        """Return ``value`` if allowed, else raise ParameterError naming argument, rule and value."""
        name = f"{owner}.{self.name}"
        if value is None and self.default is None:
            return value
        if self.choices:
            if value not in self.choices:
                raise _refused(name, f"one of {', '.join(map(str, self.choices))}", value)
            return value
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
            raise _refused(name, "a number", value)
        whole = isinstance(self.default, int) or (self.default is None and isinstance(self.low, int))
        if whole and value != int(value):
            raise _refused(name, "a whole number", value)
        if self.low is not None and value < self.low:
            raise _refused(name, f"at least {self.low:g}", value)
        if self.high is not None and value > self.high:
            raise _refused(name, f"at most {self.high:g}", value)
        return int(value) if whole else float(value)

    def parse(self, text, owner):
        """Return the value that ``text`` means, checked."""
        text = text.strip()
        if self.choices:
            return self.check(text, owner)
        if text.lower() == "none":
            return self.check(None, owner)
        try:
            value = float(text)
        except ValueError:
            raise _refused(f"{owner}.{self.name}", "a number", text) from None
        return self.check(value, owner)


def parse_settings(settings, specs):
    """Turn ``["knn.neighbors=1,3,5"]`` into ``{"knn": {"neighbors": [1, 3, 5]}}``.

    Parameters
    ----------
    settings : iterable of str
        ``algorithm.hyperparameter=value[,value...]``.
    specs : mapping of str to AlgorithmSpec
        What exists.

    Raises
    ------
    UnknownIdError, ParameterError
    """
    wanted = {}
    for setting in settings:
        path, equals, values = setting.partition("=")
        algorithm, dot, name = path.strip().partition(".")
        if not (equals and dot and values.strip()):
            raise ParameterError(
                "read --set", "ALGORITHM.NAME=VALUE[,VALUE...]", repr(setting), "--set knn.neighbors=1,3,5"
            )
        if algorithm not in specs:
            raise UnknownIdError("algorithm", algorithm, specs)
        knobs = {h.name: h for h in specs[algorithm].hyperparameters}
        if name not in knobs:
            raise UnknownIdError(f"hyperparameter of {algorithm}", name, knobs)
        parsed = [knobs[name].parse(v, algorithm) for v in values.split(",")]
        wanted.setdefault(algorithm, {})[name] = list(dict.fromkeys(parsed))
    return wanted


def parse_monotone(text):
    """Return {column: 1 or -1}: the columns with which an answer must rise, and those with which it must fall.

    Parameters
    ----------
    text : str
        ``COLUMN=up,COLUMN=down``; a name may contain commas.

    Raises
    ------
    ParameterError

    Examples
    --------
    >>> parse_monotone("living area=up,age=down")
    {'living area': 1, 'age': -1}
    """
    found = {}
    for part in re.split("(?<==up),|(?<==down),", text):
        name, _, way = map(str.strip, part.rpartition("="))
        if not name or way not in ("up", "down"):
            raise ParameterError(
                "read --monotone", "COLUMN=up or COLUMN=down", repr(part), '--monotone "living area=up,age=down"'
            )
        found[name] = 1 if way == "up" else -1
    return found


def _refused(name, rule, value):
    """Return the error for one value; the phrase '<name> must be <rule>; got <value>' is stable."""
    error = ParameterError(f"set {name}", rule, repr(value), f"a value that is {rule}")
    error.args = (f"{name} must be {rule}; got {value!r}",)
    return error
