"""What was asked, written down for later: two CSV files for each model in one folder. Off unless asked for.

``MODEL.csv`` holds every row with its time, id and prediction; ``MODEL-answered.csv`` the rows whose truth was told, the
truth under the name of the target: `hero train` reads it as it is. Of pictures and sounds only size and hash are kept.
"""

import contextlib
import csv
import datetime
import hashlib
import os
from pathlib import Path

from zerotohero.core.errors import ParameterError

try:
    import fcntl
except ImportError:  # Windows, where there is one worker
    fcntl = None

MOST_BYTES = 64 * 2**20  # of one file; a full one becomes .1.csv, the one before is gone
PERSONAL = (
    "If rows tell of people, {} now holds personal data: say so to them, keep it no longer than you need it, and "
    "delete it when asked."
)
COLUMNS = ("time", "id", "row", "prediction")


class InputLog:
    """A folder of CSV files that only this user may read.

    Parameters
    ----------
    folder : path
    most_bytes : int
        Of one file.
    """

    def __init__(self, folder, most_bytes=MOST_BYTES):
        self.folder, self.most_bytes = Path(folder), most_bytes
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._alone():
                pass
        except OSError as error:
            raise ParameterError(
                "write down what is asked", "a folder that can be written", f"{folder} ({error})", "--log DIR"
            ) from None

    def asked(self, served, key, cells, predictions):
        """Write rows and what was predicted; ``key`` is the id of the answer."""
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
        names, columns = _texts(served, cells)
        rows = [[now, key, i, p, *row] for i, (p, *row) in enumerate(zip(predictions, *columns))]
        self._write(served, f"{served.name}.csv", [*COLUMNS, *names], rows)

    def answered(self, served, cells, truth):
        """Write rows of a table and their truth, where it is known."""
        names, columns = _texts(served, cells)
        target = served.recipe.column(served.manifest["target"])
        rows = [[*row, _text(y, target)] for y, *row in zip(truth, *columns) if y is not None]
        self._write(served, f"{served.name}-answered.csv", [*names, served.manifest["target"]], rows)

    def _write(self, served, name, header, rows):
        """Append rows to a file, with its header where it is new."""
        path, delimiter = self.folder / name, served.recipe.delimiter or ","
        with self._alone():
            if path.exists() and path.stat().st_size >= self.most_bytes:
                path.replace(path.with_suffix(".1.csv"))
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(file, "a", encoding="utf-8", newline="") as out:
                header = [] if out.tell() else [header]
                csv.writer(out, lineterminator="\n", delimiter=delimiter).writerows([*header, *rows])

    @contextlib.contextmanager
    def _alone(self):
        """Let no other worker write meanwhile."""
        with (self.folder / ".lock").open("w") as lock:
            if fcntl:
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _texts(served, cells):
    """Return names and columns of what is written down about cells."""
    if served.kind in ("images", "sounds"):
        (grid,) = cells.values()
        raw = [row.tobytes() for row in grid]
        return ("size", "sha256"), (
            ["x".join(map(str, row.shape)) for row in grid],
            [hashlib.sha256(data).hexdigest() for data in raw],
        )
    names = [name for name, _ in served.features]
    return names, [[_text(cell, served.recipe.column(name)) for cell in cells[name].tolist()] for name in names]


def _text(cell, column):
    """Return a cell as the training file writes it: empty where nothing is known, whole numbers without ``.0``."""
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, datetime.datetime):
        return cell.strftime(column.date_format) if column.date_format else cell.isoformat(sep=" ")
    if isinstance(cell, float):
        return str(int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell).replace(".", column.decimal)
    return str(cell)
