"""The training loop: the same bits from the same seed, after a kill too; what stops it; what it obeys."""

import numpy as np
import pytest

from zerotohero.algorithms import _torch
from zerotohero.algorithms._torch import Plan, answers, one_cycle, train
from zerotohero.core.events import read_events
from zerotohero.core.watch import Watch, ask_to_stop

torch = pytest.importorskip("torch")
PLAN = Plan(epochs=6, batch=16, learning_rate=0.01, smoothing=0.1, precision="float32", seed=3)


def problem(n=96):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, 4)).astype(np.float32)
    return X, (X[:, 0] + X[:, 1] > 0).astype(int)


def network(outputs=2):
    nn = torch.nn
    return nn.Sequential(nn.Linear(4, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Dropout(0.3), nn.Linear(16, outputs))


def noise(batch, generator):
    return batch + 0.1 * torch.randn(batch.shape, generator=generator)


def weights(made):
    return {name: value.numpy().copy() for name, value in made.state_dict().items()}


def same(a, b):
    return all(np.array_equal(a[name], b[name]) for name in a)


class Killed(Exception):
    pass


class KilledAt(Watch):
    """Keeps a checkpoint at every step, and dies at one."""

    at = None

    def step(self, *, step, **more):
        super().step(step=step, **more)
        if step == self.at:
            raise Killed


@pytest.mark.parametrize("changed", [{}, {"optimizer": "sgd"}, {"held_out": 0.25, "patience": 1.0}])
def test_a_killed_training_goes_on_to_the_same_bits(tmp_path, monkeypatch, changed):
    plan = Plan(**{**PLAN.__dict__, **changed})
    X, y = problem()
    whole, about = train(network, X, y, plan, noise)
    monkeypatch.setattr(_torch, "CHECKPOINT_SECONDS", -1.0)
    watch = KilledAt(tmp_path)
    for watch.at in (5, 23):  # dies twice
        with pytest.raises(Killed):
            train(network, X, y, plan, noise, watch)
    resumed, again = train(network, X, y, plan, noise, Watch(tmp_path))
    assert same(weights(whole), weights(resumed))
    assert about["steps"] == again["steps"] == {0.0: 36, 0.25: 24}[plan.held_out]
    told = [e["step"] for e in read_events(tmp_path / "steps-0.jsonl")]
    assert told == sorted(set(told))


def test_the_seed_decides_the_numbers():
    X, y = problem()
    torch.manual_seed(1)
    one = weights(train(network, X, y, PLAN, noise)[0])
    torch.manual_seed(2)  # what others drew does not matter ...
    expected = torch.rand(3)
    torch.manual_seed(2)
    assert same(one, weights(train(network, X, y, PLAN, noise)[0]))
    assert torch.equal(torch.rand(3), expected)  # ... and others draw what they would have drawn
    other = Plan(**{**PLAN.__dict__, "seed": 4})
    assert not same(one, weights(train(network, X, y, other, noise)[0]))


def test_it_learns_classes_and_values():
    X, y = problem(400)
    plan = Plan(epochs=30, batch=32, learning_rate=0.01)
    made, _ = train(network, X, y, plan)
    assert (answers(made, X).argmax(axis=1) == y).mean() > 0.95
    value = (X[:, 0] - X[:, 2]).astype(np.float32)
    made, _ = train(lambda: network(1), X, value, plan)
    assert np.corrcoef(answers(made, X)[:, 0], value)[0, 1] > 0.95


def test_it_stops_when_asked_and_keeps_what_stands(tmp_path):
    X, y = problem()
    ask_to_stop(tmp_path)
    made, about = train(network, X, y, PLAN, watch=Watch(tmp_path))
    assert about["stopped"] and about["steps"] == 1
    assert np.isfinite(answers(made, X)).all()


def test_rows_held_out_stop_it_when_nothing_gets_better():
    rng = np.random.default_rng(1)
    X, y = rng.normal(size=(120, 4)).astype(np.float32), rng.integers(0, 2, 120)  # nothing to learn
    plan = Plan(epochs=200, batch=16, learning_rate=0.03, held_out=0.3, patience=0.1)
    _, about = train(network, X, y, plan)
    assert about["stopped"] and about["steps"] < 0.7 * 200 * 5


def test_a_loss_that_explodes_is_one_clear_message():
    X, y = problem()
    with pytest.raises(FloatingPointError, match="smaller learning_rate"):
        train(lambda: torch.nn.Linear(4, 1), X * np.float32(1e30), y.astype(np.float32), PLAN)


def test_the_learning_rate_rises_once_and_falls_to_nothing():
    rates = [one_cycle(step, 100) for step in range(100)]
    assert max(rates) == rates[25] == pytest.approx(1.0)
    assert rates[0] == pytest.approx(0.1) and rates[-1] < 0.001
    assert np.all(np.diff(rates[:26]) > 0) and np.all(np.diff(rates[25:]) < 0)


def test_every_epoch_sees_each_row_once_in_another_order():
    plan = Plan(epochs=2, batch=10)
    epochs = [np.concatenate([_torch._rows(plan, e * 5 + s, 5, 50) for s in range(5)]) for e in range(2)]
    assert all(sorted(e) == list(range(50)) for e in epochs)
    assert not np.array_equal(*epochs)


def test_bfloat16_is_taken_where_asked_and_recorded():
    X, y = problem()
    _, about = train(network, X, y, Plan(**{**PLAN.__dict__, "precision": "bfloat16"}))
    assert about["precision"] == "bfloat16" and about["device"] in ("cpu", "cuda", "mps")


class Looked(Watch):
    """Remembers what a network weighs after each step, and the scores that were told."""

    def __init__(self):
        super().__init__()
        self.made, self.weights, self.scores = None, [], []

    def make(self):
        self.made = network()
        return self.made

    def step(self, *, score, **more):
        self.weights.append(self.made[0].weight.detach().numpy().copy())
        self.scores += [] if score is None else [score]


def test_the_weights_are_the_mean_of_the_first_steps_and_then_follow_the_last_25th():
    X, y = problem()
    watch = Looked()
    made, about = train(watch.make, X, y, Plan(**{**PLAN.__dict__, "epochs": 50}), watch=watch)
    assert about["steps"] == len(watch.weights) == 300
    expected = np.mean(watch.weights[:12], axis=0)  # a 25th of 300 steps
    for weight in watch.weights[12:]:
        expected = expected * 11 / 12 + weight / 12
    np.testing.assert_allclose(weights(made)["0.weight"], expected, atol=1e-5)


def test_kept_is_the_average_that_did_best_on_rows_that_it_never_learned_from():
    rng = np.random.default_rng(2)
    X, y = problem(200)
    y = np.where(rng.random(200) < 0.3, 1 - y, y)  # learned by heart in the end
    X[:, 3], seen, drawn = np.linspace(-1, 0.99, 200), [], []

    def look(batch, generator):
        seen.append((batch[:, 3] * 100 + 100).round().int().numpy())
        drawn.append(float(torch.rand(1, generator=generator)))
        return batch

    plan = Plan(epochs=30, batch=10, learning_rate=0.05, smoothing=0.1, held_out=0.3, precision="float32", seed=1)
    watch = Looked()
    made, _ = train(watch.make, X, y, plan, look, watch)
    learned = np.unique(np.concatenate(seen))
    held = np.setdiff1d(np.arange(200), learned)
    assert len(learned) == 140 and len(set(drawn)) == len(seen) == 30 * 14
    epochs = np.array(seen).reshape(30, 140)
    assert all(np.array_equal(np.sort(epoch), learned) for epoch in epochs) and not np.array_equal(*epochs[:2])
    scores = answers(made, X[held])
    loss = np.log(np.exp(scores).sum(axis=1)) - scores[np.arange(60), y[held]]  # certainty is not spread here
    assert -loss.mean() == pytest.approx(max(watch.scores), abs=1e-4) and np.argmax(watch.scores) < 29


def test_what_did_best_is_remembered_over_a_kill(tmp_path, monkeypatch):
    X, y = problem()[0], np.random.default_rng(1).integers(0, 2, 96)  # nothing to learn
    plan = Plan(**{**PLAN.__dict__, "held_out": 0.25, "learning_rate": 0.1})
    watch = Looked()
    whole, _ = train(watch.make, X, y, plan, watch=watch)
    assert np.argmax(watch.scores) < len(watch.scores) - 1
    monkeypatch.setattr(_torch, "CHECKPOINT_SECONDS", -1.0)
    killed = KilledAt(tmp_path)
    killed.at = 23  # of 24
    with pytest.raises(Killed):
        train(network, X, y, plan, watch=killed)
    assert same(weights(whole), weights(train(network, X, y, plan, watch=Watch(tmp_path))[0]))


def test_it_learns_in_training_mode_and_is_scored_in_the_other():
    class Told(torch.nn.Linear):
        modes = set()

        def forward(self, X):
            self.modes.add((self.training, torch.is_grad_enabled()))
            return super().forward(X)

    train(lambda: Told(4, 2), *problem(), Plan(**{**PLAN.__dict__, "held_out": 0.25}))
    assert Told.modes == {(True, True), (False, False)}


def test_a_step_is_clipped_and_goes_as_far_as_its_rate_and_momentum_say():
    X, y = problem()
    start = []

    def make():
        made = torch.nn.Linear(4, 1)
        start.append(weights(made))
        return made

    plan = Plan(epochs=1, batch=96, learning_rate=0.02, weight_decay=0.0, optimizer="sgd", precision="float32")
    made, about = train(make, 1000 * X, 1000 * y.astype(np.float32), plan)
    far = np.sqrt(sum(((weights(made)[name] - start[0][name]) ** 2).sum() for name in start[0]))
    assert about["steps"] == 1 and far == pytest.approx(0.02 * 0.1 * 1.9 * 5, rel=1e-3)  # Nesterov: 1 + 0.9


@pytest.mark.parametrize("decay", [0.0, 0.5])
def test_weights_shrink_and_biases_do_not(decay):
    def make():
        made = torch.nn.Linear(4, 1)
        torch.nn.init.ones_(made.weight)
        torch.nn.init.ones_(made.bias)
        return made

    X, y = np.zeros((64, 4), np.float32), np.ones(64, np.float32)  # nothing to learn
    plan = Plan(epochs=25, batch=64, learning_rate=0.1, weight_decay=decay, precision="float32")
    made = weights(train(make, X, y, plan)[0])
    rates = [0.1 * one_cycle(step, 25) for step in range(25)]
    np.testing.assert_allclose(made["weight"], np.prod([1 - decay * rate for rate in rates]), rtol=1e-4)
    np.testing.assert_allclose(made["bias"], 1, atol=1e-6)


def test_certainty_is_spread_over_the_classes_and_each_member_learns_by_itself():
    rng = np.random.default_rng(0)
    scores, truth = rng.normal(size=(20, 3, 2)), rng.integers(0, 3, 20)
    log = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    wanted = 0.7 * np.eye(3)[truth] + 0.3 / 3
    by_hand = -(wanted[:, :, None] * log).sum(axis=1)
    loss = _torch._loss(torch, torch.tensor(scores), torch.tensor(truth), 0.3)
    assert float(loss) == pytest.approx(by_hand.mean())
    assert float(_torch._loss(torch, torch.tensor(scores[:, :, 0]), torch.tensor(truth), 0.3)) == pytest.approx(
        by_hand[:, 0].mean()
    )
