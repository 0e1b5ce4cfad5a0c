"""`hero board`: the leaderboard."""

import click

from zerotohero.cli import options


@click.command(short_help="The leaderboard: every run and its rivals, best first.")
@click.argument("board", required=False, metavar="[BOARD]")
@options.out
@options.as_json
def command(board, out, as_json):
    """Show the leaderboard trained last, or BOARD: its folder, or how its name begins.

    \b
    Examples:
      hero board
      hero board houses
    """
    import json

    from zerotohero.leaderboard.open import open_board

    opened = open_board(board, out=out)
    if as_json:
        click.echo(json.dumps(opened.as_dict(), ensure_ascii=False))
        return
    from rich.console import Console

    from zerotohero.report.board_view import board_view

    Console(highlight=False).print(board_view(opened))
