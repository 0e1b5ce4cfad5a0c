"""Texts as dates: which format reads every cell, and whether the day or the month comes first."""

import re
import warnings
from datetime import datetime

import numpy as np

_DAYS = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%m.%d.%Y", "%d-%m-%Y", "%m-%d-%Y"),
    *("%m/%d/%y", "%d/%m/%y", "%d.%m.%y", "%d-%m-%y", "%m-%d-%y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%d %B %Y"),
    *("%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y", "%a, %d %b %Y", "%A, %d %B %Y", "%a %b %d %Y"),
)
_MONTHS = ("%b %Y", "%B %Y", "%b-%Y", "%b-%y", "%Y-%m", "%Y/%m", "%m/%Y")
_CLOCKS = ("%H:%M:%S", "%H:%M", "%H:%M:%S.%f", "%I:%M %p", "%I:%M:%S %p", "%I:%M%p")
_ZONED = ("%H:%M:%S%z", "%H:%M:%S.%f%z", "%H:%M%z")
_LOOKS = re.compile(r".*\d[-/.: ,].*|\d{8}|.*[A-Za-z]{3}.*\d{2,4}.*")
SHARE = 0.95


def find_format(texts, counts, order):
    """Return ``(format, sure)`` that reads at least 95 % of the cells, or (None, True).

    Parameters
    ----------
    texts : list of str
        Distinct texts.
    counts : (M,) int
        How many cells hold each.
    order : callable
        ``order(dates)`` says whether rows are in order when the distinct texts are read as ``dates``;
        it decides between day/month and month/day where both would do.
    """
    sample = texts[:: max(1, len(texts) // 60)][:60]
    if sum(len(t) < 40 and _LOOKS.fullmatch(t) is not None for t in sample) < SHARE * len(sample):
        return None, True
    fits, looks = [], {_look(t) for t in sample[:5]}
    for form in _formats(sample):
        if _look(form) not in looks or sum(_reads(t, form) for t in sample) < 0.9 * len(sample):
            continue
        dates = parse_dates(texts, form)
        good = counts[~np.isnat(dates)].sum()
        if good >= SHARE * counts.sum() and (good == counts.sum() or len(texts) > 20):
            fits.append((good, form, dates))
    best = max((good for good, *_ in fits), default=0)
    fits = [(form, dates) for good, form, dates in fits if good == best]
    forms = [form for form, _ in fits]
    if not any(_swapped(form) in forms for form in forms if _swapped(form) != form):
        return (forms[0] if forms else None), True
    ordered = [form for form, dates in fits if order(dates)]
    if len(ordered) == 1:
        return ordered[0], True
    dayfirst = [form for form in forms if form.startswith(("%d.", "%d-"))]  # with slashes, the month comes first
    return (dayfirst or forms)[0], False


def parse_dates(texts, form):
    """Return (M,) datetime64[s], NaT where a text is not written in ``form``."""
    import pandas as pd

    if not texts:
        return np.array([], "datetime64[s]")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        stamps = pd.to_datetime(pd.Series(texts, dtype=object), format=form, errors="coerce", utc="%z" in form)
    if "%z" in form:
        stamps = stamps.dt.tz_localize(None)
    return stamps.to_numpy().astype("datetime64[s]")


def parse_iso(texts):
    """Return (M,) datetime64[s] for texts in any ISO form, NaT for the others."""
    out = np.full(len(texts), np.datetime64("NaT"), "datetime64[s]")
    for i, text in enumerate(texts):
        try:
            stamp = datetime.fromisoformat(text)
        except ValueError:
            continue
        if stamp.tzinfo:
            stamp = (stamp - stamp.utcoffset()).replace(tzinfo=None)
        out[i] = np.datetime64(stamp, "s")
    return out


def _formats(sample):
    """Return the formats worth trying, by what the texts hold."""
    joined = "\n".join(sample)
    if ":" not in joined:
        return (*_DAYS, *_MONTHS, "%Y%m%d")
    if not re.search(r"\d[-/. ,T].*:", joined):
        return _CLOCKS
    return [day + between + clock for day in _DAYS for between in (" ", "T", ", ") for clock in (*_CLOCKS, *_ZONED)]


def _look(text):
    """Return a text or format with 9 for digits and a for letters: "5 May 2024", "%d %b %Y" -> "9 a 9"."""
    text = re.sub("%[bBap]", "a", re.sub("%[YymdHIMSf]", "9", text.replace("%z", "")))
    if ":" in text:
        text = re.sub(r"(?<=\d)(Z|[+-]\d\d:?\d\d)$", "", text)  # the zone
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", text))


def _reads(text, form):
    """Return whether the text is written in this format and the year is one that people live in."""
    try:
        stamp = datetime.strptime(text, form)
    except ValueError:
        return False
    return 1000 <= stamp.year <= 2999


def _swapped(form):
    """Return the format with day and month swapped."""
    return form.replace("%m", "%_").replace("%d", "%m").replace("%_", "%d")
