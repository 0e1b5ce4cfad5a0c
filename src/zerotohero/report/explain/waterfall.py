"""The pushes as a waterfall: each bar begins where the one above it ended; an SVG that stands alone, light or dark."""

from html import escape
from textwrap import wrap

import numpy as np
from matplotlib.ticker import MaxNLocator

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
)
from zerotohero.report.sentences import number, plain

WIDTH, LEFT, RIGHT, ROW, TOP = 800, 262, 640, 30, 92  # the bars lie between LEFT and RIGHT
LOW = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4)
PROBABILITIES = (*LOW, 0.5, *(1 - p for p in reversed(LOW)))
STYLE = """<style>
.w{--paper:#fbfaf6;--ink:#1f232b;--soft:#5d6472;--line:#dcd8cd;--up:#2a6fb8;--down:#b54f15}
@media (prefers-color-scheme:dark){.w{--paper:#15171c;--ink:#e9e7e1;--soft:#a2a8b4;--line:#353a45;--up:#7db4ee;--down:#f09a60}}
.w text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;fill:var(--ink)}
.w .title{font-size:19px;font-weight:600}.w .soft{fill:var(--soft)}.w .small{font-size:12px}.w .end{text-anchor:end}
.w .middle{text-anchor:middle}.w .b{font-weight:600}.w .up{fill:var(--up)}.w .down{fill:var(--down)}
.w line{stroke:var(--line)}.w .edge{stroke:var(--soft);stroke-dasharray:2 3}
</style>"""


def waterfall(why):
    """Return the Explanation ``why`` as SVG text."""
    lines = shown(why)
    at, points = why.base, [why.base]
    for _, push, _ in lines:
        at += push
        points.append(at)
    low, high = min(points), max(points)
    margin = 0.06 * (high - low) or 0.5
    low, high = low - margin, high + margin

    def x(value):
        return LEFT + (RIGHT - LEFT) * (value - low) / (high - low)

    bottom = TOP + ROW * (len(lines) + 2)
    parts = [
        _text(24, 34, headline(why), "title"),
        _text(24, 57, asked(why), "soft"),
        _text(WIDTH - 24, TOP - 8, plain(level_name(why), 30), "soft small end"),
    ]
    for value, label in _ticks(why, low, high):
        parts.append(f'<line x1="{x(value):.1f}" x2="{x(value):.1f}" y1="{TOP}" y2="{bottom}"/>')
        parts.append(_text(x(value), bottom + 17, label, "soft small middle"))
    parts.append(_row(0, start_text(why), level_text(why, why.base), "soft"))
    parts.append(_dot(x(why.base), 0))
    for i, (label, push, error) in enumerate(lines, 1):
        start, end = sorted((x(points[i - 1]), x(points[i])))
        top, kind = TOP + ROW * i, "up" if push >= 0 else "down"
        edge = x(points[i - 1])
        parts.append(f'<line class="edge" x1="{edge:.1f}" x2="{edge:.1f}" y1="{top - ROW / 2}" y2="{top + 5}"/>')
        parts.append(
            f'<rect class="{kind}" x="{start:.1f}" y="{top + 6}" width="{max(end - start, 1):.1f}" height="18" rx="2"/>'
        )
        said = f"{push_text(why, push)} {error_text(why, error)}".strip()
        wide = 7.4 * len(said) + 6
        right = end + wide < RIGHT + 60 and (push >= 0 or start - wide < LEFT)
        parts.append(_text(end + 6 if right else start - 6, top + 20, said, f"{kind} small" + " end" * (not right)))
        parts.append(_row(i, label, level_text(why, points[i]), ""))
    parts.append(_row(len(lines) + 1, end_text(why), level_text(why, why.end), "b"))
    parts.append(_dot(x(why.end), len(lines) + 1))
    y = bottom + 48
    for title, said in how_to_read(why).items():
        parts.append(_text(24, y, title, "b small"))
        for line in wrap(said, 98):
            parts.append(_text(154, y, line, "soft small"))
            y += 17
        y += 5
    height = y + 6
    words = escape(f"{headline(why)}. {' '.join(f'{label}: {push_text(why, p)}.' for label, p, _ in lines)}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="w" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" aria-label="{words}">{STYLE}'
        f'<rect width="{WIDTH}" height="{height}" fill="var(--paper)"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _row(i, label, level, kind):
    """Return the words left and right of row ``i``."""
    y = TOP + ROW * i + 20
    return _text(LEFT - 14, y, plain(label, 33), f"{kind} end") + _text(WIDTH - 24, y, level, f"{kind or 'soft'} end")


def _dot(x, i):
    """Return the mark of a beginning or an end."""
    return f'<circle cx="{x:.1f}" cy="{TOP + ROW * i + 15}" r="5" fill="var(--ink)"/>'


def _text(x, y, said, kind=""):
    """Return one line of text."""
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}">{escape(said)}</text>'


def _ticks(why, low, high):
    """Return [(place on the scale, label)] of a few round levels."""
    if why.scale == "odds":
        ticks = [(float(np.log(p / (1 - p))), f"{p:g}") for p in PROBABILITIES]
    else:
        levels = MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]).tick_values(why.level(low), why.level(high))
        ticks = [
            (float(np.log1p(v)) if why.scale == "log" else float(v), v) for v in levels if why.scale != "log" or v > -1
        ]
        ticks = [(at, f"{v:g}" if why.scale == "probability" else number(float(v))) for at, v in ticks]
    ticks = [(at, label) for at, label in ticks if low <= at <= high]
    kept = []
    for at, label in ticks:
        if not kept or at - kept[-1][0] > 0.1 * (high - low):
            kept.append((at, label))
    return kept
