"""Dates: those calendar parts that vary, as numbers; ``_number`` then scales them and fills the gaps.

Shapes: N rows, P parts. The functions are self-contained: scripts paste them.
"""

import numpy as np

PARTS = ("day count", "year", "month", "day", "weekday", "hour")
PARTS += tuple(f"{part} ({wave})" for part in ("month", "weekday", "hour") for wave in ("sin", "cos"))


def fit_date(dates, linear):
    """Return which parts vary among the dates (N,) datetime64; the round ones are for linear models."""
    parts = apply_date({"parts": list(range(12 if linear else 6))}, dates[~np.isnat(dates)])
    return {"parts": [i for i, part in enumerate(parts.T) if len(part) and np.ptp(part) > 1e-9]}


def apply_date(state, dates):
    """Return the chosen parts (N, P) of the dates (N,); NaN where there is no date."""
    dates, missing = np.where(np.isnat(dates), np.datetime64(0, "s"), dates.astype("datetime64[s]")), np.isnat(dates)
    day, month = dates.astype("datetime64[D]"), dates.astype("datetime64[M]")
    days, months = day.astype(np.int64), month.astype(np.int64)  # since 1970
    turns = (dates - day).astype(float) / 86400
    weekday = (days + 3) % 7  # Monday is 0; 1970 began on a Thursday
    parts = [
        days + turns,
        months // 12 + 1970,
        months % 12 + 1,
        (day - month).astype(int) + 1,
        weekday,
        turns * 24 // 1,
    ]
    for turn in (months % 12 / 12, weekday / 7, turns):  # December is next to January
        parts += [np.sin(2 * np.pi * turn), np.cos(2 * np.pi * turn)]
    return np.where(missing, np.nan, np.array([parts[i] for i in state["parts"]], float)).T


def date_features(state, name):
    """Return a name for each of the P parts of the column ``name``."""
    return [f"{name}: {PARTS[i]}" for i in state["parts"]]
