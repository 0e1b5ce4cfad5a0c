"""`hero story`: a progress update to send to a friend."""

import click

from zerotohero.cli import options


@click.command(short_help="A progress update to send: what was tried, what helped, what is next.")
@click.argument("board", required=False, metavar="[BOARD]")
@click.option(
    "-o",
    "path",
    default="story.md",
    show_default=True,
    metavar="FILE",
    help="Where it goes; the picture lies beside it.",
)
@options.out
@options.yes
def command(board, path, out, yes):
    """Write the story of BOARD (the leaderboard trained last) as Markdown, with a picture of the climb.

    It holds nothing of any single row, and no path of this computer.

    \b
    Examples:
      hero story
      hero story houses -o houses.md
    """
    from zerotohero.leaderboard.journal import write_whole
    from zerotohero.leaderboard.open import open_board
    from zerotohero.report.story import story

    path = options.writable(path, yes)
    picture = options.writable(path.with_suffix(".svg"), yes)
    text, drawn = story(open_board(board, out), picture.name)
    write_whole(picture, drawn.encode("utf-8", "replace"))
    write_whole(path, text.encode("utf-8", "replace"))
    click.echo(f"wrote {path} and {picture.name}, the climb")
