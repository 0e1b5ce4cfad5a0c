"""A network as it learns, in the terminal: the border between the classes in colour, and the loss as a curve.

What is drawn are step events (``core.watch``); the border comes with those of networks on two columns, see
``algorithms._frames.border``. Pixels are half blocks: two above one another in each character.
"""

import numpy as np
from rich.console import Group
from rich.segment import Segment
from rich.style import Style
from rich.table import Table
from rich.text import Text

PALETTE = np.array(
    [(78, 161, 255), (255, 159, 67), (95, 211, 141), (230, 107, 179), (245, 213, 71), (155, 140, 255), (79, 214, 210),
     (201, 204, 212)], float)  # fmt: skip
PAPER, LINE = np.array((18.0, 21.0, 28.0)), np.array((240.0, 238.0, 230.0))
FAINT, STRONG = 0.1, 0.5  # how much colour where it is unsure, and where it is sure
DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))  # of a braille character, by row and column


def steps_view(events, title, classes=(), columns=(), width=80, height=20):
    """Return what a network has shown so far, as a rich renderable.

    Parameters
    ----------
    events : list of dict
        Its step events until now, at least one.
    title : str
        Which network, which fold.
    classes : sequence of str
        Their names, in order; () for a number.
    columns : sequence of str
        The names of the two columns, for the border.
    width, height : int
        Characters at most.
    """
    last = events[-1]
    lines = [Text(title, style="bold", no_wrap=True, overflow="ellipsis")]
    beside = max(26, min(44, width - 2 * height - 4)) if "grid" in last else min(width, 72)
    lines += curve([(e["step"], e["loss"]) for e in events if e.get("loss") is not None], last["of"], beside,
                   height - 9 if "grid" in last else min(height - 6, 10))  # fmt: skip
    lines += _facts(last, classes)
    if "why" in last:
        lines.append(Text(last["why"].partition(":")[0], style="bold yellow"))
    if "grid" not in last:
        return Group(*lines)
    across = min(2 * height, width - beside - 4)
    rows = next((e["points"] for e in events if "points" in e), [])
    picture = Group(Pixels(border_pixels(last, rows, (2 * (height - 1), across))), _axes(columns, across))
    grid = Table.grid(padding=(0, 3, 0, 0))
    grid.add_column(width=across)
    grid.add_column(width=beside)
    grid.add_row(picture, Group(*lines, Text(), *_legend(classes)))
    return grid


class Pixels:
    """A picture of (2 H, W, 3) colours as H lines of half blocks."""

    def __init__(self, colours):
        self.colours = np.clip(np.round(colours), 0, 255).astype(int)

    def __rich_console__(self, console, options):
        """Yield the lines."""
        for upper, lower in zip(self.colours[::2].tolist(), self.colours[1::2].tolist()):
            for u, d in zip(upper, lower):
                yield Segment("▀", Style(color=_hex(u), bgcolor=_hex(d)))
            yield Segment.line()

    def __rich_measure__(self, console, options):
        """Return how wide it is."""
        from rich.measure import Measurement

        return Measurement(self.colours.shape[1], self.colours.shape[1])


def border_pixels(event, points, shape):
    """Return colours (rows, columns, 3): each class in its own, the surer the stronger, the border and the rows on top.

    ``points`` are rows: [across, up, class or value], each from 0 to 1.
    """
    rows, columns = shape
    answers = resized(levels(event["grid"], event["side"]), shape)  # (K, rows, columns)
    if len(answers) == 1:
        colours = _by_value(answers[0])
    else:
        best, count = answers.argmax(axis=0), len(answers)
        sure = np.clip((answers.max(axis=0) / answers.sum(axis=0) - 1 / count) * count / (count - 1), 0, 1)
        share = (FAINT + (STRONG - FAINT) * sure)[..., None]
        colours = PAPER + share * (PALETTE[best] - PAPER)
        edge = np.zeros(shape, bool)
        edge[:, 1:] |= best[:, 1:] != best[:, :-1]
        edge[1:] |= best[1:] != best[:-1]
        colours[edge] = LINE
    for x, y, truth in points:
        at = min(int((1 - y) * rows), rows - 1), min(int(x * columns), columns - 1)
        colours[at] = _by_value(np.array(truth), 1.0) if len(answers) == 1 else PALETTE[int(truth)]
    return colours


def levels(grid, side):
    """Return the strings of an event as (K, side, side) from 0 to 1.

    >>> levels(["0Oo0"], 2).round(2).tolist()
    [[[0.0, 0.49], [1.0, 0.0]]]
    """
    return (np.array([list(text.encode("ascii")) for text in grid], float) - ord("0")).reshape(-1, side, side) / 63


def resized(pictures, shape):
    """Return pictures (K, h, w) at another size, smoothly: each point between its four neighbours."""
    for axis, size in ((1, shape[0]), (2, shape[1])):
        n = pictures.shape[axis]
        place = np.clip((np.arange(size) + 0.5) * n / size - 0.5, 0, n - 1)
        low = np.minimum(place.astype(int), n - 2)
        part = (place - low).reshape([-1 if a == axis else 1 for a in range(3)])
        pictures = np.take(pictures, low, axis) * (1 - part) + np.take(pictures, low + 1, axis) * part
    return pictures


def curve(points, of, width, height):
    """Return the loss as lines of braille dots with its scale at the left, from step 1 to step ``of``.

    Parameters
    ----------
    points : list of (step, loss)
    """
    if not points:
        return []
    steps, losses = (np.array(column, float) for column in zip(*points))
    top = max(losses[0], np.quantile(losses, 0.9)) * 1.05 or 1.0  # a wild step or two may leave the picture
    label = max(len(f"{top:.3g}"), 4)
    wide = max(width - label - 2, 4)
    known = np.arange(2 * wide) <= (steps[-1] - 1) / max(of - 1, 1) * (2 * wide - 1)
    at = 1 + np.arange(2 * wide)[known] / (2 * wide - 1) * (of - 1)
    heights = np.round((1 - np.clip(np.interp(at, steps, losses) / top, 0, 1)) * (4 * height - 1)).astype(int)
    cells = np.zeros((height, wide), int)
    for x, y in enumerate(heights):
        before = heights[max(x - 1, 0)]
        for each in range(min(y, before + 1), max(y, before - 1) + 1):  # no gap where it falls fast
            cells[each // 4, x // 2] |= DOTS[each % 4][x % 2]
    lines = []
    for i, row in enumerate(cells):
        name = f"{top:.3g}" if i == 0 else "0" if i == height - 1 else "loss" if i == height // 2 else ""
        dots = "".join(chr(0x2800 + dot) for dot in row)
        lines.append(Text.assemble((f"{name:>{label}} ", "dim"), ("│", "dim"), (dots, "cyan"), no_wrap=True))
    count = f"{of:,} steps"
    axis = f"{'1':<{max(wide - len(count), 1)}}{count}" if wide > len(count) + 2 else ""
    return [*lines, Text(f"{'':{label}} └{'─' * wide}", style="dim"), Text(f"{'':{label}}  {axis}", style="dim")]


def told(event, classes=()):
    """Return one step in one line of words: what is printed where nothing can be redrawn."""
    parts = [f"step {event['step']:>7,} of {event['of']:,}"]
    if event.get("loss") is not None:
        parts.append(f"loss {event['loss']:.4g}")
    if event.get("score") is not None:
        parts.append(_score(event["score"], classes))
    return ", ".join(parts)


def _facts(event, classes):
    """Return step, rate, loss and score as lines."""
    facts = [("step", f"{event['step']:,} of {event['of']:,}")]
    if event.get("rate"):
        facts.append(("rate", f"{event['rate']:.2g}"))
    if event.get("loss") is not None:
        facts.append(("loss", f"{event['loss']:.4g}"))
    if event.get("score") is not None:
        facts.append(("score", _score(event["score"], classes)))
    return [
        Text.assemble((f"{name:<6}", "dim"), (value, "bold"), no_wrap=True, overflow="ellipsis")
        for name, value in facts
    ]


def _score(score, classes):
    """Return a score in words."""
    return f"{score:.1%} right while learning" if classes else f"R² {score:.3f} while learning"


def _axes(columns, width):
    """Return which column goes across and which up."""
    names = [name if len(name) <= 14 else f"{name[:13]}…" for name in columns]
    return Text(f"{names[0]} →  {names[1]} ↑"[:width] if len(names) == 2 else "", style="dim")


def _legend(classes):
    """Return the classes in their colours."""
    colours = [_hex(colour) for colour in PALETTE.astype(int)]
    return [Text.assemble(*(part for c, name in zip(colours, classes) for part in (("● ", c), f"{str(name)[:16]}   ")))]


def _by_value(value, share=0.7):
    """Return colours for values from 0 to 1: blue below the middle, orange above."""
    far = np.clip(np.abs(np.asarray(value) - 0.5) * 2, 0, 1)[..., None]
    colour = np.where((np.asarray(value) > 0.5)[..., None], PALETTE[1], PALETTE[0])
    return PAPER + (0.08 + share * far) * (colour - PAPER)


def _hex(colour):
    """Return (red, green, blue) as rich takes it."""
    return "#" + "".join(f"{v:02x}" for v in colour)
