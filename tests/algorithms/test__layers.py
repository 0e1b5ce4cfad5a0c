"""Layers in NumPy give what PyTorch gives; a program that does not add up is refused before it runs."""

import numpy as np
import pytest

from zerotohero.algorithms import _layers

torch = pytest.importorskip("torch")


def small(channels=2, outputs=3):
    nn = torch.nn
    torch.manual_seed(0)
    made = nn.Sequential(
        nn.Conv2d(channels, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4), nn.ReLU(),
        nn.Conv2d(4, 4, 5, stride=2, padding=2, groups=4), nn.BatchNorm2d(4), nn.ReLU6(),
        nn.MaxPool2d(2), nn.Conv2d(4, 6, 1), nn.SiLU(), nn.Dropout(0.5),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(6, outputs),
    )  # fmt: skip
    for module in made:
        if isinstance(module, nn.BatchNorm2d):  # statistics that are not 0 and 1
            torch.nn.init.uniform_(module.running_mean, -1, 1)
            torch.nn.init.uniform_(module.running_var, 0.5, 2)
            torch.nn.init.uniform_(module.weight, -1, 1)
            torch.nn.init.uniform_(module.bias, -1, 1)
    return made.eval()


def packed(outputs=3, **more):
    return _layers.pack(small(outputs=outputs), (11, 9, 2), [100.0, 50.0], [60.0, 20.0], **more)


def pictures(n=5):
    return np.random.default_rng(0).integers(0, 256, (n, 11, 9, 2)).astype(np.uint8)


def by_torch(network, X):
    grid = torch.from_numpy(X).double().permute(0, 3, 1, 2) - torch.tensor([100.0, 50.0]).double()[:, None, None]
    with torch.no_grad():
        return network.double()(grid / torch.tensor([60.0, 20.0]).double()[:, None, None])


def test_probabilities_are_those_of_pytorch():
    expected = by_torch(small(), pictures()).softmax(dim=1).numpy()
    np.testing.assert_allclose(_layers.predict_grid(packed(), pictures()), expected, atol=1e-6)


def test_values_are_scaled_back():
    expected = 7 + 3 * by_torch(small(outputs=1), pictures()).numpy()[:, 0]
    found = _layers.predict_grid(packed(outputs=1, scale=3.0, shift=7.0), pictures())
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_blocks_of_rows_change_nothing_and_no_row_is_fine():
    X = pictures(300)
    whole = _layers.predict_grid(packed(), X)
    parts = np.concatenate([_layers.predict_grid(packed(), X[i : i + 1]) for i in range(300)])
    np.testing.assert_allclose(whole, parts, rtol=1e-12)
    assert _layers.predict_grid(packed(), X[:0]).shape == (0, 3)


@pytest.mark.parametrize("size", [0, 1])
def test_a_residual_adds_what_was_kept(size):
    rng = np.random.default_rng(0)
    conv, short = rng.normal(size=(3, 3, 2, 2)), rng.normal(size=(1, 1, 2, 2))
    program = [[_layers.KEEP, 0, 0, 0, 0], [_layers.CONVOLUTION, 3, 1, 2, 0], [_layers.ADD, size, 1, 2, 1]]
    weights = np.concatenate([conv.ravel(), [0.1, 0.2], *([short.ravel(), [0.3, 0.4]] if size else [])])
    X = rng.normal(size=(2, 5, 4, 2))
    as_torch = torch.from_numpy(X).permute(0, 3, 1, 2)
    main = torch.nn.functional.conv2d(
        as_torch, torch.from_numpy(conv.transpose(3, 2, 0, 1).copy()), torch.tensor([0.1, 0.2]).double(), padding=1
    )
    if size:
        as_torch = torch.nn.functional.conv2d(
            as_torch, torch.from_numpy(short.transpose(3, 2, 0, 1).copy()), torch.tensor([0.3, 0.4]).double()
        )
    expected = (main + as_torch).relu().permute(0, 2, 3, 1).numpy()
    np.testing.assert_allclose(_layers.run_layers(program, weights, X), expected, atol=1e-6)


def test_what_was_packed_is_proved():
    _layers.prove(packed(), {"D": 11 * 9 * 2, "K": 3, "C": 2})


def altered(name, change):
    arrays = {n: a.copy() for n, a in packed().items()}
    arrays[name] = change(arrays[name])
    return arrays


def with_cell(array, place, value):
    array[place] = value
    return array


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("weights", lambda a: a[:-1]),
        ("weights", lambda a: np.append(a, a[:1])),
        ("shape", lambda a: a + 1),
        ("shape", lambda a: -a),
        ("spread", lambda a: 0 * a),
        ("program", lambda a: a[:-1]),
        ("program", lambda a: with_cell(a, (0, 0), 9)),
        ("program", lambda a: with_cell(a, (0, 0), _layers.ADD)),
        ("program", lambda a: with_cell(a, (0, 1), 2)),
        ("program", lambda a: with_cell(a, (0, 2), 0)),
        ("program", lambda a: with_cell(a, (0, 3), 2**30)),
        ("program", lambda a: with_cell(a, (0, 4), 7)),
        ("program", lambda a: with_cell(a, (2, 1), 100)),
        ("program", lambda a: with_cell(a, (1, 3), 5)),
        ("program", lambda a: with_cell(a, (-1, 3), 4)),
        ("program", lambda a: a[[4, *range(len(a))]]),
    ],
)
def test_programs_that_do_not_add_up_are_refused(name, change):
    with pytest.raises(ValueError):
        _layers.prove(altered(name, change), {"D": 11 * 9 * 2, "K": 3, "C": 2})


def test_weights_that_overflow_give_finite_answers():
    arrays = altered("weights", lambda a: np.full_like(a, 3e38))
    arrays["program"] = np.concatenate([np.repeat([[_layers.CONVOLUTION, 1, 1, 2, 0]], 12, axis=0), [[_layers.MEAN, 0, 0, 0, 0]],
                                        [[_layers.DENSE, 0, 0, 3, 0]]]).astype(np.int32)  # fmt: skip
    arrays["weights"] = np.tile(np.float32([3e38, -3e38]), 100)[: 12 * 6 + 9]
    _layers.prove(arrays, {"D": 11 * 9 * 2, "K": 3, "C": 2})
    found = _layers.predict_grid(arrays, pictures())
    assert np.isfinite(found).all()
    np.testing.assert_allclose(found.sum(axis=1), 1)
