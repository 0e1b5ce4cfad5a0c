"""`hero report`: a run on one page."""

import click

from zerotohero.cli import options


@click.command(short_help="One page: can I trust this run, and for what?")
@click.argument("run", default="best")
@click.option(
    "-o",
    "--to",
    "path",
    default="report.html",
    show_default=True,
    metavar="FILE",
    help="FILE.html, FILE.md or FILE.json.",
)
@click.option(
    "--without-rows",
    is_flag=True,
    help="A page to pass on: no cell of a single row, no category seen in fewer than 10 rows, no folders.",
)
@options.out
@options.yes
def command(run, path, without_rows, out, yes):
    """Write the report on RUN: one file without scripts that opens anywhere, or its twin in Markdown or JSON.

    \b
    Example:
      hero report best --to letters.html
      hero report best --to letters.md --without-rows
    """
    from zerotohero.cli.waiting import waiting
    from zerotohero.leaderboard.open import open_run
    from zerotohero.report.report import write_report

    path = options.writable(path, yes)
    opened = open_run(run, out=out)
    with waiting("drawing"):
        write_report(opened, path, rows=not without_rows)
    what = "verses" if opened.board.manifest["task"] == "generation" else "mistakes"
    shown = (
        "with its rivals and its model card, no rows"
        if without_rows
        else f"with its rivals, its {what} and its model card"
    )
    click.echo(f"wrote {path}: {opened.title}, {shown}")
