"""The page on which a data set is made: what it asks, and what it is answered."""

import base64
from importlib.resources import files
from threading import RLock

from zerotohero.core.errors import DataError
from zerotohero.serve.collect.folder import SOURCES
from zerotohero.serve.collect.media import drawing, example, picture, recording, whole
from zerotohero.serve.collect.train import Training
from zerotohero.serve.local import LocalServer
from zerotohero.serve.page import KINDS, page_files

FILES = ("collect.css", "collect.js", "collect_sources.js", "collect_labels.js", "collect_train.js", "collect_sort.js")
SHOWN = 10  # examples of a label at a time


class CollectServer(LocalServer):
    """Serve the page on which a data set is made.

    Parameters
    ----------
    collection : Collection
    sorting : Sorting or None
    out : str
        The folder of leaderboards, for the training that the page can start.
    host : {"127.0.0.1", "localhost"}
    port : int
        0 takes a free one.
    """

    command = "hero collect"

    def __init__(self, collection, sorting=None, out="hero-boards", host="127.0.0.1", port=0):
        self.desk = Desk(collection, sorting, out)
        super().__init__({**page_files(), **collect_files()}, self.desk.questions, host, port)

    def server_close(self):
        """Close the page; a training that still runs is stopped as with Ctrl-C."""
        super().server_close()
        self.desk.training.stop()


def collect_files():
    """Return path -> (media type, content) of what this page adds to the files of the try page."""
    room = files("zerotohero.web")
    found = {name: (KINDS[name.rpartition(".")[2]], (room / name).read_bytes()) for name in FILES}
    return {"": (KINDS["html"], (room / "collect.html").read_bytes()), **found}


class Desk:
    """What answers the page: plain dicts in, plain dicts out.

    Parameters
    ----------
    collection : Collection
    sorting : Sorting or None
    out : str
    """

    def __init__(self, collection, sorting=None, out="hero-boards"):
        self.collection, self.sorting, self.training = collection, sorting, Training(collection.folder, out)
        self._out, self._lock, self._answers = out, RLock(), (0, None)
        asked = (
            "describe",
            "source",
            "label",
            "session",
            "add",
            "undo",
            "remove",
            "examples",
            "decide",
            "train",
            "stop",
        )
        self.questions = {name: self._one_at_a_time(getattr(self, name)) for name in asked}
        self.questions |= {"training": lambda _: self.training.state()}
        self.questions |= {
            "predict": lambda question: self._model().answer(question),
            "model": lambda _: self._model().describe,
        }

    def describe(self, _=None):
        """Return everything that the page shows of the data set."""
        collection, sorting = self.collection, self.sorting
        return {
            "name": collection.folder.name,
            "folder": str(collection.folder.resolve()),
            "source": collection.source,
            "labels": collection.counts(),
            "sorting": None if sorting is None else self._at_hand(),
            "training": self.training.state(),
        }

    def source(self, question):
        """Take what is recorded from, where nobody has said yet."""
        asked = _text(question, "source")
        if asked not in SOURCES:
            raise DataError("record", f"from one of {', '.join(SOURCES)}", f"{asked!r:.80}", "one of the three")
        if any(self.collection.files.values()) and asked != self.collection.source:
            raise DataError(f"record with the {asked}", f"the {self.collection.source}, as before", f"the {asked}", "another NAME for these")  # fmt: skip
        self.collection.source = asked
        return self.describe()

    def label(self, question):
        """Add a label."""
        self.collection.add_label(_text(question, "label"))
        return self.describe()

    def session(self, _):
        """Begin another session."""
        return {"session": self.collection.begin_session()}

    def add(self, question):
        """Keep one picture, drawing or sound under a label."""
        label, source = _text(question, "label"), self.collection.source
        if self.sorting is not None or source not in SOURCES:
            raise DataError("record", "a camera, a microphone or a pad", "none was chosen", "choose one on the page")
        if source == "microphone":
            data, suffix = recording(_bytes(question, "sound")), ".wav"
        else:
            data, suffix = (drawing if source == "pad" else picture)(_bytes(question, "image")), ".png"
        press = question.get("press", 0)
        name = self.collection.add(label, data, suffix, press if isinstance(press, int) else 0)
        return {"added": example(name, data), "labels": self.collection.counts(), "label": label}

    def undo(self, _):
        """Take the last step back."""
        if self.sorting is not None:
            self.sorting.undo()
            return self.describe()
        if self.collection.undo() is None:
            raise DataError("take the last one back", "one that was added since this page was opened", "none", "the cross on any example")  # fmt: skip
        return self.describe()

    def remove(self, question):
        """Take one example out."""
        label, name = _text(question, "label"), _text(question, "name")
        self.collection.remove(label, name)
        if self.sorting is not None:
            self.sorting.forget(label, name)
        return self.describe()

    def examples(self, question):
        """Return examples of a label, the newest first: those after the first ``start``."""
        label, start = _text(question, "label"), question.get("start", 0)
        if label not in self.collection.files or not isinstance(start, int) or start < 0:
            raise DataError("show examples", f"one of {', '.join(self.collection.files)}", f"{label!r:.80}", "another label")  # fmt: skip
        names = self.collection.files[label][::-1][start : start + SHOWN]
        shown = []
        for name in names:
            try:
                shown.append(example(name, self.collection.read(label, name)))
            except OSError:  # somebody took the file away
                shown.append({"name": name, "image": None})
        return {"label": label, "examples": shown, "more": len(self.collection.files[label]) > start + SHOWN}

    def decide(self, question):
        """Sort the file at hand to a label; none skips it."""
        if self.sorting is None:
            raise DataError("sort", "a folder to sort", "none", "hero collect NAME --labels ... --sort FOLDER")
        name, label = _text(question, "name"), question.get("label")
        problem = whole(name, self.sorting).get("problem") if label is not None else None
        if problem:
            raise DataError(f"keep {name}", "a file that can be read", problem, "skip it")
        self.sorting.decide(name, label)
        return self.describe()

    def train(self, _):
        """Start `hero train` on what is there."""
        enough = [c for c in self.collection.counts() if c["count"] >= 5]
        if len(enough) < 2:
            raise DataError("learn from this", "at least two labels with 5 examples each", f"{len(enough)}", "a few more of each first")  # fmt: skip
        self.training.start()
        return self.training.state()

    def stop(self, _):
        """Stop the training; what is finished stays."""
        self.training.stop()
        return self.training.state()

    def _model(self):
        """Return what answers for the model that was trained last here."""
        board = self.training.board
        if board is None:
            raise DataError("answer", "a trained model", "none yet", "the button that trains")
        with self._lock:
            if self._answers[0] != self.training.finished:
                from zerotohero.leaderboard.open import open_board
                from zerotohero.serve.page import answers_for

                self._answers = (self.training.finished, answers_for(open_board(board).best))
            return self._answers[1]

    def _at_hand(self):
        """Return the file that is to be sorted now."""
        sorting, name = self.sorting, self.sorting.next
        at_hand = {"kind": sorting.kind, "done": sorting.done, "total": len(sorting.names), "name": name}
        at_hand["folder"] = str(sorting.folder)
        if name is not None:
            at_hand |= whole(name, sorting)
        return at_hand

    def _one_at_a_time(self, act):
        """Return ``act`` so that two requests never write at once."""

        def locked(question):
            with self._lock:
                return act(question if isinstance(question, dict) else {})

        return locked


def _text(question, name):
    """Return one text of a question."""
    value = question.get(name)
    if not isinstance(value, str):
        raise DataError("answer this", f'{{"{name}": "..."}}', f"{type(value).__name__}", "reload the page")
    return value


def _bytes(question, name):
    """Return the bytes behind base64 or a data URL."""
    text = _text(question, name)
    try:
        return base64.b64decode(text.partition(",")[2] or text, validate=True)
    except ValueError as error:
        raise DataError("read what was recorded", "base64", f"{error!s:.100}", "record it again") from None
