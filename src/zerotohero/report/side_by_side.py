"""Two texts line by line, as two columns: what is equal, what stands on one side only, what changed."""

import difflib
from typing import NamedTuple

CONTEXT = 2  # equal lines that are shown around what differs


class Pair(NamedTuple):
    """One line of the two columns.

    ``mark`` is "=" (equal), "-" (left only), "+" (right only), "~" (changed) or "…" (equal lines left out: ``left`` says
    how many).
    """

    mark: str
    left: str
    right: str


def pairs(first, second, context=CONTEXT):
    """Return the lines of two texts as Pairs; of long equal stretches only the ends.

    >>> [p.mark for p in pairs("a\\nb\\nc", "a\\nx\\nc\\nd")]
    ['=', '~', '=', '+']
    """
    left, right, found = first.splitlines(), second.splitlines(), []
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    operations = matcher.get_opcodes()
    for place, (tag, a, b, c, d) in enumerate(operations):
        if tag == "equal":
            lines = [Pair("=", line, line) for line in left[a:b]]
            head, tail = (0 if place == 0 else context), (0 if place == len(operations) - 1 else context)
            if len(lines) > head + tail + 1:
                cut = len(lines) - head - tail
                lines = [*lines[:head], Pair("…", f"{cut} equal lines", ""), *lines[len(lines) - tail :]]
            found += lines
            continue
        both = min(b - a, d - c)
        found += [Pair("~", one, other) for one, other in zip(left[a : a + both], right[c : c + both])]
        found += [Pair("-", line, "") for line in left[a + both : b]]
        found += [Pair("+", "", line) for line in right[c + both : d]]
    return found


def differing(found):
    """Return how many lines differ."""
    return sum(pair.mark in "-+~" for pair in found)


def scripts_in_pairs(first, second):
    """Return [(file name, Pairs), ...] for two scripts, each file name -> text; a file that one lacks is empty there."""
    names = [*first, *(name for name in second if name not in first)]
    return [(name, pairs(first.get(name, ""), second.get(name, ""))) for name in names]
