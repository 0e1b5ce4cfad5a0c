"""Inside a network of ``_layers``: what every layer gives, what it has seen of the picture, where the answer came from.

Borrowed networks (``_mobilenet``) see the picture stretched, and its mirror image; their answer is the mean over both.

Shapes: N grids of H x W cells with C channels; h x w cells of the last grid before the mean; K outputs.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from zerotohero.algorithms._layers import ADD, CONVOLUTION, DENSE, DEPTHWISE, KEEP, LARGEST, MEAN, run_layers
from zerotohero.algorithms._mobilenet import stretched

CELLS_AT_ONCE = 4_000_000  # of the windows of a convolution: small parts stay in the processor's cache
SAME = 1e-9  # differences below are rounding, not ranks


@dataclass(frozen=True)
class Layer:
    """One row of the program.

    Parameters
    ----------
    index, operation, size, stride, bend : int
        As in the program.
    shape : tuple of int
        (h, w, channels) that it gives, or (channels,).
    start, end : int
        Its weights among all.
    field : (int, int, int)
        Cell i of its grid has seen the cells from first + i * step to last + i * step of the picture, down as well as
        across: (first, last, step). After the mean over all places as before it.
    whole : bool
        Whether nothing that was remembered before it is still needed after it.
    work : int
        Multiplications for one picture.
    """

    index: int
    operation: int
    size: int
    stride: int
    bend: int
    shape: tuple
    start: int
    end: int
    field: tuple
    whole: bool
    work: int


def survey(arrays):
    """Return a Layer for every row of the program."""
    program, shape = arrays["program"].tolist(), tuple(int(n) for n in arrays["shape"])
    found, at, field, kept, seen = [], 0, (0, 0, 1), None, None
    for i, (operation, size, stride, outputs, bend) in enumerate(program):
        start, work = at, 0
        if operation in (CONVOLUTION, DEPTHWISE) or (operation == ADD and size):
            before, reach = (kept, seen) if operation == ADD else (shape, field)
            inputs = 1 if operation == DEPTHWISE else before[2]
            near, far = (size // 2 if stride > 0 else 0), size // 2  # zeros around
            after = (*((side + near + far - size) // abs(stride) + 1 for side in before[:2]), outputs)
            at += size * size * inputs * outputs + outputs
            work = size * size * inputs * int(np.prod(after))
            first, last, step = reach
            reach = (first - near * step, last + (size - 1 - near) * step, step * abs(stride))
            if operation == ADD:
                seen = reach
            else:
                shape, field = after, reach
        elif operation == LARGEST:
            shape = (*((side - size) // stride + 1 for side in shape[:2]), shape[2])
            field = (field[0], field[1] + (size - 1) * field[2], field[2] * stride)
        elif operation == MEAN:
            shape = shape[2:]
        elif operation == DENSE:
            work = shape[0] * outputs
            at += work + outputs
            shape = (outputs,)
        if operation == ADD:
            field = (min(field[0], seen[0]), max(field[1], seen[1]), field[2])
        elif operation == KEEP:
            kept, seen = shape, field
        later = next((row[0] for row in program[i + 1 :] if row[0] in (KEEP, ADD)), KEEP)
        found.append(Layer(i, operation, size, stride, bend, shape, start, at, field, later == KEEP, work))
    return found


def looked_at(arrays):
    """Return (H, W, C) of the pictures that are given to the network."""
    return tuple(int(side) for side in arrays.get("grid", arrays["shape"]))


def last_grid(layers):
    """Return the Layer whose grid goes into the mean; None where the pictures themselves do."""
    return next((before for before, layer in pairwise(layers) if layer.operation == MEAN), None)


def grids(arrays, X, layers=None):
    """Return what these layers give for grids X (N, H, W) or (N, H, W, C): a list of float32 (N, h, w, channels).

    Parameters
    ----------
    arrays : dict of ndarray
    X : ndarray
    layers : list of Layer
        In order; their ``whole`` must be true. None: the last before the mean.
    """
    every = survey(arrays)
    layers = [last_grid(every)] if layers is None else layers
    step, found = _at_once(every), [[] for _ in layers]
    for first in range(0, max(len(X), 1), step):
        fed = _fed(arrays, X[first : first + step])
        for place, grid in zip(found, _run(arrays, every, layers, fed)):
            place.append(grid)
    return [np.concatenate(parts) for parts in found]


def answering(arrays, X, layers=()):
    """Return the last grid (N, h, w, C) as the answer is made of it, and what these layers give, as ``grids`` does.

    The last grid of a borrowed network is the mean over both images.
    """
    every = survey(arrays)
    step, found = _at_once(every), []
    layers = [*layers, last_grid(every)]
    for first in range(0, max(len(X), 1), step):
        fed = _fed(arrays, X[first : first + step])
        *given, grid = _run(arrays, every, layers, fed)
        if "grid" in arrays:
            grid = (grid + _run(arrays, every, layers[-1:], fed[:, :, ::-1])[0][:, :, ::-1]) / 2
        found.append((grid, *given))
    last, *given = (np.concatenate(parts) for parts in zip(*found))
    return last, given


def features(arrays, X):
    """Return (N, channels) the mean over all places of the last grid: what the answer is made of."""
    return answering(arrays, X)[0].mean(axis=(1, 2))


def scores(arrays, X):
    """Return the network's scores (N, K) for grids X, before probabilities are made of them."""
    return _through_head(arrays, features(arrays, X).astype(float))[0]


def class_map(arrays, x, pick):
    """Return (h, w): what each place of the last grid adds to the picked score; and whether that is exact.

    With one dense layer after the mean it is the class activation map, and its cells and the biases make up the score
    (Zhou et al. 2016, https://arxiv.org/abs/1512.04150). With more it is Grad-CAM without its last step, which hides
    what speaks against the class (Selvaraju et al. 2017, https://arxiv.org/abs/1610.02391): the slope of the score
    at this picture, and the cells need not make it up.

    Parameters
    ----------
    arrays : dict of ndarray
    x : ndarray (H, W) or (H, W, C)
    pick : ndarray (K,)
        The score that is explained is the sum of the outputs times these: (0, 1, -1) is output 1 rather than 2.
    """
    grid = answering(arrays, x[None])[0][0].astype(float)  # (h, w, C)
    slope = _through_head(arrays, grid.mean(axis=(0, 1))[None], np.asarray(pick, float))[1]  # (C,)
    head = [layer for layer in survey(arrays) if layer.operation in (MEAN, DENSE)]
    return grid @ slope / np.prod(grid.shape[:2]), len(head) == 2 and not any(layer.bend for layer in head)


def occlusion(arrays, x, pick, patch, step):
    """Return (H, W): how far the picked score falls when a square that covers this cell is painted over.

    Painted over with the mean colour, which is also what the network sees beyond the picture's edge. Every cell shows
    the mean over all squares that cover it (Zeiler & Fergus 2014, https://arxiv.org/abs/1311.2901).

    Parameters
    ----------
    patch, step : int
        The square's side, and from one square to the next, in cells. Squares reach over the edges, so that the
        outermost cells are covered as often as the others.
    """
    shape = looked_at(arrays)
    x = np.asarray(x, np.float32).reshape(shape)
    spots = [(r, c) for r in _starts(shape[0], patch, step) for c in _starts(shape[1], patch, step)]
    places = [(slice(max(r, 0), r + patch), slice(max(c, 0), c + patch)) for r, c in spots]
    painted = np.repeat(x[None], len(places) + 1, axis=0)  # the last one stays as it is
    for picture, place in zip(painted, places):
        picture[place] = arrays["mean"]
    said = scores(arrays, painted) @ np.asarray(pick, float)
    fall, often = np.zeros(shape[:2]), np.zeros(shape[:2])
    for place, score in zip(places, said):
        fall[place] += said[-1] - score
        often[place] += 1
    return fall / often


def in_cells(pixels, shape):
    """Return the mean of pixels (H, W) in each of h x w areas of equal size.

    Examples
    --------
    >>> in_cells(np.array([[1.0, 3.0], [0.0, 0.0]]), (2, 1)).tolist()
    [[2.0], [0.0]]
    """
    for axis, count in enumerate(shape):
        edges = np.linspace(0, pixels.shape[axis], count + 1)
        areas = [np.arange(int(a), max(int(np.ceil(b)), int(a) + 1)) for a, b in pairwise(edges)]
        pixels = np.stack([pixels.take(area, axis).mean(axis) for area in areas], axis)
    return pixels


def agreement(one, other):
    """Return the rank correlation of two maps of one shape, from -1 to 1; None where one of them is flat.

    Examples
    --------
    >>> agreement(np.array([[1.0, 2.0, 9.0]]), np.array([[0.1, 0.2, 0.3]]))
    1.0
    >>> agreement(np.zeros((2, 2)), np.eye(2)) is None
    True
    """
    if min(np.ptp(one), np.ptp(other)) < SAME:
        return None
    return round(float(np.corrcoef(_ranks(one), _ranks(other))[0, 1]), 6)


def seen_by(arrays, layer, row, column):
    """Return the (rows, columns) slices of the picture that one cell of a layer's grid has seen."""
    (first, last, step), found = layer.field, []
    for i, inner, side in zip((row, column), arrays["shape"].tolist(), looked_at(arrays)):
        low, high = max(first + i * step, 0), min(last + i * step + 1, inner)
        found.append(slice(low * side // inner, max(-(-high * side // inner), 1)))
    return tuple(found)


def _ranks(values):
    """Return the rank of each value; equal ones share the middle of theirs."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[place.ravel()]


def _at_once(every):
    """Return how many pictures are looked at together."""
    return max(1, int(CELLS_AT_ONCE // max(9 * np.prod(layer.shape) for layer in every)))


def _fed(arrays, X):
    """Return pictures as the first layer gets them, float32 (n, H, W, C)."""
    X = np.asarray(X).reshape(len(X), *looked_at(arrays))
    if "grid" in arrays:
        X = np.array([stretched(x, int(arrays["shape"][0])) for x in X])
    return ((X - arrays["mean"]) / arrays["spread"]).astype(np.float32)


def _run(arrays, every, layers, grid):
    """Return what these layers give for a grid that was fed."""
    program, weights, done, found = arrays["program"].tolist(), arrays["weights"].astype(np.float32), -1, []
    for layer in layers:
        if layer is not None and layer.index > done:
            grid = run_layers(program[done + 1 : layer.index + 1], weights[every[done + 1].start :], grid)
            done = layer.index
        found.append(grid)
    return found


def _starts(side, patch, step):
    """Return where squares begin: the first reaches over the edge, and so does the last."""
    return range(step - patch, side, step)


def _through_head(arrays, pooled, pick=None):
    """Return scores (N, K) for means (N, C); with ``pick`` (K,) also the slope (C,) of the picked score at the first."""
    every = survey(arrays)
    head = [layer for layer in every if layer.operation in (MEAN, DENSE)]
    answer, slopes = pooled, []
    for layer in head:
        if layer.operation == DENSE:
            count = answer.shape[1] * layer.shape[0]
            weights = arrays["weights"][layer.start : layer.end].astype(float)
            weight = weights[:count].reshape(-1, layer.shape[0])
            answer = answer @ weight + weights[count:]
            slopes.append(weight)
        answer, slope = _bent(answer, layer.bend)
        slopes.append(np.diag(slope[0]) if layer.bend else None)
    if pick is None:
        return answer, None
    for slope in reversed(slopes):
        pick = pick if slope is None else slope @ pick
    return answer, pick


def _bent(z, bend):
    """Return z (N, C) after a bend, and the slope of the bend there."""
    if bend in (1, 2):
        top = 6.0 if bend == 2 else np.inf
        return np.clip(z, 0, top), ((z > 0) & (z < top)).astype(float)
    if bend == 3:
        gate = 1 / (1 + np.exp(-np.maximum(z, -500)))
        return z * gate, gate * (1 + z * (1 - gate))
    return z, np.ones_like(z)
