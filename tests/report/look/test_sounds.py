"""What hero look shows of sounds: a drawing and the numbers of every label."""

from types import SimpleNamespace

import numpy as np
from rich.console import Console

from zerotohero.core.dataset import Dataset
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.report.look.look import look_view
from zerotohero.report.look.sounds import ACROSS, MOST_LABELS, SHADES, describe_sounds

RATE = 8_000


def tones(labels):
    """Return a sound for each label: low ones for "low", else high; half a second, the last half silent."""
    pitch = {"low": 250}
    t = np.arange(4_000) / RATE
    sounds = np.array([8_000 * np.sin(2 * np.pi * pitch.get(label, 3_000) * t) for label in labels]).astype(np.int16)
    sounds[:, 2_000:] = 0
    columns = (ColumnRecipe("sound", "sound"), ColumnRecipe("label", "category"))
    recipe = ReadingRecipe("sounds", columns, rate=RATE, samples=4_000)
    return Dataset("tones", "sounds", {"sound": sounds, "label": np.array(labels, object)}, recipe, "t", target="label")


def shown(dataset):
    view = SimpleNamespace(dataset=dataset, target="label", task="classification", findings=())
    console = Console(width=80, record=True, force_terminal=False)
    with console.capture() as text:
        console.print(look_view(view))
    return text.get().splitlines()


def test_every_label_has_its_numbers():
    about = describe_sounds(tones(["low", "high", "low", None]))
    assert (about["rate"], about["seconds"]) == (8_000, 0.5)
    assert {k: v["sounds"] for k, v in about["labels"].items()} == {"high": 1, "low": 2}
    assert about["labels"]["low"]["seconds"] == [0.25, 0.25, 0.25] and about["labels"]["low"]["clipped"] == 0


def test_the_drawing_has_low_pitches_at_the_bottom():
    lines = shown(tones(["low", "high"] * 3))
    assert "6 sounds of 0.5 s, 8,000 samples a second" in lines[0]
    high, low = (next(i for i, line in enumerate(lines) if line.startswith(f"  {name} ")) for name in ("high", "low"))
    ink = lambda line: sum(SHADES.index(c) for c in line[26 : 26 + ACROSS] if c in SHADES)  # noqa: E731
    assert ink(lines[high + 1]) > 40 and ink(lines[low + 1]) == 0
    assert ink(lines[low + 3]) > ink(lines[low + 1])
    assert all(len(line) <= 80 for line in lines)


def test_many_labels_get_a_line_each_and_odd_names_do_no_harm():
    lines = shown(tones([f"[red]{i}\n" for i in range(MOST_LABELS + 5)]))
    assert sum("[red]" in line for line in lines) == MOST_LABELS
    assert any("and 5 more labels" in line for line in lines)
