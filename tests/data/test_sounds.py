"""Sounds and labels come out of folders and zips, at one rate and length; what cannot be used is named, not fatal."""

import importlib.util
import io
import struct
import tracemalloc
import zipfile

import numpy as np
import pytest

from zerotohero.core.errors import DataError
from zerotohero.core.recipe import ReadingRecipe
from zerotohero.data._hearing import hear
from zerotohero.data._wav import wav_bytes
from zerotohero.data.bring import bring
from zerotohero.data.sounds import read_sounds, speaker_of
from zerotohero.data.store import read_cells, write_cells


def tone(hz=440, seconds=0.4, rate=8_000, silence=0.0):
    """Return a WAV with a tone between two silences."""
    t = np.arange(int(rate * seconds)) / rate
    quiet = np.zeros(int(rate * silence))
    return wav_bytes(np.concatenate([quiet, 12_000 * np.sin(2 * np.pi * hz * t), quiet]).astype(np.int16), rate)


def pitch(sound, rate):
    """Return the loudest frequency of a sound in Hz."""
    return np.abs(np.fft.rfft(sound.astype(float))).argmax() * rate / len(sound)


@pytest.fixture
def make(tmp_path):
    """Return a function that writes path -> bytes below a folder and returns the folder."""

    def make(files, folder="sounds"):
        for name, data in files.items():
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return tmp_path / folder

    return make


FEW = {f"{label}/ann_{i}.wav": tone(hz, 0.3 + 0.1 * i) for label, hz in (("low", 300), ("high", 900)) for i in range(3)}


def test_folders_are_labels_and_file_names_say_who_speaks(make):
    data = bring(make(FEW))
    assert (data.kind, data.target, data.recipe.rate) == ("sounds", "label", 8_000)
    assert data.cells["sound"].dtype == np.int16 and data.cells["sound"].shape == (6, data.recipe.samples)
    assert data.cells["label"].tolist() == ["high"] * 3 + ["low"] * 3
    assert set(data.cells["stem"]) == {"ann"}
    assert [round(pitch(s, 8_000), -1) for s in data.cells["sound"]] == [900] * 3 + [300] * 3
    assert not data.cells["sound"][0][2_500:].any()  # 0.3 s, then filled with zeros


def test_a_zip_reads_as_its_folder_does(make, tmp_path):
    folder = make(FEW)
    with zipfile.ZipFile(tmp_path / "sounds.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in FEW.items():
            archive.writestr(name, data)
        archive.writestr("__MACOSX/low/._ann_1.wav", b"junk")
    np.testing.assert_array_equal(bring(tmp_path / "sounds.zip").cells["sound"], bring(folder).cells["sound"])


def test_other_rates_are_resampled_to_the_usual_one_and_pitches_stay(make):
    data = bring(make({**FEW, "low/44.wav": tone(300, rate=44_100), "low/11.wav": tone(300, rate=11_025)}))
    assert data.recipe.rate == 8_000
    rows = [f in ("low/44.wav", "low/11.wav") for f in data.cells["file"]]
    assert [round(pitch(s[:3_200], 8_000), -1) for s in data.cells["sound"][rows]] == [300, 300]
    assert any("Resampled to 8,000" in note for note in data.notes)


def test_high_rates_become_16_000(make):
    assert bring(make({f"{k}/{i}.wav": tone(rate=48_000) for k in "ab" for i in range(2)})).recipe.rate == 16_000


def test_silence_at_the_ends_is_cut_off(make):
    data = bring(make({**FEW, "low/late.wav": tone(300, 0.4, silence=1.5)}))
    late = data.cells["sound"][data.cells["file"].tolist().index("low/late.wav")]
    loud = np.flatnonzero(np.abs(late) > 1_000)
    assert loud[0] < 100 and abs(np.ptp(loud) - 3_200) < 50
    assert "Silence at the ends of 1 sound was cut off, 3 s on average." in data.notes
    sound, about = hear(io.BytesIO(tone(300, 0.4, silence=0.5)), "x.wav", 8_000, 40_000)
    assert 3_200 <= len(sound) <= 3_200 + 3 * 80 and about.trimmed == pytest.approx(1, abs=0.03)


def test_a_word_is_found_in_a_long_recording_with_a_humming_room(make):
    trained = bring(make(FEW))
    rng = np.random.default_rng(0)
    room = rng.normal(0, 300, 24_000)  # 30 dB below the word
    room[16_000:19_200] += 12_000 * np.sin(2 * np.pi * 900 * np.arange(3_200) / 8_000)
    folder = make({"word.wav": wav_bytes(room.astype(np.int16), 8_000)}, "new")
    sound = bring(folder / "word.wav", trained.recipe).cells["sound"][0]
    assert pitch(sound, 8_000) == pytest.approx(900, abs=5) and np.abs(sound[100:3_000]).max() > 10_000


def test_later_files_are_read_by_the_recipe(make):
    trained = bring(make(FEW))
    folder = make({"x.wav": tone(700, 3.0, rate=22_050), "y.wav": tone(700, 0.1)}, "new")
    new = bring(folder, trained.recipe)
    assert new.cells["sound"].shape == (2, trained.recipe.samples)
    assert [round(pitch(s[:800], 8_000), -1) for s in new.cells["sound"]] == [700, 700]
    assert new.cells["label"].tolist() == [None, None]


def test_the_recipe_survives_as_json_and_says_nothing_about_sounds_elsewhere(make):
    recipe = bring(make(FEW)).recipe
    assert ReadingRecipe.from_dict(recipe.as_dict()) == recipe
    assert "rate" not in ReadingRecipe("table", ()).as_dict()


@pytest.mark.parametrize("change", [{"rate": 0}, {"rate": 8_000.0}, {"samples": 10**9}, {"samples": 0}])
def test_an_altered_recipe_is_refused(make, change):
    with pytest.raises(ValueError, match="samples a second"):
        ReadingRecipe.from_dict({**bring(make(FEW)).recipe.as_dict(), **change})


def test_cells_survive_on_disk(make, tmp_path):
    data = bring(make(FEW))
    write_cells(tmp_path / "cells", data)
    again = read_cells(tmp_path / "cells")
    assert again.fingerprint == data.fingerprint and again.recipe == data.recipe


def test_bad_sounds_are_named_with_their_reason(make):
    flat = np.clip(60_000 * np.sin(np.arange(4_000) / 9), -32_768, 32_767).astype(np.int16)
    odd = np.sin(np.arange(4_000) / 9).astype("<f4")
    odd[50:60] = np.nan

    def as_float(values):
        head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 0, b"WAVE", b"fmt ", 16, 3, 1, 8_000, 32_000, 4, 32, b"data", 4 * len(values))  # fmt: skip
        return head + values.tobytes()

    bad = {
        "low/empty.wav": b"",
        "low/no samples.wav": wav_bytes([], 8_000),
        "low/one.wav": wav_bytes([9_000], 8_000),
        "low/silent.wav": wav_bytes(np.zeros(4_000), 8_000),
        "low/nothing but nan.wav": as_float(odd * np.nan),
        "low/corrupt.wav": b"RIFF1234WAVEjunk",
    }
    data = bring(make({**FEW, **bad, "low/clipped.wav": wav_bytes(flat, 8_000), "low/nan.wav": as_float(odd)}))
    left_out = next(note for note in data.notes if "left out" in note)
    assert left_out.startswith("6 of 14 sounds were left out") and all(name in left_out for name in bad)
    assert not set(bad) & set(data.cells["file"])
    assert any("too loud" in note and note.endswith("low/clipped.wav.") for note in data.notes)
    assert any("no number" in note and note.endswith("low/nan.wav.") for note in data.notes)
    assert data.cells["sound"][data.cells["file"].tolist().index("low/nan.wav")].any()


def test_three_hours_take_the_memory_of_a_few_seconds(make):
    folder = make(FEW)
    rate, seconds = 44_100, 3 * 3_600
    wave = (9_000 * np.sin(np.arange(20 * rate) / 9)).astype(np.int16).repeat(2)
    with (folder / "low" / "long.wav").open("wb") as file:
        size = 4 * rate * seconds
        file.write(struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", size, b"WAVE", b"fmt ", 16, 1, 2, rate, 4 * rate, 4, 16, b"data", size))  # fmt: skip
        file.seek(4 * rate * 20, 1)  # silence first
        file.write(wave.tobytes())
        file.truncate(44 + size)
    tracemalloc.start()
    data = bring(folder)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60e6  # all of it would be 1.9 GB
    assert data.cells["sound"].shape[1] <= 5 * 8_000
    assert any("longer than" in note for note in data.notes)
    long = data.cells["sound"][data.cells["file"].tolist().index("low/long.wav")]
    assert np.abs(long).max() > 8_000


def test_pictures_and_sounds_together_are_one_message_but_a_cover_is_none(make):
    from PIL import Image

    folder = make({f"{label}/{i}.wav": tone() for label in "ab" for i in range(12)})
    Image.new("L", (9, 9)).save(folder / "a" / "cover.png")
    assert bring(folder).kind == "sounds"
    for i in range(8):
        Image.new("L", (9, 9)).save(folder / "b" / f"{i}.png")
    with pytest.raises(DataError, match="9 pictures and 24 sounds"):
        bring(folder)


def test_one_heap_one_sound_and_no_sound_say_what_to_do(make):
    heap = make({"a.wav": tone(), "b.wav": tone()})
    with pytest.raises(DataError, match=r"2 sounds in one heap.*folder for each label"):
        bring(heap)
    with pytest.raises(DataError, match=r"one sound.*labels' folders"):
        bring(heap / "a.wav")
    with pytest.raises(DataError, match=r"an empty folder"):
        read_sounds(make({}, "none") if (heap.parent / "none").mkdir() is None else None)
    with pytest.raises(DataError, match=r"2 sounds and none can be used .*RIFF"):
        bring(make({"a/1.wav": b"nonsense, not wav", "b/1.wav": b"nonsense, not wav"}, "junk"))


def test_a_table_where_sounds_are_wanted_is_one_message(make, tmp_path):
    recipe = bring(make(FEW)).recipe
    (tmp_path / "t.csv").write_text("a,b\n1,2\n")
    with pytest.raises(DataError, match="expected sounds, as in training"):
        bring(tmp_path / "t.csv", recipe)


def test_flac_without_the_extra_says_what_to_install_and_wav_needs_none(make, monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda n, *a: None if n == "soundfile" else found(n, *a))
    folder = make(FEW)
    assert len(bring(folder)) == 6
    (folder / "low" / "x.flac").write_bytes(b"fLaC")
    with pytest.raises(DataError, match=r"1 \.flac and no soundfile.*sounds"):
        bring(folder)


@pytest.mark.parametrize("suffix", ["flac", "ogg"])
def test_flac_and_ogg_are_read_like_wav(make, suffix):
    soundfile = pytest.importorskip("soundfile")
    folder = make(FEW)
    wave = 0.4 * np.sin(2 * np.pi * 600 * np.arange(4_000) / 8_000)
    soundfile.write(folder / "low" / f"x.{suffix}", wave, 8_000)
    data = bring(folder)
    sound = data.cells["sound"][data.cells["file"].tolist().index(f"low/x.{suffix}")]
    np.testing.assert_allclose(sound[200:3_800] / 32_768, wave[200:3_800], atol=0.03)


def test_names_say_who_speaks_without_the_label():
    names = [
        ("7/jackson_12.wav", "7"),
        ("a/7_jackson_12.wav", "7"),
        ("on/anna-on-3.wav", "on"),
        ("dog/dog1.wav", "dog"),
    ]
    assert [speaker_of(*n) for n in names] == ["jackson", "jackson", "anna", None]
    assert speaker_of("bed/0a7c2a8d_nohash_0.wav", "bed") == "0a7c2a8d_nohash"


def test_spoken_digits_are_2000_sounds_of_four_speakers(shared_data):
    data = bring(shared_data / "sounds" / "spoken_digits.zip")
    assert (len(data), data.recipe.rate, set(data.cells["label"])) == (2_000, 8_000, set("0123456789"))
    assert set(data.cells["stem"]) == {"george", "jackson", "lucas", "nicolas"}
    assert 0.5 < data.recipe.samples / 8_000 < 0.8


def test_a_label_with_a_single_sound_is_left_out_and_told(make):
    data = bring(make({**FEW, "hum/ann_1.wav": tone(120)}))
    assert set(data.cells["label"]) == {"high", "low"}
    assert any("left out: 'hum'" in note for note in data.notes)
