"""What would fit?"""

from zerotohero.projects.which import SPEC


def test_every_step_is_the_map():
    assert {step.split()[1] for _, step in SPEC.steps} == {"map"}
    assert not SPEC.asks
