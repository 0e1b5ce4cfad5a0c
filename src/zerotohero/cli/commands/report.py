"""`hero report`: a run on one page."""

import click

from zerotohero.cli import options


@click.command(short_help="One HTML page: how good a run is, and where it is wrong.")
@click.argument("run", default="best")
@click.option("-o", "path", default="report.html", show_default=True, metavar="FILE", help="Where the page goes.")
@options.out
@options.yes
def command(run, path, out, yes):
    """Write the report on RUN: one file without scripts that opens anywhere.

    \b
    Example:
      hero report best -o letters.html
    """
    from zerotohero.cli.waiting import waiting
    from zerotohero.leaderboard.open import open_run
    from zerotohero.report.report import write_report

    path = options.writable(path, yes)
    opened = open_run(run, out=out)
    with waiting("drawing"):
        write_report(opened, path)
    click.echo(f"wrote {path}: {opened.title}, with its rivals, its mistakes and its model card")
