"""The beat, heard by its numbers."""

import io
import wave

import numpy as np
import pytest

from zerotohero.verse.beat import BAR, RATE, beat, over_beat, wav


def loudness(samples, at, seconds=0.04):
    """Return the mean square of a moment."""
    begin = round(at * RATE)
    return float(np.mean(samples[begin : begin + round(seconds * RATE)] ** 2))


def test_kick_and_snare_fall_on_their_beats():
    sound = beat(2)
    assert len(sound) == round(2 * BAR * RATE) and pytest.approx(0.9) == np.abs(sound).max()
    for bar in (0, 1):
        for loud in (0, 1, 1.5, 2.5, 3):
            assert loudness(sound, (bar + loud / 4) * BAR) > 10 * loudness(sound, (bar + (loud + 0.4) / 4) * BAR), loud


def test_each_line_starts_on_a_bar_and_a_long_one_is_pressed_into_it():
    tone = 0.5 * np.sin(np.arange(RATE // 2) / 5)
    quiet, spoken = over_beat([[]] * 2), over_beat([tone, np.tile(tone, 10)])
    voice = np.abs(spoken - quiet) > 1e-9
    begin = round(2 * BAR * RATE)
    assert not voice[: begin - 1].any() and voice[begin : begin + 50].any()
    assert not voice[begin + len(tone) + 1 : round(3 * BAR * RATE)].any()
    assert voice[round(3.9 * BAR * RATE) : round(4 * BAR * RATE)].any() and not voice[round(4 * BAR * RATE) + 1 :].any()


def test_the_file_holds_the_samples():
    samples = np.array([0.0, 0.5, -0.5, 2.0])
    with wave.open(io.BytesIO(wav(samples))) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, RATE)
        read = np.frombuffer(sound.readframes(9), "<i2") / 32767
    assert read == pytest.approx([0, 0.5, -0.5, 1], abs=1e-4)
