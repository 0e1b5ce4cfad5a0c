"""The data set that is being made: one folder of pictures or sounds per label, written file by file.

A file is called ``SESSION-000123.png``. What was recorded in one go looks or sounds alike; it shares a session, so that
the split can keep it on one side: file names that differ only in the number at their end belong together.
"""

import os
import re
import time
import unicodedata
from datetime import datetime, timedelta
from pathlib import Path

from zerotohero.core.errors import DataError, UsageError
from zerotohero.data.images import is_picture, stem_of
from zerotohero.data.sounds import is_sound

SOURCES = ("camera", "microphone", "pad")
WANTED = 30  # examples of a label below which it is thin
TAKES = 3  # takes of a label by camera below which the pictures are too much alike
THIN_SHARE = 3  # a label with less than a third of the largest one is thin, too
PAUSE = 5.0  # seconds after which a camera's next pictures are another take
LONGEST = 60  # characters of a label
REMOVED = ".removed"  # what was taken out stays here; no reader looks into hidden folders
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # no file of Windows can be called so
_SESSION = re.compile(r"\d{8}-\d{6}")  # what other files' names say is not known here
DRAWING = 28  # pixels of a side of a drawing


def read_label(text, known=()):
    """Return a label as it can name a folder on every system.

    Parameters
    ----------
    text : str
    known : iterable of str
        The labels that are there.

    Raises
    ------
    DataError
        It is empty, too long, there already, or cannot be a folder's name.

    Examples
    --------
    >>> read_label(" grumpy ")
    'grumpy'
    """
    asked = "make a label"
    label = " ".join(unicodedata.normalize("NFC", text).split()) if isinstance(text, str) else ""
    if not label:
        raise DataError(asked, "a name", f"{text!r:.80}", "happy, grumpy")
    if len(label) > LONGEST or len(label.encode("utf-8", "replace")) > 4 * LONGEST:
        raise DataError(asked, f"at most {LONGEST} characters", f"{len(label)}", f"{label[:20]!r}")
    bad = next((c for c in label if c in '/\\:*?"<>|' or unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co")), None)
    if bad is not None or label[0] == "." or label[-1] == "." or _RESERVED.fullmatch(label):
        why = f"the character {bad!r}" if bad is not None else "a name that a folder cannot have everywhere"
        raise DataError(asked, "a name that can be a folder's", f"{label!r}: {why}", "letters, digits, spaces, - and _")
    same = next((k for k in known if k.casefold() == label.casefold()), None)
    if same is not None:
        raise DataError(asked, "a name that is not there yet", f"{label!r}, and there is {same!r}", "another name")
    return label


def split_labels(text):
    """Return the labels in "happy, grumpy", each as it can name a folder."""
    labels = []
    for part in text.split(",") if text else ():
        labels.append(read_label(part, labels))
    return labels


class Collection:
    """A folder with one folder per label, which grows; what is there already stays and counts.

    Parameters
    ----------
    folder : path
        Made if it is not there.
    labels : iterable of str
        Beside those that are there.
    source : {"camera", "microphone", "pad"} or None
        None: what the folder's files came from, or nobody has said yet.

    Raises
    ------
    DataError
        The folder cannot be written, holds something else, or a label cannot be one.
    UsageError
        The folder holds files from another source.
    """

    def __init__(self, folder, labels=(), source=None):
        self.folder = Path(folder).expanduser()
        _make(self.folder)
        here = sorted(p.name for p in self.folder.iterdir() if p.is_dir() and not p.name.startswith("."))
        loose = [p.name for p in self.folder.iterdir() if p.is_file() and _is_example(p.name)]
        if loose:
            raise DataError(
                f"add to {self.folder.name}", "a new folder, or one with a folder for each label",
                f"{len(loose):,} loose files, such as {sorted(loose)[0]}",
                f"hero collect NEW --labels ... --sort {self.folder}",
            )  # fmt: skip
        self.files = {
            label: sorted(p.name for p in (self.folder / label).iterdir() if _is_example(p.name)) for label in here
        }
        for label in labels:
            if not any(label.casefold() == known.casefold() for known in self.files):
                self.add_label(label)
        self.source = self._source_of_files() or source
        if source and self.source != source:
            raise UsageError(
                f"record with the {source}", f"a folder that holds nothing else than what came from a {source}",
                f"{self.folder.name}, made with the {self.source}", f"--from {self.source}, or another name",
            )  # fmt: skip
        self._added = []  # of this sitting, oldest first: (label, name)
        self._sitting = self._stamp()
        self._takes = {}  # label -> (session, press, moment of the last one)

    @property
    def labels(self):
        """The labels, those that were there first."""
        return list(self.files)

    def add_label(self, text):
        """Add a label and its folder; return its name."""
        label = read_label(text, self.files)
        self.write(lambda: (self.folder / label).mkdir(exist_ok=True))
        self.files[label] = []
        return label

    def begin_session(self):
        """Let what is recorded from now on be of another session: another person, another place."""
        self._sitting, self._takes = self._stamp(), {}
        return self._sitting

    def add(self, label, data, suffix, press=0, now=None):
        """Write one example; return its file name.

        Parameters
        ----------
        label : str
            One that is there.
        data : bytes
        suffix : str
            ".png" or ".wav".
        press : int
            Changes with every press of the button: pictures of one press are one take.
        now : float, optional
            Seconds, for tests.
        """
        self._known(label)
        session = self._session(label, press, time.monotonic() if now is None else now)
        number = 1 + max((_number(n) for n in self.files[label] if stem_of(n) == session), default=0)
        name = f"{session}-{number:06}{suffix}"
        self._put(label, name, data)
        return name

    def add_copy(self, label, name, data):
        """Write a copy of a file under its own name, or one like it if that is taken; return the name."""
        self._known(label)
        stem, suffix = Path(name).stem, Path(name).suffix
        taken, number = {n.casefold() for n in self.files[label]}, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem} ({number}){suffix}"
        self._put(label, name, data)
        return name

    def undo(self):
        """Take the last example of this sitting out again; return (label, name), or None where there is none."""
        if not self._added:
            return None
        label, name = self._added[-1]
        self.remove(label, name)
        return label, name

    def remove(self, label, name):
        """Take one example out; it stays in the hidden folder ``.removed``."""
        self._known(label)
        if name not in self.files[label]:
            raise DataError("take it out", f"an example of {label!r}", f"{name!r:.100}", "one that is shown")
        aside = self.folder / REMOVED / label
        self.write(lambda: aside.mkdir(parents=True, exist_ok=True))
        self.write(lambda: (self.folder / label / name).replace(aside / name))
        self.files[label].remove(name)
        self._added = [pair for pair in self._added if pair != (label, name)]

    def read(self, label, name):
        """Return the bytes of one example."""
        self._known(label)
        if name not in self.files[label]:
            raise DataError("show it", f"an example of {label!r}", f"{name!r:.100}", "one that is shown")
        return (self.folder / label / name).read_bytes()

    def counts(self):
        """Return a dict per label: ``label``, ``count``, ``takes`` and ``thin``, a sentence or ""."""
        most = max(map(len, self.files.values()), default=0)
        return [
            {
                "label": label,
                "count": len(names),
                "takes": len(set(map(stem_of, names))),
                "thin": self._thin(names, most),
            }
            for label, names in self.files.items()
        ]

    def _thin(self, names, most):
        """Return what a label still lacks, in words."""
        sessions = set(map(stem_of, names))
        takes, by_camera = len(sessions), self.source == "camera" and all(_SESSION.fullmatch(s or "") for s in sessions)
        if len(names) < WANTED:
            return f"{len(names)} of {WANTED} wanted" + f", {takes} of {TAKES} takes" * (by_camera and takes < TAKES)
        if by_camera and takes < TAKES:
            return f"{takes} of {TAKES} takes wanted: pause, move, and record again"
        if len(names) * THIN_SHARE < most:
            return f"{most // THIN_SHARE + 1} wanted: another label has {most:,}"
        return ""

    def _session(self, label, press, now):
        """Return the session of what comes now: with the camera a take, else the whole sitting."""
        if self.source != "camera":
            return self._sitting
        session, before, last = self._takes.get(label, (None, None, 0.0))
        several = sum(stem_of(n) == session for n in self.files[label]) >= 2  # one picture is no group
        if session is None or (press != before and now - last >= PAUSE and several):
            session = self._stamp()
        self._takes[label] = (session, press, now)
        return session

    def _stamp(self):
        """Return a new session's name: the moment, which no session here has."""
        taken = {stem_of(n) for names in self.files.values() for n in names}
        taken |= {session for session, _, _ in getattr(self, "_takes", {}).values()} | {getattr(self, "_sitting", "")}
        moment = datetime.now()
        while (stamp := f"{moment:%Y%m%d-%H%M%S}") in taken:
            moment += timedelta(seconds=1)
        return stamp

    def _source_of_files(self):
        """Return what the files that are here came from, or None."""
        first = next(((label, n) for label, names in self.files.items() for n in names), None)
        if first is None:
            return None
        if is_sound(first[1]):
            return "microphone"
        from PIL import Image, UnidentifiedImageError

        try:
            with Image.open(self.folder / first[0] / first[1]) as picture:
                return "pad" if picture.size == (DRAWING, DRAWING) and picture.mode == "L" else "camera"
        except (OSError, UnidentifiedImageError):
            return "camera"

    def _put(self, label, name, data):
        """Write a file whole or not at all."""
        path = self.folder / label / name
        half = path.with_name(f".{name}")
        self.write(lambda: (half.write_bytes(data), half.replace(path)))
        self.files[label].append(name)
        self._added.append((label, name))

    def _known(self, label):
        if label not in self.files:
            raise DataError("find the label", f"one of {', '.join(self.files)}", f"{label!r:.80}", "add it on the page")

    def write(self, act):
        """Do what writes to the disk; say plainly where it cannot."""
        try:
            act()
        except OSError as error:
            raise _cannot_write(self.folder, error) from None


def _make(folder):
    """Make the folder and see that it can be written."""
    if folder.exists() and not folder.is_dir():
        raise DataError(f"collect into {folder}", "a folder, or a new name", "a file", "another name")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".writable-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise _cannot_write(folder, error) from None


def _cannot_write(folder, error):
    """Return the DataError for a folder that takes no files."""
    return DataError(f"write into {folder}", "a folder that can be written", error.strerror or str(error), "another name, or room on the disk")  # fmt: skip


def _is_example(name):
    return is_picture(name) or is_sound(name)


def _number(name):
    """Return the number at the end of a file's name, 0 where there is none."""
    return int((re.search(r"(\d+)\.\w+$", name) or ("0", "0"))[1])
