"""Fine-tuning begins at the frozen features' answers, changes the last layers only, and helps where they cannot."""

import numpy as np
import pytest

from zerotohero.algorithms._fine_tuning import FineTuned
from zerotohero.algorithms._frozen import FrozenFeatures
from zerotohero.algorithms.fine_tuned import SPEC

torch = pytest.importorskip("torch")
QUICK = {"views": 200, "batch": 16, "precision": "float32", "augment": "none"}


def stripes(n=40, seed=0):
    """Return pictures with stripes that lean left or right: means over mirror images alone would not tell."""
    rng = np.random.default_rng(seed)
    lean = np.arange(n) % 2
    places = np.arange(24)
    waves = np.sin((places[:, None] + places[None, :]) * 0.9) * lean[:, None, None]
    X = 128 + 50 * waves + rng.normal(0, 10, (n, 24, 24))
    return X.clip(0, 255).astype(np.uint8), lean


def test_with_steps_of_almost_no_length_the_answers_are_those_of_frozen_features(tiny_weights):
    X, y = stripes()
    frozen = FrozenFeatures(weights=tiny_weights).fit(X, y)
    tuned = FineTuned(weights=tiny_weights, learning_rate=1e-12, **QUICK).fit(X, y)
    np.testing.assert_allclose(tuned.predict_proba(X), frozen.predict_proba(X), atol=1e-4)
    X, amounts = X[:16], 5000 + 20.0 * y[:16]
    frozen = FrozenFeatures("regression", tiny_weights).fit(X, amounts)
    tuned = FineTuned("regression", tiny_weights, learning_rate=1e-12, **{**QUICK, "views": 16}).fit(X, amounts)
    np.testing.assert_allclose(tuned.predict(X), frozen.predict(X), atol=0.01)


def test_only_the_last_layers_learn(tiny_weights):
    X, y = stripes()
    model = FineTuned(weights=tiny_weights, trained=4, learning_rate=0.01, **QUICK).fit(X, y)
    now = [m.weight.detach().numpy() for m in model.network_ if isinstance(m, torch.nn.Conv2d)]
    same = [np.array_equal(a, b) for a, b in zip(now, model.backbone_.kernels)]
    assert same == [True] * 23 + [False] * 4


def test_it_learns_what_it_is_shown(tiny_weights):
    X, y = stripes(80)
    slow = {"views": 600, "trained": 27, "learning_rate": 0.01, "epochs": 20}
    model = FineTuned(weights=tiny_weights, **{**QUICK, **slow}).fit(X[:60], y[:60])
    before = FrozenFeatures(weights=tiny_weights).fit(X[:60], y[:60])
    loss, loss_before = (-np.log(m.predict_proba(X[:60])[np.arange(60), y[:60]]).mean() for m in (model, before))
    assert loss < 0.8 * loss_before
    assert (model.predict(X[60:]) == y[60:]).mean() > 0.9


def test_numpy_answers_like_pytorch_for_classes_and_amounts(tiny_weights):
    X, y = stripes(24)
    model = FineTuned(weights=tiny_weights, **QUICK).fit(X, y)
    np.testing.assert_allclose(SPEC.predict(SPEC.arrays(model), X), model.predict_proba(X), atol=1e-5)
    amounts = FineTuned("regression", weights=tiny_weights, **QUICK).fit(X, 100 + 20.0 * y)
    np.testing.assert_allclose(SPEC.predict(SPEC.arrays(amounts), X), amounts.predict(X), rtol=1e-5)
    assert np.corrcoef(amounts.predict(X), y)[0, 1] > 0.8


def test_the_same_seed_gives_the_same_probabilities_with_augmentation(tiny_weights):
    X, y = stripes(24)
    first, again, other = (
        FineTuned(weights=tiny_weights, random_state=seed, **(QUICK | {"augment": "photos"})).fit(X, y).predict_proba(X)
        for seed in (0, 0, 1)
    )
    assert np.array_equal(first, again) and not np.array_equal(first, other)
