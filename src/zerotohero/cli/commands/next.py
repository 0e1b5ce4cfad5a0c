"""`hero next`: now what?"""

import click

from zerotohero.cli import options


@click.command(short_help="Now what? Up to three commands, each with its reason.")
@click.argument("board", required=False)
@options.out
@options.as_json
def command(board, out, as_json):
    """Say what to do next on BOARD (the leaderboard trained last), "stop here" among it.

    \b
    Example:
      hero next
    """
    import json

    from zerotohero.leaderboard.open import open_board

    opened = open_board(board, out)
    if as_json:
        click.echo(json.dumps({"next": opened.next}, ensure_ascii=False))
        return
    for step in opened.next:
        click.echo(f"{options.with_out(step['command'], out)}\n    {step['why']}")
