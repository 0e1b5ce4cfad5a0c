"""A sheet of sounds: per label a line of examples, each its wave over its spectrogram, as PNG or SVG."""

import io
import warnings
from itertools import pairwise
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from zerotohero.core.errors import UsageError
from zerotohero.leaderboard.journal import write_whole
from zerotohero.report.heard import coloured, length, pitches, spectrogram, typical
from zerotohero.report.sentences import plain

MOST_LABELS = 24
PER_LABEL = 4
PAPER, WAVE, SOFT = "#fbfaf6", "#2a6fb8", "#5d6472"
_WAVE, _GRID, _GAP = 0.45, 1.0, 0.42  # heights of wave, spectrogram and what is between the lines, in parts


def sound_sheet(dataset, path):
    """Write the sheet.

    Parameters
    ----------
    dataset : Dataset
        Of kind "sounds".
    path : str or Path
        Ends in .png or .svg.

    Raises
    ------
    UsageError
        Another kind of file was asked for.
    """
    path = Path(path)
    if path.suffix.lower() not in (".png", ".svg"):
        raise UsageError("write a picture", "a name that ends in .png or .svg", path.name, f"--picture {path.stem}.png")
    sounds, rate = dataset.cells["sound"], dataset.recipe.rate
    labels = dataset.cells.get("label", np.full(len(dataset), None, object))
    groups = dataset.cells.get(dataset.groups or "stem")
    names = sorted({label for label in labels if label is not None})
    chosen = {
        plain(name, 16): typical(sounds, np.flatnonzero(labels == name), PER_LABEL, groups)
        for name in names[:MOST_LABELS]
    } or {"": typical(sounds, np.arange(len(dataset)), PER_LABEL)}
    longest = max(length(sounds[row]) for rows in chosen.values() for row in rows) / rate
    step, height = 1.08 * longest, _WAVE + _GRID + _GAP
    figure = Figure(figsize=(12, 0.7 + 0.62 * height * len(chosen)), facecolor=PAPER)
    axes = figure.add_axes([0.115, 0.3 / figure.get_figheight(), 0.87, 1 - 0.85 / figure.get_figheight()])
    axes.set_axis_off()
    for i, (name, rows) in enumerate(chosen.items()):
        top = -i * height
        axes.text(
            -0.045 * step * PER_LABEL,
            top - _WAVE - _GRID / 2,
            _literal(name),
            ha="right",
            va="center",
            fontsize=13 if len(name) < 9 else 9,
        )
        for hz, share in pitches(rate).items():
            if hz in (500, 2000):
                said = f"{hz / 1000:g} kHz"
                y = top - _WAVE - _GRID * (1 - share)
                axes.text(-0.006 * step * PER_LABEL, y, said, ha="right", va="center", fontsize=7, color=SOFT)
        for j, row in enumerate(rows):
            caption = "" if groups is None or groups[row] is None else plain(str(groups[row]), 20)
            _draw(axes, sounds[row], rate, j * step, top, longest, caption)
    bottom = -len(chosen) * height + _GAP - 0.12
    mark = float(f"{longest / 3:.0e}")
    axes.plot([0, mark], [bottom, bottom], color=SOFT, lw=2, solid_capstyle="butt")
    axes.text(mark * 1.1, bottom, f"{mark:g} s", va="center", fontsize=8, color=SOFT)
    axes.set(xlim=(0, step * PER_LABEL), ylim=(bottom - 0.15, 0.25))
    title = f"{plain(dataset.name, 40)}: {len(dataset):,} sounds, {rate:,} samples a second"
    figure.text(0.115, 1 - 0.2 / figure.get_figheight(), _literal(title), fontsize=12, va="top")
    buffer = io.BytesIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "zerotohero"}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph")  # a character that the font lacks is drawn as a box
        metadata = {"Date": None} if path.suffix.lower() == ".svg" else None
        figure.savefig(buffer, format=path.suffix.lower()[1:], dpi=110, metadata=metadata)
    write_whole(path, buffer.getvalue())


def _draw(axes, sound, rate, left, top, longest, caption):
    """Draw one sound with its left upper corner at (left, top): the wave, the spectrogram, who it is."""
    heard = np.asarray(sound[: length(sound)], float)
    seconds, places = len(heard) / rate, 220
    edges = np.linspace(0, len(heard), places + 1).astype(int)
    parts = [heard[a : max(b, a + 1)] for a, b in pairwise(edges)]
    x = left + (np.arange(places) + 0.5) / places * seconds
    middle, scale = top - _WAVE / 2, 0.45 * _WAVE / max(np.abs(heard).max(), 1)
    low, high = (np.array([f(p) for p in parts]) * scale + middle for f in (np.min, np.max))
    axes.fill_between(x, low, high, color=WAVE, lw=0.4)
    pixels = coloured(spectrogram(sound, rate))
    extent = (left, left + seconds, top - _WAVE - _GRID, top - _WAVE)
    axes.imshow(pixels, extent=extent, aspect="auto", interpolation="bilinear")
    axes.text(left, top + 0.02, _literal(caption), fontsize=8, color=SOFT, va="bottom")


def _literal(text):
    """Return text that matplotlib does not read as mathematics."""
    return text.replace("$", r"\$")
