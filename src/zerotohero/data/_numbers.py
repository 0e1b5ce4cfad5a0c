"""Texts as numbers: decimal commas, thousands marks, currencies, percents and units."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

import numpy as np

_PLAIN = re.compile(r"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|(?i:inf(?:inity)?))")
_GROUP = r"[1-9]\d{{0,2}}(?:{0}\d{{3}})+"
_CURRENCY = r"[$€£¥₹₽₩]|US\$|USD|EUR|GBP|CHF|Rs\.?"
_UNIT = rf"%|‰|°\s?[CF]?|[^\W\d_][^\d,;:+-]{{0,11}}|{_CURRENCY}"
_AFFIXED = re.compile(rf"([+-]?)({_CURRENCY})?\s*([+-]?[\d.,'’ \u00a0\u202f]*\d)\s*({_UNIT})?")
_BLANKS = " \u00a0\u202f"


@dataclass(frozen=True)
class Marks:
    """How numbers are written: decimal and thousands mark, and what stands around them."""

    decimal: str = "."
    thousands: str = ""
    prefix: str = ""
    suffix: str = ""


PLAIN = Marks()


def is_number(text):
    """Return whether ``text`` is a number as programs write it."""
    return _PLAIN.fullmatch(text.strip()) is not None


def parse(texts, marks=PLAIN):
    """Return (M,) float64 for M texts; NaN where one is no number, infinite where it is too large."""
    out = np.full(len(texts), np.nan)
    pattern = _pattern(marks.decimal, marks.thousands)
    for i, text in enumerate(texts):
        sign, core = _core(text, marks)
        if pattern.fullmatch(core):
            if marks.thousands:
                for mark in _BLANKS + "’'" if marks.thousands in (" ", "'") else marks.thousands:
                    core = core.replace(mark, "")
            out[i] = sign * float(core.replace(marks.decimal, "."))
        elif _PLAIN.fullmatch(core) and not (marks.thousands == "." and "." in core):
            out[i] = sign * float(core)
    return out


def find_marks(texts, counts, prefer=None):
    """Return the Marks by which at least 95 % of the cells are numbers, and whether others would do; or None.

    Parameters
    ----------
    texts, counts : sequences
        Distinct texts, and how many cells hold each.
    prefer : str, optional
        The decimal mark that the rest of the file uses.
    """
    total = sum(counts)
    whole = [m for m in map(_AFFIXED.fullmatch, map(_minus, texts[:1000])) if m]
    if not whole:
        return None
    prefix = Counter(m[2] or "" for m in whole).most_common(1)[0][0]
    suffix = Counter(m[4] or "" for m in whole).most_common(1)[0][0].strip()
    if (prefix or suffix) and len(whole) < 2:
        prefix = suffix = ""
    fits = []
    for decimal, thousands in ((".", ""), (",", ""), (".", ","), (",", "."), (".", " "), (",", " "), (".", "'")):
        marks = Marks(decimal, thousands, prefix, suffix)
        pattern = _pattern(decimal, thousands)
        sample = texts[:: max(1, len(texts) // 200)]
        if sum(pattern.fullmatch(_core(t, marks)[1]) is not None for t in sample) < 0.8 * len(sample):
            continue
        good = sum(n for t, n in zip(texts, counts) if pattern.fullmatch(_core(t, marks)[1]))
        if good >= 0.95 * total and (good == total or len(texts) > 20):
            fits.append((good, marks))
    if not fits:
        return None
    best = max(good for good, _ in fits)
    by_decimal = {}
    for good, marks in fits:  # without thousands marks first: they are assumed only where needed
        if good == best:
            by_decimal.setdefault(marks.decimal, marks)
    # told nothing else, "1,234" is a thousand and "1.234" is one and a bit
    chosen = by_decimal.get(prefer or ".") or next(iter(by_decimal.values()))
    return chosen, len(by_decimal) > 1 and any("," in t or "." in t for t in texts)


@cache
def _pattern(decimal, thousands):
    """Return the compiled pattern of a number without sign, prefix and suffix."""
    d, whole = re.escape(decimal), r"\d+"
    if thousands:
        mark = f"[{_BLANKS}]" if thousands == " " else "['’]" if thousands == "'" else re.escape(thousands)
        whole = rf"(?:\d+|{_GROUP.format(mark)})"
    return re.compile(rf"(?:{whole}(?:{d}\d*)?|{d}\d+)(?:[eE][+-]?\d+)?")


def _core(text, marks):
    """Return the sign (1 or -1) and the digits of one text without what stands around them."""
    text = _minus(text)
    sign = 1
    if text[:1] in "+-":
        sign, text = (-1 if text[:1] == "-" else 1), text[1:].lstrip()
    if marks.prefix and text.startswith(marks.prefix):
        text = text[len(marks.prefix) :].lstrip()
        if text[:1] in "+-":
            sign, text = (-sign if text[:1] == "-" else sign), text[1:]
    if marks.suffix and text.endswith(marks.suffix):
        text = text[: -len(marks.suffix)].rstrip()
    return sign, text


def _minus(text):
    """Return the text with the typographic minus as a hyphen."""
    return text.replace("−", "-") if "−" in text else text
