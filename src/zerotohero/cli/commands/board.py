"""`hero board`: the leaderboard."""

import click

from zerotohero.cli import options


@click.command(short_help="The leaderboard: every run and its rivals, best first.")
@click.argument("board", required=False, metavar="[BOARD]")
@click.option(
    "--peers",
    metavar="FILE",
    help="Published figures to rank among: a CSV with a name and a score a line. Remembered; 'none' forgets them.",
)
@click.option("--all", "whole", is_flag=True, help="Every configuration, not only the best one of each algorithm.")
@options.out
@options.as_json
def command(board, peers, whole, out, as_json):
    """Show the leaderboard trained last, or BOARD: its folder, or how its name begins.

    \b
    Examples:
      hero board
      hero board houses --peers published.csv
    """
    import json

    from zerotohero.leaderboard.open import open_board
    from zerotohero.report.rank import as_dict, remember_peers

    opened = open_board(board, out=out)
    if peers is not None:
        remember_peers(opened, peers)
    if as_json:
        click.echo(json.dumps({**opened.as_dict(), "rank": as_dict(opened)}, ensure_ascii=False))
        return
    from rich.console import Console

    from zerotohero.report.board_view import board_view

    Console(highlight=False).print(board_view(opened, whole))
