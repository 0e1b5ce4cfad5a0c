"""A picture, a sound or a text that was sent as it is: read the way that `hero predict` reads a file of that kind."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from zerotohero.core.errors import DataError
from zerotohero.data._pictures import why_not

MOST_PIXELS = 40_000_000  # of one picture: more is no photo, but a bomb
BEGINNINGS = {b"RIFF": ".wav", b"fLaC": ".flac", b"OggS": ".ogg", b"ID3": ".mp3"}  # of sound files


def picture(data, recipe):
    """Return pixels (1, H, W) or (1, H, W, 3), uint8, of a PNG or JPEG.

    Raises
    ------
    DataError
        It is neither, or too large.
    """
    from zerotohero.data.images import read_images

    opened(data)
    with TemporaryDirectory() as folder:  # our own name: nothing of the request names a file
        path = Path(folder) / "picture.png"
        path.write_bytes(data)
        return np.array(read_images(path, recipe).cells["image"])


def opened(data, formats=("PNG", "JPEG")):
    """Return the picture as PIL.Image, upright; nothing of another format is opened."""
    import io

    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        found = Image.open(io.BytesIO(data), formats=formats)
        if found.width * found.height > MOST_PIXELS:  # asked before a single pixel is unpacked
            size = f"{found.width} x {found.height}"
            raise DataError("open the picture", f"up to {MOST_PIXELS // 10**6} million pixels", size, "a smaller one")
        return ImageOps.exif_transpose(found)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        why = "another kind of file" if isinstance(error, UnidentifiedImageError) else why_not(data, error)
        raise DataError("open the picture", "a PNG or JPEG", why, "another picture") from None


def sound(data, recipe):
    """Return samples (1, T), int16, of a WAV, or of a FLAC or OGG where they can be read."""
    return sound_and_notes(data, recipe)[0]


def sound_and_notes(data, recipe):
    """Return ``sound``'s samples, and what there is to say about them."""
    from zerotohero.data.sounds import read_sounds

    suffix = next((kind for begin, kind in BEGINNINGS.items() if data.startswith(begin)), ".wav")
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"sound{suffix}"
        path.write_bytes(data)
        dataset = read_sounds(path, recipe)
        return np.array(dataset.cells["sound"]), list(dataset.notes)


def text(data):
    """Return a text in UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError("read the text", "UTF-8", f"byte {error.start} that is none", "save it as UTF-8") from None
