"""The page on which a data set is made: what it asks, and what it is answered."""

import base64
import io
from importlib.resources import files
from threading import RLock

import numpy as np

from zerotohero.core.errors import DataError, HeroError
from zerotohero.serve import uploads
from zerotohero.serve.answers import png
from zerotohero.serve.collect_folder import DRAWING, SOURCES
from zerotohero.serve.collect_train import Training
from zerotohero.serve.local import LocalServer
from zerotohero.serve.page import KINDS, page_files
from zerotohero.web.pad import Frame

FILES = ("collect.css", "collect.js", "collect_sources.js", "collect_labels.js", "collect_train.js", "collect_sort.js")
SHOWN = 10  # examples of a label at a time
SIDE = 96  # pixels of a thumbnail
MOST_SOUND = 60.0  # seconds of one recording
PAPER = Frame(DRAWING, DRAWING, fill=0.86, stroke=2.0)  # how drawings are kept: large, in the middle, one pen


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
            data, suffix = _sound(_bytes(question, "sound")), ".wav"
        else:
            data, suffix = (_drawing if source == "pad" else _picture)(_bytes(question, "image")), ".png"
        press = question.get("press", 0)
        name = self.collection.add(label, data, suffix, press if isinstance(press, int) else 0)
        return {"added": _example(name, data), "labels": self.collection.counts(), "label": label}

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
                shown.append(_example(name, self.collection.read(label, name)))
            except OSError:  # somebody took the file away
                shown.append({"name": name, "image": None})
        return {"label": label, "examples": shown, "more": len(self.collection.files[label]) > start + SHOWN}

    def decide(self, question):
        """Sort the file at hand to a label; none skips it."""
        if self.sorting is None:
            raise DataError("sort", "a folder to sort", "none", "hero collect NAME --labels ... --sort FOLDER")
        name, label = _text(question, "name"), question.get("label")
        problem = _shown_whole(name, self.sorting).get("problem") if label is not None else None
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
            at_hand |= _shown_whole(name, sorting)
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


def _picture(data):
    """Return a picture as PNG without anything else that its file may hold."""
    return _png(_pixels(uploads.opened(data), "RGB"))


def _drawing(data):
    """Return a drawing as a PNG of 28 x 28 greys, white on black."""
    grey = PAPER.prepare(np.asarray(_pixels(uploads.opened(data), "L")))
    if grey is None:
        raise DataError("keep the drawing", "something drawn", "an empty pad", "draw first, then choose the label")
    from PIL import Image

    return _png(Image.fromarray(grey))


def _pixels(picture, mode):
    """Return the picture unpacked, in this mode."""
    try:
        return picture.convert(mode)
    except (OSError, ValueError, SyntaxError) as error:  # cut off in the middle
        raise DataError("open the picture", "a PNG or JPEG", f"{error!s:.200}", "another picture") from None


def _png(picture):
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _sound(data):
    """Return a recording as it came, once it is known to be a WAV that can be read."""
    from zerotohero.data._hearing import hear

    try:
        hear(io.BytesIO(data), "recording.wav", 16_000, int(MOST_SOUND * 16_000))
    except (HeroError, OSError, ValueError) as error:
        came = getattr(error, "came", str(error))
        raise DataError("keep the recording", "a WAV with a sound in it", f"{came:.200}", "record it again, a little louder") from None  # fmt: skip
    return data


def _example(name, data):
    """Return one example as the page shows it: a small picture; of a sound its spectrogram, and the sound."""
    try:
        if not name.lower().endswith((".wav", ".wave", ".flac", ".ogg", ".mp3")):
            picture = _pixels(uploads.opened(data), "RGB")
            picture.thumbnail((SIDE, SIDE))
            return {"name": name, "image": png(picture)}
        from zerotohero.data._hearing import hear
        from zerotohero.data._wav import wav_bytes
        from zerotohero.report.heard import thumbnail

        sound, _ = hear(io.BytesIO(data), name, 16_000, 5 * 16_000)
        wav = base64.b64encode(wav_bytes(sound, 16_000)).decode("ascii")
        return {"name": name, "image": png(thumbnail(sound, 16_000)), "sound": f"data:audio/wav;base64,{wav}"}
    except Exception as error:  # a decoder raises whatever the damage leads it into
        return {"name": name, "image": None, "problem": getattr(error, "came", str(error))[:120]}


def _shown_whole(name, sorting):
    """Return a file of the folder that is sorted, as large as it is to be judged by."""
    try:
        data = sorting.read(name)
        if sorting.kind == "sounds":
            return _example(name, data)
        picture = _pixels(uploads.opened(data), "RGB")
        picture.thumbnail((640, 640))
        return {"image": png(picture)}
    except (HeroError, OSError) as error:
        return {"image": None, "problem": getattr(error, "came", str(error))[:120]}
