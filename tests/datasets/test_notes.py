"""The notes are the same everywhere, complete, and about instruments and players, not about volume or length."""

import time

import numpy as np

from zerotohero.datasets._instruments import INSTRUMENTS, PLAYERS, RATE, record
from zerotohero.datasets.notes import load


def test_every_player_plays_every_instrument_and_it_takes_no_second():
    began = time.process_time()
    data = load()
    assert time.process_time() - began < 3  # 0.4 seen
    pairs = set(zip(data.cells["label"], data.cells["player"]))
    assert len(data) == 720 and len(pairs) == len(INSTRUMENTS) * len(PLAYERS) == 72
    assert (data.kind, data.target, data.groups, data.recipe.rate) == ("sounds", "label", "player", 8_000)
    assert data.cells["sound"].shape == (720, 4_800) and data.cells["sound"].dtype == np.int16


def test_equal_seeds_give_equal_sounds():
    np.testing.assert_array_equal(record(24, seed=3)[0], record(24, seed=3)[0])
    assert (record(24, seed=3)[0] != record(24, seed=4)[0]).any()


def test_a_note_has_its_pitch():
    sounds, instruments, notes, _ = record(60, seed=1)
    known = {"A3": 220, "A4": 440, "A5": 880, "C4": 262, "E4": 330, "G4": 392}
    checked = 0
    for sound, instrument, note in zip(sounds, instruments, notes):
        if instrument in ("flute", "clarinet", "guitar") and note in known:
            power = np.abs(np.fft.rfft(sound.astype(float)))
            hz = power[: int(1_200 * 4_800 / RATE)].argmax() * RATE / 4_800
            ratio = hz / known[note]
            assert abs(ratio - round(ratio)) < 0.06 * round(ratio), (instrument, note, hz)  # a harmonic of it
            checked += 1
    assert checked >= 3


def test_loudness_and_length_do_not_give_the_instrument_away():
    from sklearn.model_selection import cross_val_score
    from sklearn.tree import DecisionTreeClassifier

    data = load(240)
    sounds = data.cells["sound"].astype(float)
    X = np.column_stack([np.abs(sounds).max(1), (sounds != 0).sum(1)])
    assert cross_val_score(DecisionTreeClassifier(max_depth=3), X, data.cells["label"].astype(str)).mean() < 0.3
