"""What is in a data set of sounds, for the terminal: a drawing, lengths and loudness of every label."""

from itertools import pairwise

import numpy as np
from rich.text import Text

from zerotohero.report.heard import envelope, numbers, spectrogram, typical
from zerotohero.report.sentences import plain

SHOWN_LABELS = 12  # as drawings; more labels get a line each
MOST_LABELS = 40
ACROSS, DOWN = 44, 3  # characters of a drawing
LEVELS = " ▁▂▃▄▅▆▇█"
SHADES = " ░▒▓█"


def describe_sounds(dataset):
    """Return what is to be known about sounds, as plain data.

    Returns
    -------
    dict
        ``rate`` (samples a second), ``seconds`` (of every sound, filled up), ``labels``: label -> dict with ``sounds``,
        ``seconds`` (shortest, middle, longest), ``loudness`` (dB, middle), ``quiet`` (share), ``clipped`` (how many)
        and ``example`` (a row).
    """
    sounds, rate = dataset.cells["sound"], dataset.recipe.rate
    about = numbers(sounds, rate)
    labels = dataset.cells.get("label", np.full(len(dataset), None, object))
    found = {}
    for label in sorted({str(label) for label in labels if label is not None}) or [None]:
        rows = np.flatnonzero(labels == label) if label is not None else np.arange(len(dataset))
        seconds = about["seconds"][rows]
        found[label or ""] = {
            "sounds": len(rows),
            "seconds": [round(float(q), 3) for q in np.quantile(seconds, [0, 0.5, 1])],
            "loudness": round(float(np.median(about["loudness"][rows])), 1),
            "quiet": round(float(about["quiet"][rows].mean()), 3),
            "clipped": int(about["clipped"][rows].sum()),
            "example": int(typical(sounds, rows)[0]),
        }
    return {"rate": rate, "seconds": round(dataset.recipe.samples / rate, 3), "labels": found}


def sounds_title(dataset):
    """Return how many sounds there are, how fast they are sampled and how long they are, in words."""
    rate, samples = dataset.recipe.rate, dataset.recipe.samples
    return f"{len(dataset):,} sounds of {samples / rate:.2g} s, {rate:,} samples a second"


def sound_lines(dataset):
    """Return lines of rich Text: per label an example's outline over its spectrogram, and the label's numbers."""
    facts = describe_sounds(dataset)
    if not facts["labels"]:
        return [Text("no labels: sounds in one folder each, named by the folder, can be learned from")]
    shown = list(facts["labels"].items())[:MOST_LABELS]
    small = len(shown) > SHOWN_LABELS
    said = "each label: an example's outline" + ("" if small else ", and below it how loud each pitch is (high on top)")
    lines = [Text(said, style="dim")]
    for label, about in shown:
        sound = dataset.cells["sound"][about["example"]]
        lines += _line(label, about, sound) if small else _drawing(label, about, sound, facts["rate"])
    if len(facts["labels"]) > len(shown):
        lines.append(Text(f"  … and {len(facts['labels']) - len(shown):,} more labels", style="dim"))
    return [*lines, Text("  --picture sheet.png draws a page of them", style="dim")]


def _words(about):
    """Return the numbers of one label, as three short lines."""
    low, middle, high = about["seconds"]
    said = [f"{about['sounds']:,} sounds", f"{low:.2g} … {middle:.2g} … {high:.2g} s", f"{about['loudness']:.0f} dB"]
    if about["quiet"] >= 0.05:
        said[2] += f", {about['quiet']:.0%} quiet"
    if about["clipped"]:
        said[0] += f", {about['clipped']:,} clipped"
    return said


def _line(label, about, sound):
    """Return one line for one label."""
    outline = _outline(sound, ACROSS // 2)
    return [Text.assemble(f"  {plain(label, 16):<16} ", (outline, "cyan"), "  " + " · ".join(_words(about)))]


def _drawing(label, about, sound, rate):
    """Return the lines of one label: name and numbers on the left, the drawing on the right."""
    grid = spectrogram(sound, rate)  # (M, F)
    down = np.array_split(np.arange(len(grid)), DOWN)
    across = np.linspace(0, grid.shape[1], ACROSS + 1)
    columns = [slice(int(a), max(int(np.ceil(b)), int(a) + 1)) for a, b in pairwise(across)]
    parts = [[grid[band][:, c] for c in columns] for band in down[::-1]]  # a few bands by a few frames each
    cells = np.array([[(part.mean() + part.max()) / 2 for part in row] for row in parts])  # (DOWN, ACROSS)
    cells = np.clip((cells - 0.35) / 0.55, 0, 0.999)
    words = [plain(label, 22), *_words(about)]
    lines = [Text.assemble((f"  {words[0]:<24}", "bold"), (_outline(sound, ACROSS), "cyan"))]
    for said, row in zip(words[1:], cells):
        lines.append(Text.assemble((f"  {said:<24}", "dim"), ("".join(SHADES[int(5 * v)] for v in row), "magenta")))
    return [*lines, Text("")]


def _outline(sound, places):
    """Return the outline of a sound as one line of bars."""
    peaks = envelope(sound, places)
    return "".join(LEVELS[int(np.ceil(8 * p / max(peaks.max(), 1e-9)))] for p in peaks)
