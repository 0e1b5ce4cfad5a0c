"""An explanation for people: in the terminal, or as a picture in a file."""

from pathlib import Path

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from zerotohero.core.errors import UsageError
from zerotohero.leaderboard.journal import write_whole
from zerotohero.report.explain.heat_map import heat_png, heat_svg
from zerotohero.report.explain.waterfall import waterfall
from zerotohero.report.explain.words import (
    asked,
    end_text,
    error_text,
    headline,
    how_to_read,
    level_name,
    level_text,
    push_text,
    shown,
    start_text,
    summary,
)
from zerotohero.report.page import document, text
from zerotohero.report.sentences import plain

HALF = 9  # characters of a bar on each side of the middle
SHADES = {True: " ░▒▓█", False: " ·-=#"}


def explain_view(why):
    """Return what ``hero explain`` shows.

    Parameters
    ----------
    why : Explanation
    """
    how = [Padding(Text(f"{title}: {said}", style="dim"), (0, 0, 0, 2)) for title, said in how_to_read(why).items()]
    body = _patches(why) if why.heat is not None else _table(why)
    return Group(
        Text(headline(why), style="bold"),
        Text(asked(why), style="dim"),
        "",
        body,
        "",
        Text(summary(why)),
        "",
        *how,
    )


def write_picture(why, path):
    """Write the explanation as a picture: .svg, .html, or, for a row that is a picture, .png.

    Raises
    ------
    UsageError
        Another kind of file was asked for.
    """
    path, pictured = Path(path), why.heat is not None
    kind = path.suffix.lower()
    if kind not in ((".svg", ".html", ".png") if pictured else (".svg", ".html")):
        kinds = ".svg, .html or .png" if pictured else ".svg or .html"
        raise UsageError("write a picture", f"a name that ends in {kinds}", path.name, f"--svg {path.stem}.svg")
    if kind == ".png":
        write_whole(path, heat_png(why))
        return
    drawn = heat_svg(why) if pictured else waterfall(why)
    if kind == ".html":
        told = headline(why)  # the picture has it too, but no program that reads a page aloud takes that for its title
        drawn = document(told, f'<h1 class="unseen">{text(told)}</h1><div class="scroll" tabindex="0">{drawn}</div>')
    write_whole(path, drawn.encode("utf-8", "replace"))


def _table(why):
    """Return the pushes as bars left and right of a middle line, with what they add up to."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("", max_width=34, no_wrap=True, overflow="ellipsis")
    table.add_column("", width=2 * HALF + 1, no_wrap=True)
    table.add_column("push", justify="right", no_wrap=True)
    table.add_column("" if why.exact else "std. error", justify="right", no_wrap=True)
    table.add_column(plain(level_name(why), 24), justify="right")
    lines, at = shown(why), why.base
    full = max((abs(push) for _, push, _ in lines), default=1) or 1
    table.add_row(Text(start_text(why), style="dim"), " " * HALF + "│", "", "", level_text(why, at))
    for label, push, error in lines:
        at += push
        style = "cyan" if push >= 0 else "yellow"
        table.add_row(
            Text(label),
            Text(_bar(push / full), style=style),
            Text(push_text(why, push), style=style),
            error_text(why, error)[2:],
            level_text(why, at),
        )
    table.add_row(
        Text(end_text(why), style="bold"), " " * HALF + "│", "", "", Text(level_text(why, why.end), style="bold")
    )
    return table


def _bar(share):
    """Return a bar from the middle to the right, or to the left where the share is below 0.

    >>> _bar(-0.5), _bar(1.0)
    ('    ▐████│', '         │█████████')
    """
    halves = round(2 * HALF * min(abs(share), 1))
    bar = "█" * (halves // 2)
    if share < 0:
        return f"{'▐' * (halves % 2)}{bar}".rjust(HALF) + "│"
    return " " * HALF + f"│{bar}{'▌' * (halves % 2)}"


def _patches(why):
    """Return the patches of a picture as shaded cells: blue for the answer, orange against it."""
    top, text = abs(why.heat).max() or 1, Text()
    for line in why.heat:
        text.append("  ")
        for push in line:
            shade = SHADES[push > 0][min(round(4 * (abs(push) / top) ** 0.7), 4)]
            text.append(2 * shade, style="blue" if push > 0 else "yellow")
        text.append("\n")
    text.append("  ░▒▓█ speaks for it   ·-=# against it", style="dim")
    return text
