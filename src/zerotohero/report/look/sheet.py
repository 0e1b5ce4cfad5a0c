"""A contact sheet: one line of pictures per label, as PNG or SVG."""

import base64
import io
from html import escape
from pathlib import Path

import numpy as np

from zerotohero.core.errors import UsageError
from zerotohero.leaderboard.journal import write_whole
from zerotohero.report.sentences import plain
from zerotohero.representations.pixels import shrink

TILE, GAP, MARGIN = 56, 6, 24  # pixels; a tile is this large or the next whole multiple of the image
MOST_TILE = 96  # pixels from which an image is made smaller
MOST_LABELS = 30
PAPER, INK = (251, 250, 246), (31, 35, 43)


def sheet(images, labels, path, per_label=14):
    """Write a contact sheet.

    Parameters
    ----------
    images : ndarray (N, H, W) or (N, H, W, 3), uint8
    labels : ndarray (N,) of str or None
    path : str or Path
        Ends in .png or .svg.
    per_label : int
        Pictures in a line, taken evenly from all of that label.

    Raises
    ------
    UsageError
        Another kind of file was asked for.
    """
    path = Path(path)
    if path.suffix.lower() not in (".png", ".svg"):
        raise UsageError("write a picture", "a name that ends in .png or .svg", path.name, f"--picture {path.stem}.png")
    lines = [(label, _line(images, rows, per_label)) for label, rows in _by_label(labels)]
    write_whole(path, (_svg if path.suffix.lower() == ".svg" else _png)(lines))


def _by_label(labels):
    """Yield (text, row indices), sorted by label; pictures without one come last."""
    names = sorted({label for label in labels if label is not None})[:MOST_LABELS]
    for name in names:
        yield plain(name, 16), np.flatnonzero(labels == name)
    without = np.array([label is None for label in labels])
    if without.any():
        yield "", np.flatnonzero(without)


def _line(images, rows, most):
    """Return one line of tiles as uint8 (height, width, 3)."""
    rows = rows[np.unique(np.linspace(0, len(rows) - 1, min(most, len(rows))).astype(int))]
    height, width = images.shape[1:3]
    less = max(1, max(height, width) // MOST_TILE)  # photos: the mean of so many pixels
    height, width = height // less, width // less
    times = max(1, -(-TILE // max(height, width)))
    line = np.empty((height * times, most * (width * times + GAP) - GAP, 3), np.uint8)
    line[:] = PAPER
    for i, row in enumerate(rows):
        tile = shrink(np.asarray(images[row : row + 1]), height, width)[0]
        tile = np.repeat(tile[:, :, None], 3, axis=2) if tile.ndim == 2 else tile
        left = i * (width * times + GAP)
        line[:, left : left + width * times] = tile.repeat(times, axis=0).repeat(times, axis=1)
    return line


def _png(lines):
    """Return the sheet as PNG bytes."""
    from PIL import Image, ImageDraw

    font = _font(18)
    indent = MARGIN + max(int(font.getlength(label)) for label, _ in lines) + 16
    height = lines[0][1].shape[0]
    size = (indent + lines[0][1].shape[1] + MARGIN, 2 * MARGIN + len(lines) * (height + GAP) - GAP)
    page = Image.new("RGB", size, PAPER)
    draw = ImageDraw.Draw(page)
    for i, (label, line) in enumerate(lines):
        top = MARGIN + i * (height + GAP)
        page.paste(Image.fromarray(line), (indent, top))
        draw.text((indent - 16, top + height / 2), label, INK, font, anchor="rm")
    buffer = io.BytesIO()
    page.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _svg(lines):
    """Return the sheet as SVG bytes: text as text, each line an inline PNG."""
    from PIL import Image

    indent = MARGIN + 11 * max(len(label) for label, _ in lines) + 16
    height, across = lines[0][1].shape[:2]
    width, tall = indent + across + MARGIN, 2 * MARGIN + len(lines) * (height + GAP) - GAP
    paper, ink = (f"#{r:02x}{g:02x}{b:02x}" for r, g, b in (PAPER, INK))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {tall}" width="{width}" height="{tall}">',
        f'<rect width="{width}" height="{tall}" fill="{paper}"/>',
    ]
    for i, (label, line) in enumerate(lines):
        top = MARGIN + i * (height + GAP)
        buffer = io.BytesIO()
        Image.fromarray(line).save(buffer, "PNG", optimize=True)
        data = base64.b64encode(buffer.getvalue()).decode("ascii")
        parts.append(
            f'<text x="{indent - 16}" y="{top + height / 2}" fill="{ink}" font-family="sans-serif" font-size="18" '
            f'text-anchor="end" dominant-baseline="central">{escape(label)}</text>'
            f'<image x="{indent}" y="{top}" width="{across}" height="{height}" href="data:image/png;base64,{data}"/>'
        )
    return "\n".join([*parts, "</svg>\n"]).encode("utf-8", "replace")


def _font(size):
    """Return a font that knows more than Latin letters: the one that comes with matplotlib."""
    import matplotlib
    from PIL import ImageFont

    return ImageFont.truetype(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"), size)
