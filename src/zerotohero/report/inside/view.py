"""Inside a network for people: in the terminal, as a page, or as one picture."""

import base64
import io
from html import escape
from pathlib import Path
from textwrap import wrap

import numpy as np
from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from zerotohero.algorithms import _inside
from zerotohero.core.errors import UsageError
from zerotohero.leaderboard.journal import write_whole
from zerotohero.report.inside import parts as words
from zerotohero.report.inside.tiles import enlarged, overlay, shown
from zerotohero.report.page import document, text
from zerotohero.report.parts import explained, in_html
from zerotohero.report.sentences import plain

SHADES = {True: " ░▒▓█", False: " ·-=#"}
MOST_PLACES = 12  # a side, in the terminal
SIDE, GAP = 280, 20  # pixels of each picture at least; between them
KEY = "blue: speaks for {}, orange: for {}"


def inside_view(inside):
    """Return what ``hero explain`` shows of a network."""
    look, names = inside.look, words.names_of(inside)
    upright = words.upright_of(inside.net)
    covered = _inside.in_cells(look.covered, look.places.shape)
    maps = Table.grid(padding=(0, 4, 0, 0))
    maps.add_row(Text("what each place adds", style="dim"), Text("what covering it costs", style="dim"))
    maps.add_row(_shaded(upright(look.places)), _shaded(upright(covered)))
    parts = [
        Text(words.headline(inside), style="bold"),
        Text(words.asked(inside), style="dim"),
        "",
        Padding(maps, (0, 0, 0, 2)),
        Text(f"  ░▒▓█ speaks for {plain(names[0], 30)}   ·-=# for {plain(names[1], 30)}", style="dim"),
        "",
        Text(words.where(inside.net, look, names)),
        Text(words.makes_up(look, names), style="dim"),
    ]
    if inside.nearest:
        parts += ["", Text("most alike, as it sees them (cosine of its last features; training rows)", style="dim")]
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        for n in inside.nearest:
            table.add_row(f"  {n.alike}", plain(n.label, 40), Text(plain(n.file, 60), style="dim"))
        parts.append(table)
    how = {"How to read it": words.read_places(inside.net), "How it is misread": f"As {words.MISREAD_PLACES}"}
    how |= {"Note": f"{'; '.join(inside.notes)}."} if inside.notes else {}
    parts.append("")
    parts += [Padding(Text(f"{title}: {said}", style="dim"), (0, 0, 0, 2)) for title, said in how.items()]
    return Group(*parts)


def write_inside(inside, path):
    """Write it as a page (.html), which also shows the filters and what they find, or as a picture (.svg, .png).

    Raises
    ------
    UsageError
        Another kind of file was asked for.
    """
    path = Path(path)
    forms = {".html": page, ".png": picture_png, ".svg": picture_svg}
    if path.suffix.lower() not in forms:
        raise UsageError(
            "write a picture", "a name that ends in .html, .svg or .png", path.name, f"--svg {path.stem}.html"
        )
    drawn = forms[path.suffix.lower()](inside)
    write_whole(path, drawn if isinstance(drawn, bytes) else drawn.encode("utf-8", "replace"))


def page(inside):
    """Return the page as HTML text."""
    notes = f'<p class="soft">{text("; ".join(inside.notes), 600)}.</p>' if inside.notes else ""
    head = f'<p class="kicker">{text(words.asked(inside))}</p><h1>{text(words.headline(inside))}</h1>{notes}'
    body = "".join(section.html() for section in words.sections(inside))
    return document(words.headline(inside), explained(f"<header>{head}</header>{body}", in_html))


def picture(inside):
    """Return (H, W, 3) uint8: the picture, what each place adds, what covering it costs."""
    pixels, upright = shown(inside.x), words.upright_of(inside.net)
    large = enlarged(pixels, SIDE)
    maps = [overlay(pixels, upright(values), SIDE) for values in (inside.look.places, inside.look.covered)]
    gap = np.full((len(large), GAP, 3), 255, np.uint8)
    return np.hstack([large, gap, maps[0], gap, maps[1]])


def picture_png(inside):
    """Return the picture as PNG bytes."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(picture(inside)).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def picture_svg(inside):
    """Return the picture with its words as SVG text."""
    pixels, names = picture(inside), words.names_of(inside)
    high, wide = pixels.shape[:2]
    data = base64.b64encode(picture_png(inside)).decode("ascii")
    third = (wide - 2 * GAP) // 3 + GAP
    lines = [(24, 28, 20, words.headline(inside)), (24, 50, 13, words.asked(inside))]
    titles = (
        "the sound" if inside.net.column == "sound" else "the picture",
        "what each place adds",
        "what covering it costs",
    )
    lines += [(24 + i * third, 86 + high, 13, title) for i, title in enumerate(titles)]
    y = 116 + high
    said = (
        words.where(inside.net, inside.look, names),
        KEY.format(*(plain(n, 30) for n in names)),
        f"Misread as: {words.MISREAD_PLACES}",
    )
    for sentence in said:
        for line in wrap(sentence, int(wide / 6.6)):
            lines.append((24, y, 12, line))
            y += 17
        y += 5
    width = wide + 48
    drawn = "\n".join(f'<text x="{x}" y="{at}" font-size="{size}">{escape(line)}</text>' for x, at, size, line in lines)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y + 8}" width="{width}" height="{y + 8}" '
        f'font-family="system-ui, DejaVu Sans, sans-serif" fill="#1f232b">'
        f'<rect width="{width}" height="{y + 8}" fill="#ffffff"/>\n'
        f'<image x="24" y="66" width="{wide}" height="{high}" href="data:image/png;base64,{data}"/>\n{drawn}\n</svg>\n'
    )


def _shaded(values):
    """Return a map as shaded cells."""
    values = _inside.in_cells(values, tuple(min(n, MOST_PLACES) for n in values.shape))
    top, drawn = np.abs(values).max() or 1, Text()
    for i, line in enumerate(values):
        drawn.append("\n" * (i > 0))
        for value in line:
            shade = SHADES[bool(value > 0)][min(round(4 * (abs(value) / top) ** 0.7), 4)]
            drawn.append(2 * shade, style="blue" if value > 0 else "yellow")
    return drawn
