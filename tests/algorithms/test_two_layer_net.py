"""The network written out: slopes against finite differences, steps against formulas, and what happens when it blows up."""

import warnings
from itertools import chain, pairwise

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from sklearn.utils.estimator_checks import parametrize_with_checks

from zerotohero.algorithms._backpropagation import answer, bend, cost_and_slope, cost_and_slopes, forward
from zerotohero.algorithms._descent import adam, descend, momentum, random_weights
from zerotohero.algorithms._frames import border, frame_steps
from zerotohero.algorithms._net import TwoLayerNetClassifier, TwoLayerNetRegressor
from zerotohero.algorithms.two_layer_net import ACTIVATIONS, SPEC
from zerotohero.datasets.moons import load

LOSSES = {"cross-entropy": 3, "mean squared error": 3, "of a number": 1}  # -> K


def moons(n=400):
    cells = load(n).cells
    return np.column_stack([cells["x"], cells["y"]]), cells["moon"]


def weights_of(widths, seed=0):
    """Return random float64 weights, biases too."""
    rng = np.random.default_rng(seed)
    return [(rng.normal(size=(n, m)), rng.normal(size=m)) for n, m in pairwise(widths)]


@parametrize_with_checks([TwoLayerNetClassifier(), TwoLayerNetRegressor()])
def test_it_is_an_estimator(estimator, check):
    check(estimator)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("layers", [1, 2, 3])
def test_slopes_match_finite_differences(layers, activation, loss):
    """The hand-derived slope of every single weight is the slope of the cost."""
    rng, k = np.random.default_rng(1), LOSSES[loss]
    X = rng.normal(size=(5, 4))
    Y = np.eye(3)[rng.integers(0, 3, 5)] if k > 1 else rng.normal(size=(5, 1))
    weights = weights_of([4, *[6] * (layers - 1), k])
    asked = {"activation": activation, "loss": "mean squared error" if k == 1 else loss}
    slopes = cost_and_slopes(X, Y, weights, **asked)[2]
    for pair, pair_slopes in zip(weights, slopes):
        for array, slope in zip(pair, pair_slopes):
            assert slope.shape == array.shape
            for at in np.ndindex(array.shape):
                costs, usual = [], array[at]
                for change in (1e-6, -1e-6):
                    array[at] = usual + change
                    costs.append(cost_and_slopes(X, Y, weights, **asked)[0])
                array[at] = usual
                assert slope[at] == pytest.approx((costs[0] - costs[1]) / 2e-6, abs=1e-7)


def test_the_activations_are_those_of_the_book():
    sums = np.array([[-800.0, -1.0, 0.0, 2.0, 800.0]])
    np.testing.assert_array_equal(bend(sums, "relu"), [[0, 0, 0, 2, 800]])
    np.testing.assert_allclose(bend(sums, "tanh"), [[-1, -0.76159416, 0, 0.96402758, 1]], atol=1e-8)
    np.testing.assert_allclose(bend(sums, "sigmoid"), [[0, 0.26894142, 0.5, 0.88079708, 1]], atol=1e-8)


def test_cross_entropy_is_the_mean_logarithm_even_of_hopeless_answers():
    scores = np.array([[0.0, np.log(3.0)], [0.0, 1000.0]])
    cost, slope = cost_and_slope(scores, np.array([[1.0, 0.0], [1.0, 0.0]]), "cross-entropy")
    assert cost == pytest.approx((np.log(4) + 1000) / 2)
    np.testing.assert_allclose(slope, np.array([[-0.75, 0.75], [-1, 1]]) / 2)


def test_three_layers_are_three_products():
    X, weights = np.random.default_rng(2).normal(size=(7, 4)), weights_of([4, 5, 5, 2])
    (A, a), (B, b), (C, c) = weights
    by_hand = np.maximum(np.maximum(X @ A + a, 0) @ B + b, 0) @ C + c
    np.testing.assert_allclose(forward(X, weights, "relu")[-1], by_hand)
    exp = np.exp(by_hand)
    np.testing.assert_allclose(answer(by_hand), exp / exp.sum(axis=1, keepdims=True))


def test_adam_takes_the_steps_of_the_paper():
    rng, w = np.random.default_rng(3), np.zeros(4)
    move, m, v, expected = adam([w]), 0.0, 0.0, np.zeros(4)
    for t in range(1, 30):
        g = rng.normal(size=4)
        move([g.copy()], 0.01)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2  # algorithm 1
        expected -= 0.01 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    np.testing.assert_allclose(w, expected, rtol=1e-6)


def test_momentum_keeps_nine_tenths_of_its_speed():
    w = np.array([1.0])
    move = momentum([w])
    for g in (1.0, 0.0, 2.0):
        move([np.array([g])], 0.1)
    assert w[0] == pytest.approx(1 - 0.1 * (1 + 0.9 + (0.81 + 2)))


def test_every_row_is_seen_once_an_epoch_and_the_rate_falls_to_nothing():
    X, seen, rates = np.arange(10.0)[:, None], [], []

    def slopes(X, Y, weights):
        seen.append(X[:, 0].tolist())
        return 0.0, [], [(np.zeros((1, 1)), np.zeros(1))]

    rng = np.random.RandomState(0)
    how = {"epochs": 2, "batch": 4, "rate": 0.6, "optimizer": "momentum", "decay": 0.0, "rng": rng}
    for step in descend(slopes, [(np.ones((1, 1)), np.ones(1))], X, X, **how):
        rates.append(step.rate)
    assert [len(batch) for batch in seen] == [4, 4, 2] * 2
    first, second = list(chain(*seen[:3])), list(chain(*seen[3:]))
    assert sorted(first) == sorted(second) == list(range(10)) and first != second
    np.testing.assert_allclose(rates, [0.6, 0.5, 0.4, 0.3, 0.2, 0.1])


def test_decay_shrinks_weights_and_leaves_biases():
    W, b = np.full((1, 1), 2.0), np.full(1, 2.0)
    how = {"epochs": 1, "batch": 1, "rate": 0.1, "optimizer": "adam", "decay": 0.5, "rng": np.random.RandomState(0)}
    list(descend(lambda X, Y, w: (0.0, [], [(0 * W, 0 * b)]), [(W, b)], np.ones((1, 1)), np.ones((1, 1)), **how))
    assert W[0, 0] == pytest.approx(2 * (1 - 0.1 * 0.5)) and b[0] == 2


def test_the_first_weights_keep_the_size_of_sums():
    W, b = random_weights([400, 300], np.random.RandomState(0))[0]
    assert W.dtype == b.dtype == np.float32 and not b.any()
    assert W.std() == pytest.approx(np.sqrt(2 / 400), rel=0.02)


@pytest.mark.parametrize("change", [{}, {"activation": "tanh"}, {"activation": "sigmoid", "iterations": 150, "learning_rate": 0.02, "decay": 0.01}, {"layers": 3},
                                    {"loss": "mean squared error"}, {"optimizer": "momentum", "learning_rate": 0.02, "decay": 0.01}])  # fmt: skip
def test_it_bends_its_border_around_the_moons(change):
    X, y = moons(800)
    model = TwoLayerNetClassifier(**{"random_state": 0, **change}).fit(X[:600], y[:600])
    assert model.score(X[600:], y[600:]) > 0.93  # a straight border reaches 0.88
    assert model.loss_curve_[-1] < 0.6 * model.loss_curve_[0] and model.blew_up_ is None


def test_it_is_as_good_as_scikit_learns():
    X, y = moons(1000)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        peer = MLPClassifier((64,), max_iter=60, batch_size=32, learning_rate_init=0.005, random_state=0).fit(
            X[:700], y[:700]
        )
    ours = TwoLayerNetClassifier(decay=0.01, random_state=0).fit(X[:700], y[:700])
    assert ours.score(X[700:], y[700:]) >= peer.score(X[700:], y[700:]) - 0.01


def test_a_number_keeps_its_unit():
    x = np.linspace(-2, 2, 300)[:, None]
    model = TwoLayerNetRegressor(learning_rate=0.02, iterations=150, decay=0, random_state=0).fit(
        x, 5000 + 1000 * x[:, 0] ** 2
    )
    assert np.abs(model.predict(x) - (5000 + 1000 * x[:, 0] ** 2)).max() < 300
    same = TwoLayerNetRegressor(iterations=30, random_state=0).fit(x, np.full(300, 7.0))
    assert np.abs(same.predict(x) - 7).max() < 0.5


def test_the_seed_decides_every_bit_and_another_seed_others():
    X, y = moons(100)
    first, again, other = (TwoLayerNetClassifier(iterations=3, random_state=s).fit(X, y) for s in (5, 5, 6))
    assert np.array_equal(first.predict_proba(X), again.predict_proba(X))
    assert not np.allclose(first.predict_proba(X), other.predict_proba(X))


def test_every_step_can_be_looked_at():
    X, y = moons(100)
    net = TwoLayerNetClassifier(width=8, iterations=2, batch=50, random_state=0)
    steps = [(s.step, s.cost, [layer.shape for layer in s.layers]) for s in net.steps(X, y)]
    assert [s[0] for s in steps] == [1, 2, 3, 4]
    assert steps[0][2] == [(50, 2), (50, 8), (50, 2)]
    assert np.mean([s[1] for s in steps[:2]]) == pytest.approx(net.loss_curve_[0])
    assert np.mean([s[1] for s in steps[2:]]) == pytest.approx(net.loss_curve_[1])
    assert np.array_equal(net.predict_proba(X), TwoLayerNetClassifier(**net.get_params()).fit(X, y).predict_proba(X))


class Told:
    """Remembers what a network tells."""

    def __init__(self, stop_at=None):
        self.steps, self.stop_at = [], stop_at

    def step(self, **facts):
        self.steps.append(facts)

    @property
    def stop(self):
        return self.stop_at is not None and self.steps[-1]["step"] >= self.stop_at


def test_who_watches_is_told_the_border_and_changes_nothing():
    X, y = moons(200)
    watched, alone = (TwoLayerNetClassifier(iterations=20, random_state=0) for _ in range(2))
    watched.watch_ = told = Told()
    watched.fit(X, y)
    assert np.array_equal(watched.predict_proba(X), alone.fit(X, y).predict_proba(X))
    last = told.steps[-1]
    assert last["step"] == last["of"] == 140 and {s["step"] for s in told.steps} == frame_steps(140)
    assert last["score"] == watched.score(X, y)
    assert "points" in told.steps[0] and "points" not in last
    assert [len(text) for text in last["grid"]] == [32 * 32] * 2


def test_it_stops_when_asked_and_keeps_what_stands():
    X, y = moons(200)
    net = TwoLayerNetClassifier(iterations=50, random_state=0)
    net.watch_ = told = Told(stop_at=100)
    net.fit(X, y)
    assert told.steps[-1]["step"] < 130 and net.score(X, y) > 0.8


def test_the_border_shows_the_answer_at_its_place():
    """Three quarters of the way to the right, everything below the middle is class 1: the lower half of the grid."""
    X = np.array([[0.0, 0.0], [1.0, 1.0]])

    def answers(X):
        low = (X[:, 1] < 0.5).astype(float)
        return np.column_stack([1 - low, low])

    grid = border(answers, X, np.eye(2))["grid"]
    assert grid[1] == "0" * 512 + "o" * 512 and grid[0] == "o" * 512 + "0" * 512


def test_a_blow_up_is_noticed_at_once_and_told_in_words():
    X, y = moons(300)
    net = TwoLayerNetClassifier(optimizer="momentum", learning_rate=10.0, random_state=0)
    with pytest.warns(ConvergenceWarning, match="learning rate of 10 each step jumps"):
        net.fit(100 * X[:, :2] / np.abs(X).max(), y)
    assert "the inputs reach 100" in net.blew_up_ and "learning_rate=1 or optimizer=adam" in net.blew_up_
    assert all(np.isfinite(array).all() for pair in net.weights_ for array in pair)
    assert len(net.loss_curve_) < 3
    np.testing.assert_allclose(net.predict_proba(X).sum(axis=1), 1)


def test_after_a_blow_up_the_last_sane_weights_are_kept():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(2000, 3))
    net = TwoLayerNetRegressor(optimizer="momentum", learning_rate=0.3, decay=0, batch=1, random_state=0)
    with pytest.warns(ConvergenceWarning, match="it blew up at step"):
        net.fit(X, X[:, 0] * X[:, 1])
    assert np.isfinite(net.predict(X)).all()


def test_good_settings_never_blow_up_on_giants():
    """One row a thousand times as far out costs much in its batch, and that is no blow-up."""
    rng = np.random.default_rng(1)
    X = rng.normal(size=(500, 3))
    y = X[:, 0].copy()
    y[7] = 1000.0
    assert TwoLayerNetRegressor(random_state=0).fit(X, y).blew_up_ is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"width": 0}, "width must be at least 1; got 0"),
        ({"batch": -2}, "batch must be at least 1; got -2"),
        ({"learning_rate": 0.0}, r"learning_rate must be above 0; got 0.0"),
        ({"activation": "step"}, "activation must be one of relu, tanh, sigmoid; got 'step'"),
        ({"optimizer": "sgd"}, "optimizer must be one of adam, momentum; got 'sgd'"),
    ],
)
def test_a_bad_setting_is_named_with_its_rule(change, message):
    with pytest.raises(ValueError, match=message):
        TwoLayerNetClassifier(**change).fit([[0.0], [1.0]], [0, 1])


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("widths", lambda a: np.add(a, [1, 0, 0]), "layers from 3 to 2 instead of 2 to 2"),
        ("widths", lambda a: a * [1, -1, 1], "make no sense"),
        ("weights", lambda a: a[1:], "not as many weights"),
        ("weights", lambda a: a + 1e50, "beyond 1e"),
        ("activation", lambda a: a + 3, "activation is none of"),
    ],
)
def test_altered_arrays_are_refused(name, change, message):
    X, y = moons(60)
    arrays = SPEC.arrays(TwoLayerNetClassifier(width=4, iterations=1, random_state=0).fit(X, y))
    SPEC.prove(arrays, {"D": 2, "K": 2})
    with pytest.raises(ValueError, match=message):
        SPEC.prove({**arrays, name: change(arrays[name])}, {"D": 2, "K": 2})


def test_the_arrays_hold_every_layer():
    X, y = moons(60)
    net = TwoLayerNetClassifier(layers=4, width=5, iterations=1, activation="tanh", random_state=0).fit(X, y)
    np.testing.assert_array_equal(SPEC.predict(SPEC.arrays(net), X), net.predict_proba(X))
