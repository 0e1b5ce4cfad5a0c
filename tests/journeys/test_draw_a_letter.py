"""Journey: someone draws ten letters on the try page with a mouse and is answered while drawing.

The pointer paths below were made by hand for this test, as a person pulls a mouse: slightly crooked,
loops that do not quite close. They share nothing with the strokes that the built-in letters are drawn from.
Units: a letter is about 100 x 100, y downwards.
"""

import numpy as np
from PIL import Image, ImageDraw

PATHS = {
    "A": [[(18, 97), (34, 52), (49, 5), (63, 44), (83, 99)], [(31, 64), (52, 62), (71, 63)]],
    "B": [
        [(26, 4), (27, 50), (25, 96)],
        [(25, 6), (48, 4), (66, 12), (68, 29), (56, 43), (30, 48)],
        [(30, 48), (60, 50), (76, 64), (74, 83), (55, 95), (24, 96)],
    ],
    "C": [[(79, 23), (65, 8), (43, 6), (23, 25), (16, 52), (24, 78), (43, 94), (66, 91), (81, 76)]],
    "D": [[(24, 5), (25, 50), (26, 95)], [(23, 6), (47, 7), (71, 22), (81, 49), (74, 76), (52, 92), (25, 96)]],
    "E": [
        [(77, 7), (50, 6), (27, 7)],
        [(27, 7), (25, 50), (26, 94)],
        [(26, 94), (52, 93), (79, 95)],
        [(26, 50), (66, 47)],
    ],
    "F": [[(29, 97), (30, 50), (28, 6)], [(28, 6), (55, 7), (79, 5)], [(29, 49), (50, 48), (67, 49)]],
    "G": [
        [(78, 25), (62, 8), (40, 7), (21, 28), (16, 55), (27, 82), (50, 95), (70, 89), (79, 73), (79, 57)],
        [(53, 57), (66, 56), (81, 57)],
    ],
    "H": [[(23, 4), (25, 50), (24, 97)], [(77, 3), (75, 50), (76, 96)], [(25, 51), (50, 49), (75, 50)]],
    "I": [[(51, 4), (49, 50), (50, 97)]],
    "J": [[(67, 4), (68, 40), (67, 71), (58, 91), (40, 94), (27, 82), (24, 70)]],
}
PAD = 320  # pixels of the pad's canvas, as in web/pad.js
PEN = 22  # its pen at the start
PLACES = {"small": (90, 30, 60), "middle": (170, 120, 30), "large": (270, 20, 28)}  # size, left, top


def smooth(points, steps=12):
    """Return the path through the points that a hand follows (a Catmull-Rom spline)."""
    p = np.array([points[0], *points, points[-1]], float)
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    pieces = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - 3 * c + d - a) * t**3)
        for a, b, c, d in zip(p, p[1:], p[2:], p[3:])
    ]
    return np.concatenate([*pieces, p[-1:]])


def pad_pixels(letter, place):
    """Return what the canvas holds after the letter was drawn: grey (PAD, PAD), a round pen, light on black."""
    size, left, top = PLACES[place]
    fine = 4
    canvas = Image.new("L", (PAD * fine, PAD * fine))
    pen = ImageDraw.Draw(canvas)
    for stroke in PATHS[letter]:
        points = (smooth(stroke) * size / 100 + (left, top)) * fine
        pen.line([tuple(p) for p in points], fill=255, width=PEN * fine)
        for x, y in points:
            r = PEN * fine / 2
            pen.ellipse([x - r, y - r, x + r, y + r], fill=255)
    return np.asarray(canvas.resize((PAD, PAD), Image.Resampling.BOX))
