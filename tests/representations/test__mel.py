"""The fast spectrogram equals the definitions, summed up one by one."""

import numpy as np
import pytest
from scipy.fft import dct

from zerotohero.representations._mel import cepstra, loudness, mel_filters, mel_power, pooled, sound_lengths

RNG = np.random.default_rng(0)


def slow_power(sound, bands, rate, window, hop, size):
    """Return (F, M) by the definition of the discrete Fourier transform and of a triangle, in plain loops."""
    mel = lambda hz: 2595 * np.log10(1 + hz / 700)  # noqa: E731
    corners = [700 * (10 ** (mel(rate / 2) * i / (bands + 1) / 2595) - 1) for i in range(bands + 2)]
    rows = []
    for begin in range(0, len(sound), hop):
        frame = []
        for w in range(window):
            place = begin - window // 2 + w
            value = sound[place] if 0 <= place < len(sound) else 0.0
            frame.append(value * (0.5 - 0.5 * np.cos(2 * np.pi * w / window)))
        row = np.zeros(bands)
        for b in range(size // 2 + 1):
            wave = np.exp(-2j * np.pi * b * np.arange(window) / size)
            power, hz = abs(np.dot(frame, wave)) ** 2, b * rate / size
            for m in range(bands):
                low, peak, high = corners[m : m + 3]
                if low < hz < high:
                    row[m] += power * ((hz - low) / (peak - low) if hz <= peak else (high - hz) / (high - peak))
        rows.append(row)
    return np.array(rows)


def test_the_power_in_the_bands_equals_the_slow_sum():
    sounds = RNG.normal(size=(2, 130))
    fast = mel_power(sounds, mel_filters(7, 32, 8_000), 30, 12, 32)
    assert fast.shape == (2, 11, 7)
    for sound, found in zip(sounds, fast):
        np.testing.assert_allclose(found, slow_power(sound, 7, 8_000, 30, 12, 32), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("hz", [300, 1_000, 3_000])
def test_a_pure_tone_lies_in_the_band_around_its_pitch(hz):
    sound = np.sin(2 * np.pi * hz * np.arange(2_000) / 8_000)[None]
    filters = mel_filters(40, 256, 8_000)
    loudest = mel_power(sound, filters, 200, 80, 256)[0, 10].argmax()
    band = filters[:, loudest].nonzero()[0] * 8_000 / 256
    assert band.min() - 32 <= hz <= band.max() + 32


def test_loudness_runs_from_0_to_1_whatever_the_volume():
    power = RNG.uniform(size=(1, 5, 4))
    power[0, 0] = 0
    found = loudness(power, 60.0)
    assert found.max() == 1 and found[0, 0].max() == 0
    np.testing.assert_allclose(found, loudness(power * 1e-4, 60.0))
    ten_times_softer = power.max() / 10
    assert loudness(np.array([[[power.max(), ten_times_softer]]]), 60.0)[0, 0, 1] == pytest.approx(1 - 10 / 60)
    assert not loudness(np.zeros((1, 2, 2)), 60.0).any()  # nothing at all is as soft as can be


def test_cepstra_are_the_cosine_transform_lifted():
    grid = RNG.uniform(size=(3, 5, 20))
    lift = 1 + 11 * np.sin(np.pi * np.arange(6) / 22)
    np.testing.assert_allclose(cepstra(grid, 6), dct(grid, norm="ortho", axis=2)[..., :6] * lift / 1.5)


def test_stretches_are_means_over_the_sounds_own_length():
    grid = np.arange(6.0).reshape(1, 6, 1)  # frames 0 to 5
    np.testing.assert_allclose(pooled(grid, np.array([6]), 3)[0, :, 0], [0.5, 2.5, 4.5])
    np.testing.assert_allclose(pooled(grid, np.array([4]), 2)[0, :, 0], [0.5, 2.5])
    np.testing.assert_allclose(pooled(grid, np.array([1]), 2)[0, :, 0], [0, 0])
    both = pooled(np.concatenate([grid, grid]), np.array([4, 6]), 2)[:, :, 0]
    np.testing.assert_allclose(both, [[0.5, 2.5], [1, 4]])  # each by its own length
    np.testing.assert_allclose(pooled(grid, np.array([3]), 2)[0, :, 0], [(0 + 0.5 * 1) / 1.5, (0.5 * 1 + 2) / 1.5])


def test_a_sound_ends_where_the_filling_begins():
    sounds = np.array([[1, 0, 2, 0, 0, 0], [0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1]])
    assert sound_lengths(sounds, 2).tolist() == [2, 1, 3]
