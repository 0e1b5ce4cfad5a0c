"""The sheet of sounds: a wave and a spectrogram for each example, whatever labels are called."""

import numpy as np
import pytest
from PIL import Image

from zerotohero.core.errors import UsageError
from zerotohero.datasets.notes import load
from zerotohero.report.look.sound_sheet import sound_sheet


@pytest.fixture(scope="module")
def notes():
    return load(48)


def test_a_png_shows_waves_and_spectrograms(notes, tmp_path):
    sound_sheet(notes, tmp_path / "s.png")
    page = np.asarray(Image.open(tmp_path / "s.png").convert("RGB")).astype(int)
    paper = (abs(page - [251, 250, 246]).sum(2) < 6).mean()
    wave = (abs(page - [42, 111, 184]).sum(2) < 60).mean()
    assert 0.3 < paper < 0.8 and wave > 0.005


def test_an_svg_has_text_as_text_and_labels_escaped(notes, tmp_path):
    odd = notes.take(np.arange(12))
    odd.cells["label"][:] = np.array(["$x<b>", "ok"] * 6, object)
    sound_sheet(odd, tmp_path / "s.svg")
    text = (tmp_path / "s.svg").read_text("utf-8")
    assert "$x&lt;b&gt;" in text and "<b>" not in text and "Ada" in text


def test_sounds_without_labels_are_drawn_too(notes, tmp_path):
    from dataclasses import replace

    cells = {"sound": notes.cells["sound"], "label": np.full(len(notes), None, object)}
    sound_sheet(replace(notes, cells=cells, groups=None), tmp_path / "s.png")
    assert (tmp_path / "s.png").stat().st_size > 5_000


def test_another_kind_of_file_is_refused(notes, tmp_path):
    with pytest.raises(UsageError, match=r"--picture s\.png"):
        sound_sheet(notes, tmp_path / "s.gif")
