"""One sound: silence at both ends is cut off, a hundredth of a second around the sound stays."""

import io

import numpy as np
import pytest

from zerotohero.data._hearing import hear, shortened
from zerotohero.data._wav import wav_bytes

RATE = 8_000


def recording(before, after, hiss=0.0):
    """Return (the bytes of a WAV, the tone in it): half a second at 440 Hz, so many seconds of silence or hiss around it."""
    tone = (12_000 * np.sin(2 * np.pi * 440 * (np.arange(RATE // 2) + 0.5) / RATE)).astype(np.int16)
    noise = np.random.default_rng(0).normal(0, 1, (2, int(max(before, after) * RATE))) * hiss
    sides = noise[0, : int(before * RATE)], noise[1, : int(after * RATE)]
    return wav_bytes(np.concatenate([sides[0], tone, sides[1]]).astype(np.int16), RATE), tone


@pytest.mark.parametrize(("before", "after"), [(0.8, 0.4), (2.5, 0.4), (0.0, 1.3), (0.5, 0.0)])
def test_silence_around_one_sound_is_cut_off_and_every_sample_of_it_stays(before, after):
    data, tone = recording(before, after)
    sound, about = hear(io.BytesIO(data), "one.wav", RATE, 10 * RATE)
    start = np.flatnonzero(sound)[0]
    assert np.array_equal(sound[start : start + len(tone)], tone)
    assert start <= 0.01 * RATE and len(sound) - start - len(tone) <= 0.01 * RATE
    assert about.trimmed == pytest.approx(before + after, abs=0.021) and not about.longer


def test_a_hiss_that_nobody_hears_beside_the_sound_is_silence_too():
    data, tone = recording(0.8, 0.4, hiss=12)  # 57 dB below the tone
    sound, _ = hear(io.BytesIO(data), "one.wav", RATE, 10 * RATE)
    assert len(sound) <= len(tone) + 0.03 * RATE


def test_what_is_loud_enough_stays():
    data, _ = recording(0.8, 0.4, hiss=600)  # 23 dB below: a room in which somebody speaks
    sound, about = hear(io.BytesIO(data), "one.wav", RATE, 10 * RATE)
    assert len(sound) == 1.7 * RATE and about.trimmed == 0
    short = shortened(sound, int(0.6 * RATE), RATE)  # where there is no room for all of it, the tone is kept
    assert len(short) == pytest.approx(0.52 * RATE, abs=0.02 * RATE)


def test_a_sound_of_silence_is_refused():
    with pytest.raises(ValueError, match="silent"):
        hear(io.BytesIO(wav_bytes(np.zeros(RATE, np.int16), RATE)), "one.wav", RATE, RATE)
