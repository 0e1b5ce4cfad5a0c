"""The algorithm map as a picture: an SVG that stands alone, in light and dark."""

from html import escape

from zerotohero.choose._nodes import LANDS, Question
from zerotohero.choose._scenery import flag, heading, hills, island, legend, open_water, style
from zerotohero.choose._signs import CHIP_HEIGHT, ROW, lay_out
from zerotohero.choose.map import MAP, START, runs

WIDTH, HEIGHT = 2380, 1724
# Where a colour begins; what follows inherits it.
LINES = {
    "goal": "slate",
    "matters": "blue",
    "images": "violet",
    "spectrogram": "teal",
    "texts": "rose",
    "order": "green",
    "make": "pink",
    "trying": "amber",
    "recommendation": "brick",
    "rivals": "slate",
    "together": "blue",
}


def svg(way=(), built=frozenset(), title="The algorithm map", line="from a question to something that runs", link=None):
    """Return the map as SVG text.

    Parameters
    ----------
    way : list of (str, str or None)
        Your way: (node id, answer id), as ``map.way`` returns it; empty for none.
    built : set of str
        Ids of the algorithms that exist; the others are marked "not built yet".
    title, line : str
        What stands in the corner.
    link : callable, optional
        ``link(id)`` -> the address of a built algorithm's page; default: no links.
    """
    signs = {id: lay_out(node) for id, node in MAP.items()}
    colours, taken = _line_colours(), dict(way)
    roads = [(from_, answer, to) for from_ in MAP for answer, to in _exits(from_)]
    yours = [(from_, answer, to) for from_, answer, to in roads if to in taken and taken.get(from_, "") == answer]
    parts = [style(), f'<rect class="sea" width="{WIDTH}" height="{HEIGHT}" rx="28"/>', *open_water()]
    parts += [*(island(*land) for land in LANDS), hills(2170, 230)]
    for road in roads:
        if road not in yours:
            parts.append(_road(signs, road, f"s-{colours[road[2]]}" + " closed" * (not runs(road[2], built))))
    for road in yours:
        parts += [_road(signs, road, "casing"), _road(signs, road, "yours")]
    for id, node in MAP.items():
        if isinstance(node, Question):
            parts.append(_question(node, signs[id], colours[id], taken))
        else:
            parts.append(_station(node, signs[id], colours[id], built, taken, link))
    if way:
        end = signs[way[-1][0]]
        parts.append(flag(end.x + end.width - 44, end.y + 46))
    parts += [heading(title, line), legend(bool(way))]
    words = escape(f"{title}: {line}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="hero-map" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" '
        f'aria-label="{words}"><title>{words}</title>' + "\n".join(parts) + "</svg>\n"
    )


def _line_colours():
    """Return node id -> colour name: a node without its own takes that of the way to it."""
    found = dict(LINES)

    def walk(id, colour):
        colour = LINES.get(id, colour)
        found.setdefault(id, colour)
        for _, to in _exits(id):
            if to not in found or to in LINES:
                walk(to, colour)

    walk(START, "slate")
    return found


def _exits(id):
    """Return (answer id or None, next node) of a node."""
    node = MAP[id]
    if isinstance(node, Question):
        return [(a.id, a.to) for a in node.answers]
    return [(None, node.leads)] if node.leads else []


def _road(signs, road, style):
    """Return the way from an answer (or a station) to the next sign."""
    from_, answer, to = road
    source, target = signs[from_], signs[to]
    y1 = next((y for id, _, _, y, _ in source.chips if id == answer), source.middle)
    y2 = target.middle
    east = target.x > source.x
    x1, x2 = (source.x + source.width, target.x) if east else (source.x, target.x + target.width)
    bend = max(38, abs(x2 - x1) * 0.55) * (1 if east else -1)
    path = f"M{x1:.0f} {y1:.0f}C{x1 + bend:.0f} {y1:.0f} {x2 - bend:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"
    return f'<path class="edge {style}" d="{path}"/>'


def _question(node, sign, colour, taken):
    """Return a fork: a card with one line per answer."""
    yours = node.id in taken
    head = sign.y + 12 + 22 * len(sign.title)
    parts = [f'<g class="{"yours" if yours else ""}">', _box(sign, colour, 14)]
    parts.append(_words(sign.title, sign.x + 15, sign.y + 30, 22, "title"))
    for id, words, x, y, width in sign.chips:
        if taken.get(node.id) == id:
            box = f'x="{x + 6:.0f}" y="{y - ROW / 2 + 2:.0f}" width="{width - 12:.0f}" height="{ROW - 4}"'
            parts.append(f'<rect class="pick" {box} rx="8"/>')
        elif y - ROW / 2 > head:
            parts.append(f'<path class="rule" d="M{x + 15:.0f} {y - ROW / 2:.0f}h{width - 30:.0f}"/>')
        parts.append(f'<text class="answer" x="{x + 15:.0f}" y="{y + 5:.0f}">{escape(words)}</text>')
    return "".join(parts) + "</g>"


def _station(node, sign, colour, built, taken, link):
    """Return a station: a sign with its algorithms, dashed where nothing is built yet."""
    open_ = any(id in built for id, _ in node.algorithms)
    kind = " ".join(["yours"] * (node.id in taken) + ["closed"] * (not open_))
    parts = [f'<g class="{kind}">', _box(sign, colour, 26)]
    down = sign.y + 30
    parts.append(_words(sign.title, sign.x + 15, down, 22, "title"))
    parts.append(_words(sign.text, sign.x + 15, down - 4 + 22 * len(sign.title), 18, "text"))
    for id, words, x, y, width in sign.chips:
        style = f"open-chip f-{colour}" if id in built else "closed-chip"
        box = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{CHIP_HEIGHT}" rx="12"'
        middle = f'x="{x + width / 2:.1f}" y="{y + 16.5:.1f}" text-anchor="middle"'
        chip = f'<rect class="{style}" {box}/>'
        chip += f'<text class="chip{"" if id in built else " faint"}" {middle}>{escape(words)}</text>'
        parts.append(f'<a href="{escape(link(id))}">{chip}</a>' if link and id in built else chip)
    return "".join(parts) + "</g>"


def _box(sign, colour, radius):
    """Return the card behind the words."""
    place = f'x="{sign.x:.0f}" y="{sign.y:.1f}" width="{sign.width:.0f}" height="{sign.height:.1f}" rx="{radius}"'
    return f'<rect class="card s-{colour}" {place}/>'


def _words(lines, x, y, step, style):
    """Return lines of text below one another."""
    return "".join(
        f'<text class="{style}" x="{x:.0f}" y="{y + i * step:.1f}">{escape(line)}</text>'
        for i, line in enumerate(lines)
    )
