"""The residual network: it finds things wherever they are, and NumPy answers what PyTorch answers."""

import numpy as np
import pytest

from zerotohero.algorithms.convnet_photos import SPEC

torch = pytest.importorskip("torch")
QUICK = {"views": 600, "width": 4, "precision": "float32", "augment": "none"}


def discs(n=60, size=(40, 52), seed=0):
    """Return coloured pictures of one disc somewhere, red (1) or blue (0), as bright as each other."""
    rng = np.random.default_rng(seed)
    y = np.arange(n) % 2
    rows, columns = np.indices(size)
    X = rng.integers(60, 120, (n, *size, 3))
    for picture, red in zip(X, y):
        r, c = rng.integers(8, np.array(size) - 8)
        picture[(rows - r) ** 2 + (columns - c) ** 2 < 36] = (220, 60, 40) if red else (40, 60, 220)
    return X.astype(np.uint8), y


def fitted(X, y, task="classification", seed=0, **params):
    return SPEC.make(task, seed, **{**QUICK, **params}).fit(X, y)


def test_it_finds_a_thing_wherever_it_is():
    X, y = discs(120)
    model = fitted(X, y, views=2400)
    X_new, y_new = discs(40, seed=1)
    assert (SPEC.predict(SPEC.arrays(model), X_new).argmax(axis=1) == y_new).mean() > 0.9


@pytest.mark.parametrize("shape", [(40, 52, 3), (33, 20), (70, 70, 3)])
def test_numpy_answers_what_pytorch_answers_for_classes_and_amounts(shape):
    rng = np.random.default_rng(0)
    X = rng.integers(0, 256, (30, *shape)).astype(np.uint8)
    classes = fitted(X, np.arange(30) % 3, views=90, side=64)
    arrays = SPEC.arrays(classes)
    np.testing.assert_allclose(SPEC.predict(arrays, X), classes.predict_proba(X), atol=1e-5)
    SPEC.prove(arrays, {"D": int(np.prod(shape)), "K": 3, "C": 3})
    amounts = fitted(X, 100 + X.mean(axis=tuple(range(1, X.ndim))), "regression", views=90, side=64)
    np.testing.assert_allclose(SPEC.predict(SPEC.arrays(amounts), X), amounts.predict(X), rtol=1e-5)


def test_a_picture_and_its_mirror_image_get_the_same_answer():
    X, y = discs(24)
    arrays = SPEC.arrays(fitted(X, y, views=200))
    np.testing.assert_allclose(SPEC.predict(arrays, X), SPEC.predict(arrays, X[:, :, ::-1]), atol=1e-6)


def test_a_block_adds_its_detour_to_what_came_in():
    from zerotohero.algorithms._residual import _block

    grid = torch.rand(2, 3, 8, 8)
    assert torch.equal(_block(3, 3, 1).eval()(grid), grid)  # the detour is nothing at first
    block = _block(3, 5, 2).eval()
    assert torch.equal(block(grid), block.shortcut(grid)) and block(grid).shape == (2, 5, 4, 4)


def test_the_sizes_inside_and_the_halvings():
    from zerotohero.algorithms._residual import side_for

    assert [side_for(*s, 96) for s in ((192, 192), (14, 8), (60, 80), (33, 20))] == [96, 32, 80, 48]
    X, y = discs(16, (96, 96))
    program = SPEC.arrays(fitted(X, y, views=16, side=96))["program"]
    outputs = [int(row[3]) for row in program if row[0] in (0, 4)]
    assert outputs == [4, *[8] * 4, *[16] * 4, *[32] * 4, *[64] * 4, 2]


def test_changed_pictures_come_from_the_seed():
    X, y = discs(24)
    first, again, other = (fitted(X, y, seed=s, augment="photos", views=100).predict_proba(X) for s in (0, 0, 1))
    assert np.array_equal(first, again) and not np.array_equal(first, other)


def test_it_is_for_photos_on_the_map_and_convnet_for_small_pictures():
    from zerotohero.choose._reasons import too_little
    from zerotohero.choose.shortlist import Facts
    from zerotohero.core.specs import find

    for side, ours, other in ((192, True, False), (65, True, False), (64, False, True), (28, False, True)):
        facts = Facts("x", "images", "classification", "label", rows=2000, fit_rows=1280, image=(side, side, "RGB"))
        assert (too_little(facts, SPEC) is None, too_little(facts, find("algorithms", "convnet")) is None) == (
            ours,
            other,
        )
