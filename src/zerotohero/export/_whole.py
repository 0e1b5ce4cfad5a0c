"""A folder that appears whole or not at all: a program that is killed leaves no half of it."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

from zerotohero.leaderboard.journal import cannot_write


@contextmanager
def whole(folder, gone=()):
    """Give a folder beside ``folder`` to write into; at the end its files take their places.

    Where ``folder`` is there already, each file replaces the one of its name, and whatever else lies there stays, but
    for the names in ``gone``: those of an earlier export that is replaced.

    Raises
    ------
    BoardError
        The disk is full, or the folder may not be written to.
    """
    folder = Path(folder)
    aside = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
    except OSError as error:
        raise cannot_write(folder.parent, error) from None
    try:
        yield aside
        if not folder.exists():
            aside.rename(folder)
            return
        for name in gone:
            if not (aside / name).exists():
                (folder / name).unlink(missing_ok=True)
        for path in sorted(p for p in aside.rglob("*") if p.is_file()):
            place = folder / path.relative_to(aside)
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)
    except OSError as error:
        raise cannot_write(folder.parent, error) from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _sweep(folder):
    """Remove what programs that were killed have left beside ``folder``."""
    import psutil

    for left in folder.parent.glob(f".{folder.name}.*"):
        pid = left.name.rpartition(".")[2]
        if left.is_dir() and pid.isdigit() and not psutil.pid_exists(int(pid)):
            shutil.rmtree(left, ignore_errors=True)
