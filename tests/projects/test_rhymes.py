"""A rap that rhymes."""

import click

from zerotohero.cli.main import hero
from zerotohero.core.specs import discover
from zerotohero.projects._walk import fill
from zerotohero.projects.rhymes import SPEC


def test_it_goes_from_looking_to_lyrics_of_ones_own():
    steps = [step for _, step in SPEC.steps]
    assert [step.split()[1] for step in steps] == ["look", "rap", "train", "generate", "generate", "rap"]
    assert fill(steps[-1], {"lyrics": "my songs.txt"}) == "hero rap 'my songs.txt' --show"
    assert fill(steps[-1], {"lyrics": ""}) == "hero rap --show"


def test_every_option_of_its_steps_exists():
    for _, step in SPEC.steps:
        _, verb, *words = step.split()
        known = {o for p in hero.get_command(click.Context(hero), verb).params for o in p.opts}
        assert {w for w in words if w.startswith("--")} <= known, step


def test_no_project_hides_behind_a_command():
    assert not set(discover("projects")) & set(hero.list_commands(click.Context(hero)))
