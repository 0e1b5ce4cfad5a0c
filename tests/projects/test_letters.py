"""The first project."""

from zerotohero.projects.letters import SPEC


def test_it_ends_with_a_page_to_draw_on():
    assert SPEC.steps[0][1] == "hero train letters --effort quick"
    assert SPEC.steps[-1][1] == "hero try best"
    assert SPEC.order == 1
