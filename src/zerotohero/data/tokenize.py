"""Lines of text -> words: lower-cased, with apostrophes, dropped g's and hyphens kept, in any script."""

import re
import unicodedata
from itertools import pairwise

LONGEST_WORD = 40  # letters; what is longer is no word that anybody sings
LONGEST_LINE = 40  # words; a longer line is cut where a singer would breathe
_BREATH = 10  # words of a piece where nothing says where to cut

# Chinese and Japanese put no spaces between words: there, each character counts as one.
_CHARACTER = "\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_MARKS = "".join(  # vowel signs and accents, which ``\w`` leaves out; not those that dress up emoji
    chr(c)
    for c in range(0x300, 0x10000)
    if unicodedata.category(chr(c))[0] == "M" and not (0x20D0 <= c <= 0x20FF or 0xFE00 <= c <= 0xFE0F)
)
_MARKS += "\u200c\u200d"  # the joiners inside Persian and Hindi words
_LETTER = rf"[^\W_{_CHARACTER}]"
_PART = f"{_LETTER}+(?:[{_MARKS}]+{_LETTER}*)*"
_BEFORE = "bout|cause|cuz|em|gainst|n|neath|round|tis|til|till|twas"  # 'cause: the apostrophe stands for what is gone
_AFTER = "an|jus|lil|mo|o|ol|th|wi|wit"  # ol'
_WORD = re.compile(
    rf"[{_CHARACTER}][{_MARKS}ー]*"
    r"|\d{1,3}(?:,\d{3})+(?!\d)|\d+\.\d+"
    rf"|(?<!\w)'(?:{_BEFORE})'?(?![\w'-])"
    rf"|(?<![\w'-])(?:{_AFTER})'(?![\w'])"
    rf"|{_PART}(?:['-]{_PART})*(?:(?<=[^\W_][^\Wa_]in)'(?!{_LETTER}))?"  # runnin'; but again' ends a quotation
)
_ALIKE = str.maketrans(dict.fromkeys("’‘ʼ′´`", "'") | dict.fromkeys("‐‑", "-"))
_INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CUTS = (r"(?<=[.!?;])\s+|(?<=[。！？；])", r"(?<=[,:–—])\s+|(?<=[，、：])")


def tokenize(line):
    """Return the words of a line.

    Parameters
    ----------
    line : str

    Returns
    -------
    list of str
        Lower-cased, in one spelling of each letter (Unicode NFKC). Apostrophes, hyphens and points stay only inside
        words and numbers, and where they say that a sound was dropped. Words of more than 40 letters are left out.

    Examples
    --------
    >>> tokenize("Don't stop—I'm runnin’ on 'bout 10,000 old-school beats!! 🎤")
    ["don't", 'stop', "i'm", "runnin'", 'on', "'bout", '10,000', 'old-school', 'beats']
    """
    words = _WORD.findall(_plain(line))
    if len(line) > LONGEST_WORD and words and max(map(len, words)) > LONGEST_WORD:
        parts = [part for w in words for part in ([w] if len(w) <= LONGEST_WORD else w.split("-"))]
        words = [w for w in parts if len(w) <= LONGEST_WORD]
    return words


def cut(line, cuts=_CUTS):
    """Return a line of more than 40 words as several: cut after sentences, else at commas, else every ten words."""
    if len(line) <= 2 * LONGEST_LINE:  # 40 words and the blanks between them are longer
        return [line]
    starts = [match.start() for match in _WORD.finditer(line)]
    if len(starts) <= LONGEST_LINE:
        return [line]
    if not cuts:
        places = [*starts[::_BREATH], len(line)]
        return [line[a:b].strip() for a, b in pairwise(places)]
    return [piece for part in re.split(cuts[0], line) for piece in cut(part, cuts[1:])]


def _plain(line):
    """Return the line lower-cased, each letter and apostrophe in one spelling."""
    if line.isascii():
        return line.lower().replace("`", "'")
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", line).translate(_ALIKE)).lower()
