"""Changed sounds: each change does what its name says, and silence stays silence."""

from dataclasses import fields

import numpy as np
import pytest

from zerotohero.algorithms._augment_sounds import SoundChanges, augment_sounds_with, sound_changes

torch = pytest.importorskip("torch")


def batch(n=64, bands=40, frames=60, length=30):
    """Return sounds whose band 20 rings, on a faint floor, for half of the time."""
    sounds = torch.zeros(n, 1, bands, frames)
    sounds[..., :length] = 0.2
    sounds[:, 0, 20, :length] = 0.8
    return sounds


def changed(sounds=None, **amounts):
    sounds = batch() if sounds is None else sounds
    return augment_sounds_with(SoundChanges(**amounts))(sounds, torch.Generator().manual_seed(0))[:, 0].numpy()


def loudest(sounds):
    """Return the loudest band in the tenth frame (N,)."""
    return sounds[:, :, 10].argmax(axis=1)


def lengths(sounds):
    return (sounds.max(axis=1) > 0.3).sum(axis=1)


def test_no_change_leaves_sounds_as_they_are():
    assert augment_sounds_with(sound_changes("none")) is None
    np.testing.assert_allclose(changed(speed=1e-9), batch()[:, 0], atol=1e-4)


def test_pitch_moves_all_bands_and_tract_the_higher_ones_farther():
    moved = loudest(changed(pitch=0.1))
    assert moved.min() < 18 and moved.max() > 22 and (abs(moved - 20) <= 4).all()
    low, high = batch(), batch()
    for sounds, band in ((low, 10), (high, 35)):
        sounds[:, 0, 20, :30], sounds[:, 0, band, :30] = 0.2, 0.8
    far = [abs(loudest(changed(s, tract=0.2)) - band).mean() for s, band in ((low, 10), (high, 35))]
    assert far[1] > 2 * far[0] > 0


def test_speed_changes_the_length_by_the_factor_and_shift_the_beginning():
    found = lengths(changed(speed=0.2))
    assert 24 <= found.min() < 27 and 33 < found.max() <= 37
    begins = (changed(shift=0.1).max(axis=1) > 0.3).argmax(axis=1)
    assert 3 <= begins.max() <= 6


def test_a_microphone_changes_bands_against_each_other_and_loudness_all_of_them():
    curve = changed(microphone=0.2)[:, :, 5] - batch()[:, 0, :, 5].numpy()
    assert curve.std(axis=1).mean() > 0.03
    other = changed(batch() * 0.5, loudness=0.3)[:, :, 5]
    assert other[:, 0].std() > 0.05 and (other[:, 20] > other[:, 0]).all()


def test_noise_drowns_the_faintest_cells_but_no_silence():
    found = changed(noise=0.5)
    assert found[:, 0, :30].max() > 0.4 and not found[:, :, 30:].any()


def test_masks_hide_stretches_behind_the_mean_of_their_band():
    sounds = torch.rand(64, 1, 40, 60)
    sounds[..., 30:] = 0
    found = changed(sounds, masks=1, masked=0.5)
    hidden = np.isclose(found, sounds[..., :30].mean(3, keepdim=True)[:, 0], atol=1e-6)
    whole_bands, whole_frames = hidden[..., :30].all(axis=2).sum(axis=1), hidden.all(axis=1).sum(axis=1)
    assert 0 < whole_bands.max() <= 21 and 0 < whole_frames.max() <= 16
    assert not found[:, :, 30:].any()


def test_every_change_is_used_for_speech_and_keeps_cells_between_silence_and_the_loudest():
    assert all(getattr(sound_changes(), field.name) for field in fields(SoundChanges))
    found = augment_sounds_with(sound_changes())(torch.rand(32, 1, 40, 60), torch.Generator().manual_seed(0))
    assert found.min() >= 0 and found.max() <= 1 and torch.isfinite(found).all()
