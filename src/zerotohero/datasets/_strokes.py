"""Turn a letter skeleton and a pen into ink: lists of filled polygons, then grey pixels.

A skeleton is written as text. Strokes are separated by ``/``, points by spaces; a point in brackets is a soft
corner, which the typeface may round, bevel or leave square; a stroke that starts or stops in brackets stays
without serif there:

    "0,0 0,1 / 0,1 (1,1) (1,0) 0,0"      a D: one stem, one bowl

x grows to the right and y upwards; y = 0 is the baseline and y = 1 the cap line.

Everything here works on a batch of variants of one glyph at once.
Shapes used below: V variants, P points along one stroke, C corners of a polygon.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw

CANVAS = 112  # pixels: each glyph is drawn at four times its final 28 x 28 and averaged, which smooths the edges
FRAME = 28  # pixels
CURVE_STEPS = np.linspace(0, 1, 7)[:, None, None]  # (7, 1, 1): enough that a bowl looks round at 28 pixels
FULL_TURN = np.linspace(0, 2 * np.pi, 16, endpoint=False)[:, None]  # (16, 1)


class Pen(NamedTuple):
    """An elliptical nib: every width in a letter follows from its two half axes and its angle.

    Parameters
    ----------
    thick, thin : ndarray of shape (V,)
        Half axes, in cap heights.
    angle : ndarray of shape (V,)
        Direction of the thick axis, in radians; 0 makes upright strokes thick and level ones thin.
    """

    thick: np.ndarray
    thin: np.ndarray
    angle: np.ndarray

    def reach(self, direction):
        """Return how far the nib reaches from its centre along unit vectors (..., V, 2), as (..., V)."""
        along, across = self.axes()
        # support function of an ellipse: h(u) = sqrt((a u.e1)^2 + (b u.e2)^2)
        return np.hypot(self.thick * (direction * along).sum(-1), self.thin * (direction * across).sum(-1))

    def axes(self):
        """Return the unit vectors (V, 2) of the thick and the thin axis."""
        cos, sin = np.cos(self.angle), np.sin(self.angle)
        return np.stack([cos, sin], -1), np.stack([-sin, cos], -1)

    def grown(self, by):
        """Return a pen with `by` cap heights more ink on every side (less if negative)."""
        return Pen(np.maximum(self.thick + by, 0.008), np.maximum(self.thin + by, 0.008), self.angle)

    def dots(self, centres, size=1.0):
        """Return one elliptical blot (16, V, 2) at each of the points `centres` (V, 2)."""
        along, across = self.axes()
        rim = self.thick[:, None] * np.cos(FULL_TURN)[..., None] * along
        return centres + size * (rim + self.thin[:, None] * np.sin(FULL_TURN)[..., None] * across)


class Path(NamedTuple):
    """One piece of a stroke, without sharp corners: points (P, V, 2), and the kind of each end.

    "free" ends stop in the open, "joined" ones run into other ink, "plain" ones carry neither serif nor ball.
    """

    points: np.ndarray
    ends: tuple[str, str]


def parse(skeleton):
    """Return the strokes of a skeleton text as lists of ((x, y), is_soft)."""
    return [
        [(tuple(float(v) for v in word.strip("()").split(",")), word[0] == "(") for word in stroke.split()]
        for stroke in skeleton.split("/")
    ]


def trace(strokes, move, soft, curve):
    """Return the smooth pieces of a glyph.

    Parameters
    ----------
    strokes : list
        What `parse` returns.
    move : callable
        Maps one point (x, y) to its place in every variant, (V, 2); called once per skeleton point.
    soft : float between 0 and 1
        How much of the way to its neighbours a soft corner may cut.
    curve : float between 0 and 1
        0 cuts soft corners straight (bevel), 0.55 along an ellipse, more is boxier.

    Returns
    -------
    list of Path
    """
    places = {point: move(point) for stroke in strokes for point, _ in stroke}  # joined strokes stay joined
    pieces = []
    for stroke in strokes:
        last = len(stroke) - 1
        corners = [k for k, (_, is_soft) in enumerate(stroke) if k in (0, last) or not is_soft]
        for start, stop in pairwise(corners):  # a piece runs from one sharp corner to the next
            points = [places[point] for point, _ in stroke[start : stop + 1]]
            ends = tuple("plain" if stroke[k][1] or 0 < k < last else "free" for k in (start, stop))
            pieces.append(Path(bend(points, soft, curve), ends))
    return [piece._replace(ends=settle(piece, [p for p in pieces if p is not piece])) for piece in pieces]


def settle(piece, others):
    """Return the ends of a piece, those that run into another piece now "joined"."""
    return tuple(
        "joined" if end == "free" and any(touches(piece.points[k], other) for other in others) else end
        for end, k in zip(piece.ends, (0, -1))
    )


def bend(points, soft, curve):
    """Return (P, V, 2): the polyline `points` with each inner corner replaced by a cubic curve."""
    line = [points[0][None]]
    last = len(points) - 1
    for k in range(1, last):
        # two soft corners share the way between them; a stroke's end gives up most of it
        before = points[k] + soft * (0.85 if k == 1 else 0.5) * (points[k - 1] - points[k])
        after = points[k] + soft * (0.85 if k == last - 1 else 0.5) * (points[k + 1] - points[k])
        t = CURVE_STEPS if curve > 0 else CURVE_STEPS[[0, -1]]
        handle_in, handle_out = before + curve * (points[k] - before), after + curve * (points[k] - after)
        # cubic Bezier: s^3 p0 + 3 s^2 t p1 + 3 s t^2 p2 + t^3 p3 with s = 1 - t
        s = 1 - t
        line.append(s**3 * before + 3 * s**2 * t * handle_in + 3 * s * t**2 * handle_out + t**3 * after)
    line = np.concatenate([*line, points[last][None]])
    moved = np.linalg.norm(np.diff(line[:, 0], axis=0), axis=-1) > 1e-6  # where two curves meet, one point is enough
    return line[np.append(moved, True)]


def touches(end, piece):
    """Return whether the point `end` (V, 2) lies on a piece, judged on the first variant."""
    start, span = piece.points[:-1, 0], np.diff(piece.points[:, 0], axis=0)  # (P-1, 2)
    t = np.clip(((end[0] - start) * span).sum(-1) / np.maximum((span**2).sum(-1), 1e-9), 0, 1)
    return (np.linalg.norm(start + t[:, None] * span - end[0], axis=-1) < 0.06).any()


def ink(path, pen, face):
    """Return the polygons, each (C, V, 2), that the pen leaves along one piece in the manner of a typeface."""
    points = path.points
    if face.ends == "bulbs":
        return [pen.dots(centre) for centre in beads(points, 1.15 * float((pen.thick + pen.thin).mean()))]
    step = unit(np.diff(points, axis=0))  # (P-1, V, 2)
    outgoing = np.concatenate([step, step[-1:]])
    middle = unit(np.concatenate([step[:1], step]) + outgoing)  # (P, V, 2): the direction halfway through each turn
    normal = np.stack([-middle[..., 1], middle[..., 0]], -1)
    miter = np.maximum((middle * outgoing).sum(-1), 0.5)  # cos of half the turn; bounded so that spikes stay short
    half = pen.reach(normal) / miter * np.linspace(1, face.taper, len(points))[:, None]  # (P, V)
    left, right = points + half[..., None] * normal, points - half[..., None] * normal
    extras = []
    for k, outward, size in ((0, -step[0], 1), (-1, step[-1], face.taper)):
        if face.ends == "round":
            extras.append(pen.dots(points[k], size))
        else:
            left[k], right[k] = cut(points[k], left[k], right[k], outward, pen, path.ends[k])
        extras.extend(finish(points[k], outward, pen, face, path.ends[k]))
    # one quadrangle per step: a single outline would cancel itself out where it crosses itself
    return [np.stack(quad) for quad in zip(left[:-1], left[1:], right[1:], right[:-1])] + extras


def unit(vectors):
    """Return vectors (..., 2) scaled to length 1."""
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-6)


def beads(points, gap):
    """Return points (V, 2) spread evenly along the stroke `points` (P, V, 2), about `gap` apart."""
    lengths = np.linalg.norm(np.diff(points, axis=0), axis=-1).mean(1)  # (P-1,)
    along = np.append(0, lengths.cumsum())
    places = np.linspace(0, along[-1], max(2, round(along[-1] / gap) + 1))
    k = np.clip(np.searchsorted(along, places, side="right") - 1, 0, len(lengths) - 1)
    t = ((places - along[k]) / lengths[k])[:, None, None]
    return (1 - t) * points[k] + t * points[k + 1]


def cut(end, left, right, outward, pen, kind):
    """Return the two corners (V, 2) of a stroke end: steep strokes are cut level, as type stands on a line."""
    if abs(outward[0, 1]) > 0.7:
        level = end[:, 1] + np.sign(outward[:, 1]) * pen.reach(np.array([0.0, 1.0]))
        slope = outward / (np.sign(outward[:, 1:]) * np.maximum(np.abs(outward[:, 1:]), 0.4))  # bounded: no spikes
        return tuple(side + (level - side[:, 1])[:, None] * slope for side in (left, right))
    reach = pen.reach(outward)[:, None] * outward if kind == "free" else 0.0
    return left + reach, right + reach


def finish(end, outward, pen, face, kind):
    """Return the serif or ball, if any, that sits on one stroke end."""
    if kind == "plain":
        return []
    steep, level = abs(outward[0, 1]) > 0.85, abs(outward[0, 0]) > 0.85
    on_line = min(abs(end[0, 1]), abs(end[0, 1] - 1)) < 0.09
    if face.serif and ((steep and on_line) or (kind == "free" and level)):
        return [serif(end, outward, pen, face.serif)]
    if face.ball and kind == "free" and not on_line:
        return [pen._replace(thin=pen.thick).dots(end, face.ball)]
    return []


def serif(end, outward, pen, shape):
    """Return one serif (6, V, 2): a foot across the stroke end, joined to it by a bracket."""
    length, height, bracket = shape
    if abs(outward[0, 1]) > 0.7:  # upright and slanted strokes stand on level feet
        outward = np.stack([np.zeros(len(end)), np.sign(outward[:, 1])], -1)
    across = np.stack([-outward[:, 1], outward[:, 0]], -1)
    stem = pen.reach(across)[:, None]
    base = end + pen.reach(outward)[:, None] * outward
    tip = np.maximum(height, pen.thin[:, None])  # never thinner than half a hairline of the same pen
    neck = tip + bracket
    # each corner: which side, how far beyond the stem, how far inwards
    corners = ((-1, length, 0), (1, length, 0), (1, length, tip), (1, 0, neck), (-1, 0, neck), (-1, length, tip))
    foot = np.stack([base + side * (stem + beyond) * across - inward * outward for side, beyond, inward in corners])
    overshoot = pen.reach(np.array([0.0, 1.0]))
    foot[..., 1] = np.clip(foot[..., 1], -overshoot, 1 + overshoot)  # the arms of an E carry theirs on the inner side
    return foot


def fill(layers, paper):
    """Draw layers of polygons on one canvas.

    Parameters
    ----------
    layers : list of (list of list of float, int)
        Polygons as [x0, y0, x1, y1, ...] in canvas pixels, y downwards, and the grey level to fill them with;
        bottom layer first.
    paper : ndarray of shape (112, 112), uint8
        What the bare canvas shows.

    Returns
    -------
    ndarray of shape (112, 112), uint8
    """
    image = Image.fromarray(paper)  # a copy
    draw = ImageDraw.Draw(image)
    for polygons, grey in layers:
        for polygon in polygons:
            draw.polygon(polygon, fill=grey)
    return np.asarray(image)
