"""Bring pictures: a folder or zip with one folder of PNG or JPEG files per label."""

import os
import re
import unicodedata
from collections import Counter, deque
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

import numpy as np

from zerotohero.core.dataset import Dataset
from zerotohero.core.errors import DataError
from zerotohero.core.mapped import Rows, parts
from zerotohero.core.progress import tell
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.data._files import SUFFIXES, open_files
from zerotohero.data._pictures import decode, has_colour, oddities, size, why_not
from zerotohero.data.table import safe_name

NATIVE = 64  # pictures that all have one size, at most this many pixels a side, stay as they are
SQUEEZED = 32  # small pictures of several sizes
PHOTO = 192  # where a side is longer than NATIVE
THREADS = max(1, min(4, os.cpu_count() or 1))  # Pillow decodes outside of Python's lock
COLUMNS = (
    ColumnRecipe("image", "image", ()),
    ColumnRecipe("label", "category", ("",)),
    ColumnRecipe("file", "name", ()),
    ColumnRecipe("stem", "name", ("",)),
)
RATED = (COLUMNS[0], ColumnRecipe("score", "number", ("",)), *COLUMNS[2:])  # of photos with scores instead of labels
_HALVES = ("train", "training", "test", "testing", "val", "valid", "validation")
_OTHER = (".heic", ".heif", ".avif", ".jfif", ".tif", ".tiff", ".dng", ".cr2", ".cr3", ".nef", ".arw")  # of cameras
_SAVE = "save them as JPEG first"
_ODD = {
    "moves": "of films the first frame is taken",
    "tiny": "less than 8 pixels on a side: blown up, there is little to see",
    "long": "more than three times as long as wide: squeezed all the same",
}


def read_images(path, recipe=None, name=None, ratings=None):
    """Read pictures and, where they lie in folders, their labels.

    Pictures are squeezed into the working size, not cut to its shape: all that a photo shows stays in view, in
    training and in use, and every place of a heat map is a place of the photo. It costs little: most photos are 4:3
    or 3:2, and networks whose weights are borrowed were trained on pictures stretched by up to a third, to make them
    robust (Szegedy et al. 2015, https://arxiv.org/abs/1409.4842, section 6).

    Parameters
    ----------
    path : path
        A folder or zip with one folder per label. With a recipe also a folder or zip without
        labels, or one picture: then labels are None.
    recipe : ReadingRecipe, optional
        Gives size and colour mode. Without one, pictures keep their size if all have the same and no
        side is longer than 64 pixels; small ones of several sizes become 32 x 32, photos 192 x 192. Colour only
        if any has colour.
    name : str, optional
    ratings : data.ratings.Ratings, optional
        The pictures' scores: they lie anyhow then. Those without a score are read with a recipe only.

    Returns
    -------
    Dataset
        Columns ``image`` (N, H, W) or (N, H, W, 3) uint8, mapped from a file where they are many; ``label``, or
        ``score``, NaN where there is none;
        ``file`` (path inside the folder or zip); ``stem`` (file name without suffix and final number:
        "7_jackson_12.wav" -> "7_jackson").

    Raises
    ------
    DataError
    """
    path = Path(path).expanduser()
    with open_files(path) as files:
        names, other = ([n for n in files.names if is_picture(n, kinds)] for kinds in (SUFFIXES, _OTHER))
        if not names:
            raise _no_pictures(path, files.names)
        labels = [label and unicodedata.normalize("NFC", label) for label in labels_of(names)]
        notes = [*ratings.notes] if ratings and recipe is None else []
        scores = {} if ratings is None else ratings.scores
        rated = recipe.column("score") is not None if recipe else ratings is not None
        if rated:
            names = names if recipe else [n for n in names if n in scores]
            labels = [scores.get(n, np.nan) for n in names]
        elif recipe is None:
            names, labels, notes = _labelled(path, names, labels)
            names, labels, alone = without_single(names, labels, "picture")
            notes += alone
        height, width, mode = (recipe.height, recipe.width, recipe.mode) if recipe else (*_size(files, names), "RGB")
        image, read, more = _read(path, files, names, height, width, mode)
        if other:
            more.append(f"{_count(other)} of a kind that is not read here, left out ({_SAVE}): {_some(other)}.")
    if recipe is None:
        counts = Counter(label for label, known in zip(labels, read) if known and not rated)
        single = [label for label, count in counts.items() if count == 1]
        if single:
            more.append(f"A single picture can be learned or judged, not both; labels with one: {_some(single, repr)}.")
        mode = "RGB" if any(has_colour(pixels) for _, part in parts(image) for pixels in part) else "L"
        image = image if mode == "RGB" else _grey(image)
        recipe = ReadingRecipe("images", RATED if rated else COLUMNS, height=height, width=width, mode=mode)
    answers = [label for label, known in zip(labels, read) if known]
    answer = "score" if rated else "label"
    cells = {
        "image": image,
        answer: np.array(answers, float) if rated else as_objects(answers),
        "file": as_objects([file for file, known in zip(names, read) if known]),
        "stem": as_objects([stem_of(file) for file, known in zip(names, read) if known]),
    }
    return Dataset(
        name or safe_name(path.name),
        "images",
        cells,
        recipe,
        str(path),
        target=answer,
        targets=(answer,),
        notes=(*notes, *more),
    )


def count_pictures(path):
    """Return how many picture files a folder or zip holds."""
    with open_files(Path(path)) as files:
        return sum(map(is_picture, files.names))


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


def is_picture(name, kinds=SUFFIXES):
    """Return whether a path looks like a picture that a person put there, of one of these kinds."""
    parts = PurePosixPath(name).parts
    return PurePosixPath(name).suffix.lower() in kinds and not any(p.startswith((".", "__MACOSX")) for p in parts)


def _labelled(path, names, labels):
    """Return (names, labels, notes) of the pictures in a label's folder; what is odd about the folders is a note."""
    loose = [n for n, label in zip(names, labels) if label is None]
    if len(loose) == len(names):
        raise DataError(
            f"read {path.name}",
            "one folder of pictures for each label",
            f"{len(names)} pictures in one heap",
            "a folder for each label, cat/1.png, dog/2.png; or, to learn how much, --scores scores.csv (file, score)",
        )
    notes = [f"{_count(loose)} in no label's folder, left out: {_some(loose)}."] if loose else []
    names, labels = zip(*((n, label) for n, label in zip(names, labels) if label is not None))
    alike = {}
    for label in dict.fromkeys(labels):
        alike.setdefault(" ".join(label.split()).casefold(), []).append(label)
    for same in alike.values():
        if len(same) > 1:
            notes.append(f"Labels that differ in capitals or spaces only are labels of their own: {_some(same, repr)}.")
    halves = sorted({half for n in names for half in PurePosixPath(n).parts[:-2] if half.lower() in _HALVES})
    if len(halves) > 1:
        notes.append(
            f"The folders {', '.join(halves)} are read as one; to keep one for the test, name it with --test-file."
        )
    return names, labels, notes


def without_single(names, labels, one):
    """Return (names, labels, notes) without the labels of a single file, where two other labels have more.

    Kept, such a label would be learned from one picture, or judged by one, and its score of 0 or 1 counts as much as
    every other label's.
    """
    counts = Counter(labels)
    single = [label for label, count in counts.items() if count == 1]
    if not single or len(counts) - len(single) < 2:
        return names, labels, []
    names, labels = zip(*((n, label) for n, label in zip(names, labels) if counts[label] > 1))
    left = f"labels with one are left out: {_some(single, repr)}"
    return names, labels, [f"A single {one} can be learned or judged, not both; {left}."]


def _size(files, names):
    """Return height and width to work with: the pictures' own if they agree and are small."""
    sizes = set()
    for file in names:
        try:
            sizes.add(size(files.read(file)))
        except Exception:  # it will be told when it is decoded
            continue
        if max(map(max, sizes)) > NATIVE:
            return PHOTO, PHOTO
    return next(iter(sizes)) if len(sizes) == 1 else (SQUEEZED, SQUEEZED)


def _read(path, files, names, height, width, mode):
    """Return the pictures (N, H, W[, 3]), for each name whether it could be read, and notes."""

    def one(file):
        data = None
        try:
            data = files.read(file)
            return decode(data, height, width, mode), oddities(data, height, width)
        except Exception as error:  # a decoder raises whatever the damage leads it into
            return None, [why_not(data, error)]

    rows = Rows((height, width) + (3,) * (mode == "RGB"), np.uint8, len(names))
    bad, odd = [], {kind: [] for kind in _ODD}
    for i, (pixels, said) in enumerate(_in_order(one, names, THREADS if height > NATIVE else 1)):
        tell(i + 1, len(names), "pictures")
        if pixels is None:
            bad.append((names[i], said[0]))
            continue
        rows.append(pixels[None])
        for kind in said:
            odd[kind].append(names[i])
    if not rows.count:
        raise DataError(
            f"read {path.name}", "pictures", f"{_count(bad)} and none can be read ({bad[0][1]})", "PNG or JPEG files"
        )
    notes = [f"{_count(found)}, {_ODD[kind]}: {_some(found)}." for kind, found in odd.items() if found]
    if bad:
        was = "was" if len(bad) == 1 else "were"
        damage = [f"{file} ({why})" for file, why in bad]
        notes.insert(0, f"{len(bad):,} of {len(names):,} pictures cannot be read and {was} left out: {_some(damage)}.")
    lost = {file for file, _ in bad}
    return rows.array(), [file not in lost for file in names], notes


def _in_order(function, items, threads):
    """Yield ``function(item)`` for each item, in order; on threads a few are at work, and no more wait, at a time."""
    if threads == 1:
        yield from map(function, items)
        return
    waiting = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(function, item))
                if len(waiting) > 2 * threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)  # Ctrl-C waits for what is at work, not for all


def _grey(image):
    """Return pictures (N, H, W, 3) without colour as (N, H, W)."""
    rows = Rows(image.shape[1:3], np.uint8, len(image))
    for _, part in parts(image):
        rows.append(part[..., 0])
    return rows.array()


def _no_pictures(path, names):
    """Return the DataError for a folder or zip without pictures."""
    kinds = Counter(PurePosixPath(n).suffix.lower() or "no suffix" for n in names).most_common(3)
    came = ", ".join(f"{count:,} {suffix}" for suffix, count in kinds) or "an empty folder"
    attempt = "name the folder that holds the labels' folders, or one of the files"
    if any(suffix in _OTHER for suffix, _ in kinds):
        attempt = f"{_SAVE}, then the same command"
    return DataError(f"read {path.name}", "a folder for each label, with PNG or JPEG files inside", came, attempt)


def _count(items):
    """Return "1 picture" or "12 pictures"."""
    return f"{len(items):,} picture{'' if len(items) == 1 else 's'}"


def _some(names, text=str):
    """Return the first names and how many more."""
    return ", ".join(map(text, names[:3])) + (f" and {len(names) - 3:,} more" if len(names) > 3 else "")


def as_objects(values):
    """Return an object array in which equal texts are one object."""
    out = np.empty(len(values), dtype=object)
    seen = {}
    out[:] = [seen.setdefault(v, v) for v in values]
    return out
