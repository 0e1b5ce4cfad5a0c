"""A picture beside the patches that spoke for and against the answer: blue for, orange against."""

import base64
import io
from html import escape
from textwrap import wrap

import numpy as np

from zerotohero.report.explain.words import asked, headline, how_to_read, where

SIDE, GAP = 336, 24  # pixels of each half at least; between them
UP, DOWN = np.array([42, 111, 184]), np.array([226, 106, 32])


def heat_map(why):
    """Return (H, W, 3) uint8: the picture, and the picture dimmed with the pushes of its patches over it."""
    image = np.asarray(why.picture)
    image = np.repeat(image[:, :, None], 3, axis=2) if image.ndim == 2 else image
    times = max(1, -(-SIDE // max(image.shape[:2])))
    image = image.repeat(times, axis=0).repeat(times, axis=1)
    height, width = image.shape[:2]
    down, across = (np.arange(n) // times * g // (n // times) for n, g in zip((height, width), why.heat.shape))
    strength = why.heat / (np.abs(why.heat).max() or 1)
    patch = strength[np.ix_(down, across)][:, :, None]
    pale = 0.35 * image.mean(axis=2, keepdims=True) + 0.65 * 255
    colour = np.where(patch > 0, UP, DOWN)
    over = pale + (colour - pale) * 0.85 * np.abs(patch) ** 0.7
    gap = np.full((height, GAP, 3), 255)
    return np.hstack([image, gap, over]).round().astype(np.uint8)


def heat_png(why):
    """Return the heat map as PNG bytes."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(heat_map(why)).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def heat_svg(why):
    """Return the heat map with its words as SVG text."""
    pixels = heat_map(why)
    high, wide = pixels.shape[:2]
    data = base64.b64encode(heat_png(why)).decode("ascii")
    lines = [(28, 20, "600", headline(why))]
    lines.append((50, 13, "400", asked(why)))
    y = 90 + high
    lines += [(y, 14, "600", where(why)), (y + 22, 12, "400", "blue: speaks for it · orange: speaks against it")]
    y += 50
    for title, said in how_to_read(why).items():
        for line in wrap(f"{title}: {said}", int(wide / 6.6)):
            lines.append((y, 12, "400", line))
            y += 17
        y += 5
    width, height = wide + 48, y + 8
    said = "\n".join(
        f'<text x="24" y="{at}" font-size="{size}" font-weight="{weight}">{escape(line)}</text>'
        for at, size, weight, line in lines
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="system-ui, DejaVu Sans, sans-serif" fill="#1f232b">'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n'
        f'<image x="24" y="66" width="{wide}" height="{high}" href="data:image/png;base64,{data}"/>\n{said}\n</svg>\n'
    )
