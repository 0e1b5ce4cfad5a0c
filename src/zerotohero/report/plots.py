"""Pictures of numbers as SVG that takes its colours from the page, light or dark.

Small ones are written here, in percent of their width, so that they fit a phone; those with two
scales are drawn by matplotlib.
"""

import io
import re
from html import escape

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

from zerotohero.report.sentences import number

SHOWN_POINTS = 1200
LETTER = 5.5  # points that a digit beside a scale is wide
# matplotlib wants a colour; the page swaps each for its own variable
PAGE_COLOURS = {
    "#010203": "var(--ink)",
    "#020304": "var(--soft)",
    "#030405": "var(--line)",
    "#040506": "var(--main)",
    "#050607": "var(--wrong)",
}
INK, SOFT, LINE, MAIN, WRONG = PAGE_COLOURS


def dots(scores, mean, low, high, rival=False, peer=False):
    """Return one row of a dot plot: a dot per fold, a stroke at the mean.

    Parameters
    ----------
    scores : sequence of float
        One per fold.
    mean, low, high : float
        The mean, and the ends of the scale that all rows share.
    rival : bool
        Drawn in grey, hollow.
    peer : bool
        Drawn in orange.
    """
    colour = "var(--rival)" if rival else "var(--wrong)" if peer else "var(--main)"
    fill = "none" if rival else colour
    marks = "".join(
        f'<circle cx="{_percent(s, low, high)}" cy="11" r="4" fill="{fill}" fill-opacity=".45" stroke="{colour}"/>'
        for s in scores
        if np.isfinite(s)
    )
    x = _percent(mean, low, high)
    label = f"folds: {', '.join(f'{s:.4g}' for s in scores)}" if len(scores) else f"{mean:.4g}"
    return (
        f'<svg width="100%" height="22" role="img" aria-label="{label}">'
        f'<line x1="0" x2="100%" y1="11" y2="11" stroke="var(--line)"/>{marks}'
        f'<line x1="{x}" x2="{x}" y1="3" y2="19" stroke="{colour}" stroke-width="2"/></svg>'
    )


def ruler(ticks, low, high, words):
    """Return the scale under a dot plot; ``words`` turns a tick into text."""
    marks = "".join(
        f'<line x1="{_percent(t, low, high)}" x2="{_percent(t, low, high)}" y1="0" y2="5" stroke="var(--soft)"/>'
        f'<text x="{_percent(t, low, high)}" y="18" text-anchor="middle">{words(t)}</text>'
        for t in ticks
    )
    base = '<line x1="0" x2="100%" y1="0" y2="0" stroke="var(--soft)"/>'
    return f'<svg width="100%" height="22" aria-hidden="true">{base}{marks}</svg>'


def scale(values, count=4):
    """Return (low, high, ticks): round numbers around all ``values``."""
    low, high = float(np.min(values)), float(np.max(values))
    if low == high:
        low, high = low - 0.5, high + 0.5
    pad = 0.04 * (high - low)
    ticks = MaxNLocator(count, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    low, high = low - pad, high + pad
    return low, high, [float(t) for t in ticks if low <= t <= high]


def predicted_against_true(y, predicted, logarithmic=False):
    """Return a scatter plot with the line on which every prediction would be right."""
    shown = _some(len(y))
    figure, axes = new_axes("predicted", "true")
    ends = [min(y.min(), predicted.min()), max(y.max(), predicted.max())]
    if logarithmic and ends[0] > 0:
        for axis in (axes.xaxis, axes.yaxis):
            axis.axes.set(**{f"{axis.axis_name}scale": "log"})
            axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
            axis.set_major_formatter(FuncFormatter(lambda v, _: number(v)))
            axis.set_minor_formatter(NullFormatter())
    axes.plot(ends, ends, color=SOFT, linewidth=1)
    axes.scatter(predicted[shown], y[shown], s=9, color=MAIN, alpha=0.45, linewidths=0)
    return svg(figure)


def residuals(y, predicted):
    """Return a histogram of true minus predicted; the outermost percent is gathered in the end bars."""
    error = y - predicted
    reach = np.quantile(np.abs(error), 0.99) or 1.0
    figure, axes = new_axes("true minus predicted", "rows")
    axes.hist(np.clip(error, -reach, reach), bins=41, range=(-reach, reach), color=MAIN, alpha=0.6)
    axes.axvline(0, color=INK, linewidth=1)
    return svg(figure)


def _some(n):
    """Return up to SHOWN_POINTS row numbers, always the same ones."""
    return (
        np.arange(n) if n <= SHOWN_POINTS else np.sort(np.random.default_rng(0).choice(n, SHOWN_POINTS, replace=False))
    )


def _percent(value, low, high):
    """Return where a value lies between low and high, for an SVG attribute."""
    return f"{100 * (value - low) / (high - low):.2f}%"


def new_axes(across, up, size=(4.4, 3.5), rows=(1,)):
    """Return (figure, axes) without background, in the page's colours; words of ours only, never of the data.

    Parameters
    ----------
    across, up : str
        What the scales are.
    size : (float, float)
        Inches; the page draws 72 pixels an inch, or fewer on a phone.
    rows : tuple of int
        Heights of plots under one another, which share the horizontal scale; the first is returned.
    """
    figure = Figure(figsize=size, layout="constrained")
    figure.patch.set_visible(False)
    for axes in np.atleast_1d(figure.subplots(len(rows), sharex=True, height_ratios=rows)):
        axes.patch.set_visible(False)
        axes.spines[["top", "right"]].set_visible(False)
        axes.spines[["left", "bottom"]].set_color(LINE)
        axes.tick_params(colors=LINE, labelcolor=SOFT, labelsize=9)
        axes.locator_params(nbins=5)
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(FuncFormatter(lambda v, _: number(v)))
    figure.axes[0].set_xlabel(across, color=INK)
    figure.axes[0].set_ylabel(up, color=INK)
    return figure, figure.axes[0]


def _thin_out(axes):
    """Take fewer marks on the horizontal scale where their numbers would run into each other."""
    room = 0.7 * 72 * axes.figure.get_figwidth() / LETTER  # letters that fit side by side, about
    for marks in (4, 3, 2, 1):
        if not isinstance(axes.xaxis.get_major_locator(), MaxNLocator):
            return
        low, high = axes.get_xlim()
        said = [axes.xaxis.get_major_formatter()(t, 0) for t in axes.get_xticks() if low <= t <= high]
        if len(said) < 2 or max(map(len, said)) + 2 <= room / len(said):
            return
        axes.locator_params(axis="x", nbins=marks)


def _words(figure):
    """Return what a plot shows, for those who cannot see it: the names of its scales."""
    scales = [(axes.get_ylabel(), axes.get_xlabel()) for axes in figure.axes]
    said = [" against ".join(filter(None, pair)) for pair in scales if any(pair)]
    return escape(f"Plot: {'; '.join(dict.fromkeys(said))}" if said else "A plot")


def svg(figure):
    """Return the figure as inline SVG: text stays text, colours are the page's, no metadata."""
    for axes in figure.axes:
        _thin_out(axes)
    buffer = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "zerotohero"}):
        figure.savefig(buffer, format="svg", metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))
    drawn = buffer.getvalue()
    drawn = drawn[drawn.index("<svg") :]
    view = re.search(r'viewBox="[^"]*"', drawn).group()
    head = f'<svg {view} role="img" aria-label="{_words(figure)}" stroke-linejoin="round">'
    drawn = re.sub(r"<svg[^>]*>", lambda _: head, drawn, count=1)
    drawn = re.sub(r"<style.*?</style>|<!--.*?-->", "", drawn, flags=re.DOTALL)
    drawn = re.sub(r' id="[\w.]+_\d+"', "", drawn)  # the ids that nothing refers to
    drawn = re.sub(r"font-family: [^;]*; ", "", drawn)
    drawn = re.sub(r"(\d\.\d\d)\d+", r"\1", drawn)
    for colour, variable in PAGE_COLOURS.items():
        drawn = drawn.replace(colour, variable)
    return re.sub(r"\n\s*", "\n", drawn)
