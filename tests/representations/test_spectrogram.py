"""Sounds become grids for networks and rows of numbers for everybody else; a state that lies is refused."""

import json

import numpy as np
import pytest

from zerotohero.core.recipe import ReadingRecipe
from zerotohero.representations.make import from_state, make_representation
from zerotohero.representations.spectrogram import SpectrogramRepresentation

RATE, SAMPLES = 8_000, 4_000
RNG = np.random.default_rng(0)
RECIPE = ReadingRecipe("sounds", (), rate=RATE, samples=SAMPLES)


def tones(*pitches, end=SAMPLES):
    """Return a tone for each pitch, filled with zeros from ``end`` on."""
    t = np.arange(SAMPLES) / RATE
    sounds = np.array([9_000 * np.sin(2 * np.pi * hz * t) for hz in pitches])
    sounds[:, end:] = 0
    return {"sound": sounds.round().astype(np.int16)}


def made(style):
    return make_representation([("sound", "sound")], style, RECIPE)


@pytest.mark.parametrize(
    ("style", "shape"), [("grid", (40, 50)), ("linear", (260,)), ("trees", (260,)), ("counts", (800,))]
)
def test_every_style_has_its_shape_and_a_name_for_every_number(style, shape):
    representation, cells = made(style), tones(300, 900)
    X = representation.fit(cells).transform(cells)
    assert X.shape == (2, *shape) and X.dtype == (np.float32 if style == "grid" else np.float64)
    assert representation.shape_ == shape and len(representation.columns_) == np.prod(shape)
    assert np.isfinite(X).all() and (style == "linear" or style == "trees" or X.min() >= 0)


def test_a_grid_has_low_pitches_first_and_zeros_where_the_sound_is_over():
    low, high = made("grid").transform(tones(300, 3_000, end=2_000))
    assert low[:, 10].argmax() < high[:, 10].argmax()
    assert low[:, 10].max() > 0.9 and not low[:, 30:].any()


def test_volume_and_speed_change_little_and_pitch_and_order_much():
    X = made("linear").transform
    sound = tones(500)["sound"] + RNG.normal(0, 300, (1, SAMPLES)).astype(np.int16)
    change = lambda other: np.abs(X({"sound": other}) - X({"sound": sound})).mean()  # noqa: E731
    shorter = sound.copy()
    shorter[:, SAMPLES // 2 :] = 0
    assert change(sound // 3) < 0.05 and change(shorter) < 0.5
    assert change(tones(2_000)["sound"]) > 1
    rising = np.concatenate([tones(400)["sound"][:, :2_000], tones(1_500)["sound"][:, 2_000:]], axis=1)
    assert np.abs(X({"sound": rising}) - X({"sound": rising[:, ::-1].copy()})).mean() > 0.5


def test_one_row_equals_its_row_among_many_and_none_is_fine():
    sounds = RNG.integers(-9_000, 9_000, (300, SAMPLES)).astype(np.int16)
    for style in ("grid", "linear"):
        X = made(style).transform({"sound": sounds})
        np.testing.assert_array_equal(X[299:], made(style).transform({"sound": sounds[299:]}))
        assert made(style).transform({"sound": sounds[:0]}).shape == (0, *X.shape[1:])


def test_long_sounds_get_longer_hops_not_more_frames():
    representation = SpectrogramRepresentation(16_000, 80_000, "grid")
    assert representation.shape_ == (40, 128)
    assert representation.transform({"sound": np.ones((1, 80_000), np.int16)}).shape == (1, 40, 128)


@pytest.mark.parametrize("style", ["grid", "linear", "counts"])
def test_the_state_survives_as_json(style):
    cells, representation = tones(440, 880), made(style)
    again = from_state(json.loads(json.dumps(representation.state_)))
    np.testing.assert_array_equal(again.transform(cells), representation.transform(cells))
    assert again.columns_ == representation.columns_


@pytest.mark.parametrize(
    "change",
    [
        {"bands": 0},
        {"bands": 10**6},
        {"hop": 0},
        {"hop": 1.0},
        {"hop": True},
        {"window": 10**7},
        {"size": 100},
        {"parts": -1},
        {"cepstra": 41},
        {"rate": 10},
        {"samples": 10**9},
        {"depth": 60},
        {"depth": 0.0},
        {"more": 1},
    ],
)
def test_a_state_that_lies_is_refused(change):
    with pytest.raises(ValueError, match="spectrogram"):
        from_state({**made("linear").state_, **change})


def test_another_length_or_type_is_refused():
    with pytest.raises(ValueError, match=r"int16 of shape \(4000,\); got int16 of shape \(3999,\)"):
        made("linear").transform({"sound": np.zeros((1, 3_999), np.int16)})
    with pytest.raises(ValueError, match="got float64"):
        made("linear").transform({"sound": np.zeros((1, 4_000))})
