"""Bring sounds: a folder or zip with one folder of WAV, FLAC, OGG or MP3 files per label."""

import importlib.util
import unicodedata
from collections import Counter
from pathlib import Path, PurePosixPath

import numpy as np

from zerotohero.core.dataset import Dataset
from zerotohero.core.errors import DataError
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.data._files import SOUND_SUFFIXES, open_files
from zerotohero.data._hearing import FRAME, MOST_SECONDS, hear, open_sound, shortened
from zerotohero.data.images import as_objects, labels_of, stem_of, without_single
from zerotohero.data.table import safe_name

HIGHEST_RATE = 16_000  # samples a second: speech and most events lie below 8 kHz
USUAL_LENGTH = 0.95  # this share of the sounds is heard whole, if they are no longer than MOST_SECONDS
LARGEST = 1 << 30  # bytes of all sounds together
CLIPPED = 0.01  # share of samples that stand still at full scale
_REASONS = 8  # why sounds were left out, at most
_COLUMNS = (
    ColumnRecipe("sound", "sound", ()),
    ColumnRecipe("label", "category", ("",)),
    ColumnRecipe("file", "name", ()),
    ColumnRecipe("stem", "name", ("",)),
)


def read_sounds(path, recipe=None, name=None):
    """Read sounds and, where they lie in folders, their labels.

    Parameters
    ----------
    path : path
        A folder or zip with one folder per label. With a recipe also a folder or zip without
        labels, or one sound: then labels are None.
    recipe : ReadingRecipe, optional
        Gives rate and length. Without one, the rate is the files' most frequent, at most 16,000 a second,
        and the length that of the sound at the 95th percentile, at most 5 seconds.
    name : str, optional

    Returns
    -------
    Dataset
        Columns ``sound`` (N, T) int16 at ``recipe.rate``, the silence at both ends cut off, then cut or filled
        with zeros to T = ``recipe.samples``; ``label``; ``file`` (path inside the folder or zip); ``stem`` (file
        name without suffix, final number and label: "7/7_jackson_12.wav" -> "jackson").

    Raises
    ------
    DataError
    """
    path = Path(path).expanduser()
    with open_files(path) as files:
        names = [n for n in files.names if is_sound(n)]
        if not names:
            raise _no_sounds(path, files.names)
        _decoder_needed(path, names)
        labels, notes = [label and unicodedata.normalize("NFC", label) for label in labels_of(names)], []
        if recipe is None:
            names, labels, notes = _in_folders(path, names, labels)
            names, labels, alone = without_single(names, labels, "sound")
            notes += alone
        rate = recipe.rate if recipe else _usual_rate(files, names)
        most = max(recipe.samples if recipe else 0, int(MOST_SECONDS * rate))
        heard, about = {}, {}
        for file in names:
            try:
                with files.open(file) as stream:
                    heard[file], about[file] = hear(stream, file, rate, most)
            except MemoryError:
                raise
            except Exception as error:  # a decoder raises whatever the damage leads it into
                about[file] = error
    bad = {file: error for file, error in about.items() if file not in heard}
    if not heard:
        first = next(iter(bad.values()))
        raise DataError(f"read {path.name}", "sounds", f"{_many(len(bad))} and none can be used ({first})", _TRY)
    notes += _about_bad(bad, len(names))
    notes += _about_good({file: about[file] for file in heard}, rate)
    samples = recipe.samples if recipe else _usual_length(list(heard.values()), rate)
    sound = np.zeros((len(heard), samples), np.int16)
    for row, whole in zip(sound, heard.values()):
        part = shortened(whole, samples, rate)
        row[: len(part)] = part
    if recipe is None:
        longer = sum(len(s) > samples or about[f].longer for f, s in heard.items())
        if longer:
            notes.append(
                f"{longer:,} of {len(heard):,} sounds are longer than {samples / rate:.2g} s: their ends are left out."
            )
        recipe = ReadingRecipe("sounds", _COLUMNS, rate=rate, samples=samples)
    label = dict(zip(names, labels))
    cells = {
        "sound": sound,
        "label": as_objects([label[file] for file in heard]),
        "file": as_objects(list(heard)),
        "stem": as_objects([speaker_of(file, label[file]) for file in heard]),
    }
    return Dataset(
        name or safe_name(path.name),
        "sounds",
        cells,
        recipe,
        str(path),
        target="label",
        targets=("label",),
        notes=tuple(notes),
    )


def count_sounds(path):
    """Return how many sound files a folder or zip holds."""
    with open_files(Path(path)) as files:
        return sum(map(is_sound, files.names))


def is_sound(name):
    """Return whether a path looks like a sound that a person put there."""
    parts = PurePosixPath(name).parts
    return PurePosixPath(name).suffix.lower() in SOUND_SUFFIXES and not any(
        p.startswith((".", "__MACOSX")) for p in parts
    )


def speaker_of(name, label=None):
    """Return the file name without suffix, final number and label, or None if nothing stays.

    Examples
    --------
    >>> speaker_of("7/jackson_12.wav", "7"), speaker_of("7_jackson_12.wav", "7"), speaker_of("dog/dog 3.wav", "dog")
    ('jackson', 'jackson', None)
    """
    stem = stem_of(name)
    if stem is None or label is None:
        return stem
    if stem.casefold() == label.casefold():
        return None
    for mark in "_- .":
        if stem.casefold().startswith(label.casefold() + mark):
            stem = stem[len(label) + 1 :]
        if stem.casefold().endswith(mark + label.casefold()):
            stem = stem[: -len(label) - 1]
    return stem.strip("_- .") or None


def _usual_rate(files, names):
    """Return the most frequent sample rate, at most HIGHEST_RATE; of equals the higher one."""
    rates = Counter()
    for file in names:
        try:
            with files.open(file) as stream:
                rates[open_sound(stream, file).rate] += 1
        except Exception:
            continue  # whoever reads it says why it cannot be read
    return min(max(rates, key=lambda r: (rates[r], r), default=HIGHEST_RATE), HIGHEST_RATE)


def _usual_length(sounds, rate):
    """Return the number of samples that fits most sounds, a whole number of hundredths of a second."""
    length = np.quantile([len(s) for s in sounds], USUAL_LENGTH)
    length = min(length, MOST_SECONDS * rate, LARGEST / (2 * len(sounds)))
    step = max(rate // FRAME, 1)
    return max(int(np.ceil(length / step)) * step, 4 * step)


def _in_folders(path, names, labels):
    """Return (names, labels, notes) of the sounds that lie in a label's folder."""
    loose = [n for n, label in zip(names, labels) if label is None]
    if len(loose) == len(names):
        raise DataError(
            f"read {path.name}",
            "one folder of sounds for each label",
            f"{_many(len(names))} in one heap",
            "make a folder for each label and move the sounds into them: yes/anna_1.wav, no/ben_1.wav",
        )
    notes = [f"{_many(len(loose))} in no label's folder, left out: {_some(loose)}."] if loose else []
    names, labels = zip(*((n, label) for n, label in zip(names, labels) if label is not None))
    return names, labels, notes


def _decoder_needed(path, names):
    """Raise DataError where a file needs soundfile and it is not there."""
    if importlib.util.find_spec("soundfile") is not None:
        return
    others = Counter(s for n in names if (s := PurePosixPath(n).suffix.lower()) not in (".wav", ".wave"))
    if others:
        came = ", ".join(f"{count:,} {suffix}" for suffix, count in others.most_common(3))
        raise DataError(
            f"read {path.name}",
            "WAV files, or the extra that decodes others",
            f"{came} and no soundfile",
            "hero add sounds",
        )


def _about_bad(bad, total):
    """Return what is to be said about sounds that were left out."""
    if not bad:
        return []
    reasons = {}
    for file, error in bad.items():
        reasons.setdefault(str(error)[:120] or type(error).__name__, []).append(file)
    said = "; ".join(f"{reason} ({_some(files)})" for reason, files in list(reasons.items())[:_REASONS])
    more = f"; and {len(reasons) - _REASONS:,} more reasons" if len(reasons) > _REASONS else ""
    return [f"{len(bad):,} of {total:,} sounds {'was' if len(bad) == 1 else 'were'} left out: {said}{more}."]


def _about_good(about, rate):
    """Return what is to be said about the sounds that are used: rates, channels, silence, clipping, odd samples."""
    if len(about) == 1:
        (one,) = about.values()
        said = [f"resampled from {one.rate:,} to {rate:,} samples a second"] * (one.rate != rate)
        said += [f"{one.trimmed:.2g} s of silence at its ends cut off"] * (one.trimmed >= 0.1)
        said += ["recorded too loud (clipped)"] * (one.clipped > CLIPPED) + [f"{one.odd:,} samples are no number"] * (
            one.odd > 0
        )
        return ["The sound: " + "; ".join(said) + "."] if said else []
    notes = []
    rates = Counter(a.rate for a in about.values())
    if set(rates) != {rate}:
        found = ", ".join(f"{count:,} of {r:,} Hz" for r, count in rates.most_common(4))
        notes.append(f"Resampled to {rate:,} samples a second: {found}.")
    many = sum(a.channels > 1 for a in about.values())
    if many:
        notes.append(f"{_many(many)} with several channels: their mean is used.")
    trimmed = [a.trimmed for a in about.values() if a.trimmed >= 0.1]
    if trimmed:
        notes.append(f"Silence at the ends of {_many(len(trimmed))} was cut off, {np.mean(trimmed):.2g} s on average.")
    for test, what in (
        (lambda a: a.clipped > CLIPPED, "recorded too loud: samples stand still at full scale (clipped)"),
        (lambda a: a.odd, "held samples that are no number, taken as 0"),
    ):
        files = [f for f, a in about.items() if test(a)]
        if files:
            notes.append(f"{_many(len(files))} {what}: {_some(files)}.")
    return notes


def _no_sounds(path, names):
    """Return the DataError for a folder or zip without sounds."""
    kinds = Counter(PurePosixPath(n).suffix.lower() or "no suffix" for n in names).most_common(3)
    came = ", ".join(f"{count:,} {suffix}" for suffix, count in kinds) or "an empty folder"
    return DataError(
        f"read {path.name}", "a folder for each label, with WAV, FLAC, OGG or MP3 files inside", came, _TRY
    )


_TRY = "sounds that a player can play, as WAV"


def _many(count):
    """Return "1 sound" or "12 sounds"."""
    return f"{count:,} sound{'' if count == 1 else 's'}"


def _some(names):
    """Return the first names and how many more."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3:,} more" if len(names) > 3 else "")
