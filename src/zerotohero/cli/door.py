"""The front door: `hero` alone."""

import shlex
import sys

import click


def open_door(run, choice=None, yes=False, data=None):
    """List the projects; with a terminal, start the one that is chosen. Return an exit code.

    ``run`` takes the words of a command line and returns its exit code.
    """
    from zerotohero.core.errors import UnknownIdError
    from zerotohero.core.specs import discover
    from zerotohero.projects._door import door
    from zerotohero.projects._walk import walk

    projects = sorted(discover("projects").values(), key=lambda p: p.order)
    terminal = bool(sys.stdin and sys.stdin.isatty() and sys.stdout.isatty())
    if choice is None:
        click.echo(door(projects))
        if not terminal:
            return 0
        choice = click.prompt("Which one? A number, a name, or q", default="1").strip()
        if choice.lower() == "q":
            return 0
    by_name = {p.id: p for p in projects} | {str(i): p for i, p in enumerate(projects, 1)}
    if choice not in by_name:
        raise UnknownIdError("project", choice, [p.id for p in projects])

    def ask(question):
        return click.prompt(question, default="", show_default=False) if terminal else ""

    def start(command):
        words = shlex.split(command) if isinstance(command, str) else list(command)
        return run(words[1:] if words[:1] == ["hero"] else words)

    return walk(by_name[choice], ask=ask, say=click.echo, run=start, yes=yes, data=data) or 0
