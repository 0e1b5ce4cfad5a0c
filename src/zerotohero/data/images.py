"""Bring pictures: a folder or zip with one folder of PNG or JPEG files per label."""

import io
import re
import warnings
from collections import Counter
from pathlib import Path, PurePosixPath

import numpy as np

from zerotohero.core.dataset import Dataset
from zerotohero.core.errors import DataError
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.data._files import SUFFIXES, open_files
from zerotohero.data.table import safe_name

NATIVE = 64  # pictures that all have one size, at most this many pixels a side, stay as they are
SQUEEZED = 32
_COLOUR = 12  # steps of 255 by which channels differ before a picture counts as coloured
_FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP")
_COLUMNS = (
    ColumnRecipe("image", "image", ()),
    ColumnRecipe("label", "category", ("",)),
    ColumnRecipe("file", "name", ()),
    ColumnRecipe("stem", "name", ("",)),
)


def read_images(path, recipe=None, name=None):
    """Read pictures and, where they lie in folders, their labels.

    Parameters
    ----------
    path : path
        A folder or zip with one folder per label. With a recipe also a folder or zip without
        labels, or one picture: then labels are None.
    recipe : ReadingRecipe, optional
        Gives size and colour mode. Without one, pictures keep their size if all have the same and no
        side is longer than 64 pixels; others are squeezed to 32 x 32. Colour only if any has colour.
    name : str, optional

    Returns
    -------
    Dataset
        Columns ``image`` (N, H, W) or (N, H, W, 3) uint8, ``label``, ``file`` (path inside the folder
        or zip), ``stem`` (file name without suffix and final number: "7_jackson_12.wav" -> "7_jackson").

    Raises
    ------
    DataError
    """
    path = Path(path).expanduser()
    with open_files(path) as files:
        names = [n for n in files.names if _is_picture(n)]
        if not names:
            raise _no_pictures(path, files.names)
        labels = labels_of(names)
        notes = []
        if recipe is None:
            loose = [n for n, label in zip(names, labels) if label is None]
            if len(loose) == len(names):
                raise DataError(
                    f"read {path.name}",
                    "one folder of pictures for each label",
                    f"{len(names)} pictures in one heap",
                    "make a folder for each label and move the pictures into them: cat/1.png, dog/2.png",
                )
            if loose:
                notes.append(f"{_count(loose)} in no label's folder, left out: {_some(loose)}.")
            names, labels = zip(*((n, label) for n, label in zip(names, labels) if label is not None))
        pictures, bad = {}, []
        height, width, mode = (recipe.height, recipe.width, recipe.mode) if recipe else (*_size(files, names), "RGB")
        for file in names:
            try:
                pictures[file] = _decode(files.read(file), height, width, mode)
            except Exception as error:  # a decoder raises whatever the damage leads it into
                bad.append((file, error))
    if not pictures:
        raise DataError(
            f"read {path.name}", "pictures", f"{_count(bad)} and none can be read ({bad[0][1]})", "PNG or JPEG files"
        )
    if bad:
        was = "was" if len(bad) == 1 else "were"
        notes.append(
            f"{len(bad):,} of {len(names):,} pictures cannot be read and {was} left out: {_some([f for f, _ in bad])}."
        )
    image = np.stack([pictures[file] for file in names if file in pictures])
    if recipe is None:
        if not _has_colour(image):
            image, mode = np.ascontiguousarray(image[..., 0]), "L"
        recipe = ReadingRecipe("images", _COLUMNS, height=height, width=width, mode=mode)
    cells = {
        "image": image,
        "label": as_objects([label for file, label in zip(names, labels) if file in pictures]),
        "file": as_objects([file for file in names if file in pictures]),
        "stem": as_objects([stem_of(file) for file in names if file in pictures]),
    }
    return Dataset(
        name or safe_name(path.name),
        "images",
        cells,
        recipe,
        str(path),
        target="label",
        targets=("label",),
        notes=tuple(notes),
    )


def count_pictures(path):
    """Return how many picture files a folder or zip holds."""
    with open_files(Path(path)) as files:
        return sum(map(_is_picture, files.names))


def labels_of(names):
    """Return a label for each path: the folder that stands for it, None for a picture in no folder.

    Folders around everything are passed over ("data/letters/A/1.png" -> "A"); where "train" and "test"
    hold the same folders, the inner ones are the labels.

    Examples
    --------
    >>> labels_of(["pets/cat/1.png", "pets/dog/2.png"])
    ['cat', 'dog']
    """
    folders = [PurePosixPath(n).parts[:-1] for n in names]
    while len({f[0] if len(f) > 1 else None for f in folders}) == 1 and len(folders[0]) > 1:
        folders = [f[1:] for f in folders]
    inner = {}
    for f in folders:
        if len(f) > 1:
            inner.setdefault(f[-1], set()).add(f[0])
    repeated = any(len(tops) > 1 for tops in inner.values())
    return [(f[-1] if repeated else f[0]) if f else None for f in folders]


def stem_of(name):
    """Return the file name without suffix, final digits and separators, or None if nothing stays.

    Examples
    --------
    >>> stem_of("0/7_jackson_12.wav")
    '7_jackson'
    """
    return re.sub(r"[\W_]*\d*$", "", PurePosixPath(name).stem) or None


def _is_picture(name):
    """Return whether a path looks like a picture that a person put there."""
    parts = PurePosixPath(name).parts
    return PurePosixPath(name).suffix.lower() in SUFFIXES and not any(p.startswith((".", "__MACOSX")) for p in parts)


def _size(files, names):
    """Return height and width to work with: the pictures' own if they agree and are small."""
    from PIL import Image

    sizes = set()
    for file in names:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                image = Image.open(io.BytesIO(files.read(file)), formats=_FORMATS)
            turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8) if image.format == "JPEG" else False
            sizes.add(image.size[::-1] if not turned else image.size)
        except Exception:
            continue
        if len(sizes) > 1 or max(next(iter(sizes))) > NATIVE:
            return SQUEEZED, SQUEEZED
    return next(iter(sizes)) if sizes else (SQUEEZED, SQUEEZED)


def _decode(data, height, width, mode):
    """Return one picture as uint8 (height, width, 3), or (height, width) for mode "L"."""
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # odd metadata is no news
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(data), formats=_FORMATS)
            if image.format == "JPEG":
                image.draft(None, (2 * width, 2 * height))  # the decoder itself can leave out detail
            image = ImageOps.exif_transpose(image)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise ValueError("more pixels than any photo has") from None
    if image.mode.startswith("I"):
        deep = np.asarray(image).astype(np.int64)  # 16 bits a pixel
        image = Image.fromarray((deep >> 8 if deep.max() > 255 else deep).clip(0, 255).astype(np.uint8))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image)
    if image.mode != mode:
        image = image.convert(mode)
    if image.size != (width, height):
        image = image.resize(
            (width, height), Image.Resampling.BOX if max(image.size) > width else Image.Resampling.BICUBIC
        )
    return np.asarray(image)


def _has_colour(image):
    """Return whether any of the pictures (N, H, W, 3) has colour."""
    wide = image.astype(np.int16)
    return bool(
        (np.abs(wide[..., 0] - wide[..., 1]) > _COLOUR).any() or (np.abs(wide[..., 1] - wide[..., 2]) > _COLOUR).any()
    )


def _no_pictures(path, names):
    """Return the DataError for a folder or zip without pictures."""
    kinds = Counter(PurePosixPath(n).suffix.lower() or "no suffix" for n in names).most_common(3)
    came = ", ".join(f"{count:,} {suffix}" for suffix, count in kinds) or "an empty folder"
    return DataError(
        f"read {path.name}", "a folder for each label, with PNG or JPEG files inside", came,
        "name the folder that holds the labels' folders, or one of the files",
    )  # fmt: skip


def _count(items):
    """Return "1 picture" or "12 pictures"."""
    return f"{len(items):,} picture{'' if len(items) == 1 else 's'}"


def _some(names):
    """Return the first names and how many more."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3:,} more" if len(names) > 3 else "")


def as_objects(values):
    """Return an object array in which equal texts are one object."""
    out = np.empty(len(values), dtype=object)
    seen = {}
    out[:] = [seen.setdefault(v, v) for v in values]
    return out
