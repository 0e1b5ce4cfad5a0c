"""From the drawing pad to the model: a drawing in the frame, size and stroke of the training images.

A person draws somewhere on the pad, large or small, with some pen. The model has learned from images
of one size, often with the ink filling the frame. So the ink is cropped, scaled with its proportions
kept (all but: narrow hands are widened a little towards the shape that is usual in those images), centred,
and its strokes are brought to the usual thickness.
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image

FINE = 8  # sub-pixels per pixel of the model's image, on each side: edges come out anti-aliased
FAINT = 0.25  # ink below this share of the darkest ink is paper
PAPER = 0.25  # light at the border that differs more from its middle is no paper
STRETCH = 1.3  # proportions change by this factor at most; measured on 400 crooked drawings: 0.92 -> 0.96 right
SMALLEST = 0.08  # ink that is smaller than this share of the pad is not blown up to the whole frame


@dataclass(frozen=True)
class Frame:
    """How drawings sit in the training images.

    Parameters
    ----------
    height, width : int
        Pixels of an image.
    dark_ink : bool
        Whether ink is dark on a light ground; False is light on dark.
    fill : float
        Share of the frame that the longer side of the ink covers in most images, 0 to 1.
    aspect : float
        Typical width of the ink, divided by its height; 0 keeps every proportion.
    stroke : float
        Typical thickness of a stroke in pixels of the image; 0 leaves the pen as it is.
    drawn : bool
        Whether the images look drawn at all: ink on one plain ground, not grey photos.
    """

    height: int
    width: int
    dark_ink: bool = False
    fill: float = 1.0
    aspect: float = 0.0
    stroke: float = 0.0
    drawn: bool = True

    @classmethod
    def of(cls, images):
        """Return the Frame that fits these grey training images, uint8 (N, H, W).

        Examples
        --------
        >>> bar = np.zeros((1, 8, 8), np.uint8)
        >>> bar[0, 1:7, 3:5] = 255
        >>> frame = Frame.of(bar)
        >>> frame.dark_ink, frame.fill, round(frame.stroke, 1)
        (False, 0.75, 1.6)
        """
        light = np.asarray(images, float) / 255  # (N, H, W)
        edge = np.concatenate([light[:, [0, -1]].ravel(), light[:, :, [0, -1]].ravel()])
        ground = np.median(edge)
        dark_ink = bool(ground > 0.5)
        ink = _without_grain(1 - light if dark_ink else light)
        boxes = [box for image in ink if (box := _box(image, 0.5))]
        left, top, right, bottom = np.array(boxes or [(0, 0, *light.shape[:0:-1])], float).T
        height, width = light.shape[1:]
        return cls(
            height=height,
            width=width,
            dark_ink=dark_ink,
            fill=float(np.quantile(np.maximum((bottom - top) / height, (right - left) / width), 0.75)),
            aspect=float(np.median((right - left) / (bottom - top))),
            stroke=float(np.mean([_thickness(image) for image in ink])),
            drawn=bool(min(ground, 1 - ground) < 0.15 and np.mean(np.abs(light - 0.5) > 0.3) > 0.5),
        )

    def prepare(self, drawing):
        """Return the drawing as an image of this frame, or None where nothing is drawn.

        Parameters
        ----------
        drawing : ndarray
            Grey values 0 to 255, (h, w), ink on one plain ground, either way round.

        Returns
        -------
        ndarray or None
            uint8 (height, width).
        """
        ink = _ink(np.asarray(drawing, float) / 255)
        box = _box(ink) if ink is not None else None
        if box is None:
            return None
        fine = self._scale(*self._shape(ink, box))
        if self.stroke:
            fine = self._restroke(fine)
        small = self._centre(fine)
        return 255 - small if self.dark_ink else small

    def _shape(self, ink, box):
        """Return ink and box, as wide for their height as usual, as far as STRETCH allows."""
        left, top, right, bottom = box
        wider = np.clip(self.aspect * (bottom - top) / (right - left), 1 / STRETCH, STRETCH) if self.aspect else 1.0
        if abs(wider - 1) < 0.02:
            return ink, box
        size = round(ink.shape[1] * wider), ink.shape[0]
        ink = (
            np.asarray(Image.fromarray((ink * 255).astype(np.uint8)).resize(size, Image.Resampling.BICUBIC), float)
            / 255
        )
        return ink, _box(ink) or (0, 0, *size)

    def _scale(self, ink, box):
        """Return the inked box as large as the frame allows, in sub-pixels."""
        left, top, right, bottom = box
        least = SMALLEST * max(ink.shape)
        scale = self._room(max(right - left, least), max(bottom - top, least))
        size = max(round((right - left) * scale), 1), max(round((bottom - top) * scale), 1)
        crop = Image.fromarray((ink[top:bottom, left:right] * 255).astype(np.uint8))
        return np.asarray(crop.resize(size, Image.Resampling.BICUBIC), float) / 255

    def _room(self, width, height):
        """Return the factor that makes a box of this size fill its share of the frame."""
        return self.fill * FINE * min(self.width / width, self.height / height)

    def _restroke(self, fine):
        """Return the ink with strokes as thick as in the training images, as far as that is sensible."""
        from scipy.ndimage import distance_transform_edt  # scipy is there: scikit-learn stands on it

        wanted = self.stroke * FINE
        has = _thickness(fine)
        grow = float(np.clip((wanted - has) / 2, -0.3 * has, 0.6 * wanted))
        if abs(grow) < 0.5:
            return fine
        margin = int(np.ceil(max(grow, 0))) + 1
        solid = np.pad(fine > 0.5, margin)
        far = distance_transform_edt(~solid) - distance_transform_edt(solid)  # < 0 inside the ink
        thick = np.clip(0.5 + grow - far, 0, 1)  # one sub-pixel of soft edge
        box = _box(thick)
        if box is None:
            return fine
        left, top, right, bottom = box
        scale = min(self._room(right - left, bottom - top), 1.0)  # a thicker pen must not leave the frame
        crop = Image.fromarray((thick[top:bottom, left:right] * 255).astype(np.uint8))
        size = max(round((right - left) * scale), 1), max(round((bottom - top) * scale), 1)
        return np.asarray(crop.resize(size, Image.Resampling.BICUBIC), float) / 255

    def _centre(self, fine):
        """Return uint8 (height, width) with the ink in the middle."""
        page = np.zeros((self.height * FINE, self.width * FINE))
        height, width = (min(a, b) for a, b in zip(fine.shape, page.shape))
        top, left = (page.shape[0] - height) // 2, (page.shape[1] - width) // 2
        page[top : top + height, left : left + width] = fine[:height, :width]
        mean = page.reshape(self.height, FINE, self.width, FINE).mean(axis=(1, 3))  # box filter: exact areas
        return np.round(mean * 255).astype(np.uint8)


def _ink(light):
    """Return how much ink each pixel holds, 0 to 1, or None on an empty pad; light is (h, w), 0 to 1."""
    ink = np.abs(light - _ground(light))
    darkest = ink.max(initial=0)
    if darkest < 0.1:
        return None
    return _without_grain(ink / darkest)


def _ground(light):
    """Return the light of the ground: one number for a pad; for paper (h, w), a plane, as a lamp stands on one side of it."""
    edge = np.ones(light.shape, bool)
    edge[1:-1, 1:-1] = False
    usual = np.median(light[edge])
    if np.mean(light[edge] == usual) > 0.5:
        return usual
    height, width = light.shape
    down, across = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    edge &= np.abs(light - usual) < PAPER
    places = np.stack([down, across, np.ones_like(down)], axis=-1)  # (h, w, 3)
    return places @ np.linalg.lstsq(places[edge], light[edge], rcond=None)[0]


def _without_grain(ink):
    """Return ink with faint specks gone and nearly full strokes full."""
    return np.clip((ink - 0.1) / 0.8, 0, 1)


def _box(ink, least=FAINT):
    """Return (left, top, right, bottom) around the ink, or None."""
    there = ink > least
    rows, columns = np.flatnonzero(there.any(axis=1)), np.flatnonzero(there.any(axis=0))
    if not len(rows):
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _thickness(ink):
    """Return the mean thickness of the strokes in pixels: twice the area over the length of the edges."""
    framed = np.pad(ink, 1)
    down, across = np.diff(framed, axis=0)[:, :-1], np.diff(framed, axis=1)[:-1]
    edges = np.hypot(down, across).sum()
    return 2 * ink.sum() / edges if edges else 0.0
