"""The index of a text: its n-grams and their weights. That of a large text is kept in files and mapped the next time.

::

    <folder>/<order>-<longest>/index.json       which text it belongs to, and the sha256 of every file
                              level-3-word.npy  an array of ``ngrams.Level`` or of ``kneser_ney.Weights``

A folder is written aside and renamed, so there is a whole one or none. What does not belong to the text, is damaged or
cannot be written counts as none: then the text is counted again.
"""

import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np

from zerotohero.verse.kneser_ney import Weights, estimate
from zerotohero.verse.ngrams import Level, read_levels, reversed_stream

MAPPED_FROM = 1_000_000  # words; fewer are counted within a second
SPARE = 2  # times the size of an index that must be free on the disk
FORMAT = 1


def index_of(tokens, starts, order, longest, folder=None):
    """Return (levels, weights) of a text, mapped from ``folder`` where they lie there.

    Parameters
    ----------
    tokens, starts : ndarray
        The text: see ``ngrams.reversed_stream``.
    order : int
        Of the model.
    longest : int
        Words of the longest n-grams, at least ``order``.
    folder : Path or None
        Where the index of a text of ``MAPPED_FROM`` words or more is kept; None keeps none.
    """
    if folder is None or len(tokens) < MAPPED_FROM:
        return _counted(tokens, starts, order, longest)
    place, text = Path(folder) / f"{order}-{longest}", _text_hash(tokens, starts)
    found = _opened(place, text)
    if found is None:
        found = _counted(tokens, starts, order, longest)
        _keep(place, text, *found)
    return found


def _counted(tokens, starts, order, longest):
    """Return (levels, weights), made from the text."""
    levels = read_levels(reversed_stream(tokens, starts), longest, order)
    return levels, estimate(levels, order)


def _opened(place, text):
    """Return (levels, weights) mapped from a folder; None unless they are whole and of this text."""
    try:
        about = json.loads((place / "index.json").read_text("utf-8"))
        if (about["format"], about["text"]) != (FORMAT, text):
            return None
        arrays = {}
        for name, digest in about["sha256"].items():
            path = place / f"{name}.npy"
            if _file_hash(path) != digest:
                return None
            mapped = np.load(path, mmap_mode="r", allow_pickle=False)
            arrays[name] = np.asarray(mapped)  # a plain view: memmap asks itself at every look what it is
        return _joined(arrays, about["opening"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _keep(place, text, levels, weights):
    """Write the index where there is room for it."""
    arrays = _apart(levels, weights)
    size = sum(array.nbytes for array in arrays.values())
    aside = None
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(place.parent).free < SPARE * size:
            return
        aside = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
        for name, array in arrays.items():
            np.save(aside / f"{name}.npy", array)
        sums = {name: _file_hash(aside / f"{name}.npy") for name in arrays}
        opening = [int(level.opening) for level in levels]
        about = {"format": FORMAT, "text": text, "opening": opening, "sha256": sums}
        (aside / "index.json").write_text(json.dumps(about, indent=1), "utf-8")
        shutil.rmtree(place, ignore_errors=True)
        aside.rename(place)
    except OSError:  # a folder that may only be read, a full disk: the model is as good without
        pass
    finally:
        if aside is not None:
            shutil.rmtree(aside, ignore_errors=True)


def _apart(levels, weights):
    """Return name -> array of everything that is not the same number throughout."""
    arrays = {}
    for n, level in enumerate(levels):
        parts = {"word": level.word, "suffix": level.suffix, "count": level.count, "first": level.first}
        parts |= {"p": weights.p[n], "gamma": weights.gamma[n] if level.first is not None else None}
        arrays |= {f"level-{n}-{part}": array for part, array in parts.items() if array is not None}
    return arrays


def _joined(arrays, opening):
    """Return (levels, weights) of the arrays of ``_apart``."""
    levels, p, gamma = [], [], []
    for n, first in enumerate(opening):
        part = {what: arrays.get(f"level-{n}-{what}") for what in ("word", "suffix", "count", "first", "p", "gamma")}
        levels.append(Level(part["word"], part["suffix"], part["count"], part["first"], first))
        p.append(part["p"])
        last = np.broadcast_to(part["p"].dtype.type(1.0), len(part["word"]))  # never a context
        gamma.append(last if part["gamma"] is None else part["gamma"])
    return levels, Weights(p, gamma)


def _file_hash(path):
    """Return the sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _text_hash(tokens, starts):
    """Return what a text is known by."""
    found = hashlib.sha256()
    for array in (tokens, np.asarray(starts, np.int64)):
        found.update(f"{array.dtype.str}{array.shape}".encode())
        found.update(np.ascontiguousarray(array))
    return found.hexdigest()
