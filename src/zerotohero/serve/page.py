"""The page on which a model is tried: its files, and what answers it."""

from importlib.resources import files

KINDS = {"html": "text/html", "css": "text/css", "js": "text/javascript"}
FILES = ("style.css", "try.js", "bars.js", "pad.js", "pictures.js", "photo.js", "form.js", "neighbours.js", "verse.js",
         "sound.js", "microphone.js", "camera.js", "corrections.js", "asking.js", "words.js", "watched.js")  # fmt: skip


def page_files():
    """Return path -> (media type, content) of everything that the page consists of; "" is the page itself."""
    found = {name: (KINDS[name.rpartition(".")[2]], _file(name)) for name in FILES}
    return {"": (KINDS["html"], _file("try.html")), **found}


def answers_for(run):
    """Return what answers the page's questions about a run: ``describe``, and ``answer(question)``."""
    from zerotohero.serve.answers import Answers
    from zerotohero.serve.sound_answers import SoundAnswers
    from zerotohero.serve.verse_answers import VerseAnswers

    manifest = run.model.manifest
    if manifest["task"] == "generation":
        return VerseAnswers(run)
    return (SoundAnswers if manifest["recipe"]["kind"] == "sounds" else Answers)(run)


def _file(name):
    """Return a file of the room `web`, which is part of the package."""
    return (files("zerotohero.web") / name).read_bytes()
