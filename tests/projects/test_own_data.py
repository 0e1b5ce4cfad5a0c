"""Make your own data set."""

from zerotohero.projects.own_data import SPEC
from zerotohero.serve.collect.folder import SOURCES, split_labels


def test_nobody_needs_a_camera_and_what_is_collected_is_what_is_learned():
    steps = [step.split() for _, step in SPEC.steps]
    assert [words[1] for words in steps] == ["collect", "look", "train", "try"]
    assert len({words[2] for words in steps[:3]}) == 1
    assert steps[0][steps[0].index("--from") + 1] == "pad" and "pad" in SOURCES
    assert split_labels(steps[0][steps[0].index("--labels") + 1]) == ["happy", "grumpy"]
    assert SPEC.ends_with and not SPEC.asks
