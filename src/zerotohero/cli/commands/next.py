"""`hero next`: now what?"""

import click

from zerotohero.cli import options


@click.command(short_help="Now what? Up to three commands, each with its reason.")
@click.argument("board", required=False)
@click.option("--do", "number", type=click.IntRange(1, 3), help="Run step N of the list.")
@options.out
@options.as_json
def command(board, number, out, as_json):
    """Say what to do next on BOARD (the leaderboard trained last), "stop here" among it.

    \b
    Examples:
      hero next
      hero next --do 1
    """
    import json

    from zerotohero.leaderboard.open import open_board

    opened = open_board(board, out)
    if number is not None:
        _do(opened.next, number, out)
        return
    if as_json:
        click.echo(json.dumps({"next": opened.next}, ensure_ascii=False))
        return
    for i, step in enumerate(opened.next, 1):
        click.echo(f"{i}  {options.with_out(step['command'], out)}\n       {step['why']}")


def _do(steps, number, out):
    """Run one step as if it had been typed."""
    import shlex

    from zerotohero.cli.main import hero
    from zerotohero.core.errors import UsageError

    if number > len(steps):
        raise UsageError(f"do step {number}", f"one of {len(steps)} steps", str(number), "hero next shows them")
    step = steps[number - 1]
    command = options.with_out(step["command"], out)
    if not step.get("runs", True):
        raise UsageError(
            f"run {command!r}",
            "a step that needs nothing of yours",
            "one that needs your file",
            "type it with your file's name",
        )
    click.echo(f"$ {command}")
    hero.main(shlex.split(command)[1:], prog_name="hero", standalone_mode=False)
