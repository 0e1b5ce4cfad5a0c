"""How a network learned: what it was shown, changed a little."""

import base64
import io
import re
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from zerotohero.core.dataset import Dataset
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.report.evidence import Evidence
from zerotohero.report.heard import coloured, spectrogram
from zerotohero.report.training import learned

RATE, SAMPLES = 8000, 3200


@pytest.fixture
def heard():
    """Return a maker of Evidence: tones of two pitches, learned by a sound network with this ``augment``."""
    time = np.arange(SAMPLES) / RATE
    rng = np.random.default_rng(0)
    sounds = [9000 * np.sin(2 * np.pi * hz * time) + 300 * rng.normal(size=SAMPLES) for hz in (400, 900) * 3]
    labels = np.array(["low", "high"] * 3, object)
    recipe = ReadingRecipe(
        "sounds", (ColumnRecipe("sound", "sound"), ColumnRecipe("label", "category")), rate=RATE, samples=SAMPLES
    )
    cells = {"sound": np.array(sounds).astype(np.int16), "label": labels}
    dataset = Dataset("tones", "sounds", cells, recipe, "tones", "label")
    y = np.arange(6) % 2
    manifest = {"kind": "sounds", "task": "classification", "classes": ["low", "high"], "target": "label"}
    board = SimpleNamespace(manifest=manifest, fold=np.zeros(6, int), y=y, weight=None, dataset=lambda: dataset)

    def make(augment="auto", algorithm="sound-convnet", rows=True):
        run = SimpleNamespace(board=board, folder=None, params={"augment": augment}, algorithm=algorithm)
        return Evidence(run, rows)

    return make


def test_sounds_are_shown_as_they_are_and_then_as_they_were_changed(heard):
    pytest.importorskip("torch")
    html = learned(heard()).html()
    images = [base64.b64decode(data) for data in re.findall(r'src="data:image/png;base64,([^"]+)"', html)]
    pixels = [np.asarray(Image.open(io.BytesIO(data)).convert("RGB")) for data in images]
    assert len(pixels) == 2 * 8  # one line for each class
    for line, row in ((0, 2), (8, 3)):  # the middle one of each class
        own = coloured(spectrogram(heard().dataset.cells["sound"][row], RATE))
        assert np.array_equal(pixels[line], own)
        assert len({p.tobytes() for p in pixels[line : line + 8]}) == 8
    assert "throat" in html and "left out" in html


def test_nothing_is_shown_where_nothing_was_changed_or_no_row_may_be_seen(heard):
    assert learned(heard("none")) is None
    assert learned(heard(rows=False)) is None
    assert learned(heard(algorithm="convnet")) is None  # pictures of sounds are left as they are
