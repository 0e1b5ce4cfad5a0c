"""What was photographed, drawn or recorded: as it is kept, and as the page shows it."""

import base64
import io

import numpy as np

from zerotohero.core.errors import DataError, HeroError
from zerotohero.serve import uploads
from zerotohero.serve.answers import png
from zerotohero.serve.collect.folder import DRAWING
from zerotohero.web.pad import Frame

SIDE = 96  # pixels of a thumbnail
FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP")  # that lie in a folder and can be learned from
WHOLE = 640  # pixels of a picture that is sorted
MOST_SOUND = 60.0  # seconds of one recording
PAPER = Frame(DRAWING, DRAWING, fill=0.86, stroke=2.0)  # how drawings are kept: large, in the middle, one pen


def picture(data):
    """Return a picture as PNG without anything else that its file may hold."""
    return _png(_pixels(uploads.opened(data), "RGB"))


def drawing(data):
    """Return a drawing as a PNG of 28 x 28 greys, white on black."""
    grey = PAPER.prepare(np.asarray(_pixels(uploads.opened(data), "L")))
    if grey is None:
        raise DataError("keep the drawing", "something drawn", "an empty pad", "draw first, then choose the label")
    from PIL import Image

    return _png(Image.fromarray(grey))


def _small(data, side):
    """Return the picture in a file of the data set, at most so many pixels a side, as a data URL."""
    shown = _pixels(uploads.opened(data, FORMATS), "RGB")
    shown.thumbnail((side, side))
    return png(shown)


def _pixels(opened, mode):
    """Return a picture unpacked, in this mode."""
    try:
        return opened.convert(mode)
    except (OSError, ValueError, SyntaxError) as error:  # cut off in the middle
        raise DataError("open the picture", "a PNG or JPEG", f"{error!s:.200}", "another picture") from None


def _png(pixels):
    """Return a PIL.Image as the bytes of a PNG."""
    file = io.BytesIO()
    pixels.save(file, "PNG")
    return file.getvalue()


def recording(data):
    """Return a recording as it came, once it is known to be a WAV that can be read."""
    from zerotohero.data._hearing import hear

    try:
        hear(io.BytesIO(data), "recording.wav", 16_000, int(MOST_SOUND * 16_000))
    except (HeroError, OSError, ValueError) as error:
        came = getattr(error, "came", str(error))
        raise DataError("keep the recording", "a WAV with a sound in it", f"{came:.200}", "record it again, a little louder") from None  # fmt: skip
    return data


def example(name, data):
    """Return one example as the page shows it: a small picture; of a sound its spectrogram, and the sound."""
    try:
        if not name.lower().endswith((".wav", ".wave", ".flac", ".ogg", ".mp3")):
            return {"name": name, "image": _small(data, SIDE)}
        from zerotohero.data._hearing import hear
        from zerotohero.data._wav import wav_bytes
        from zerotohero.report.heard import thumbnail

        sound, _ = hear(io.BytesIO(data), name, 16_000, 5 * 16_000)
        wav = base64.b64encode(wav_bytes(sound, 16_000)).decode("ascii")
        return {"name": name, "image": png(thumbnail(sound, 16_000)), "sound": f"data:audio/wav;base64,{wav}"}
    except Exception as error:  # a decoder raises whatever the damage leads it into
        return {"name": name, "image": None, "problem": getattr(error, "came", str(error))[:120]}


def whole(name, sorting):
    """Return a file of the folder that is sorted, as large as it is to be judged by."""
    try:
        data = sorting.read(name)
        if sorting.kind == "sounds":
            return example(name, data)
        return {"image": _small(data, WHOLE)}
    except (HeroError, OSError) as error:
        return {"image": None, "problem": getattr(error, "came", str(error))[:120]}
