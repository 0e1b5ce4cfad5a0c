"""The try page: a drawing pad, a drop zone, a microphone, a form or lines of verse here, answered by a run."""

from importlib.resources import files

from zerotohero.serve.answers import Answers
from zerotohero.serve.local import LocalServer
from zerotohero.serve.sound_answers import SoundAnswers
from zerotohero.serve.verse_answers import VerseAnswers

KINDS = {"html": "text/html", "css": "text/css", "js": "text/javascript"}
FILES = ("style.css", "try.js", "bars.js", "pad.js", "pictures.js", "photo.js", "form.js", "neighbours.js", "verse.js",
         "sound.js")  # fmt: skip


class TryServer(LocalServer):
    """Serve the try page of one run.

    Parameters
    ----------
    run : Run
        What answers.
    host : {"127.0.0.1", "localhost"}
    port : int
        0 takes a free one.

    Examples
    --------
    >>> server = TryServer(open_run("best"))  # doctest: +SKIP
    >>> server.url, server.serve_forever()  # doctest: +SKIP
    """

    def __init__(self, run, host="127.0.0.1", port=0):
        manifest = run.model.manifest
        verse, sounds = manifest["task"] == "generation", manifest.get("recipe", {}).get("kind") == "sounds"
        answers = (VerseAnswers if verse else SoundAnswers if sounds else Answers)(run)
        pages = {name: (KINDS[name.rpartition(".")[2]], _file(name)) for name in FILES}
        pages[""] = (KINDS["html"], _file("try.html"))
        questions = {"describe": lambda _: answers.describe, "predict": answers.answer}
        super().__init__(pages, questions, host, port)


def _file(name):
    """Return a file of the room `web`, which is part of the package."""
    return (files("zerotohero.web") / name).read_bytes()
