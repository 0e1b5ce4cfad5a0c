"""Is a .txt file a table or lines of text? Commas in verse are followed by a blank, and their number changes."""

import re
from collections import Counter

from zerotohero.data._decode import encoding_of
from zerotohero.data._numbers import is_number

VERSE_SUFFIXES = (".txt", ".lrc")  # of files that hold lines of text, unless they look like a table
_SHOWN = 200  # lines that are looked at
_QUOTED = re.compile(r'"[^"]*"')
_MARKS = (  # what stands between cells, and on how many lines before it is believed
    (re.compile(r"\t"), 2),
    (re.compile(r";(?=\S)"), 2),
    (re.compile(r"\|"), 2),
    (re.compile(r",(?=\S)"), 2),
    (re.compile(r"[,;]"), 5),
)


def is_tabular(raw):
    """Return whether the first bytes of a file look like a table.

    >>> is_tabular(b"name,age\\nAnn,7\\nBob,8"), is_tabular(b"One, two,\\nbuckle my shoe,\\nthree, four")
    (True, False)
    """
    text = raw.decode(encoding_of(raw), "replace").replace("\0", "")
    lines = [_QUOTED.sub("", line) for line in re.split(r"[\r\n]+", text) if line.strip()][:_SHOWN]
    cells = [cell for line in lines for cell in re.split(r"[\s,;|]+", line.strip())]
    if sum(map(is_number, cells)) > 0.5 * len(cells):
        return True
    for mark, least in _MARKS:
        count, often = Counter(len(mark.findall(line)) for line in lines).most_common(1)[0] if lines else (0, 0)
        if count >= (2 if least > 2 else 1) and often >= max(least, 0.9 * len(lines)):
            return True
    return False
