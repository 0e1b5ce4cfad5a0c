"""Sort an existing folder: its pictures or sounds come one after the other, each is copied to its label or skipped."""

import json
from pathlib import Path, PurePosixPath

from zerotohero.core.errors import DataError, UsageError
from zerotohero.data._files import Folder
from zerotohero.data.images import is_picture
from zerotohero.data.sounds import is_sound

JOURNAL = ".sorted.jsonl"  # in the collection; hidden, so that no reader takes it for data


class Sorting:
    """The files of a folder, those not yet sorted first in line.

    Every decision is written down at once: who stops goes on there. The originals are only read.

    Parameters
    ----------
    folder : path
        What is sorted.
    collection : Collection
        Where the copies go.

    Raises
    ------
    DataError
        The folder is not there, or holds no pictures or sounds.
    UsageError
        It lies in the collection, or the collection in it.
    """

    def __init__(self, folder, collection):
        self.folder, self.collection = Path(folder).expanduser(), collection
        if not self.folder.is_dir():
            came = "a file" if self.folder.exists() else "nothing there"
            raise DataError(f"sort {self.folder}", "a folder of pictures or sounds", came, "--sort FOLDER")
        inside, outside = self.folder.resolve(), collection.folder.resolve()
        if inside == outside or inside in outside.parents or outside in inside.parents:
            raise UsageError(
                f"sort {self.folder}", "two folders, neither in the other", f"{collection.folder}", "another NAME"
            )
        names = Folder(self.folder).names
        kinds = [[n for n in names if is_picture(n)], [n for n in names if is_sound(n)]]
        self.names = max(kinds, key=len)
        if not self.names:
            raise DataError(f"sort {self.folder}", "a folder of pictures or sounds", f"{len(names)} files, none of them", "--sort FOLDER")  # fmt: skip
        self.kind = "pictures" if self.names is kinds[0] else "sounds"
        has = {"microphone": "sounds", None: self.kind}.get(collection.source, "pictures")
        if has != self.kind:
            raise UsageError(f"sort {self.kind}", f"a folder for {self.kind}", f"{collection.folder.name}, which holds {has}", "another NAME")  # fmt: skip
        self._journal = collection.folder / JOURNAL
        self._decided = {}  # name -> (label or None, name of the copy or None), in the order of the decisions
        self._remember()

    @property
    def next(self):
        """The path, inside the folder, of the file that comes now; None at the end."""
        return next((n for n in self.names if n not in self._decided), None)

    @property
    def done(self):
        """How many are sorted or skipped."""
        return sum(n in self._decided for n in self.names)

    def read(self, name):
        """Return the bytes of one file of the folder."""
        return (self.folder / self._known(name)).read_bytes()

    def decide(self, name, label):
        """Copy a file to a label; None skips it."""
        if self._known(name) in self._decided:
            return  # a key that was pressed twice
        copy = None
        if label is not None:
            try:
                data = self.read(name)
            except OSError as error:
                raise DataError(
                    f"read {name}", "a file that can be read", error.strerror or str(error), "skip it"
                ) from None
            copy = self.collection.add_copy(label, PurePosixPath(name).name, data)
        self._note(name, label, copy)

    def undo(self):
        """Take the last decision back, and its copy out; return the file's name, or None where there is none."""
        if not self._decided:
            return None
        name = next(reversed(self._decided))
        label, copy = self._decided[name]
        if label in self.collection.files and copy in self.collection.files[label]:
            self.collection.remove(label, copy)
        self._note(name, None, None, undone=True)
        return name

    def forget(self, label, copy):
        """Let a file whose copy was taken out come again."""
        for name, decided in list(self._decided.items()):
            if decided == (label, copy):
                self._note(name, None, None, undone=True)

    def _known(self, name):
        if name not in self.names:
            raise DataError("sort it", f"a file of {self.folder.name}", f"{name!r:.100}", "the one that is shown")
        return name

    def _note(self, name, label, copy, undone=False):
        """Write one decision down and remember it."""
        line = {"from": str(self.folder.resolve()), "file": name, "label": label, "copy": copy, "undone": undone}
        self.collection.write(lambda: self._append(line))
        self._take(line)

    def _append(self, line):
        with self._journal.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=True) + "\n")

    def _take(self, line):
        self._decided.pop(line["file"], None)
        if not line["undone"]:
            self._decided[line["file"]] = (line["label"], line["copy"])

    def _remember(self):
        """Take up what was decided about this folder before; a copy that is gone is to be sorted again."""
        if not self._journal.exists():
            return
        for text in self._journal.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                line = json.loads(text)
                if line["from"] == str(self.folder.resolve()):
                    self._take(line)
            except (ValueError, KeyError, TypeError):
                continue  # the power went while it was written
        files = self.collection.files
        self._decided = {
            n: (at, copy) for n, (at, copy) in self._decided.items() if at is None or copy in files.get(at, ())
        }
