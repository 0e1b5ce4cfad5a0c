"""`hero generate`: new verse by a run that learned from lyrics."""

import click

from zerotohero.cli import options
from zerotohero.cli.performance import wishes


@click.command(short_help="New verse by a run that learned from lyrics: rhymed, measured, never copied.")
@click.argument("run", default="best")
@wishes
@options.out
def command(run, asked, out, order, copy_limit, lexicon, **how):
    """Write verse with RUN, which learned from lyrics; a .hero file does too.

    \b
    Examples:
      hero generate best --scheme ABAB --show
      hero generate best --on light --about moon,cat
      hero generate best --counts "in the"
    """
    from zerotohero.cli.performance import run_verse
    from zerotohero.cli.waiting import waiting
    from zerotohero.leaderboard.open import open_run
    from zerotohero.report.verse.performance import poet_of

    opened = open_run(run, out)
    with waiting("reading what it learned"):
        poet = poet_of(opened, order, copy_limit, lexicon)
    name = opened.board.manifest["dataset"] if opened.board else opened.file.stem
    run_verse(poet, name, asked, **how)
