"""Bring pictures in the format of MNIST: a file of images and, beside it, one of labels, gzipped or not.

An idx file begins with two zero bytes, the type of its numbers, how many dimensions it has, and their sizes as
big-endian 4-byte numbers; then come the numbers (http://yann.lecun.com/exdb/mnist/).
"""

import gzip
import re
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath

import numpy as np

from zerotohero.core.dataset import Dataset
from zerotohero.core.errors import DataError
from zerotohero.core.mapped import Rows
from zerotohero.core.recipe import ReadingRecipe
from zerotohero.data._files import Folder, open_files
from zerotohero.data.images import COLUMNS, NATIVE, PHOTO, as_objects, is_picture
from zerotohero.data.table import safe_name

_TYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4"}
_LARGEST = 4 << 30  # bytes that one file may unpack to
_DAMAGE = (OSError, EOFError, zlib.error, ValueError)


def is_idx(path):
    """Return whether a file, or a folder or zip that holds such files, is in this format."""
    path = Path(path)
    if path.is_file() and path.suffix.lower() != ".zip":
        return _starts_as_idx(_head(path))
    if not path.is_dir() and not zipfile.is_zipfile(path):
        return False
    with open_files(path) as files:
        return any(map(_named_images, files.names)) and not any(map(is_picture, files.names))


def read_idx(path, recipe=None, name=None):
    """Read pictures and labels.

    Parameters
    ----------
    path : path
        The file of images or that of labels; its partner lies beside it and is called the same, with "labels" for
        "images". Or a folder or zip with both; where it holds several pairs, the one called "train" is read.
        With a recipe, the labels may be missing.
    recipe : ReadingRecipe, optional
        Gives size and colour mode; without one, pictures keep their size up to 64 pixels.
    name : str, optional

    Returns
    -------
    Dataset
        As from ``data.images.read_images``; ``file`` holds the place in the file, counted from 0.

    Raises
    ------
    DataError
    """
    path, notes = Path(path).expanduser(), []
    folder = path if path.is_dir() or path.suffix.lower() == ".zip" else path.parent
    with open_files(folder) if folder == path else Folder(folder, deep=False) as files:
        images = _images_file(path, folder, files, notes)
        partner = _partner(images, files.names, "images", "labels")
        if partner is None and recipe is None:
            wanted = _renamed(images, "images", "labels") or "a name with 'labels' where this one has 'images'"
            raise DataError(
                f"read {images}", f"its labels beside it: {wanted}", "no such file", "put both files into one folder"
            )
        pixels = _array(files, images, (3, 4))
        labels = None if partner is None else _array(files, partner, (1,))
    if (pixels.ndim == 4 and pixels.shape[3] != 3) or pixels.dtype != np.uint8 or 0 in pixels.shape:
        raise DataError(
            f"read {images}", "pictures of bytes: N x height x width", f"{pixels.dtype} {pixels.shape}", "another file"
        )
    if labels is not None and len(labels) != len(pixels):
        raise DataError(
            f"read {images}", f"a label for each of its {len(pixels):,} pictures", f"{len(labels):,} in {partner}", "the pair that belongs together"
        )  # fmt: skip
    pixels, recipe = _in_size(pixels, recipe)
    cells = {
        "image": pixels,
        "label": as_objects([None] * len(pixels) if labels is None else [str(k) for k in labels.tolist()]),
        "file": as_objects([str(i) for i in range(len(pixels))]),
        "stem": as_objects([None] * len(pixels)),
    }
    name = name or safe_name(re.sub(r"(?i)[-_.]*images.*$", "", PurePosixPath(images).name) or folder.name)
    return Dataset(name, "images", cells, recipe, str(path), target="label", targets=("label",), notes=tuple(notes))


def _images_file(path, folder, files, notes):
    """Return the name of the file of images that is meant, inside ``folder``."""
    if path != folder:
        if re.search("(?i)labels", path.name) and not re.search("(?i)images", path.name):
            images = _partner(path.name, files.names, "labels", "images")
            if images is None:
                wanted = _renamed(path.name, "labels", "images")
                raise DataError(
                    f"read {path.name}",
                    f"its pictures beside it: {wanted}",
                    "no such file",
                    "put both files into one folder",
                )
            return images
        return path.name
    found = [n for n in files.names if _named_images(n)]
    chosen = next((n for n in found if "train" in PurePosixPath(n).name.lower()), found[0])
    others = [n for n in found if n != chosen]
    if others:
        notes.append(f"{chosen} is read; --test-file {folder / others[0]} makes that one the test set.")
    return chosen


def _array(files, name, dimensions):
    """Return the numbers in an idx file; a header that promises another size is refused."""
    asked, try_ = f"read {name}", "a fresh copy of it"
    try:
        with files.open(name) as raw, gzip.open(raw) if raw.read(2) == b"\x1f\x8b" else raw as file:
            raw.seek(0)
            head = file.read(4)
            if not _starts_as_idx(head) or head[3] not in dimensions:
                raise DataError(
                    asked, f"an idx file of {dimensions[0]} dimensions", f"one that begins {head.hex(' ')}", try_
                )
            sizes = struct.unpack(f">{head[3]}I", file.read(4 * head[3]))
            kind = np.dtype(_TYPES[head[2]])
            promised = kind.itemsize * int(np.prod(sizes, dtype=object))
            if promised > _LARGEST:
                raise DataError(
                    asked, "at most 4 GB of pictures", f"a header that promises {' x '.join(map(str, sizes))}", try_
                )
            data = file.read(promised + 1)
    except struct.error:
        raise DataError(asked, "a header with the sizes", "a file that ends in it", try_) from None
    except _DAMAGE as error:
        raise DataError(asked, "a whole file", f"{error or type(error).__name__}", try_) from None
    if len(data) != promised:
        came = "more" if len(data) > promised else f"{len(data):,}"
        raise DataError(asked, f"{promised:,} bytes, as its header says: {' x '.join(map(str, sizes))}", came, try_)
    return np.frombuffer(data, kind).reshape(sizes)


def _in_size(pixels, recipe):
    """Return pictures in the size and mode of the recipe, and the recipe; one is made where there is none."""
    own = "RGB" if pixels.ndim == 4 else "L"
    if recipe is None:
        small = max(pixels.shape[1:3]) <= NATIVE
        height, width = pixels.shape[1:3] if small else (PHOTO, PHOTO)
        recipe = ReadingRecipe("images", COLUMNS, height=height, width=width, mode=own)
    size = (recipe.width, recipe.height)
    if pixels.shape[1:3] == size[::-1] and own == recipe.mode:
        return pixels, recipe
    from PIL import Image

    icon = recipe.width <= NATIVE and max(pixels.shape[1:3]) > recipe.width  # as data._pictures.decode
    way = Image.Resampling.BOX if icon else Image.Resampling.BICUBIC
    rows = Rows((*size[::-1], *(3,) * (recipe.mode == "RGB")), np.uint8, len(pixels))
    for picture in pixels:
        rows.append(np.asarray(Image.fromarray(picture).convert(recipe.mode).resize(size, way))[None])
    return rows.array(), recipe


def _partner(name, names, this, that):
    """Return the file that belongs to ``name``: the same with ``that`` in the place of ``this``, gzipped or not."""
    wanted = _renamed(name, this, that)
    plain = {n.lower().removesuffix(".gz"): n for n in names}
    return wanted and plain.get(wanted.lower().removesuffix(".gz"))


def _renamed(name, this, that):
    """Return ``train-images-idx3-ubyte`` as ``train-labels-idx1-ubyte``; None where the name has no such part."""
    folder, slash, last = name.rpartition("/")
    ranks = {"images": "idx3", "labels": "idx1"}
    renamed = re.sub(f"(?i){this}", that, last)
    return None if renamed == last else folder + slash + re.sub(f"(?i){ranks[this]}", ranks[that], renamed)


def _named_images(name):
    """Return whether a path looks like a file of images in this format."""
    last = PurePosixPath(name).name.lower().removesuffix(".gz")
    return bool(re.search(r"images[-_.]?idx3|images[-_.]?ubyte|idx3[-_.]?ubyte", last)) or (
        "images" in last and PurePosixPath(last).suffix in ("", ".idx", ".idx3", ".ubyte")
    )


def _head(path):
    """Return the first bytes of a file, unpacked."""
    try:
        with path.open("rb") as raw, gzip.open(raw) if raw.read(2) == b"\x1f\x8b" else raw as file:
            raw.seek(0)
            return file.read(4)
    except _DAMAGE:
        return b""


def _starts_as_idx(head):
    """Return whether bytes begin as an idx file does."""
    return len(head) >= 4 and head[:2] == b"\0\0" and head[2] in _TYPES and 1 <= head[3] <= 4
