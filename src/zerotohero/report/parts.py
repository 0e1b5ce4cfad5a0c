"""What a report is made of: sections of sentences, lists, tables and pictures, each as HTML, Markdown and plain data.

A sentence is plain text. ``backticks`` make code; ``[[fold]]`` and ``[[known rows|training-set]]`` mark a word of the
glossary, which is explained where the reader meets it first. Everything else is shown as it is, markup included.
"""

# ruff: noqa: D102 (Part says what the three methods return)

import re
from dataclasses import dataclass, field
from html import escape

from zerotohero.core.errors import UnknownIdError
from zerotohero.core.glossary import find_term
from zerotohero.report.page import prose, table, text
from zerotohero.report.sentences import plain

LONGEST = 1000  # characters of one sentence
MARKED = re.compile(r"\[\[([^\[\]|]+)(?:\|([^\[\]|]+))?\]\]")


class Part:
    """Something that a section shows."""

    def html(self):
        """Return it as HTML; everything that comes from data is escaped."""
        raise NotImplementedError

    def markdown(self):
        """Return it as Markdown; a picture as its numbers."""
        raise NotImplementedError

    def plain(self):
        """Return its sentences and numbers as plain data."""
        raise NotImplementedError


@dataclass(frozen=True)
class Words(Part):
    """One paragraph."""

    said: str
    kind: str = ""  # a class of the style sheet

    def html(self):
        return f"<p{_class(self.kind)}>{prose(self.said, LONGEST)}</p>\n"

    def markdown(self):
        return f"{marked_down(self.said)}\n"

    def plain(self):
        return {"text": unmarked(self.said)}


@dataclass(frozen=True)
class Items(Part):
    """A list of sentences; of a pair, the second part is said softly."""

    said: tuple
    kind: str = "plainlist"

    def html(self):
        return f"<ul{_class(self.kind)}>{''.join(f'<li>{_soft(s)}</li>' for s in self.said)}</ul>\n"

    def markdown(self):
        return "".join(f"- {marked_down(_joined(s))}\n" for s in self.said)

    def plain(self):
        return {"items": [unmarked(_joined(s)) for s in self.said]}


@dataclass(frozen=True)
class Pairs(Part):
    """Terms and what they are: ((term, sentence or pair or list of these), ...)."""

    said: tuple

    def html(self):
        lines = (f"<dt>{escape(term)}</dt><dd>{self._right(right)}</dd>\n" for term, right in self.said)
        return f"<dl>\n{''.join(lines)}</dl>"

    def _right(self, right):
        return Items(tuple(right)).html() if isinstance(right, list) and len(right) > 1 else _soft(*_listed(right))

    def markdown(self):
        lines = []
        for term, right in self.said:
            lines.append(f"- **{marked_down(term)}**: {'; '.join(marked_down(_joined(r)) for r in _listed(right))}\n")
        return "".join(lines)

    def plain(self):
        return {"terms": {term: [unmarked(_joined(r)) for r in _listed(right)] for term, right in self.said}}


@dataclass(frozen=True)
class Grid(Part):
    """A table of sentences; ``bad`` names the columns that say what is wrong."""

    head: tuple
    rows: tuple
    kind: str = ""
    bad: tuple = ()
    title: str = ""

    def html(self):
        def cell(j, value):
            said = prose(value, LONGEST)
            said = f'<span class="number">{said}</span>' if re.match(r"[-+−±<>&]?[\d.,]+( %)?$", str(value)) else said
            return f"<b class=bad>{said}</b>" if j in self.bad else said

        rows = [[cell(j, value) for j, value in enumerate(row)] for row in self.rows]
        title = f"<h3>{prose(self.title, LONGEST)}</h3>" if self.title else ""
        return title + table([prose(h) for h in self.head], rows, self.kind) + "\n"

    def markdown(self):
        def line(cells):
            return f"| {' | '.join(marked_down(c).replace('|', chr(92) + '|') for c in cells)} |\n"

        head = line(self.head) + f"|{'---|' * len(self.head)}\n"
        title = f"**{marked_down(self.title)}**\n\n" if self.title else ""
        return title + head + "".join(map(line, self.rows))

    def plain(self):
        rows = [[unmarked(str(c)) for c in row] for row in self.rows]
        return {"title": unmarked(self.title), "head": [unmarked(h) for h in self.head], "rows": rows}


@dataclass(frozen=True)
class Figure(Part):
    """A picture, its caption, and its numbers as a table: to unfold on the page, instead of the picture elsewhere."""

    svg: str
    caption: str = ""
    numbers: Grid | None = None

    def html(self):
        unfold = f"<details><summary>the numbers</summary>{self.numbers.html()}</details>" if self.numbers else ""
        return f"<figure>{self.svg}<figcaption>{prose(self.caption, LONGEST)}{unfold}</figcaption></figure>\n"

    def markdown(self):
        caption = f"{marked_down(self.caption)}\n" if self.caption else ""
        return caption + (f"\n{self.numbers.markdown()}" if self.numbers else "")

    def plain(self):
        return {"caption": unmarked(self.caption), **(self.numbers.plain() if self.numbers else {})}


@dataclass(frozen=True)
class Figures(Part):
    """Pictures side by side."""

    said: tuple

    def html(self):
        return f'<div class="figures">{"".join(f.html() for f in self.said)}</div>\n'

    def markdown(self):
        return "\n".join(f.markdown() for f in self.said)

    def plain(self):
        return {"figures": [f.plain() for f in self.said]}


@dataclass(frozen=True)
class Drawn(Part):
    """Something with HTML of its own; elsewhere it is the part ``otherwise``, or nothing."""

    drawn: str
    otherwise: object = None

    def html(self):
        return self.drawn

    def markdown(self):
        return self.otherwise.markdown() if self.otherwise else ""

    def plain(self):
        return self.otherwise.plain() if self.otherwise else {}


@dataclass(frozen=True)
class Section:
    """One titled part of the report.

    Parameters
    ----------
    id, title : str
        The id is the anchor on the page and the key in the JSON.
    parts : tuple
    read : str
        How to read it, in a sentence or two.
    misread : str
        How it is misread.
    facts : dict
        Plain numbers, with all their digits, for the JSON.
    """

    id: str
    title: str
    parts: tuple
    read: str = ""
    misread: str = ""
    facts: dict = field(default_factory=dict)

    def html(self):
        """Return the section as HTML."""
        read = f'<p class="how">{prose(self.read, LONGEST)}</p>' if self.read else ""
        misread = f'<p class="misread"><b>Misread as:</b> {prose(self.misread, LONGEST)}</p>' if self.misread else ""
        body = "".join(part.html() for part in self.parts)
        return f'<section id="{self.id}">\n<h2>{escape(self.title)}</h2>\n{read}{body}{misread}\n</section>\n'

    def markdown(self):
        """Return the section as Markdown."""
        said = [f"## {self.title}\n"]
        said += [f"{marked_down(self.read)}\n"] if self.read else []
        said += [part.markdown() for part in self.parts]
        said += [f"Misread as: {marked_down(self.misread)}\n"] if self.misread else []
        return "\n".join(said)

    def plain(self):
        """Return the section as plain data: every sentence and number of the page, and the facts behind them."""
        shown = [part.plain() for part in self.parts]
        words = {"title": self.title, "read": unmarked(self.read), "misread": unmarked(self.misread)}
        return {**words, "shown": shown, "facts": self.facts}


def marked_down(said):
    """Return a sentence as Markdown in which nothing from the data is markup.

    >>> marked_down("`hero x` *is* <b>, [[fold]]")
    '`hero x` \\\\*is\\\\* \\\\<b\\\\>, [[fold]]'
    """
    pieces = re.split(r"(`[^`]+`|\[\[[^\[\]]+\]\])", plain(said, LONGEST))
    return "".join(p if i % 2 else re.sub(r"([\\`*_\[\]<>#~$])", r"\\\1", p) for i, p in enumerate(pieces))


def unmarked(said):
    """Return a sentence without marks: [[words|term]] becomes words."""
    return MARKED.sub(lambda m: m.group(1) if _term(m) else m.group(), plain(said, LONGEST))


def explained(page, form):
    """Return the page with each marked word explained where it first stands; ``form`` takes (word, explanation)."""
    met = set()

    def replace(match):
        term = _term(match)
        if term is None:
            return match.group()
        if term.id in met:
            return match.group(1)
        met.add(term.id)
        return form(match.group(1), term.short)

    return MARKED.sub(replace, page)


def in_html(word, short):
    """Return a word and its explanation as HTML."""
    return f'<dfn>{word}</dfn> <span class="gloss">({escape(short)})</span>'


def in_markdown(word, short):
    """Return a word and its explanation as Markdown."""
    return f"*{word}* ({short})"


def _term(match):
    """Return the Term that a mark names, or None: data may hold brackets too."""
    try:
        return find_term(match.group(2) or match.group(1))
    except UnknownIdError:
        return None


def _soft(said):
    """Return a sentence, or a pair of them, as HTML."""
    if isinstance(said, tuple):
        return f"{prose(said[0], LONGEST)} <span class=soft>{prose(said[1], LONGEST)}</span>"
    return prose(said, LONGEST)


def _listed(said):
    """Return a list of sentences, whether one was given or several."""
    return said if isinstance(said, list) else [said]


def _joined(said):
    """Return a sentence, or a pair of them, as one."""
    return f"{said[0]} – {said[1].removeprefix('– ')}" if isinstance(said, tuple) else said


def _class(kind):
    """Return the class attribute."""
    return f' class="{text(kind)}"' if kind else ""
