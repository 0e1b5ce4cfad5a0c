"""A sound as numbers, as a small picture and as something to listen to."""

import base64
import io

import numpy as np
import pytest
from scipy.io import wavfile

from zerotohero.report.heard import SIDE, envelope, length, numbers, pitches, player, spectrogram, thumbnail, typical

RATE = 8_000


def tone(hz, seconds=0.5, loud=8_192, end=None):
    sound = (loud * np.sin(2 * np.pi * hz * np.arange(int(seconds * RATE)) / RATE)).round().astype(np.int16)
    if end is not None:
        sound[int(end * RATE) :] = 0
    return sound


def test_length_loudness_quiet_and_clipping():
    loud = np.clip(tone(200).astype(int) * 9, -32_768, 32_767).astype(np.int16)
    whisper = tone(440)
    whisper[1_000:3_000] = 1
    found = numbers(np.array([tone(440, end=0.25), loud, whisper]), RATE)
    np.testing.assert_allclose(found["seconds"], [0.25, 0.5, 0.5], atol=0.01)
    assert found["loudness"][0] == pytest.approx(20 * np.log10(0.25 / 2**0.5), abs=0.1)
    assert found["clipped"].tolist() == [False, True, False]
    assert found["quiet"][2] == pytest.approx(0.5, abs=0.05) and found["quiet"][0] < 0.05


def test_a_thumbnail_has_high_pitches_on_top_and_is_dark_where_the_sound_is_over():
    bright = thumbnail(tone(3_000, end=0.25), RATE).astype(int).sum(2)
    assert bright.shape == (SIDE, SIDE)
    assert bright[: SIDE // 2, 10:50].mean() > bright[SIDE // 2 :, 10:50].mean()
    assert bright[:, 70:].max() == bright.min()


def test_the_pitch_axis_fits_the_spectrogram():
    for hz, share in pitches(RATE).items():
        loudest = spectrogram(tone(hz), RATE)[:, 20].argmax()
        assert loudest / 40 == pytest.approx(share, abs=0.05)


def test_the_player_holds_the_sound_without_its_filling():
    html = player(tone(440, end=0.25), RATE)
    rate, heard = wavfile.read(io.BytesIO(base64.b64decode(html.partition("base64,")[2].partition('"')[0])))
    assert rate == RATE and np.array_equal(heard, tone(440)[: length(tone(440, end=0.25))])


def test_the_outline_follows_the_loudness():
    rising = (np.arange(4_000) * 8).astype(np.int16)
    np.testing.assert_allclose(envelope(rising, 4), np.array([999, 1_999, 2_999, 3_999]) * 8 / 32_768)


def test_typical_sounds_are_of_middle_length_and_of_different_groups():
    sounds = np.array([tone(440, end=e) for e in (0.1, 0.3, 0.31, 0.5, 0.3)])
    assert typical(sounds, np.arange(5))[0] in (1, 4)
    groups = np.array(["a", "b", "b", "b", None], object)
    assert [groups[row] for row in typical(sounds, np.arange(4), 2, groups)] == ["a", "b"]
    assert len(typical(sounds, np.arange(5), 9, groups)) == 5
