"""Pixels as columns: every image of a working size becomes one row of numbers from 0 (black) to 1 (white).

Photos are shrunk first: algorithms that take each pixel for a column of its own see 32 x 32 of them. For networks
(style "grid") the pixels stay as they are.

Shapes: N images, H pixels high, W wide, 3 colours for mode RGB.
"""

import numpy as np

from zerotohero.core.mapped import parts
from zerotohero.core.specs import Feature
from zerotohero.representations._contract import Representation

MOST_SIDE = 64  # a longer side is a photo's
SHRUNK = (32, 32)


class PixelsRepresentation(Representation):
    """Image cells to numbers; nothing is learned.

    Parameters
    ----------
    height, width : int
        Working size in pixels.
    mode : {"L", "RGB"}
        Grey or colour.
    shrunk : (int, int) or None
        Height and width to which the images are shrunk; they divide the working size. None leaves them.
    grid : bool
        Whether the images stay grids of bytes, (N, H, W) or (N, H, W, 3) uint8: for networks.
    """

    stateless = True
    column = "image"

    def __init__(self, height, width, mode, shrunk=None, grid=False):
        self.height = height
        self.width = width
        self.mode = mode
        self.shrunk = shrunk and tuple(shrunk)
        self.grid = grid

    @classmethod
    def of(cls, recipe, style):
        """Return the representation for the images of this recipe, for algorithms of this style."""
        grid = style == "grid"
        shrunk = SHRUNK if max(recipe.height, recipe.width) > MOST_SIDE and not grid else None
        return cls(recipe.height, recipe.width, recipe.mode, shrunk, grid)

    @property
    def shrinks(self):
        """Whether the images are shrunk."""
        return self.shrunk is not None

    @property
    def seen(self):
        """(height, width) of what the algorithm sees."""
        return self.shrunk or (self.height, self.width)

    @property
    def shape_(self):
        """(D,); of a grid (H, W) or (H, W, 3)."""
        shape = (*self.seen, *(3,) * (self.mode == "RGB"))
        return shape if self.grid else (int(np.prod(shape)),)

    @property
    def dtype(self):
        """A grid stays as it is: bytes."""
        return np.uint8 if self.grid else float

    def fit(self, cells, y=None):
        """Check the shape of ``cells["image"]`` and return self."""
        self._images(cells)
        return self

    def transform(self, cells):
        """Return ``cells["image"]`` (N, H, W) or (N, H, W, 3) uint8 as (N, D) float64, row by row of pixels.

        Of a grid, return the images themselves. Images that are shrunk already (``shrink``) are taken as well.
        """
        images = self.shrink(cells)
        return images if self.grid else images.reshape(len(images), *self.shape_) / 255

    def shrink(self, cells):
        """Return the images in the size that the algorithm sees, uint8."""
        images = self._images(cells)
        if not self.shrinks or images.shape[1:3] == self.shrunk:
            return images
        small = np.empty((len(images), *self.shrunk, *images.shape[3:]), np.uint8)
        for start, part in parts(images):
            small[start : start + len(part)] = shrink(part, *self.shrunk)
        return small

    @property
    def state_(self):
        """Plain JSON: the working size, and where they differ what the algorithm sees."""
        state = {"kind": "pixels", "height": self.height, "width": self.width, "mode": self.mode}
        return state | ({"shrunk": list(self.shrunk)} if self.shrunk else {}) | ({"grid": True} if self.grid else {})

    @property
    def columns_(self):
        """A ``Feature`` for each of the D numbers, such as ``Feature("image", "row 3, column 4")``."""
        height, width = self.seen
        places = [f"row {r}, column {c}" for r in range(height) for c in range(width)]
        if self.mode == "RGB":
            places = [f"{place}, {colour}" for place in places for colour in ("red", "green", "blue")]
        return tuple(Feature(self.column, place) for place in places)

    @classmethod
    def from_state(cls, state):
        """Return the representation with this ``state_``; raise ValueError where it is not one."""
        keys = {"kind", "height", "width", "mode"}
        if (
            not isinstance(state, dict)
            or not keys <= set(state) <= keys | {"shrunk", "grid"}
            or state["kind"] != "pixels"
        ):
            raise ValueError("the state of the pixels must have the keys height, kind, mode, width; or shrunk, or grid")
        sizes = (state["height"], state["width"])
        if not all(type(size) is int and 1 <= size <= 4096 for size in sizes) or state["mode"] not in ("L", "RGB"):
            raise ValueError(f"height and width must be 1 to 4096, mode L or RGB; got {state!r:.200}")
        shrunk, grid = state.get("shrunk"), state.get("grid", False)
        if shrunk is not None and not (
            isinstance(shrunk, list)
            and len(shrunk) == 2
            and all(type(small) is int and small >= 1 and size % small == 0 for small, size in zip(shrunk, sizes))
        ):
            raise ValueError(f"shrunk must be a height and a width that divide {sizes}; got {shrunk!r:.80}")
        if grid not in (True, False) or (grid and shrunk):
            raise ValueError(f"grid must be true or false, and a grid is not shrunk; got {state!r:.200}")
        return cls(*sizes, state["mode"], shrunk, bool(grid))

    def _images(self, cells):
        """Return the images if they have the working size, or are shrunk already."""
        images = np.asanyarray(cells[self.column])
        colours = (3,) * (self.mode == "RGB")
        expected = (self.height, self.width, *colours)
        if images.shape[1:] not in (expected, (*self.seen, *colours)) or images.dtype != np.uint8:
            raise ValueError(
                f"images must be uint8 of shape {expected}; got {images.dtype} of shape {images.shape[1:]}"
            )
        return images


def shrink(pictures, height, width):
    """Return pictures (N, H, W) or (N, H, W, 3) uint8 as (N, height, width[, 3]): the rounded mean of each area."""
    tall, wide = pictures.shape[1] // height, pictures.shape[2] // width
    total = sum(pictures[:, row::tall].astype(np.uint32) for row in range(tall))
    total = sum(total[:, :, column::wide] for column in range(wide))
    return ((total + tall * wide // 2) // (tall * wide)).astype(np.uint8)
