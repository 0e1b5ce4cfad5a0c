"""The try page for sounds: a WAV goes in, a class, a spectrogram and sounds to listen to come out."""

import base64
import io

import numpy as np
import pytest
from PIL import Image
from scipy.io import wavfile

from zerotohero.core.dataset import Dataset
from zerotohero.core.errors import DataError
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.data._wav import wav_bytes
from zerotohero.serve.sound_answers import SoundAnswers

from .conftest import FakeRun

RATE, SAMPLES = 8_000, 2_400


def tone(hz, samples=SAMPLES, rate=RATE):
    return (9_000 * np.sin(2 * np.pi * hz * np.arange(samples) / rate)).round().astype(np.int16)


def url(samples, rate=RATE):
    return "data:audio/wav;base64," + base64.b64encode(wav_bytes(samples, rate)).decode()


@pytest.fixture
def sound_run():
    """Tones of 300 and 900 Hz, told apart by their samples; the last row is a test row."""
    sounds = np.array([tone(hz) for hz in (300, 900) * 4])
    labels = np.array(["low", "high"] * 4, object)
    files = np.array([f"{label}/{i}.wav" for i, label in enumerate(labels)], object)
    columns = (ColumnRecipe("sound", "sound"), ColumnRecipe("label", "category"), ColumnRecipe("file", "name"))
    recipe = ReadingRecipe("sounds", columns, rate=RATE, samples=SAMPLES)
    data = Dataset("tones", "sounds", {"sound": sounds, "label": labels, "file": files}, recipe, "tones")
    return FakeRun(data, np.array([1, 0] * 4), "label", ["high", "low"], np.array([0, 1] * 3 + [0, -1]))


def test_a_wav_is_answered_with_its_picture_and_the_nearest_sounds(sound_run):
    said = SoundAnswers(sound_run).answer({"sound": url(tone(300))})
    assert said["prediction"] == "low" and [n["label"] for n in said["neighbours"]] == ["low"] * 3
    assert "low/8.wav" not in [n["file"] for n in said["neighbours"]]
    picture = Image.open(io.BytesIO(base64.b64decode(said["seen"].partition(",")[2])))
    assert picture.size == (120, 120) and np.asarray(picture)[60:].mean() > np.asarray(picture)[:60].mean()
    rate, heard = wavfile.read(io.BytesIO(base64.b64decode(said["heard"].partition(",")[2])))
    assert rate == RATE and np.array_equal(heard, sound_run.asked[0].cells["sound"][0])


def test_another_rate_is_resampled_and_said(sound_run):
    said = SoundAnswers(sound_run).answer({"sound": url(tone(900, 13_230, 44_100), 44_100)})
    assert sound_run.asked[0].cells["sound"].shape == (1, SAMPLES)
    assert said["notes"] == ["The sound: resampled from 44,100 to 8,000 samples a second."]


@pytest.mark.parametrize(
    "question",
    [
        {},
        [],
        {"sound": 3},
        {"sound": "no base64!"},
        {"sound": url(np.zeros(2_400))},
        {"sound": url([5_000])},
        {"sound": base64.b64encode(b"RIFF....WAVEjunk").decode()},
        {"sound": base64.b64encode(b"../../etc/passwd").decode()},
    ],
)
def test_what_is_no_sound_is_one_message(sound_run, question):
    with pytest.raises(DataError):
        SoundAnswers(sound_run).answer(question)


def test_in_a_browser_a_chosen_file_is_answered_and_can_be_played(browser, serve, sound_run):
    browser.open(serve(sound_run).server.url)
    browser.until("!document.getElementById('sound').hidden")
    assert browser.js("document.getElementById('record').textContent") == "Record"
    data = base64.b64encode(wav_bytes(tone(900), RATE)).decode()
    browser.js(
        f"""(() => {{
          const bytes = Uint8Array.from(atob("{data}"), (c) => c.charCodeAt(0));
          const box = new DataTransfer();
          box.items.add(new File([bytes], "x.wav"));
          const chooser = document.getElementById("sound-file");
          chooser.files = box.files;
          chooser.dispatchEvent(new Event("change"));
        }})()"""
    )
    browser.until("document.getElementById('prediction').textContent === 'high'")
    assert browser.js("document.querySelectorAll('.listen').length") == 4
    assert browser.until("document.getElementById('played').duration") == pytest.approx(0.3, abs=0.01)
    assert browser.logs == []
