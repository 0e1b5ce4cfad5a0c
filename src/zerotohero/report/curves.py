"""Curves with two scales, drawn by matplotlib in the page's colours; no word in them comes from the data."""

import numpy as np
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter, NullLocator

from zerotohero.report.plots import INK, LINE, MAIN, SOFT, WRONG, new_axes, svg
from zerotohero.report.sentences import number

PERCENT = FuncFormatter(lambda v, _: f"{100 * v:.0f} %")


def reliability(bins, before=(), across="said"):
    """Return how often it came true against how probable it was said to be, and how many rows say so.

    Parameters
    ----------
    bins, before : list of dict
        With ``said``, ``happened``, ``spread`` (one standard error) and ``rows``; ``before`` calibration, in grey.
    across : str
        What the horizontal axis is.
    """
    figure, axes, below = _with_strip(across, "came true")
    axes.plot([0, 1], [0, 1], color=SOFT, linewidth=1)
    for points, colour in ((before, SOFT), (bins, MAIN)):
        x, y, spread = (np.array([b[k] for b in points]) for k in ("said", "happened", "spread"))
        if len(points):
            axes.errorbar(x, y, 2 * spread, fmt="none", ecolor=colour, elinewidth=1, alpha=0.6)
            face = colour if points is bins else "none"
            axes.scatter(x, y, s=34, facecolor=face, edgecolor=colour, alpha=0.85, linewidths=1)
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.02, 1.02)
    axes.yaxis.set_major_formatter(PERCENT)
    below.bar([b["middle"] for b in bins], [b["rows"] for b in bins], width=0.085, color=MAIN, alpha=0.35)
    below.xaxis.set_major_formatter(PERCENT)
    return svg(figure)


def thresholds(at, precision, recall, chosen=None):
    """Return precision (blue) and recall (orange) over the threshold, a line at the chosen one.

    Parameters
    ----------
    at, precision, recall : ndarray (T,)
    chosen : float or None
    """
    figure, axes = new_axes("threshold: says yes from this probability on", "share")
    axes.plot(at, precision, color=MAIN, linewidth=1.8)
    axes.plot(at, recall, color=WRONG, linewidth=1.8)
    if chosen is not None:
        axes.axvline(chosen, color=INK, linewidth=1, linestyle=(0, (4, 3)))
    axes.set(xlim=(0, 1), ylim=(0, 1.02))
    axes.xaxis.set_major_formatter(PERCENT)
    axes.yaxis.set_major_formatter(PERCENT)
    return svg(figure)


def learning(rows, score, spread, metric, things="rows"):
    """Return the score against the number of rows learned from.

    Parameters
    ----------
    rows, score, spread : sequence of float
    metric, things : str
        Their names.
    """
    rows, score, spread = np.asarray(rows, float), np.asarray(score, float), np.asarray(spread, float)
    figure, axes = new_axes(f"{things} learned from", metric)
    axes.fill_between(rows, score - spread, score + spread, color=MAIN, alpha=0.18, linewidth=0)
    axes.plot(rows, score, color=MAIN, linewidth=1.8, marker="o", markersize=5)
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(NullLocator() if len(rows) < 7 else LogLocator())
    axes.xaxis.set_minor_locator(NullLocator())
    if len(rows) < 7:
        axes.set_xticks(rows, [f"{r:,.0f}" for r in rows])
    axes.xaxis.set_minor_formatter(NullFormatter())
    return svg(figure)


def surprises(perplexities):
    """Return how many lines have which perplexity, on a scale of doublings.

    Parameters
    ----------
    perplexities : ndarray (N,)
    """
    values = np.log2(np.maximum(perplexities, 1))
    figure, axes = new_axes("perplexity of a line", "lines", size=(4.4, 2.6))
    low, high = np.floor(values.min()), max(np.ceil(np.quantile(values, 0.995)), np.floor(values.min()) + 1)
    axes.hist(np.minimum(values, high), bins=24, range=(low, high), color=MAIN, alpha=0.6)
    ticks = np.unique(np.linspace(low, high, 6).round())
    axes.set_xticks(ticks, [f"{2**t:,.0f}" for t in ticks])
    return svg(figure)


def dependence(at, mean, low, high, tenths, reach, dates=False, percent=False):
    """Return the mean prediction over the values of one column, the band of 8 in 10 rows, ticks at the column's tenths.

    Parameters
    ----------
    at, mean, low, high : sequence of float, (P,)
        Dates as seconds since 1970.
    tenths : sequence of float
        The column's deciles.
    reach : (float, float)
        Ends of the vertical scale.
    dates, percent : bool
        What the two axes are.
    """
    figure, axes = new_axes("", "", size=(3.6, 2.5))
    axes.fill_between(at, low, high, color=MAIN, alpha=0.15, linewidth=0)
    axes.plot(at, mean, color=MAIN, linewidth=1.8)
    axes.plot(tenths, np.zeros(len(tenths)), "|", color=SOFT, markersize=9, clip_on=False, transform=_foot(axes))
    margin = 0.04 * ((reach[1] - reach[0]) or 1)
    axes.set_ylim(reach[0] - margin, reach[1] + margin)
    axes.locator_params(axis="x", nbins=4)
    if dates:
        axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: str(np.datetime64(int(v), "s"))[:7]))
    if percent:
        axes.yaxis.set_major_formatter(PERCENT)
    return svg(figure)


def held(shares, level):
    """Return how often the interval held, from the lowest fifth of predictions to the highest."""
    figure, axes = new_axes("fifths of the rows, lowest prediction to highest", "held the truth", size=(4.4, 2.6))
    axes.bar(range(1, len(shares) + 1), shares, width=0.62, color=MAIN, alpha=0.5)
    axes.axhline(level, color=INK, linewidth=1)
    axes.set_ylim(0, 1.02)
    axes.set_xticks(range(1, len(shares) + 1))
    axes.yaxis.set_major_formatter(PERCENT)
    return svg(figure)


def _foot(axes):
    """Return the transform whose heights are shares of the axes: 0 is the foot."""
    return axes.get_xaxis_transform()


def _with_strip(across, up):
    """Return a figure with a large plot and a strip of counts under it."""
    figure, axes = new_axes("", up, size=(4.4, 4.0), rows=(5, 1))
    below = figure.axes[1]
    axes.tick_params(labelbottom=False)
    below.set_xlabel(across, color=INK)
    below.set_ylabel("rows", color=INK)
    below.locator_params(axis="y", nbins=2)
    below.yaxis.set_major_formatter(FuncFormatter(lambda v, _: number(v)))
    below.spines["left"].set_color(LINE)
    return figure, axes, below
