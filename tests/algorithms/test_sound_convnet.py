"""The network for sounds: how loud a sound is does not matter, and NumPy answers what PyTorch answers."""

import numpy as np
import pytest

from zerotohero.algorithms._layers import levelled
from zerotohero.algorithms.sound_convnet import SPEC

BANDS, FRAMES = 24, 32


def glides(n=80, seed=0):
    """Return spectrograms of tones that rise (1) or fall (0), of any pitch and length, silence after them."""
    rng = np.random.default_rng(seed)
    y = np.arange(n) % 2
    X = np.zeros((n, BANDS, FRAMES), np.float32)
    for sound, rises in zip(X, y):
        length, low = rng.integers(16, FRAMES), rng.integers(2, 8)
        sound[:, :length] = rng.uniform(0.05, 0.3, (BANDS, length))
        bands = low + np.arange(length) * 12 // length
        sound[bands if rises else bands[::-1], np.arange(length)] = 1
    return X, y


def fitted(X, y, task="classification", seed=0, **params):
    pytest.importorskip("torch")
    return SPEC.make(task, seed, **{"views": 400, "width": 4, "precision": "float32", **params}).fit(X, y)


def test_it_hears_which_way_a_tone_glides():
    X, y = glides()
    model = fitted(X, y, views=3200, augment="none", width=6)
    X_new, y_new = glides(seed=1)
    assert (SPEC.predict(SPEC.arrays(model), X_new).argmax(axis=1) == y_new).mean() > 0.95


def test_numpy_answers_what_pytorch_answers_for_classes_and_amounts():
    X, y = glides()
    model = fitted(X, y)
    arrays = SPEC.arrays(model)
    np.testing.assert_allclose(SPEC.predict(arrays, X), model.predict_proba(X), atol=1e-5)
    SPEC.prove(arrays, {"D": BANDS * FRAMES, "K": 2, "C": 1})
    amounts = fitted(X, 1000 + 50.0 * y, "regression")
    np.testing.assert_allclose(SPEC.predict(SPEC.arrays(amounts), X), amounts.predict(X), rtol=1e-5)


def test_a_sound_that_is_louder_throughout_gets_the_same_answer():
    X, y = glides()
    X = X * 0.5
    louder = X + 0.3 * (X.max(axis=1, keepdims=True) > 0)
    arrays = SPEC.arrays(fitted(X, y))
    np.testing.assert_allclose(SPEC.predict(arrays, louder), SPEC.predict(arrays, X), atol=1e-5)


def test_a_sound_has_the_mean_0_over_the_time_in_which_something_is_heard_and_its_bands_half_of_theirs():
    X, _ = glides(3)
    for sound, found in zip(X, levelled(X)):
        length = np.flatnonzero(sound.max(axis=0))[-1] + 1
        plain = sound[:, :length] - sound[:, :length].mean()
        halves = [band - band.mean() / 2 for band in plain]
        np.testing.assert_allclose(found[:, :length], halves, atol=1e-6)
        assert not found[:, length:].any()
    assert levelled(X[:0]).shape == (0, BANDS, FRAMES) and not levelled(np.zeros((1, 4, 5))).any()


def test_the_network_sees_cells_that_vary_by_1_around_the_mean_of_their_sound():
    torch = pytest.importorskip("torch")
    X, _ = glides(40)
    model = SPEC.make("classification", 0)
    model._learn(X)
    assert model._scaled()(torch.from_numpy(X)[:, None]).numpy().std() == pytest.approx(1, abs=1e-4)


def test_it_has_at_most_100_000_weights_for_spoken_digits():
    X, y = np.random.default_rng(0).random((20, 40, 64), np.float32), np.arange(20) % 10
    widest = next(h.high for h in SPEC.hyperparameters if h.name == "width")
    assert 80_000 < len(SPEC.arrays(fitted(X, y, views=100, width=widest))["weights"]) <= 100_000


def test_the_same_seed_changes_sounds_alike():
    X, y = glides(24)
    first, again, other = (fitted(X, y, seed=s).predict_proba(X) for s in (0, 0, 1))
    assert np.array_equal(first, again) and not np.array_equal(first, other)
