"""Files that survive anything: written aside and renamed whole, in a folder that one training owns.

::

    hero-boards/last.json              which leaderboard was trained last
    hero-boards/<dataset>-<target>/
        board.json                     which manifest is current
        boards/<key>.json, .npz        manifest; answers, folds, weights of every row
        data/<fingerprint>/            the cells, memory-mapped by workers
        runs/<id>/fold-0.json, .npz    one candidate on one fold: score and predictions
        runs/<id>/run.json, model.hero the finished run
        runs/<id>/index/               of a large text: its n-grams, mapped by whoever writes verse
        events.jsonl, tests.jsonl, trainings.jsonl
        lock
"""

import errno
import json
import os
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from zerotohero.core.errors import BoardError
from zerotohero.data.table import safe_name


def board_folder(out, dataset, target, test_set=0, test_file=None):
    """Return the leaderboard's folder for a data set, a target and a test set, which may be a file."""
    safe = "".join(c if c.isalnum() or c in "-_" else "-" for c in target).strip("-")[:40] or "target"
    test = f"-test-{safe_name(test_file)}" if test_file else f"-test{test_set}" if test_set else ""
    return Path(out) / f"{dataset}-{safe}{test}"


def write_json(path, plain):
    """Write JSON aside, then rename: a reader sees the old file or the new one, never half."""
    write_whole(path, json.dumps(plain, ensure_ascii=False, indent=1, default=_plain).encode("utf-8"))


def write_arrays(path, **arrays):
    """Write an .npz whole."""
    import io

    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    write_whole(path, buffer.getvalue())


def write_whole(path, data):
    """Write bytes aside, then rename; explain a full disk and a read-only folder."""
    path = Path(path)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(data)
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True) if os.access(path.parent, os.W_OK) else None
        raise cannot_write(path.parent, error) from None


def cannot_write(folder, error):
    """Return the BoardError for an OSError met while writing in ``folder``."""
    if error.errno == errno.ENOSPC:
        return BoardError(
            "save the results",
            "room on the disk",
            "the disk is full",
            "free some space, then run the same command: it goes on",
        )
    return BoardError(
        f"write in {folder}",
        "a folder that may be written to",
        error.strerror or str(error),
        "--out with another folder",
    )


def read_json(path, default=None):
    """Return the JSON in a file, or ``default`` if there is none or it is damaged."""
    try:
        return json.loads(Path(path).read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: not JSON, or not text
        return default


def read_arrays(path):
    """Return the arrays of an .npz as a dict.

    Raises
    ------
    BoardError
        The file is gone or damaged.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return dict(arrays)
    except (OSError, ValueError, TypeError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        what = "no such file" if isinstance(error, FileNotFoundError) else "a damaged file"
        raise BoardError(
            f"read {path}", "arrays as hero train wrote them", what, "the same hero train again: it makes what is lost"
        ) from None


def append_line(path, plain):
    """Append one JSON line."""
    try:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(plain, ensure_ascii=False, default=_plain) + "\n")
    except OSError as error:
        raise cannot_write(Path(path).parent, error) from None


@contextmanager
def lock(folder):
    """Own ``folder`` while in the block; a lock left by a process that died is taken over.

    Raises
    ------
    BoardError
        Another training is at work in this folder.
    """
    import psutil

    path = Path(folder) / "lock"
    mine = {"pid": os.getpid(), "started": psutil.Process().create_time()}
    text = json.dumps(mine)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for _ in range(3):
            try:
                descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
            except FileExistsError:
                owner = _owner(path)
                if _alive(owner):
                    raise BoardError(
                        f"train in {folder}",
                        "one training at a time in one folder",
                        f"process {owner['pid']} is training there",
                        "wait for it, or --out with another folder",
                    ) from None
                if read_json(path) == owner:  # nobody else has taken it over meanwhile
                    path.unlink(missing_ok=True)
                continue
            with os.fdopen(descriptor, "w") as file:
                file.write(text)
            break
    except OSError as error:
        raise cannot_write(folder, error) from None
    try:
        yield
    finally:
        if read_json(path) == mine:
            path.unlink(missing_ok=True)


def _owner(path):
    """Return what the lock says; a moment's patience with one that was created and is not yet written."""
    import time

    for _ in range(5):
        if owner := read_json(path):
            return owner
        time.sleep(0.1)
    return None  # cut off by a crash


def _alive(owner):
    """Whether the process that wrote the lock still runs (same id *and* same start)."""
    import psutil

    try:
        return abs(psutil.Process(owner["pid"]).create_time() - owner["started"]) < 2
    except (psutil.Error, KeyError, TypeError):
        return False


def _plain(value):
    """Return NumPy scalars and arrays as JSON."""
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not plain data")
