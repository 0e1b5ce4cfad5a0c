"""Pixels as columns: 0 is black, 1 is white. Nothing is learned."""

import numpy as np


class PixelsRepresentation:
    """Pictures (N, H, W) or (N, H, W, 3) uint8 as (N, D) float64 in [0, 1].

    Parameters
    ----------
    height, width : int
        Pixels.
    mode : {"L", "RGB"}
    """

    stateless = True

    def __init__(self, height, width, mode="L"):
        self.height, self.width, self.mode = height, width, mode

    def fit(self, cells=None, y=None):
        """Learn nothing; return self."""
        self.state_ = {"kind": "pixels", "height": self.height, "width": self.width, "mode": self.mode}
        colours = ("",) if self.mode == "L" else (" red", " green", " blue")
        rows, columns = range(self.height), range(self.width)
        self.feature_names_ = [f"pixel {r},{c}{colour}" for r in rows for c in columns for colour in colours]
        return self

    def transform(self, cells):
        """Return the pictures in ``cells["image"]`` as (N, D) float64."""
        images = np.asarray(cells["image"])
        shape = (self.height, self.width) if self.mode == "L" else (self.height, self.width, 3)
        if images.shape[1:] != shape:
            raise ValueError(f"pictures must be {shape}; got {images.shape[1:]}")
        return images.reshape(len(images), -1) / 255

    @classmethod
    def from_state(cls, state):
        """Return the fitted representation that ``state_`` describes; ValueError if anything is off."""
        good = state.keys() == {"kind", "height", "width", "mode"} and state["mode"] in ("L", "RGB")
        if not good or any(type(state[k]) is not int or not 1 <= state[k] <= 4096 for k in ("height", "width")):
            raise ValueError("pixels need a height and a width of 1 to 4096 and a mode of L or RGB")
        return cls(state["height"], state["width"], state["mode"]).fit()
