"""Pieces of an HTML page: everything that comes from data is escaped here."""

import re
from html import escape
from importlib.resources import files

from zerotohero.report.sentences import plain

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src data:"  # the browser holds us to it


def text(value, limit=200):
    """Return a value as one line of HTML text: control characters gone, markup escaped.

    >>> text("<b>\\nx")
    '&lt;b&gt; x'
    """
    return escape(plain(value, limit))


def prose(value, limit=400):
    """Return a sentence as HTML, what stands between backticks as code.

    >>> prose("type `hero <x>`")
    'type <code>hero &lt;x&gt;</code>'
    """
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", text(value, limit))


def document(title, body):
    """Return the whole page: one file, no scripts, nothing fetched from elsewhere."""
    css = files("zerotohero.report").joinpath("report.css").read_text("utf-8")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{text(title)}</title>\n<style>\n{css}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def section(title, *parts, how=""):
    """Return a titled section; ``how`` is the sentence that says how to read it."""
    how = f'<p class="how">{how}</p>' if how else ""
    return f"<section>\n<h2>{escape(title)}</h2>\n{how}{''.join(parts)}\n</section>\n"


def table(head, rows, classes=""):
    """Return a table that scrolls sideways on a small screen; cells are HTML already."""
    top = "".join(f"<th scope=col>{cell}</th>" for cell in head)
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n" for row in rows)
    body = f"<thead><tr>{top}</tr></thead><tbody>\n{lines}</tbody>"
    return f'<div class="scroll" tabindex="0"><table class="{classes}">{body}</table></div>'


def definitions(pairs):
    """Return terms and what they are; the right-hand sides are HTML already."""
    return "<dl>\n" + "".join(f"<dt>{escape(term)}</dt><dd>{html}</dd>\n" for term, html in pairs) + "</dl>"
