"""Pixels as columns: every image of a working size becomes one row of numbers from 0 (black) to 1 (white).

Shapes: N images, H pixels high, W wide, 3 colours for mode RGB.
"""

import numpy as np

from zerotohero.core.specs import Feature


class PixelsRepresentation:
    """Image cells to numbers; nothing is learned.

    Parameters
    ----------
    height, width : int
        Working size in pixels.
    mode : {"L", "RGB"}
        Grey or colour.
    """

    stateless = True
    column = "image"

    def __init__(self, height, width, mode):
        self.height = height
        self.width = width
        self.mode = mode

    def fit(self, cells, y=None):
        """Check the shape of ``cells["image"]`` and return self."""
        self._images(cells)
        return self

    def transform(self, cells):
        """Return ``cells["image"]`` (N, H, W) or (N, H, W, 3) uint8 as (N, D) float64, row by row of pixels."""
        images = self._images(cells)
        return images.reshape(len(images), int(np.prod(images.shape[1:]))) / 255

    @property
    def state_(self):
        """Plain JSON: the working size."""
        return {"kind": "pixels", "height": self.height, "width": self.width, "mode": self.mode}

    @property
    def columns_(self):
        """A ``Feature`` for each of the D numbers, such as ``Feature("image", "row 3, column 4")``."""
        places = [f"row {r}, column {c}" for r in range(self.height) for c in range(self.width)]
        if self.mode == "RGB":
            places = [f"{place}, {colour}" for place in places for colour in ("red", "green", "blue")]
        return tuple(Feature(self.column, place) for place in places)

    @property
    def feature_names_(self):
        """The names of the D numbers."""
        return [feature.name for feature in self.columns_]

    @classmethod
    def from_state(cls, state):
        """Return the representation with this ``state_``; raise ValueError where it is not one."""
        if (
            not isinstance(state, dict)
            or set(state) != {"kind", "height", "width", "mode"}
            or state["kind"] != "pixels"
        ):
            raise ValueError("the state of the pixels must have the keys height, kind, mode, width")
        sizes = (state["height"], state["width"])
        if not all(type(size) is int and 1 <= size <= 4096 for size in sizes) or state["mode"] not in ("L", "RGB"):
            raise ValueError(f"height and width must be 1 to 4096, mode L or RGB; got {state!r:.200}")
        return cls(*sizes, state["mode"])

    def _images(self, cells):
        """Return the images if they have the working size."""
        images = np.asarray(cells[self.column])
        expected = (self.height, self.width) + (3,) * (self.mode == "RGB")
        if images.shape[1:] != expected or images.dtype != np.uint8:
            raise ValueError(
                f"images must be uint8 of shape {expected}; got {images.dtype} of shape {images.shape[1:]}"
            )
        return images
