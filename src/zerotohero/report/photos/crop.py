"""The crop of a photo that a run rates highest: a grid of places and sizes, all asked about at once."""

import io
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from zerotohero.core.errors import DataError, ParameterError
from zerotohero.core.progress import tell
from zerotohero.data._files import SUFFIXES
from zerotohero.data._pictures import decode, size, why_not
from zerotohero.data.table import no_such_file
from zerotohero.report.photos.ratings import Rater

SHARES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4)  # of the largest crop's sides
STEPS = 5  # places across and down for each size
FEWEST = 16  # pixels a side
WORKING = 1024  # pixels of the longer side while crops are tried
DRAWN = 900  # pixels of the longer side of the picture that shows the place


@dataclass(frozen=True, eq=False)
class Crop:
    """The best crop of a photo.

    Parameters
    ----------
    box : (int, int, int, int)
        Left, top, right, bottom in pixels of the upright photo.
    whole, score : float
        What the run gives to the whole photo and to the crop.
    means : str
        What a score is.
    tried : int
        How many crops were asked about.
    pixels : ndarray (H, W, 3) uint8
        The upright photo.
    note : str or None
        Which class it is rated by, where nobody said.
    """

    box: tuple
    whole: float
    score: float
    means: str
    tried: int
    pixels: np.ndarray
    note: str | None = None

    @property
    def is_whole(self):
        """Whether nothing is cut off."""
        return self.box == (0, 0, self.pixels.shape[1], self.pixels.shape[0])

    def as_dict(self):
        """Return what ``hero photos crop --json`` prints."""
        keys = ("box", "whole", "score", "means", "tried")
        return {k: list(self.box) if k == "box" else getattr(self, k) for k in keys}


def best_crop(run, photo, aspect=None, outcome=None):
    """Return the Crop of a photo that the run rates highest; the whole photo, if its shape will do, is one of them.

    The scores that are given are those of the finished files: what ``hero photos rank`` would say of them.

    Parameters
    ----------
    run : Run
        Trained on pictures.
    photo : path
    aspect : str or None
        "4:3": width to height; None keeps the photo's own.
    outcome : str or None
        See ``report.ratings.Rater``.

    Raises
    ------
    BoardError, DataError, ParameterError, UnknownIdError, UsageError
    """
    rater, wanted = Rater(run, outcome), None if aspect is None else parse_aspect(aspect)
    data = _read(Path(photo).expanduser())
    try:
        tall, wide = size(data)
        pixels = decode(data, tall, wide, "RGB")
    except Exception as error:  # a decoder raises whatever the damage leads it into
        raise DataError(f"read {Path(photo).name}", "a photo", why_not(data, error), "another photo") from None
    if min(tall, wide) < FEWEST:
        raise DataError(
            f"crop {Path(photo).name}", f"at least {FEWEST} pixels a side", f"{wide} x {tall}", "a larger photo"
        )
    found = boxes(tall, wide, wanted)
    shares = min(1.0, WORKING / max(tall, wide))
    small = decode(data, max(1, round(tall * shares)), max(1, round(wide * shares)), "RGB")
    recipe = run.model.recipe
    tries = np.empty((len(found), recipe.height, recipe.width, *(3,) * (recipe.mode == "RGB")), np.uint8)
    for i, box in enumerate(found):
        left, top, right, bottom = (round(edge * shares) for edge in box)
        tries[i] = _as_read(small[top : max(bottom, top + 1), left : max(right, left + 1)], recipe)
        tell(i + 1, len(found), "crops")
    box = found[int(np.argmax(rater(tries)))]  # of equals the largest
    left, top, right, bottom = box
    finished = np.stack([_as_read(p, recipe) for p in (pixels, pixels[top:bottom, left:right])])
    whole, score = rater(finished)
    if wanted is None and whole >= score:
        box, score = (0, 0, wide, tall), whole
    return Crop(box, float(whole), float(score), rater.means, len(found), pixels, rater.note)


def boxes(height, width, aspect=None):
    """Return crops of a photo as (left, top, right, bottom), the largest first.

    Parameters
    ----------
    height, width : int
        Pixels of the photo.
    aspect : float or None
        Width to height of the crops; None: the photo's own.

    Examples
    --------
    >>> boxes(100, 200, 1.0)[0], boxes(100, 200)[0]
    ((0, 0, 100, 100), (0, 0, 200, 100))
    """
    aspect = width / height if aspect is None else aspect
    across, down = min(width, height * aspect), min(height, width / aspect)  # the largest crop of this shape
    found = {}  # ordered, each once
    for share in SHARES:
        w, h = round(across * share), round(down * share)
        if min(w, h) < FEWEST and found:
            break
        w, h = max(w, 1), max(h, 1)
        tops, lefts = (np.linspace(0, room, STEPS).round().astype(int).tolist() for room in (height - h, width - w))
        found |= dict.fromkeys((left, top, left + w, top + h) for top in tops for left in lefts)
    return list(found)


def parse_aspect(text):
    """Return width divided by height of a shape such as "4:3" or "1.91:1".

    Raises
    ------
    ParameterError
        Not two numbers above 0, or more than ten times as long as wide.
    """
    parts = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*[:x/]\s*(\d+(?:\.\d+)?)\s*", text)
    wide, tall = map(float, parts.groups()) if parts else (0, 0)
    if not (wide and tall and 0.1 <= wide / tall <= 10):
        raise ParameterError("crop to this shape", "width:height, such as 1:1, 4:3 or 9:16", repr(text), "--aspect 4:3")
    return wide / tall


def cropped(crop, suffix=".png"):
    """Return the crop as the bytes of a PNG or JPEG file, in all the pixels of the photo."""
    left, top, right, bottom = crop.box
    return _encoded(crop.pixels[top:bottom, left:right], suffix)


def where(crop, suffix=".png"):
    """Return the photo with the crop framed and the rest darkened, as the bytes of a PNG or JPEG file."""
    from PIL import Image, ImageDraw

    tall, wide = crop.pixels.shape[:2]
    share = min(1.0, DRAWN / max(tall, wide))
    picture = Image.fromarray(crop.pixels).resize((max(1, round(wide * share)), max(1, round(tall * share))))
    left, top, right, bottom = (round(edge * share) for edge in crop.box)
    right, bottom = max(right, left + 1), max(bottom, top + 1)
    page = Image.blend(picture, Image.new("RGB", picture.size, (20, 22, 28)), 0.6)
    page.paste(picture.crop((left, top, right, bottom)), (left, top))
    draw = ImageDraw.Draw(page)
    thick = max(2, round(max(page.size) / 200))
    draw.rectangle((left, top, right - 1, bottom - 1), outline=(20, 22, 28), width=2 * thick)
    draw.rectangle((left, top, right - 1, bottom - 1), outline=(255, 209, 71), width=thick)
    return _encoded(np.asarray(page), suffix)


def _read(path):
    """Return the bytes of a photo's file."""
    if not path.exists():
        raise no_such_file(path)
    if path.is_dir() or path.suffix.lower() not in SUFFIXES:
        came = "a folder" if path.is_dir() else f"a file of kind {path.suffix or 'unknown'}"
        raise DataError(
            f"crop {path.name}", f"one photo: {', '.join(SUFFIXES)}", came, "hero photos crop RUN photo.jpg"
        )
    return path.read_bytes()


def _as_read(pixels, recipe):
    """Return pixels (H, W, 3) in the size and colours of the model, exactly as a file of them would be read."""
    return decode(_encoded(pixels, ".bmp"), recipe.height, recipe.width, recipe.mode)


def _encoded(pixels, suffix):
    """Return pixels as the bytes of a picture file."""
    from PIL import Image

    buffer, kind = io.BytesIO(), {".png": "PNG", ".bmp": "BMP"}.get(suffix.lower(), "JPEG")
    Image.fromarray(np.ascontiguousarray(pixels)).save(buffer, kind, **({"quality": 93} if kind == "JPEG" else {}))
    return buffer.getvalue()
