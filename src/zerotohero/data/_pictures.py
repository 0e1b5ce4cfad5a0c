"""One picture file: its pixels in a working size, and what is odd about it."""

import io
import warnings

import numpy as np

FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP")
TINY, LONG = 8, 3  # pixels a side; how many times as long as wide
COLOUR = 12  # steps of 255 by which channels differ before a picture counts as coloured


def decode(data, height, width, mode):
    """Return one picture as uint8 (height, width, 3), or (height, width) for mode "L".

    Upright as the camera was held, on white where it is transparent, the first frame if it moves; squeezed
    into the size, not cut. Raises whatever the damage leads the decoder into.
    """
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # odd metadata is no news
        image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "BMP", "GIF", "WEBP"))
        if image.width * image.height > Image.MAX_IMAGE_PIXELS:
            raise ValueError("more pixels than any photo has")
        if image.format == "JPEG":
            image.draft(None, (2 * width, 2 * height))  # the decoder itself can leave out detail
        image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I"):
        deep = np.asarray(image).astype(np.int64)  # 16 bits a pixel
        image = Image.fromarray((deep >> 8 if deep.max() > 255 else deep).clip(0, 255).astype(np.uint8))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    if image.mode != mode:
        image = image.convert(mode)
    if image.size != (width, height):
        icon = width <= 64 and max(image.size) > width  # few pixels: each is the mean of its area
        image = image.resize((width, height), Image.Resampling.BOX if icon else Image.Resampling.BICUBIC)
    return np.asarray(image)


def size(data):
    """Return (height, width) of a picture as it is shown; raises like ``decode``."""
    image = _open(data)
    turned = image.format == "JPEG" and image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
    return image.size if turned else image.size[::-1]


def oddities(data, height, width):
    """Return what is odd about a picture that comes in at this size: some of "moves", "tiny", "long"."""
    image = _open(data)
    sides = sorted(image.size)
    squeezed = image.size != (width, height)
    odd = ["moves"] if getattr(image, "is_animated", False) else []
    odd += ["tiny"] if squeezed and sides[0] < TINY else []
    return odd + (["long"] if squeezed and sides[1] > LONG * sides[0] and sides[0] >= TINY else [])


def why_not(data, error):
    """Return in a few words why a picture cannot be read."""
    from PIL import Image, UnidentifiedImageError

    if data is not None and not data.strip(b"\0"):
        return "an empty file" if not data else "nothing but zeros"
    if isinstance(error, UnidentifiedImageError):
        return "no PNG, JPEG, BMP, GIF or WebP inside"
    if isinstance(error, Image.DecompressionBombError):
        return "more pixels than any photo has"
    if isinstance(error, ValueError) and str(error).startswith(("more pixels", "a file of")):
        return str(error)
    return "cut off or damaged"


def has_colour(pixels):
    """Return whether pixels (H, W, 3) have colour: a grey photo saved in colour has not."""
    wide = pixels.astype(np.int16)
    return bool((np.abs(np.diff(wide, axis=-1)) > COLOUR).any())


def _open(data):
    """Return the picture, its header read."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Image.open(io.BytesIO(data), formats=FORMATS)
