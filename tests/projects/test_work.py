"""A model that runs at work."""

import click

from zerotohero.cli.main import hero
from zerotohero.projects.work import SPEC


def test_it_goes_from_a_table_to_a_service_and_every_option_exists():
    steps = [step for _, step in SPEC.steps]
    assert [step.split()[1] for step in steps] == ["train", "add", "export", "serve"]
    assert "--rehearse" in steps[-1]  # the last one: Ctrl-C ends it, and that is no failure
    for step in steps:
        _, verb, *words = step.split()
        known = {o for p in hero.get_command(click.Context(hero), verb).params for o in p.opts}
        assert {w for w in words if w.startswith("--")} <= known, step
