"""Every step of every project is a command that exists, with options that exist."""

import re
import shlex

import click
import pytest

from zerotohero.cli.main import hero
from zerotohero.core.specs import discover
from zerotohero.projects._walk import QUESTIONS, fill

PROJECTS = discover("projects")
STEPS = [(id, command) for id, project in PROJECTS.items() for _, command in project.steps]


@pytest.mark.parametrize(("project", "command"), STEPS)
def test_every_step_parses_as_a_command_line(project, command):
    words = shlex.split(fill(command, {"data": "my file.csv", **dict.fromkeys(QUESTIONS, "price")}))
    assert words[0] == "hero"
    context = click.Context(hero, info_name="hero")
    verb = hero.get_command(context, words[1])
    assert verb is not None, f"there is no command hero {words[1]}"
    verb.make_context(words[1], words[2:], parent=context)  # raises UsageError for an unknown option


@pytest.mark.parametrize(("project", "command"), STEPS)
def test_every_gap_in_a_step_is_asked_for(project, command):
    gaps = set(re.findall(r"{(\w+)}", command))
    assert gaps <= {"data", *QUESTIONS}
    assert "data" not in gaps or PROJECTS[project].asks


def test_projects_have_different_places_on_the_door():
    assert len({p.order for p in PROJECTS.values()}) == len(PROJECTS)


@pytest.mark.parametrize("project", PROJECTS.values(), ids=list(PROJECTS))
def test_a_project_says_how_long_it_takes_and_what_stands_at_the_end(project):
    assert 1 <= project.minutes <= 30
    assert project.title
    assert project.ends_with
    assert all(why.strip().endswith((".", "?", "!")) and command.startswith("hero ") for why, command in project.steps)
