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
