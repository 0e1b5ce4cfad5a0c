"""The front door."""

from zerotohero.core.specs import discover
from zerotohero.projects._door import door


def test_the_door_welcomes_and_lists_every_project_with_number_minutes_and_end():
    projects = sorted(discover("projects").values(), key=lambda p: p.order)
    lines = door(projects).splitlines()
    assert "it's okay if you don't understand everything yet" in lines[0].lower()
    for number, project in enumerate(projects, 1):
        place = next(i for i, line in enumerate(lines) if line.startswith(f"  {number}  {project.title}"))
        assert f"{project.minutes} min" in lines[place]
        assert project.ends_with in lines[place + 1]
    assert max(map(len, lines)) <= 100
