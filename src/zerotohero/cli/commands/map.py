"""`hero map`: what would fit?"""

import click

from zerotohero.cli import options


@click.command(short_help="What would fit your problem: a map, a shortlist, and the reasons.")
@click.argument("data", required=False)
@click.option("--target", metavar="NAME", help="The column to predict.")
@click.option(
    "--task", type=click.Choice(["classification", "regression"]), help="Which class, or how much [default: guessed]."
)
@click.option("--type", "types", multiple=True, metavar="NAME=TYPE", help="number, category, date or words.")
@click.option(
    "--effort",
    type=click.Choice(["quick", "standard"]),
    default="standard",
    show_default=True,
    help="What a fit may cost.",
)
@click.option("--scores", metavar="FILE", help="For photos: a CSV with their file names and a number each.")
@click.option("--test-file", metavar="FILE", help="The rows of FILE are the test set, all of DATA is for training.")
@click.option("--answers", metavar="A,B,C", help="Without DATA: your answers to the questions, by word or number.")
@click.option("--page", "form", flag_value="html", help="Write the map, with your way and a page for each algorithm.")
@click.option("--svg", "form", flag_value="svg", help="Draw the map, with your way, as a picture.")
@click.option("-o", "output", metavar="FILE", help="Where it goes [default: map.html, map.svg].")
@options.as_json
@options.yes
def command(data, target, task, types, effort, scores, test_file, answers, form, output, as_json, yes):
    """Choose an algorithm: with DATA from its facts, without from a few questions.

    \b
    Examples:
      hero map
      hero map cats --target seconds_of_petting
      hero map houses.csv --page -o houses-map.html
      hero map my_photos --scores stars.csv
    """
    import json

    from zerotohero.choose.answers import facts_by_answers, way_by_answers
    from zerotohero.choose.map import built, way
    from zerotohero.choose.shortlist import shortlist
    from zerotohero.core.specs import discover

    path = options.writable(output or f"map.{form}", yes) if form else None
    exist = built()
    known, steps, choices = None, [], []
    if data is not None:
        known = _facts(data, target, task, options.parse_types(types), scores, test_file)
    elif answers is not None:
        steps = way_by_answers([a.strip() for a in answers.split(",") if a.strip()], exist)
        known = facts_by_answers(steps)
    elif _may_ask(as_json, yes, form):
        _print_map((), exist)
        steps = _ask(exist)
        known = facts_by_answers(steps)
    if known:
        choices = shortlist(known, discover("algorithms"), effort)
        lead = {c.algorithm for c in choices if (c.included or _to_add(c)) and not c.baseline}
        steps = steps or way(known, lead)
    asked = {"target": target, "scores": scores, "test-file": test_file}
    commands = _commands(data, asked, steps, choices)
    if path:
        _draw(path, form, steps, exist, known)
    if as_json:
        click.echo(json.dumps(_plain(known, steps, choices, commands), ensure_ascii=False))
    elif known:
        _print_shortlist(known, steps, choices, commands, brief=bool(path))
    elif steps:
        _print_closed(steps)
    elif not path:
        _print_map((), exist)
        _print_how()
    if path and not as_json:
        click.echo(f"wrote {path}")


def _facts(data, target, task, types, scores, test_file):
    """Return the Facts of a data set."""
    from zerotohero.choose.shortlist import facts, usual_fit_rows
    from zerotohero.cli.waiting import waiting
    from zerotohero.datasets._open import open_dataset
    from zerotohero.tasks._roles import choose_target, guess_task
    from zerotohero.train.options import Options

    Options(test_file=test_file).check()
    with waiting("reading"):
        dataset = open_dataset(data, types=types or None, scores=scores)
    target = choose_target(dataset, target)
    fit_rows = usual_fit_rows(len(dataset), aside=0) if test_file else None
    return facts(dataset, target, guess_task(dataset, target, task), fit_rows=fit_rows)


def _may_ask(as_json, yes, form):
    """Whether somebody is there who wants to be asked."""
    import sys

    return not (as_json or yes or form) and (sys.stdin and sys.stdin.isatty()) and sys.stdout.isatty()


def _ask(exist):
    """Ask one question after the other and return the way; only what can run today is offered."""
    from zerotohero.choose.answers import needs_rows
    from zerotohero.choose.map import MAP, follow

    def answer(question, open_, more="something else"):
        click.echo(f"\n{question.words}")
        words = [a.words for a in open_] + ([more] if len(open_) < len(question.answers) else [])
        for number, text in enumerate(words, 1):
            click.echo(f"  {number}  {text}")
        number = click.prompt("Your number", type=click.IntRange(1, len(words)), default=1)
        return open_[number - 1] if number <= len(open_) else None

    steps = follow(answer, exist)
    if needs_rows(steps) and steps[-1][1] is None and steps[-1][0] != "example":
        rows = MAP["rows"]
        chosen = answer(rows, rows.answers)
        steps.insert(-1, ("rows", chosen.id))
    click.echo()
    return steps


def _commands(data, asked, steps, choices):
    """Return (command, what it runs): the end of your way alone, or what it needs first; then the whole shortlist."""
    import shlex

    from zerotohero.choose.map import MAP

    if not choices:
        return []
    words = f"hero train {shlex.quote(data) if data else 'YOUR_FILE'}"
    words += "".join(f" --{name} {shlex.quote(value)}" for name, value in asked.items() if value)
    end = dict(MAP[steps[-1][0]].algorithms) if steps else {}
    here = [c for c in choices if c.algorithm in end]
    runs = [id for id in end if any(c.algorithm == id and c.included for c in here)]
    adds = [] if runs else sorted({_to_add(c) for c in here} - {None})
    found = [(f"{words} --only {','.join(runs)}", "the end of your way, with the rivals")] if runs else []
    found += [(add, "what the end of your way needs; then") for add in adds]
    return [*found, (words, "the whole shortlist, with the rivals")]


def _to_add(choice):
    """Return the `hero add` command without which an algorithm is left out, or None."""
    import re

    found = None if choice.included else re.search(r"hero add \w+", choice.reason)
    return found and found.group()


def _plain(known, steps, choices, commands):
    """Return the JSON object; without a way, the map itself."""
    from dataclasses import asdict

    from zerotohero.choose.map import as_dict

    if not steps:
        return as_dict()
    return {
        "dataset": known.name if known else None,
        "task": known.task if known else None,
        "facts": known.as_dict() if known else None,
        "way": [list(step) for step in steps],
        "shortlist": [asdict(c) for c in choices],
        "commands": [command for command, _ in commands],
    }


def _draw(path, form, steps, exist, known):
    """Write the map as a page, or as a picture whose names lead to where they come from."""
    from zerotohero.choose._reasons import data_in_words
    from zerotohero.choose.page import page
    from zerotohero.choose.picture import svg
    from zerotohero.core.specs import discover

    line = f"your way with {known.name}: {data_in_words(known)}" if known else "from a question to something that runs"
    specs = discover("algorithms")
    drawn = page(steps, line) if form == "html" else svg(steps, exist, line=line, link=lambda id: specs[id].source)
    path.write_text(drawn, encoding="utf-8")


def _console():
    """Return a console for people."""
    from rich.console import Console

    return Console(highlight=False)


def _print_map(steps, exist):
    """Print the map as a tree."""
    from zerotohero.choose.terminal import PLAIN_SIGNS, SIGNS, tree

    console = _console()
    plain = not (console.encoding or "").lower().startswith("utf")
    signs = PLAIN_SIGNS if plain else SIGNS
    console.print(tree(steps, exist, plain))
    console.print(f"{signs['open']} runs   {signs['closed']} not built yet", style="dim")


def _print_how():
    """Say how to go on where nobody can be asked."""
    click.echo("\nWith data:     hero map DATA")
    click.echo("By answers:    hero map --answers kinds,row,score,thousands")
    click.echo("As a page:     hero map --page -o map.html     (as a picture: --svg)")


def _print_closed(steps):
    """Say that the way ends where nothing runs."""
    from zerotohero.choose._nodes import Question
    from zerotohero.choose.map import MAP

    node = MAP[steps[-1][0]]
    if isinstance(node, Question):
        click.echo("That has its place on the map, but nothing runs there yet.")
    else:
        click.echo(f"{node.words}: {node.text.lower()}. It has its place on the map, but nothing runs there yet.")
    click.echo(
        "What runs today: `hero map --answers kinds,row,score,thousands`, or `hero map DATA` with data of yours."
    )


def _print_shortlist(known, steps, choices, commands, brief):
    """Print facts and way; unless brief, also candidates, exclusions and commands."""
    from itertools import islice

    from zerotohero.choose.terminal import shortlist_view

    console = _console()
    for part in islice(shortlist_view(known, steps, choices), 2 if brief else None):
        console.print(part)
    click.echo()
    if brief:
        return
    for line, text in commands:
        click.echo(f"  {line}\n      {text}")
