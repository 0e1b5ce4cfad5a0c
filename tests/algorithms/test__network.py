"""What a person sets is what the training is told, for every network that PyTorch trains."""

from inspect import signature

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from zerotohero.algorithms._convnet import ConvNet  # noqa: E402
from zerotohero.algorithms._fine_tuning import FineTuned  # noqa: E402
from zerotohero.algorithms._frozen import FrozenFeatures  # noqa: E402
from zerotohero.algorithms._mlp import MLP, tabular_network  # noqa: E402
from zerotohero.algorithms._residual import ResidualNet  # noqa: E402
from zerotohero.algorithms._sound_net import SoundConvNet  # noqa: E402

NETWORKS = [ConvNet, ResidualNet, FineTuned, SoundConvNet, MLP]
SET = {"learning_rate": 0.07, "weight_decay": 0.03, "smoothing": 0.2, "held_out": 0.3, "optimizer": "sgd",
       "precision": "bfloat16", "batch": 24, "epochs": 7, "threads": 3}  # fmt: skip


@pytest.mark.parametrize("network", NETWORKS)
def test_every_setting_reaches_the_plan(network):
    own = {name: value for name, value in SET.items() if name in signature(network).parameters}
    plan = network(views=10**9, random_state=9, **own)._plan(1000)
    assert {name: getattr(plan, name) for name in own} == own and plan.seed == 9
    assert network(views=500, epochs=7)._plan(1000).epochs == 0.5, "whichever is less"


def test_few_rows_take_smaller_batches_and_not_fewer_steps():
    assert [ConvNet()._plan(n).batch for n in (10, 400, 5000)] == [16, 50, 64]
    assert [MLP()._plan(n).batch for n in (10, 6400, 50_000)] == [32, 100, 256]


def pictures(network):
    """Return a few pictures, or spectrograms."""
    rng = np.random.default_rng(0)
    shape, kind = ((6, 24, 32), np.float32) if network is SoundConvNet else ((6, 32, 40, 3), np.uint8)
    return rng.random(shape, kind) if kind is np.float32 else rng.integers(0, 256, shape).astype(kind)


@pytest.mark.parametrize("network", [ConvNet, ResidualNet, SoundConvNet])
def test_pictures_and_units_change_while_it_learns_unless_that_is_unwanted(network):
    X = pictures(network)
    model = network(dropout=0.5, width=4)
    model._learn(X)
    fed = torch.from_numpy(np.ascontiguousarray(model._fed(X))).float()
    augment = model._augment(X)
    first, other = (augment(fed, torch.Generator().manual_seed(seed)) for seed in (0, 1))
    assert not torch.equal(first, other)
    assert network(augment="none")._augment(X) is None
    for dropout in (0.0, 0.5):
        made = model.set_params(dropout=dropout)._build(2)
        assert torch.equal(made.train()(fed), made(fed)) == (dropout == 0)
        assert torch.equal(made.eval()(fed), made(fed))


def test_fine_tuning_changes_its_pictures_too():
    X = pictures(FineTuned)
    assert FineTuned()._augment(X) is not None and FineTuned(augment="none")._augment(X) is None


def test_the_network_for_tables_has_the_layers_members_and_pitch_that_were_set():
    codes = np.array([0, 0, 0, 5], np.int32)
    X = torch.rand(8, 4)
    gentle, sharp = (tabular_network(codes, 3, 16, 4, 5, pitch, 0.5) for pitch in (0.1, 10.0))
    assert len(gentle.hidden) == 4 and gentle.train()(X).shape == (8, 3, 5)
    assert 30 < (sharp.frequency.std() / gentle.frequency.std()).item() < 300
    assert set(gentle.signs.flatten().tolist()) == {-1.0, 1.0}, "members look through signs of their own"
    assert not torch.equal(gentle(X), gentle(X)) and torch.equal(gentle.eval()(X), gentle(X))


def test_how_little_large_weights_cost_reaches_the_first_head(tiny_weights):
    X, y = pictures(ConvNet)[:, :, :32], np.arange(6) % 2
    size = []
    for C in (1e-4, 10.0):
        frozen = FrozenFeatures(weights=tiny_weights, C=C, side=96).fit(X, y)
        tuned = FineTuned(weights=tiny_weights, C=C, side=96, views=6, trained=1).fit(X, y)
        size.append([np.abs(frozen.head_.coef_).sum(), np.abs(tuned.head_["coef"]).sum()])
    assert (np.divide(*size[::-1]) > 10).all()


def test_the_side_that_was_set_is_the_most_that_is_looked_at(tiny_weights):
    X = np.random.default_rng(0).integers(0, 256, (4, 200, 150, 3)).astype(np.uint8)
    assert [FrozenFeatures(weights=tiny_weights, side=s).fit(X, [0, 1, 0, 1]).side_ for s in (96, 128)] == [96, 128]
