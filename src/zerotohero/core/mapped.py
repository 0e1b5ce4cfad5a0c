"""Arrays larger than memory: written to a file row by row, mapped from it, walked part by part."""

import io
import mmap
import os
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np

LARGE = 256 << 20  # bytes from which rows are kept in a file
PART = 16 << 20  # bytes that are looked at together


class Rows:
    """Rows of one shape, taken in one after another; many of them in a file, so that memory stays small.

    Parameters
    ----------
    shape : tuple of int
        Of one row.
    dtype : dtype
    expected : int
        How many rows there will be at most, about: decides where they are kept.

    Examples
    --------
    >>> rows = Rows((2,), np.uint8, 3)
    >>> rows.append(np.array([[1, 2], [3, 4]]))
    >>> rows.array()
    array([[1, 2],
           [3, 4]], dtype=uint8)
    """

    def __init__(self, shape, dtype, expected):
        self.shape, self.dtype, self.count = tuple(shape), np.dtype(dtype), 0
        self._large = expected * self.dtype.itemsize * int(np.prod(self.shape)) > LARGE
        self._file = TemporaryFile(dir=_on_disk()) if self._large else io.BytesIO()  # noqa: SIM115  (lives with the array)

    def append(self, rows):
        """Take in rows (n, *shape)."""
        self._file.write(np.ascontiguousarray(rows, self.dtype).tobytes())
        self.count += len(rows)

    def array(self):
        """Return all rows as one array (N, *shape): mapped from the file if they are many. Nothing is added after."""
        shape = (self.count, *self.shape)
        if self._large and self.count:
            self._file.flush()
            return np.memmap(self._file, self.dtype, "r", shape=shape)  # the file goes with the array
        return np.frombuffer(self._file.getbuffer(), self.dtype).reshape(shape)


def parts(array, size=PART):
    """Yield (start, rows) until the end of an array, a few megabytes at a time.

    What was read of an array that is mapped from a file leaves this process's memory again.

    Examples
    --------
    >>> [(start, rows.tolist()) for start, rows in parts(np.array([1.0, 2.0, 3.0]), size=16)]
    [(0, [1.0, 2.0]), (2, [3.0])]
    """
    step = max(1, size // max(array[:1].nbytes, 1))
    for start in range(0, len(array), step):
        yield start, np.asarray(array[start : start + step])
        _forget(array)


def take(array, rows):
    """Return ``array[rows]``; what else was read of a mapped array on the way leaves memory again.

    Parameters
    ----------
    array : ndarray, or what acts like one
    rows : slice or ndarray
        Indices or a mask.
    """
    if isinstance(rows, slice) or _file_of(array) is None:
        return array[rows]
    rows = np.arange(len(array))[rows]
    taken = np.empty((len(rows), *array.shape[1:]), array.dtype)
    step = max(1, PART // max(array[:1].nbytes, 1))
    for start in range(0, len(rows), step):
        taken[start : start + step] = array[rows[start : start + step]]
        _forget(array)
    return taken


def _forget(array):
    """Give the pages of a mapped array back; they stay in the file, and are read again when needed."""
    file = _file_of(array)
    if file is not None and hasattr(mmap, "MADV_DONTNEED"):
        file.madvise(mmap.MADV_DONTNEED)


def _file_of(array):
    """Return the mapped file that an array only reads, or None."""
    whole = array
    while isinstance(getattr(whole, "base", None), np.ndarray):
        whole = whole.base
    return (
        whole.base if isinstance(whole, np.memmap) and whole.mode == "r" and isinstance(whole.base, mmap.mmap) else None
    )


def _on_disk():
    """Return a folder for large temporary files: ``/tmp`` may lie in memory, ``/var/tmp`` does not."""
    folder = Path("/var/tmp")
    chosen = os.environ.get("TMPDIR") is None and folder.is_dir() and os.access(folder, os.W_OK)
    return folder if chosen else None
