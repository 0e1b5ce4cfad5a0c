"""A data set on one picture: pictures on a contact sheet, columns as small histograms."""

import io
import warnings
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from zerotohero.core.dataset import missing
from zerotohero.core.errors import UsageError
from zerotohero.leaderboard.journal import write_whole
from zerotohero.report.look.sheet import sheet
from zerotohero.report.look.sound_sheet import sound_sheet
from zerotohero.report.sentences import number, plain

SHOWN_COLUMNS = 24
ACROSS = 4
SHOWN_VALUES = 6
COLOUR, SOFT = "#2a6fb8", "#5d6472"


def draw(view, path):
    """Write a picture of what ``look`` saw.

    Parameters
    ----------
    view : train.look.View
    path : str or Path
        Ends in .png or .svg.
    """
    dataset = view.dataset
    if dataset.kind == "text":
        raise UsageError(
            "draw what is there", "a table, pictures or sounds", "lines of text", "hero look without --picture"
        )
    if dataset.kind == "sounds":
        sound_sheet(dataset, path)
    elif dataset.kind == "images":
        labels = dataset.cells.get("label", np.full(len(dataset), None, object))
        sheet(dataset.cells["image"], labels, path)
    else:
        columns_picture(dataset, path)


def columns_picture(dataset, path):
    """Write up to 24 columns as small multiples: histograms of numbers and dates, bars of categories."""
    path = Path(path)
    if path.suffix.lower() not in (".png", ".svg"):
        raise UsageError("write a picture", "a name that ends in .png or .svg", path.name, f"--picture {path.stem}.png")
    drawable = dataset.names("number", "date", "category")
    names = drawable[:SHOWN_COLUMNS]
    down = max(1, -(-len(names) // ACROSS))
    figure = Figure(figsize=(3 * ACROSS, 2 * down + 0.5), layout="constrained", facecolor="#fbfaf6")
    title = f"{plain(dataset.name)}: {len(dataset):,} rows"
    if len(names) < len(drawable):
        title += f"; the first {len(names)} of {len(drawable):,} columns"
    figure.suptitle(_literal(title), fontsize=12)
    for i, name in enumerate(names):
        axes = figure.add_subplot(down, ACROSS, i + 1, facecolor="none")
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(labelsize=8, colors=SOFT, length=2)
        axes.set_title(_literal(plain(name, 28)), fontsize=9, loc="left")
        cells = dataset.cells[name]
        _draw_column(axes, dataset.type(name), cells[~missing(cells)])
    buffer = io.BytesIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "zerotohero"}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph")  # a character that the font lacks is drawn as a box
        metadata = {"Date": None} if path.suffix.lower() == ".svg" else None
        figure.savefig(buffer, format=path.suffix.lower()[1:], dpi=110, metadata=metadata)
    write_whole(path, buffer.getvalue())


def _draw_column(axes, kind, present):
    """Draw one column's values."""
    if not len(present):
        axes.set(xticks=[], yticks=[])
        axes.text(0.5, 0.5, "no values", transform=axes.transAxes, ha="center", color=SOFT, fontsize=9)
    elif kind == "category":
        values, counts = np.unique(present.astype(str), return_counts=True)
        order = np.argsort(-counts, kind="stable")[:SHOWN_VALUES][::-1]
        axes.barh(range(len(order)), counts[order], color=COLOUR, alpha=0.35, height=0.8)
        axes.set_yticks([])
        for i, value in enumerate(values[order]):
            axes.text(0, i, " " + _literal(plain(value, 24)), va="center", fontsize=8)
        axes.xaxis.set_major_locator(MaxNLocator(3, integer=True))
    else:
        if kind == "number":
            axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: number(v)))
            axes.xaxis.set_major_locator(MaxNLocator(3))
            present = np.clip(present, *np.quantile(present, [0.005, 0.995]))
        else:
            axes.tick_params(axis="x", labelrotation=20)
        axes.hist(present, bins=24, color=COLOUR)
        axes.set_yticks([])


def _literal(text):
    """Return text that matplotlib does not read as mathematics."""
    return text.replace("$", r"\$")
