"""Write the pages that follow from the code: cli.md, algorithms.md, findings.md (a test compares them)."""

from pathlib import Path

import click

from zerotohero.choose._about import about
from zerotohero.cli.main import GROUPS, hero
from zerotohero.core.specs import discover

HERE = Path(__file__).parent
ALGORITHMS_HEAD = """# The algorithms

Written by `make docs` from the specs. `--set ID.NAME=VALUE,VALUE` tries values. A cost is that of one fit on one thread,
with predictions for a quarter as many rows, by the formula from which `hero train` decides what is affordable.
"""


def cli():
    """Return the manual of the command line, from its own help."""
    context = click.Context(hero, info_name="hero", terminal_width=100, help_option_names=["-h", "--help"])
    names = hero.list_commands(context)
    grouped = [name for _, group in GROUPS for name in group if name in names]
    parts = ["# The command line\n\nWritten by `make docs` from `hero --help`.\n"]
    for name in [*grouped, *(n for n in names if n not in grouped)]:
        command = hero.get_command(context, name)
        inner = click.Context(command, info_name=name, parent=context, terminal_width=100)
        parts.append(f"## hero {name}\n\n```text\n{command.get_help(inner)}\n```\n")
        for verb, sub in getattr(command, "commands", {}).items():  # hero photos rank
            below = click.Context(sub, info_name=verb, parent=inner, terminal_width=100)
            parts.append(f"### hero {name} {verb}\n\n```text\n{sub.get_help(below)}\n```\n")
    return "\n".join(parts)


def algorithms():
    """Return one section per algorithm, from its spec."""
    specs = discover("algorithms").values()
    parts = [ALGORITHMS_HEAD]
    for task in ("classification", "regression"):
        names = [f"[{s.title}](#{s.id})" for s in specs if task in s.tasks]
        parts.append(f"For {task}: {', '.join(names)}.\n")
    return "\n".join([*parts, *(_algorithm(spec) for spec in specs)]).rstrip() + "\n"


def _algorithm(spec):
    """Return the section of one algorithm."""
    lines = [f"## {spec.id}\n", f"**{spec.title[0].upper()}{spec.title[1:]}.** {spec.idea}\n"]
    lines += [f"- {label}: {words}" for label, words in about(spec)] + [""]
    if spec.hyperparameters:
        lines.append("| hyperparameter | default | range | meaning |\n|---|---|---|---|")
        lines += [f"| `{h.name}` | {h.default} | {_range(h)} | {h.meaning} |" for h in spec.hyperparameters]
        lines.append("")
    for where, values in spec.defaults.items():
        lines.append(f"Our defaults for {where}: {', '.join(f'`{k}={v}`' for k, v in values.items())}.\n")
    return "\n".join(lines)


def findings():
    """Return one section per check, from its spec."""
    parts = ["# The findings\n\nWritten by `make docs` from the specs. `hero look DATA` shows those of your data.\n"]
    for spec in discover("checks").values():
        when = (
            "before the test rows are set aside, on every row" if spec.stage == "structure" else "on training rows only"
        )
        parts.append(f"## {spec.code}\n\n**{spec.title}.** {spec.why}\n\nLooks {when}.\n")
    parts.append(
        "## test-set\n\n**Another test set than before.** The same file with fewer rows, or other columns, may be split in another "
        "way: a row that was tested may then be learned from, and scores cannot be compared.\n\nLooks when the test rows are set "
        "aside, at what the last training in this folder kept aside.\n"
    )
    return "\n".join(parts)


def _range(knob):
    """Return what a hyperparameter allows."""
    if knob.choices:
        return ", ".join(map(str, knob.choices))
    return f"{knob.low:g} to {knob.high:g}" if knob.low is not None and knob.high is not None else ""


PAGES = {"cli.md": cli, "algorithms.md": algorithms, "findings.md": findings}

if __name__ == "__main__":
    for name, write in PAGES.items():
        (HERE / name).write_text(write(), encoding="utf-8")
        print(f"wrote {name}")
