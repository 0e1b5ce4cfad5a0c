"""Dates: the calendar parts that vary, as numbers; ``_number`` then scales them and fills the gaps.

The functions are self-contained: scripts paste them.
"""

import numpy as np

PARTS = ("elapsed days", "year", "month", "day", "weekday", "hour")
CYCLES = ("month sin", "month cos", "weekday sin", "weekday cos", "hour sin", "hour cos")


def fit_date(dates, linear):
    """Return which parts vary among the dates (N,) datetime64[s]."""
    parts = apply_date({"parts": list(range(12 if linear else 6))}, dates[~np.isnat(dates)])
    varying = np.ptp(parts, axis=0) > 1e-9 if len(parts) else np.zeros(parts.shape[1], bool)
    return {"parts": np.flatnonzero(varying).tolist()}


def apply_date(state, dates):
    """Return the chosen parts (N, P) of the dates (N,); NaN where there is no date."""
    dates = dates.astype("datetime64[s]")
    day, month = dates.astype("datetime64[D]"), dates.astype("datetime64[M]")
    seconds = (dates - day).astype(float)
    weekday = (day.astype(np.int64) + 3) % 7  # Monday is 0; 1970 began on a Thursday
    months, hours = month.astype(np.int64) % 12, seconds / 3600
    parts = [day.astype(float) + seconds / 86400, month.astype(np.int64) // 12 + 1970, months + 1]
    parts += [(day - month).astype(float) + 1, weekday, np.floor(hours)]
    for turns in (months / 12, weekday / 7, hours / 24):  # December is next to January
        parts += [np.sin(2 * np.pi * turns), np.cos(2 * np.pi * turns)]
    out = np.stack([parts[i] for i in state["parts"]] or [seconds], axis=1)[:, : len(state["parts"])].astype(float)
    out[np.isnat(dates)] = np.nan
    return out


def date_names(*a):
    pass


def prove_date(*a):
    pass
