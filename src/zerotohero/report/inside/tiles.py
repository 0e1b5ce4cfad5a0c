"""Small pictures for pages: photos, spectrograms, filters, maps of what a layer gives, places that spoke for an answer.

What is a strength and not a picture is drawn as colour that lets the page through, so that it suits light and dark:
blue above 0, orange below, nothing at 0.
"""

import base64
import io

import numpy as np

from zerotohero.report.heard import coloured
from zerotohero.report.page import text

SIDE = 96  # pixels of a tile at most; the page draws it larger
UP, DOWN = (58, 134, 214), (226, 106, 32)
LEVELS = 60  # shades of each colour


def shown(cells):
    """Return a grid as people see it, uint8 (H, W) or (H, W, 3): pictures as they are, spectrograms low pitches below.

    Parameters
    ----------
    cells : ndarray
        (H, W) or (H, W, 3) uint8; a spectrogram (mels, frames) float32 from 0 to 1.
    """
    if cells.dtype == np.uint8:
        return cells
    return coloured(np.clip(cells, 0, 1))


def tile(pixels, alt, side=SIDE):
    """Return an ``img`` of pixels (H, W) or (H, W, 3) uint8; a large one is made smaller, a photo in JPEG."""
    return image(encoded(pixels, side), alt)


def encoded(pixels, side=SIDE):
    """Return pixels (H, W) or (H, W, 3) uint8 as (kind, bytes)."""
    from PIL import Image

    picture, buffer = Image.fromarray(np.ascontiguousarray(pixels)), io.BytesIO()
    photo = pixels.ndim == 3 and max(pixels.shape[:2]) > 64
    picture.thumbnail((side, side), Image.Resampling.BOX)
    picture.save(buffer, "JPEG", quality=82) if photo else picture.save(buffer, "PNG", optimize=True)
    return ("jpeg" if photo else "png"), buffer.getvalue()


def strength(values, alt, top=None):
    """Return an ``img`` of values (H, W): blue above 0, orange below, the stronger the fuller.

    Parameters
    ----------
    top : float or None
        What is drawn in full colour; None: the largest.
    """
    from PIL import Image

    top = float(np.abs(values).max()) if top is None else top
    share = np.clip(values / (top or 1), -1, 1)
    codes = (np.round(np.abs(share) ** 0.8 * LEVELS) + (LEVELS + 1) * (share < 0)).astype(np.uint8)
    picture, buffer = Image.fromarray(codes).convert("P"), io.BytesIO()
    picture.putdata(codes.ravel().tolist())
    picture.putpalette(UP * (LEVELS + 1) + DOWN * (LEVELS + 1))
    alphas = [round(255 * level / LEVELS) for level in range(LEVELS + 1)]
    picture.save(buffer, "PNG", transparency=bytes(alphas * 2), optimize=True)
    return image(("png", buffer.getvalue()), alt)


def image(data, alt):
    """Return an ``img`` of (kind, bytes)."""
    kind, data = data
    return f'<img src="data:image/{kind};base64,{base64.b64encode(data).decode("ascii")}" alt="{text(alt)}">'


def axed(data, alt, across, up):
    """Return a picture (kind, bytes) as SVG with its axes: ((share, words), ...) from left to right and from below."""
    kind, data = data
    data = base64.b64encode(data).decode("ascii")
    ticks = "".join(
        f'<text x="{44 + 200 * share:.0f}" y="166" text-anchor="{_anchor(share)}">{text(words)}</text>'
        for share, words in across
    )
    ticks += "".join(
        f'<text x="40" y="{150 * (1 - share) + 4:.0f}" text-anchor="end">{text(words)}</text>' for share, words in up
    )
    return (
        f'<svg viewBox="0 0 250 172" role="img" aria-label="{text(alt)}"><image x="44" y="0" width="200" height="150" '
        f'preserveAspectRatio="none" href="data:image/{kind};base64,{data}"/>{ticks}</svg>'
    )


def _anchor(share):
    """Return how a label is set so that it stays inside."""
    return "start" if share < 0.1 else "end" if share > 0.9 else "middle"


def overlay(pixels, heat, side=SIDE):
    """Return (H, W, 3) uint8: the picture in grey, tinted by heat, blue above 0, orange below, smoothly.

    A tint leaves dark dark and bright bright: what lies under the strongest places can still be seen.

    Parameters
    ----------
    pixels : ndarray (H, W) or (H, W, 3) uint8
    heat : ndarray (h, w)
        Of any size: it covers the whole picture.
    side : int
        The longer side in pixels at least.
    """
    grey = pixels.mean(axis=2) if pixels.ndim == 3 else pixels.astype(float)
    times = max(1, -(-side // max(grey.shape)))
    grey = grey.repeat(times, axis=0).repeat(times, axis=1)
    share = resized(heat / (np.abs(heat).max() or 1), grey.shape)[..., None]
    pale = 0.5 * grey[..., None] + 0.5 * 255
    tint = np.minimum(np.where(share > 0, UP, DOWN) * pale / 170, 255)
    return (pale + (tint - pale) * 0.9 * np.abs(share) ** 0.8).round().astype(np.uint8)


def resized(values, shape):
    """Return values (h, w) at another size, each point between its four neighbours."""
    for axis, size in enumerate(shape):
        n = values.shape[axis]
        place = np.clip((np.arange(size) + 0.5) * n / size - 0.5, 0, n - 1)
        low = np.minimum(place.astype(int), max(n - 2, 0))
        part = (place - low)[:, None] if axis == 0 else place - low
        values = values.take(low, axis) * (1 - part) + values.take(np.minimum(low + 1, n - 1), axis) * part
    return values


def enlarged(pixels, side):
    """Return pixels as (H, W, 3) uint8 whose longer side is at least this, each pixel a square."""
    pixels = np.repeat(pixels[..., None], 3, axis=2) if pixels.ndim == 2 else pixels
    times = max(1, -(-side // max(pixels.shape[:2])))
    return pixels.repeat(times, axis=0).repeat(times, axis=1)
