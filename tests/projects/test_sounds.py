"""Sounds."""

from zerotohero.projects._walk import USUAL, fill
from zerotohero.projects.sounds import SPEC


def test_built_in_notes_come_first_then_ones_own_and_the_microphone_last():
    steps = [step for _, step in SPEC.steps]
    assert [step.split()[1] for step in steps] == ["look", "train", "report", "look", "train", "try"]
    assert steps[1] == fill(steps[4], {"sounds": USUAL["sounds"]})
