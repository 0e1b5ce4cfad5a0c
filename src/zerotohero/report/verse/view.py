"""A performance for the terminal: rhymes in colour, syllables, what also stands in the text; counts as bars."""

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from zerotohero.verse.poet import joined

COLOURS = ("bright_red", "bright_cyan", "bright_yellow", "bright_green", "bright_magenta", "bright_blue")
MOST_ROWS = 12
BAR = 30


def verse_lines(performance, show=False):
    """Yield one Text a line of the verse, an empty one between stanzas.

    Parameters
    ----------
    performance : Performance
    show : bool
        Also the rhyme letter and the syllables of each line; the longest run that stands in the text is underlined.
    """
    letters = performance.verse.letters
    names = _names(letters)
    copied = _copied(performance) if show else set()
    for i, tokens in enumerate(performance.verse.tokens):
        if i and i % performance.stanza == 0:
            yield Text()
        text = Text("  ")
        if show:
            text.append(f"{names[letters[i]]:<2}", f"bold {_colour(letters, letters[i])}")
            text.append(f"{performance.verse.syllables[i]:>3}  ", "dim")
        words = [performance.poet.written_[t] for t in tokens]
        words[0] = words[0][:1].upper() + words[0][1:]
        for w, word in enumerate(words):
            last = w == len(words) - 1
            style = f"bold {_colour(letters, letters[i])}" if last and letters[i] != "X" else ""
            text.append(word, f"{style} underline" if (i, w) in copied else style)
            text.append("" if last else joined(words[w : w + 2])[len(word) : -len(words[w + 1])])
        yield text


def source_view(performance):
    """Return what stands under the verse: the longest run of words that is also in the text, and where."""
    found = performance.longest
    if found is None:
        return Text("  no word of it stands in the text", "dim")
    limit = performance.poet.copy_limit
    return Text.assemble(
        "  longest run that also stands in the text: ", (f"“{found['words']}”", "underline"),
        f", {found['size']} word{'s' * (found['size'] > 1)} (the limit: {limit})\n",
        (f"  there in line {found['source_line']:,}: {found['source']}", "dim"),
    )  # fmt: skip


def counts_view(counts):
    """Return a table of what followed some words, as bars.

    Parameters
    ----------
    counts : list of (str or None, int)
        The most frequent first; None is the end of a line.
    """
    total = sum(n for _, n in counts)
    table = Table.grid(padding=(0, 2))
    for justify in ("left", "left", "right", "right"):
        table.add_column(justify=justify)
    for word, n in counts[:MOST_ROWS]:
        bar = "█" * max(round(BAR * n / counts[0][1]), 1)
        name = Text("(end of the line)", "dim") if word is None else Text(word)
        table.add_row(name, Text(bar, "cyan"), f"{n:,}", Text(f"{n / total:.0%}", "dim"))
    rest = counts[MOST_ROWS:]
    if rest:
        table.add_row(Text(f"{len(rest):,} others", "dim"), "", f"{sum(n for _, n in rest):,}", "")
    return Padding(table, (0, 0, 0, 2), expand=False)


def _names(letters):
    """Return A, B, C ... for the rhymes in the order in which they come; nothing for lines without."""
    rhymes = [letter for letter in dict.fromkeys(letters) if letter != "X"]
    return {"X": "", **{letter: _name(i) for i, letter in enumerate(rhymes)}}


def _name(i):
    """Return A to Z, then AA, AB and so on."""
    return (_name(i // 26 - 1) if i >= 26 else "") + chr(ord("A") + i % 26)


def _colour(letters, letter):
    """Return the colour of a rhyme: neighbours have different ones."""
    order = list(dict.fromkeys(letters))
    return COLOURS[order.index(letter) % len(COLOURS)] if letter != "X" else "default"


def _copied(performance):
    """Return {(line, word)} of the longest run that also stands in the text."""
    found = performance.longest
    if found is None:
        return set()
    flat = [(i, w) for i, tokens in enumerate(performance.verse.tokens) for w in range(len(tokens))]
    begin = flat.index((found["line"], found["word"]))
    return set(flat[begin : begin + found["size"]])
