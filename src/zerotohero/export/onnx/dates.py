"""Dates as ONNX: a moment comes as seconds since 1970, and its calendar parts are reckoned as ``_date.apply_date`` reads them.

ONNX knows no dates, but a calendar is whole numbers: 400 years have 146,097 days, counted from a first of March, so that a
leap day is the last of its year (Hinnant, https://howardhinnant.github.io/date_algorithms.html).
"""

import numpy as np

DAY = 86400  # seconds


def date_parts(g, state, seconds):
    """Return the chosen parts (N, P) of moments (N, 1) float64; NaN where there is none.

    Parameters
    ----------
    g : Graph
    state : dict
        ``parts``: places in ``_date.PARTS``.
    seconds : str
        Since 1970-01-01; NaN is missing.
    """
    days = _floor(g, seconds, DAY)
    turns = g.add("Div", g.add("Sub", seconds, g.add("Mul", days, float(DAY))), float(DAY))
    year, month, day = _civil(g, days)
    weekday = _rest(g, g.add("Add", days, 3.0), 7)  # Monday is 0
    hour = g.add("Floor", g.add("Mul", turns, 24.0))
    parts = [g.add("Add", days, turns), year, month, day, weekday, hour]
    since_january = g.add("Sub", month, 1.0)
    for turn in (g.add("Div", since_january, 12.0), g.add("Div", weekday, 7.0), turns):
        angle = g.add("Mul", turn, 2 * np.pi)
        parts += [g.add("Sin", angle), g.add("Cos", angle)]
    return g.add("Concat", *(parts[i] for i in state["parts"]), axis=1)


def _civil(g, days):
    """Return year, month (1 to 12) and day (1 to 31) of days since 1970-01-01."""
    days = g.add("Add", days, 719_468.0)  # since the first of March of the year 0
    era, of_era = _floor(g, days, 146_097), _rest(g, days, 146_097)
    leaps = g.add("Sub", _floor(g, of_era, 36_524), g.add("Add", _floor(g, of_era, 1460), _floor(g, of_era, 146_096)))
    years = _floor(g, g.add("Add", of_era, leaps), 365)
    before = g.add("Sub", _floor(g, years, 4), _floor(g, years, 100))
    of_year = g.chain(of_era, ("Sub", g.add("Mul", years, 365.0)), ("Sub", before))
    months = _floor(g, g.chain(of_year, ("Mul", 5.0), ("Add", 2.0)), 153)  # since March
    begun = _floor(g, g.chain(months, ("Mul", 153.0), ("Add", 2.0)), 5)
    day = g.chain(of_year, ("Sub", begun), ("Add", 1.0))
    next_year = g.cast(g.add("GreaterOrEqual", months, 10.0), float)  # January and February
    month = g.chain(months, ("Add", 3.0), ("Sub", g.add("Mul", next_year, 12.0)))
    year = g.chain(g.add("Mul", era, 400.0), ("Add", years), ("Add", next_year))
    return year, month, day


def _floor(g, x, size):
    """Return how many whole ``size`` are in x."""
    return g.add("Floor", g.add("Div", x, float(size)))


def _rest(g, x, size):
    """Return what is left of x after whole ``size``."""
    return g.add("Sub", x, g.add("Mul", _floor(g, x, size), float(size)))
