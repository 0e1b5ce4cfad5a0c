"""Inside a network: every number by a slow route of its own."""

import numpy as np
import pytest

from zerotohero.algorithms import _inside
from zerotohero.algorithms._layers import predict_grid
from zerotohero.algorithms._mobilenet import predict_mirrored

CONV, DEPTH, MOST, MEAN, DENSE, KEEP, ADD = range(7)
PLAIN = [[CONV, 3, 1, 5, 1], [MOST, 2, 2, 0, 0], [CONV, 3, 1, 6, 1], [MEAN, 0, 0, 0, 0], [DENSE, 0, 0, 4, 0]]
RESIDUAL = [
    [CONV, 3, 2, 4, 1],
    [KEEP, 0, 0, 0, 0],
    [DEPTH, 3, 1, 4, 2],
    [CONV, 1, 1, 6, 0],
    [ADD, 1, 1, 6, 1],
    [MEAN, 0, 0, 0, 0],
    [DENSE, 0, 0, 5, 3],
    [DENSE, 0, 0, 3, 0],
]


def network(program, shape, seed=0):
    """Return the arrays of a network with weights at random."""
    arrays = {"program": np.array(program, np.int32), "shape": np.array(shape, np.int32)}
    arrays |= {"mean": np.full(shape[2], 120.0), "spread": np.full(shape[2], 60.0)}
    count = _inside.survey(arrays)[-1].end
    return arrays | {"weights": np.random.default_rng(seed).normal(0, 0.4, count).astype(np.float32)}


def pictures(count, *shape):
    return np.random.default_rng(1).integers(0, 256, (count, *shape)).astype(np.uint8)


@pytest.mark.parametrize(("program", "shape"), [(PLAIN, (9, 8, 1)), (RESIDUAL, (9, 11, 3))])
def test_scores_are_those_of_the_prediction(program, shape):
    arrays = network(program, shape)
    X = pictures(5, *shape)
    scores = _inside.scores(arrays, X)
    exp = np.exp(scores - scores.max(axis=1, keepdims=True))
    assert exp / exp.sum(axis=1, keepdims=True) == pytest.approx(predict_grid(arrays, X), abs=1e-5)


def test_scores_of_a_borrowed_network_are_means_over_both_mirror_images():
    program = [[CONV, 3, -2, 4, 2], [CONV, 3, -2, 5, 1], [MEAN, 0, 0, 0, 0], [DENSE, 0, 0, 3, 0]]
    arrays = network(program, (32, 32, 3)) | {"grid": np.array([20, 24, 3], np.int32)}
    X = pictures(3, 20, 24, 3)
    scores = _inside.scores(arrays, X)
    exp = np.exp(scores - scores.max(axis=1, keepdims=True))
    assert exp / exp.sum(axis=1, keepdims=True) == pytest.approx(predict_mirrored(arrays, X), abs=1e-5)
    places, exact = _inside.class_map(arrays, X[0], np.array([1.0, -1.0, 0.0]))
    constant = arrays["weights"][-3:] @ [1, -1, 0]
    assert exact and places.sum() + constant == pytest.approx(scores[0, 0] - scores[0, 1], abs=1e-4)
    mirrored = _inside.class_map(arrays, X[0][:, ::-1], np.array([1.0, -1.0, 0.0]))[0]
    assert mirrored == pytest.approx(places[:, ::-1], abs=1e-5) and mirrored != pytest.approx(places, abs=1e-3)


def test_the_class_map_is_each_place_alone_through_the_head():
    """The dense layer is linear: a place's share is what the head says of that place's features, divided by the places."""
    arrays = network(PLAIN, (9, 8, 1))
    x, pick = pictures(1, 9, 8, 1)[0], np.array([0.0, 1.0, -1.0, 0.0])
    places, exact = _inside.class_map(arrays, x, pick)
    grid = _inside.grids(arrays, x[None])[0][0]
    weight, bias = arrays["weights"][-28:-4].reshape(6, 4), arrays["weights"][-4:]
    slow = np.zeros(grid.shape[:2])
    for r in range(grid.shape[0]):
        for c in range(grid.shape[1]):
            slow[r, c] = sum(grid[r, c, k] * (weight[k, 1] - weight[k, 2]) for k in range(6)) / slow.size
    assert exact and places == pytest.approx(slow, abs=1e-6)
    assert places.sum() + bias[1] - bias[2] == pytest.approx(_inside.scores(arrays, x[None])[0] @ pick, abs=1e-5)


def test_with_two_dense_layers_the_class_map_is_the_slope():
    """Nudge one place of the last grid: the score moves as the map says, which is Grad-CAM's weight times the grid."""
    arrays = network(RESIDUAL, (9, 11, 3))
    x, pick = pictures(1, 9, 11, 3)[0], np.array([1.0, 0.0, -1.0])
    places, exact = _inside.class_map(arrays, x, pick)
    pooled = _inside.features(arrays, x[None]).astype(float)
    slope = [
        (_inside._through_head(arrays, pooled + e)[0] - _inside._through_head(arrays, pooled - e)[0])[0] @ pick / 2e-5
        for e in np.eye(6) * 1e-5
    ]
    grid = _inside.answering(arrays, x[None])[0][0]
    assert not exact
    assert places == pytest.approx(grid @ np.array(slope) / places.size, abs=1e-4)


def test_a_place_has_seen_exactly_what_the_field_says():
    """Change one pixel: what changes in a grid are the places whose field holds it, and no others."""
    arrays = network([[CONV, 3, 2, 3, 3], [KEEP, 0, 0, 0, 0], [DEPTH, 5, 1, 3, 3], [ADD, 0, 0, 3, 0], [MOST, 2, 2, 0, 0],
                      [CONV, 3, -2, 3, 3], [MEAN, 0, 0, 0, 0], [DENSE, 0, 0, 2, 0]], (24, 24, 1))  # fmt: skip
    layers = [layer for layer in _inside.survey(arrays) if len(layer.shape) == 3 and layer.whole]
    assert [layer.index for layer in layers] == [0, 3, 4, 5]
    x = np.full((577, 24, 24), 100, np.uint8)
    x.reshape(577, -1)[np.arange(576), np.arange(576)] = 255  # picture i has a bright pixel i, the last one has none
    grids = _inside.grids(arrays, x, layers)
    changed = {layer.index: (g[:-1] != g[-1]).any(axis=-1) for layer, g in zip(layers, grids)}  # (pixel, h, w)
    for layer in layers:
        for row, column in np.ndindex(layer.shape[:2]):
            inside = np.zeros((24, 24), bool)
            inside[_inside.seen_by(arrays, layer, row, column)] = True
            found = changed[layer.index][:, row, column].reshape(24, 24)
            assert not (found & ~inside).any(), (layer.index, row, column)
            if layer.operation != MOST and layer.index < 4:
                assert (found == inside).all()


def test_occlusion_finds_the_one_pixel_that_counts():
    """A network by hand: its score is the mean brightness above 200, so only the one bright pixel can be lost."""
    arrays = {"program": np.array([[CONV, 1, 1, 1, 1], [MEAN, 0, 0, 0, 0], [DENSE, 0, 0, 2, 0]], np.int32)}
    arrays |= {"shape": np.array([12, 12, 1], np.int32), "mean": np.zeros(1), "spread": np.ones(1)}
    arrays["weights"] = np.array([1.0, -200.0, 144.0, 0.0, 0.0, 0.0], np.float32)
    x = np.full((12, 12), 150, np.uint8)
    x[8, 3] = 250
    fall = _inside.occlusion(arrays, x, np.array([1.0, 0.0]), patch=3, step=1)
    assert fall[8, 3] == pytest.approx(50)  # every square that covers it costs all of it
    assert fall[8, 4] == pytest.approx(50 * 6 / 9) and fall[6, 3] == pytest.approx(50 * 3 / 9)
    far = np.ones((12, 12), bool)
    far[6:11, 1:6] = False
    assert fall[far] == pytest.approx(0)
    assert _inside.class_map(arrays, x, np.array([1.0, 0.0]))[0][8, 3] == pytest.approx(50)


@pytest.mark.parametrize(("patch", "step"), [(3, 1), (4, 3), (7, 2)])
def test_every_pixel_is_covered_also_at_the_edges(patch, step):
    arrays = network(PLAIN, (9, 8, 1))
    fall = _inside.occlusion(arrays, pictures(1, 9, 8, 1)[0], np.array([1.0, 0, 0, 0]), patch, step)
    assert fall.shape == (9, 8) and np.isfinite(fall).all() and (np.abs(fall) > 1e-6).all()


@pytest.mark.parametrize(("side", "patch", "step"), [(28, 7, 1), (9, 4, 2), (10, 6, 3)])
def test_pixels_at_the_edge_are_covered_as_often_as_others(side, patch, step):
    often = np.zeros(side + 2 * patch, int)
    for start in _inside._starts(side, patch, step):
        often[start + patch : start + 2 * patch] += 1
    assert set(often[patch : patch + side]) == {patch // step}


def test_agreement_is_the_correlation_of_ranks():
    one, other = np.array([[3.0, 1.0], [2.0, 9.0]]), np.array([[30.0, 4.0], [2.0, 31.0]])
    assert _inside.agreement(one, other) == pytest.approx(1 - 6 * (0 + 1 + 1 + 0) / (4 * 15))
    assert _inside.agreement(one, -one) == -1
    tied = np.array([1.0, 1.0, 2.0, 3.0])
    assert _inside.agreement(tied, np.arange(4.0)) == pytest.approx(np.corrcoef([1.5, 1.5, 3, 4], [1, 2, 3, 4])[0, 1])
    assert _inside.agreement(one, np.ones((2, 2))) is None


def test_areas_of_a_picture_that_does_not_divide_hold_all_of_it():
    cells = _inside.in_cells(np.arange(35.0).reshape(5, 7), (5, 7))
    assert (cells == np.arange(35.0).reshape(5, 7)).all()
    assert _inside.in_cells(np.ones((5, 7)), (2, 3)).tolist() == np.ones((2, 3)).tolist()
    assert _inside.in_cells(np.ones((2, 2)), (3, 3)).shape == (3, 3)
