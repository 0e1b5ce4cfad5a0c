"""How a text is laid out: prose that was wrapped at a width has no lines of its own, and many editions number theirs."""

import re
from itertools import pairwise

SHOWN = 4000  # lines that are looked at
FEWEST = 20  # lines that say anything
NARROWEST, WIDE = 45, 0.99  # characters of a wrapped line; the share of lines within the width
WRAPPED, NUMBERED = 0.9, 0.5  # of the lines
CLAUSE = 14  # words; a longer sentence is cut at its commas, too

NUMBER = re.compile(r"^\W*(?:[1-3]?\s?[^\W\d]+\.?\s?)?\d{1,4}(?:[:.]\d{1,4})?[^\w\s]*\s+(?=\D)")  # 12. Gen 1:3 [4]
LAST_NUMBER = re.compile(r"(?<=\S)\s+\W*\d{1,4}\W*$")
SENTENCE = re.compile(r"(?<=[.!?;:])[\"'”’)]*\s+")
COMMA = re.compile(r"(?<=,)\s+")


class Layout:
    """What is done to the lines of one text.

    Parameters
    ----------
    lines : list of str
        The text's first lines.

    Attributes
    ----------
    prose : bool
        The lines are those of a page: nearly each is so long that the next one's first word had no place.
    numbered : bool
        Most lines, or most paragraphs of prose, begin or end with a number.

    Examples
    --------
    >>> layout = Layout([f"Psa1:{i} Blessed is the man" for i in range(30)])
    >>> layout.numbered, list(layout.lines(["Psa1:1 Blessed is the man"]))
    (True, ['Blessed is the man'])
    """

    def __init__(self, lines):
        lines = [line.strip() for line in lines[:SHOWN]]
        self.prose = _wrapped(lines)
        whole = [line for line in (_paragraphs(lines) if self.prose else lines) if line]
        found = sum(bool(NUMBER.match(line) or LAST_NUMBER.search(line)) for line in whole)
        self.numbered = len(whole) >= FEWEST and found > NUMBERED * len(whole)

    def lines(self, lines):
        """Return the lines of verse that these lines hold: of prose, its sentences and clauses."""
        return self._changed(lines) if self.prose or self.numbered else lines

    def _changed(self, lines):
        """Yield the lines of prose or of a numbered text."""
        for line in _paragraphs(lines) if self.prose else lines:
            if self.numbered:
                line = LAST_NUMBER.sub("", NUMBER.sub("", line.strip()))
            for part in SENTENCE.split(line) if self.prose else [line]:
                yield from COMMA.split(part) if self.prose and len(part.split()) > CLAUSE else [part]
            if self.prose:
                yield ""


def _wrapped(lines):
    """Say whether lines were wrapped at a width: the first word of the next line had no place on nearly each one."""
    inside = [(len(a), len(b.split(maxsplit=1)[0])) for a, b in pairwise(lines) if a and b]
    if len(inside) < FEWEST:
        return False
    width = sorted(len(line) for line in lines if line)[int(WIDE * sum(map(bool, lines))) - 1]
    full = sum(length + 1 + word > width for length, word in inside)
    return width >= NARROWEST and full >= WRAPPED * len(inside)


def _paragraphs(lines):
    """Yield each run of lines without a blank one between them as one line."""
    run = []
    for line in (*lines, ""):
        if line.strip():
            run.append(line.strip())
        elif run:
            yield " ".join(run)
            run = []
