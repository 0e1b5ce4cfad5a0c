"""Filters on a page: some made by hand, with what they do to a picture; those that a network learned; what excites them."""

import numpy as np

from zerotohero.algorithms import _inside
from zerotohero.algorithms._layers import CONVOLUTION
from zerotohero.report.inside.net import stages
from zerotohero.report.inside.tiles import encoded, image, shown, strength, tile
from zerotohero.report.page import text
from zerotohero.report.parts import Drawn, Grid, Items, Words
from zerotohero.representations.pixels import shrink

BY_HAND = (
    ("blur", "the mean of nine neighbours", np.ones((3, 3), int), 9),
    ("upright edges", "right minus left: 0 where nothing changes", np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]), 1),
    ("lying edges", "below minus above", np.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]]), 1),
    ("sharpen", "itself, minus its neighbours", np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]), 1),
    ("emboss", "lit from the top left", np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]), 1),
)
EDGES = ("upright edges", "lying edges")  # their sum is 0: what they give is no picture
SMALL = 64  # pixels to which a picture is shrunk before a filter of 3 x 3 could be seen to work
FILTERS, MAPS, EXCITED, PATCHES = 12, 8, 4, 5  # how many are shown
HAND = (
    "A filter is a small table of weights. It is laid over every place of the picture; the pixels under it are multiplied "
    "by its weights and added up, and that sum is one point of a new picture. These were made by hand:"
)
LEARNED = "Nobody made these: training began with random weights and changed them until the answers got better."
BORROWED = "Nobody made these either: they were learned from a million other photos, and borrowed."
BESIDE = " Each stands beside what it makes of the picture; blue is above 0, orange below."


def by_hand(net, x):
    """Return the Parts that show filters made by hand, and what they do to one grid x, or to a drawing in uint8."""
    pixels = x if x.dtype == np.uint8 else (255 * np.clip(_upright(net, x), 0, 1)).astype(np.uint8)
    grey = _shrunk(pixels.mean(axis=2) if pixels.ndim == 3 else pixels)
    name = "the sound" if x.dtype != np.uint8 else "the picture"
    above = (
        '<div aria-hidden="true" style="visibility:hidden">' + _kernel(np.zeros((3, 3), int)) + "</div>"
    )  # in one line
    figures = [f"<figure>{above}{tile(grey, name)}<figcaption><b>{name}</b></figcaption></figure>"]
    for name, said, weights, divisor in BY_HAND:
        result = filtered(grey, weights / divisor)
        drawn = strength(result, name) if name in EDGES else tile(np.clip(result, 0, 255).astype(np.uint8), name)
        divided = f", divided by {divisor}" if divisor > 1 else ""
        caption = f"<figcaption><b>{name}</b>{divided}: {said}</figcaption>"
        figures.append(f"<figure>{_kernel(weights)}{drawn}{caption}</figure>")
    rows = [(name, said, _written(weights[..., None]), str(divisor)) for name, said, weights, divisor in BY_HAND]
    table = Grid(("filter", "what it does", "weights", "divided by"), tuple(rows))
    return [Words(HAND), Drawn(_tiles(figures, "hand"), table)]


def filtered(grey, weights):
    """Return what a filter (3, 3) makes of a grey picture (H, W), its edges continued.

    Examples
    --------
    >>> filtered(np.array([[0.0, 9.0]]), np.ones((3, 3)) / 9)
    array([[3., 6.]])
    """
    padded = np.pad(grey.astype(float), 1, mode="edge")
    height, width = grey.shape
    return sum(weights[i, j] * padded[i : i + height, j : j + width] for i in range(3) for j in range(3))


def first_layer(net, x=None):
    """Return the Parts that show the first layer's filters, those with the largest weights first.

    ``x`` is the grid that they are applied to; None shows the filters alone.
    """
    layer = _inside.survey(net.arrays)[0]
    if layer.operation != CONVOLUTION:
        return []
    colours, count = int(net.arrays["shape"][2]), layer.shape[2]
    weights = net.arrays["weights"][: layer.size**2 * colours * count].reshape(layer.size, layer.size, colours, count)
    chosen = np.argsort(-np.abs(weights).sum(axis=(0, 1, 2)), kind="stable")[:FILTERS]
    made = None if x is None or not layer.whole else _inside.grids(net.arrays, x[None], [layer])[0][0]
    figures = []
    for k in chosen:
        drawn = _filter(_upright(net, weights[..., k]), f"filter {k + 1}")
        if made is not None:
            drawn += strength(_upright(net, made[..., k]), f"what filter {k + 1} finds", _top(made))
        figures.append(f"<figure>{drawn}</figure>")
    of = f"{len(chosen)} of its {count}" if len(chosen) < count else f"all {count}"
    title = f"The first layer's filters, {of}: {layer.size} × {layer.size} pixels each"
    lines = [(f"{k + 1}", _written(weights[..., k])) for k in chosen]
    said = (BORROWED if "grid" in net.arrays else LEARNED) + ("" if made is None else BESIDE)
    return [
        Words(title, "part"),
        Words(said),
        Drawn(_tiles(figures, "pairs"), Grid(("filter", "weights"), tuple(lines))),
    ]


def feature_maps(net, x, layers):
    """Return the Parts that show what the filters of these layers find in one grid x: the strongest ones."""
    parts = []
    for layer, grid in zip(layers, _inside.grids(net.arrays, x[None], layers)):
        grid = grid[0]
        chosen = np.argsort(-grid.max(axis=(0, 1)), kind="stable")[:MAPS]
        figures = [
            f"<figure>{strength(_upright(net, grid[..., k]), f'map {k + 1}', _top(grid))}</figure>" for k in chosen
        ]
        silent = int((grid.max(axis=(0, 1)) <= 0).sum())
        said = f"{stage_name(net, layer)}. The {len(chosen)} that answer most strongly here"
        said += f"; {silent} of {layer.shape[2]} find nothing." if silent else "."
        parts.append(Drawn(f"<p class=soft>{text(said, 300)}</p>{_tiles(figures, 'maps')}", Items((said,))))
    return parts


def exciting(album, layers, x=None):
    """Return the Parts that show, for some filters of these layers, the training pictures' places that excite them most.

    Parameters
    ----------
    album : Album
        Made with these layers.
    layers : list of Layer
    x : ndarray or None
        The filters that answer unusually strongly here; None: those that tell training pictures apart most.
    """
    net, parts = album.net, []
    grids = _inside.grids(net.arrays, x[None], layers) if x is not None else [None] * len(layers)
    for layer, grid in zip(layers, grids):
        peaks, spots = album.peaks[layer.index], album.spots[layer.index]
        spread = peaks.std(axis=0)
        unusual = spread if grid is None else (grid[0].max(axis=(0, 1)) - peaks.mean(axis=0)) / np.maximum(spread, 1e-9)
        unusual = np.where(spread > 1e-9, unusual, -np.inf)
        chosen = [k for k in np.argsort(-unusual, kind="stable")[:EXCITED] if np.isfinite(unusual[k])]
        rows, lines = [], []
        for k in chosen:
            best = np.argsort(-peaks[:, k], kind="stable")[:PATCHES]
            tiles = "".join(tile(_patch(album, layer, i, spots[i, k]), f"what excites filter {k + 1}") for i in best)
            labels = ", ".join(album.label(album.rows[i]) for i in best)
            rows.append(f"<figure>{tiles}<figcaption>filter {k + 1}: {text(labels, 120)}</figcaption></figure>")
            lines.append(f"filter {k + 1}: {labels}")
        name = stage_name(net, layer)
        drawn = f'<p class=soft>{text(name, 300)}</p><div class="strips">{"".join(rows)}</div>'
        parts.append(Drawn(drawn, Items((name, *lines))))
    return parts


def stage_name(net, layer):
    """Return words for a layer whose grid is shown: how fine it is, and how much of the picture one place has seen."""
    every = [other.index for other in stages(net.arrays)]
    middle = (side // 2 for side in layer.shape[:2])
    tall, wide = (part.stop - part.start for part in _inside.seen_by(net.arrays, layer, *middle))
    unit = "cells of the spectrogram" if net.column == "sound" else "pixels"
    height, width, filters = layer.shape
    return f"Grid {every.index(layer.index) + 1} of {len(every)}: {height} × {width} places, {filters} filters; one place has seen {tall} × {wide} {unit}"


def _patch(album, layer, i, spot):
    """Return the pixels that excited a filter most in the album's i-th picture."""
    rows, columns = _inside.seen_by(album.net.arrays, layer, *divmod(int(spot), layer.shape[1]))
    grid = album.net.grid(album.cells(album.rows[i : i + 1]))[0]
    return shown(grid[rows, columns])


def _shrunk(grey):
    """Return a grey picture (H, W) of at most 64 pixels a side, uint8."""
    less = -(-max(grey.shape) // SMALL)
    grey = np.clip(np.round(grey), 0, 255).astype(np.uint8)
    return shrink(grey[None], grey.shape[0] // less, grey.shape[1] // less)[0] if less > 1 else grey


def _filter(weights, alt):
    """Return an ``img`` of a filter (size, size, colours): in its colours, or blue and orange."""
    if weights.shape[2] != 3:
        return strength(weights.mean(axis=2), alt)
    top = np.abs(weights).max() or 1
    return image(encoded((127.5 + 127.5 * weights / top).round().astype(np.uint8)), alt)


def _written(weights):
    """Return a filter (size, size, colours) as text: line by line, colour by colour.

    >>> _written(np.array([[[1.0], [-0.5]], [[0.25], [2.0]]]))
    '1 −0.5 / 0.25 2'
    """
    colours = (
        " / ".join(" ".join(f"{w:.2g}" for w in line) for line in colour) for colour in np.moveaxis(weights, 2, 0)
    )
    return "; ".join(colours).replace("-", "−")


def _kernel(weights):
    """Return a filter made by hand as a small table, shaded."""
    top, lines = np.abs(weights).max() or 1, ""
    for line in weights.tolist():
        shades = [f"rgba({'58,134,214' if w > 0 else '226,106,32'},{0.75 * abs(w) / top:.2f})" for w in line]
        cells = "".join(f'<td style="background:{s}">{str(w).replace("-", "−")}</td>' for w, s in zip(line, shades))
        lines += f"<tr>{cells}</tr>"
    return f'<table class="kernel">{lines}</table>'


def _upright(net, values):
    """Return values (H, W, ...) as they are shown: of a sound, low pitches below."""
    return values[::-1] if net.column == "sound" else values


def _top(grid):
    """Return what is drawn in full colour for all maps of one grid, so that they can be compared."""
    return float(np.quantile(np.abs(grid), 0.998)) or 1.0


def _tiles(figures, kind=""):
    """Return figures beside each other, as many as fit."""
    return f'<div class="tiles {kind}">{"".join(figures)}</div>'
