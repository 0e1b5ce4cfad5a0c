"""The parts of a script that hear, as text: sounds from files, numbers from sounds.

Three of our own files lie beside the script as they are; only their imports of one another change.
"""

import inspect

from zerotohero.data import _hearing, _wav
from zerotohero.representations import _mel

FILES = {"wav.py": _wav, "hearing.py": _hearing, "mel.py": _mel}


def sound_files():
    """Return file name -> text of what a script on sounds needs beside it."""
    return {
        name: inspect.getsource(module).replace("from zerotohero.data._wav import", "from wav import")
        for name, module in FILES.items()
    }


def sound_imports():
    """Return the lines that take from these files."""
    return ["from hearing import MOST_SECONDS, hear, shortened", "from mel import spectrogram"]


def read_sounds_part(recipe):
    """Return the function that reads a folder of sounds."""
    return f'''def read(path):
    """Return the WAV files in a folder as (N, {recipe.samples}) int16 at {recipe.rate:,} samples a second."""
    files = sorted(p for p in Path(path).rglob("*") if p.suffix.lower() in (".wav", ".wave"))
    sounds = np.zeros((len(files), {recipe.samples}), np.int16)
    for row, file in zip(sounds, files):
        with file.open("rb") as stream:
            sound, _ = hear(stream, file.name, {recipe.rate}, max({recipe.samples}, int(MOST_SECONDS * {recipe.rate})))
        sound = shortened(sound, {recipe.samples}, {recipe.rate})
        row[: len(sound)] = sound
    return sounds'''


def matrix_sounds_part():
    """Return the function that turns sounds into what a model takes."""
    return '''def to_matrix(sounds, state):
    """Return log-mel spectrograms (N, bands, frames), or what they say in a row of numbers (N, D)."""
    return spectrogram(sounds, state)'''
