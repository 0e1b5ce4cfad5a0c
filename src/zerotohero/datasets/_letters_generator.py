"""Draw the data set `letters`: the letters A to J in many typefaces, as a slightly imperfect scan would show them.

Shapes used below: N images, V variants of one glyph (one letter in one typeface).
"""

from __future__ import annotations

from itertools import accumulate, pairwise

import numpy as np

from zerotohero.datasets._strokes import CANVAS, FRAME, Pen, fill, ink, parse, trace
from zerotohero.datasets._typefaces import LETTERS, SKELETONS, TYPEFACES, WIDTHS

# How a typeface is inked, bottom layer first: (extra ink around the pen, shift to the lower right, grey level).
# Lengths are in cap heights.
LAYERS = {
    "solid": ((0.0, 0.0, 255),),
    "outline": ((0.0, 0.0, 255), (-0.045, 0.0, 0)),
    "inline": ((0.0, 0.0, 255), (-0.085, 0.0, 0)),
    "shadow": ((0.0, 0.1, 255), (0.035, 0.0, 0), (0.0, 0.0, 255)),
    "double": ((0.0, 0.28, 255), (0.03, 0.0, 0), (0.0, 0.0, 255)),
    "cutout": ((0.0, 0.0, 0),),
    "medal": ((0.0, 0.0, 0),),
}
ROWS, COLUMNS = np.mgrid[:CANVAS, :CANVAS]
# What lies under letters that are cut out of a shape, and how much smaller they are, in canvas pixels.
PAPERS = {
    "cutout": (np.full((CANVAS, CANVAS), 255, np.uint8), 24),
    "medal": (np.uint8(255) * (np.hypot(ROWS - CANVAS / 2, COLUMNS - CANVAS / 2) < CANVAS / 2), 42),
}
BARE = (np.zeros((CANVAS, CANVAS), np.uint8), 0)


def draw_letters(n: int = 4000, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return images of the letters A to J, drawn by this program.

    Parameters
    ----------
    n : int
        How many images.
    seed : int
        Same seed, same images.

    Returns
    -------
    images : ndarray of shape (N, 28, 28), uint8
        Ink is 255 and paper 0. Letters fill the frame.
    labels : ndarray of shape (N,), str
        "A" to "J", equally often (give or take one).
    typefaces : ndarray of shape (N,), str
        The name of the typeface each image was drawn in.

    Examples
    --------
    >>> images, labels, typefaces = draw_letters(n=20, seed=1)
    >>> images.shape, "".join(sorted(labels))
    ((20, 28, 28), 'AABBCCDDEEFFGGHHIIJJ')
    """
    rng = np.random.default_rng(seed)
    # deal letters round and round, and typefaces so that each letter meets each typeface equally often
    letter = np.arange(n) % len(LETTERS)  # (N,)
    face = rng.permutation(len(TYPEFACES))[(np.arange(n) // len(LETTERS)) % len(TYPEFACES)]  # (N,)
    images = np.zeros((n, FRAME, FRAME), np.uint8)
    for f, typeface in enumerate(TYPEFACES):
        for k, name in enumerate(LETTERS):
            rows = np.flatnonzero((face == f) & (letter == k))
            if len(rows):
                images[rows] = scan(draw_glyph(name, typeface, len(rows), rng), rng)
    order = rng.permutation(n)
    labels, names = np.array(list(LETTERS)), np.array([t.name for t in TYPEFACES])
    return images[order], labels[letter[order]], names[face[order]]


def draw_glyph(letter, face, count, rng):
    """Return `count` variants (V, 112, 112) of one letter in one typeface, ink between 0 and 255."""
    layers = outlines(letter, face, count, rng)
    low = np.min([corners.min(0) for corners, _, _ in layers], axis=0)  # (V, 2)
    high = np.max([corners.max(0) for corners, _, _ in layers], axis=0)
    paper, margin = PAPERS.get(face.layers, BARE)
    scale, shift = fit(low, high, margin, rng)
    placed = [((corners * scale + shift).transpose(1, 0, 2), bounds, grey) for corners, bounds, grey in layers]
    canvas = [
        fill([([c[v, a:b].ravel().tolist() for a, b in pairwise(bounds)], grey) for c, bounds, grey in placed], paper)
        for v in range(count)
    ]
    return TEXTURES[face.texture](np.stack(canvas), rng)


def outlines(letter, face, count, rng):
    """Return the layers of `count` variants of a glyph, y upwards.

    Each is (corners of all its polygons (C, V, 2), where in C one polygon ends and the next starts, grey level).
    """
    size = face.width * WIDTHS[letter] * np.exp(rng.normal(0, 0.14, count))
    waist = np.log(np.clip(face.waist + rng.normal(0, 0.025, count), 0.25, 0.75)) / np.log(0.5)
    unsteady = 0.02 + face.wobble

    def move(point):
        x, y = point
        y = np.sign(y) * abs(y) ** waist
        return np.stack([x * size, y], -1) + rng.normal(0, unsteady, (count, 2))

    paths = trace(parse(SKELETONS[letter][int(face.forms[LETTERS.index(letter)])]), move, face.soft, face.curve)
    weight = face.weight * np.exp(rng.normal(0, 0.3, count))
    # bold has its limits: the three arms of an E and the counters of a B must stay apart
    thick, thin = np.minimum(weight, 0.5 * face.width), np.minimum(weight * face.contrast, 0.3)
    pen = Pen(thick / 2, thin / 2, np.radians(face.nib + rng.normal(0, 3, count)))
    warp = distortion(face, size / 2, count, rng)
    layers = []
    for extra, shift, grey in LAYERS[face.layers]:
        polygons = [p for path in paths for p in ink(path, pen.grown(extra), face)]
        bounds = [0, *accumulate(len(polygon) for polygon in polygons)]
        layers.append((warp(np.concatenate(polygons)) + np.array([shift, -shift]), bounds, grey))
    return layers


def distortion(face, middle, count, rng):
    """Return a function that slants, turns and bends corners (C, V, 2), each variant in its own way."""
    lean = np.tan(np.radians(face.slant + rng.normal(0, 6, count)))
    splay = face.splay + rng.normal(0, 0.1, count)
    turn = np.radians(rng.normal(0, 3.5 + 60 * face.wobble, count))
    wave = rng.normal(0, 2.5, (count, 2, 2))
    phase = rng.uniform(0, 2 * np.pi, (count, 2))
    height = face.wobble * rng.normal(1, 0.3, (count, 1))

    def warp(corners):
        x, y = corners[..., 0], corners[..., 1]
        x = (x - middle) * (1 - splay * (y - 0.5)) + lean * y
        turned = np.stack([x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)], -1)
        return turned + height * np.sin(np.einsum("cvi,vij->cvj", turned, wave) + phase)

    return warp


def fit(low, high, margin, rng):
    """Return scale and shift, each (V, 2), that make boxes from `low` to `high` (V, 2) fill the canvas, upside down.

    Narrow letters are widened by part of the frame, each variant differently: people crop and stretch letters in many
    ways, and an I always stretched to a full square would be a blot.
    """
    count = len(low)
    extent = np.maximum(high - low, 0.05)
    share = extent / extent.max(1, keepdims=True)  # (V, 2): how much of the frame the letter fills as it is
    share = np.minimum(share + rng.uniform(0, 0.9, (count, 1)), 1)
    size = share * (CANVAS - rng.uniform(0, 10, (count, 2)) - margin)
    corner = (CANVAS - size) * np.where(share < 0.9, 0.5, rng.uniform(0.3, 0.7, (count, 2)))
    scale = size / extent * np.array([1, -1])  # pixel rows run downwards
    return scale, corner - np.where(scale > 0, scale * low, scale * high)


def even(canvas, rng):
    """Leave the ink as it is."""
    return canvas


def stencil(canvas, rng):
    """Leave two bridges of bare paper, slightly off upright."""
    x = np.arange(CANVAS) + np.arange(CANVAS)[:, None] * rng.normal(0, 0.05, (len(canvas), 1, 1))
    centre = CANVAS * rng.normal(0.5, 0.04, (len(canvas), 1, 1))
    return np.where(np.abs(x - centre) < 5, 0, canvas)


def stripes(canvas, rng):
    """Leave level lines of bare paper."""
    y = np.arange(CANVAS)[:, None] + rng.uniform(0, 16, (len(canvas), 1, 1))
    return np.where(y % 16 < 5, 0, canvas)


def pixels(canvas, rng):
    """Redraw on a grid of 8 x 8 large squares."""
    squares = canvas.reshape(len(canvas), 8, 14, 8, 14).mean((2, 4)) > 115
    return np.kron(squares, np.ones((14, 14))) * 255


def rough(canvas, rng):
    """Let the grain of the paper show through."""
    grain = rng.random((len(canvas), CANVAS // 4, CANVAS // 4)).repeat(4, 1).repeat(4, 2)
    return np.where(grain < 0.2, canvas * 0.25, canvas)


def slide(canvas, rng):
    """Cut the letter in two, along a rising line, and move the lower part aside."""
    fault = CANVAS * rng.normal(0.52, 0.05, (len(canvas), 1, 1)) - 0.2 * (COLUMNS - CANVAS / 2)  # (V, 112, 112)
    moved = np.roll(canvas, 9, axis=2)
    moved[:, :, :9] = 0
    return np.where(np.abs(ROWS - fault) < 3, 0, np.where(fault < ROWS, moved, canvas))


def torn(canvas, rng):
    """Fray the edges: every pixel takes its ink from a random place nearby."""
    patch = rng.integers(-5, 6, (2, len(canvas), CANVAS // 8, CANVAS // 8)).repeat(8, 2).repeat(8, 3)
    rows, columns = np.clip(ROWS + patch[0], 0, CANVAS - 1), np.clip(COLUMNS + patch[1], 0, CANVAS - 1)
    return canvas[np.arange(len(canvas))[:, None, None], rows, columns]


def night(canvas, rng):
    """Swap ink and paper to the right of an upright line."""
    border = CANVAS * rng.normal(0.5, 0.05, (len(canvas), 1, 1))
    return np.where(border < COLUMNS, 255 - canvas, canvas)


def snow(canvas, rng):
    """Scatter flakes over ink and paper alike."""
    flakes = rng.random((len(canvas), CANVAS // 7, CANVAS // 7)).repeat(7, 1).repeat(7, 2)
    return np.where(flakes < 0.12, 255 - canvas, canvas)


TEXTURES = {rule.__name__: rule for rule in (even, stencil, stripes, pixels, rough, slide, torn, night, snow)}


def scan(canvas, rng):
    """Return (V, 28, 28) uint8: canvases (V, 112, 112) shrunk, a little blurred, faded and noisy."""
    count = len(canvas)
    step = CANVAS // FRAME
    grey = canvas.reshape(count, FRAME, step, FRAME, step).mean((2, 4))
    blur = np.where(rng.random((count, 1, 1)) < 0.3, rng.uniform(0, 0.25, (count, 1, 1)), 0)
    for axis in (1, 2):
        grey = (1 - 2 * blur) * grey + blur * (shifted(grey, 1, axis) + shifted(grey, -1, axis))
    noise = rng.normal(0, 1, grey.shape) * rng.choice([0, 0, 4, 10], (count, 1, 1))
    return np.clip(grey * rng.uniform(0.9, 1, (count, 1, 1)) + noise, 0, 255).round().astype(np.uint8)


def shifted(grey, by, axis):
    """Return images moved by one pixel, the border pixel repeated."""
    index = np.clip(np.arange(FRAME) + by, 0, FRAME - 1)
    return np.take(grey, index, axis)
