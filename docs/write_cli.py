"""Write docs/cli.md from the program's own help, so that the two cannot disagree (a test compares them)."""

from pathlib import Path

import click

from zerotohero.cli.main import GROUPS, hero

PAGE = Path(__file__).with_name("cli.md")


def page():
    """Return the page's Markdown."""
    context = click.Context(hero, info_name="hero", terminal_width=100)
    names = hero.list_commands(context)
    grouped = [name for _, group in GROUPS for name in group if name in names]
    order = grouped + [n for n in names if n not in grouped]
    parts = ["# The command line\n\nWritten by `make docs` from `hero --help`.\n"]
    for name in order:
        command = hero.get_command(context, name)
        inner = click.Context(command, info_name=name, parent=context, terminal_width=100)
        parts.append(f"## hero {name}\n\n```text\n{command.get_help(inner)}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.name}")
