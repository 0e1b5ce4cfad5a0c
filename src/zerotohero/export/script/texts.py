"""The texts of a run's plain script, without the arrays and rows that lie beside it: to read and to compare."""

import tempfile
from pathlib import Path

from zerotohero.core.errors import BoardError
from zerotohero.export.script.part import parts_of
from zerotohero.export.script.verse import export_verse
from zerotohero.export.script.write import script_texts


def texts_of(run):
    """Return file name -> text of what ``hero export --to script`` writes, ``run.py`` first.

    Raises
    ------
    BoardError
        The run has no leaderboard, or no model.
    """
    if run.board is None:
        raise BoardError("write a script", "a run of a leaderboard", "a bare model file", "hero export best")
    if run.model.manifest["task"] == "generation":
        with tempfile.TemporaryDirectory() as folder:
            return {"run.py": export_verse(run, Path(folder)).read_text("utf-8")}
    texts = script_texts(run, parts_of(run))
    return {name: texts[name] for name in sorted(texts, key=lambda name: (name != "run.py", name))}
