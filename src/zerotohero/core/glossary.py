"""The field's words, said plainly: under ten words first, then two to four sentences more."""

from dataclasses import dataclass
from importlib.resources import files

from zerotohero.core.errors import UnknownIdError


@dataclass(frozen=True)
class Term:
    """One word of the field.

    Parameters
    ----------
    id : str
        As people type it: ``cross-validation``.
    short : str
        Under ten words.
    more : str
        Two to four sentences.
    also : tuple of str
        Other names of the same thing.
    """

    id: str
    short: str
    more: str
    also: tuple = ()


def find_term(word):
    """Return the Term that ``word`` means, whatever its spaces, hyphens and capitals.

    Raises
    ------
    UnknownIdError
        With the nearest term.

    Examples
    --------
    >>> find_term("Test Set").id, find_term("SGD").id
    ('test-set', 'stochastic-gradient-descent')
    """
    names = {name: term for term in TERMS for name in (term.id, *term.also)}
    joined = {_joined(name): term for name, term in names.items()}
    found = joined.get(_joined(word)) or joined.get(_joined(word).removesuffix("s"))
    if found is None:
        error = UnknownIdError("term", word, names)
        error.expected = "one of the words that `hero what` lists"
        raise error
    return found


def _joined(word):
    """Return the word without what people write in different ways."""
    return "".join(c for c in word.lower() if c.isalnum())


def _read(text):
    """Return the Terms of ``glossary.txt``: 'id: short | other names', then the sentences; an empty line between two."""
    terms = []
    for paragraph in text.strip().split("\n\n"):
        head, _, more = paragraph.partition("\n")
        head, _, also = head.partition(" | ")
        id, _, short = head.partition(": ")
        terms.append(Term(id, short, more.replace("\n", " "), tuple(also.split(", ")) if also else ()))
    return tuple(terms)


TERMS = _read(files("zerotohero.core").joinpath("glossary.txt").read_text("utf-8"))
