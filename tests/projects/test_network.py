"""A network from nothing."""

from zerotohero.algorithms.two_layer_net import SPEC as NETWORK
from zerotohero.projects.network import SPEC


def test_one_layer_comes_before_two_and_what_breaks_it_is_a_thousand_times_as_long():
    steps = [step for _, step in SPEC.steps]
    assert [step.split("--only ")[1].split()[0] for step in steps[:2]] == ["softmax-regression", "two-layer-net"]
    usual = next(h.default for h in NETWORK.hyperparameters if h.name == "learning_rate")
    assert f"two-layer-net.learning_rate={1000 * usual:g}" in steps[3]
    assert "{table}" in steps[5]
