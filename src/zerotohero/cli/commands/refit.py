"""`hero refit`: the same candidate on every row, to be used."""

import click

from zerotohero.cli import options


@click.command(short_help="Fit a run again on all rows, the test rows too, to use it.")
@click.argument("run", default="best")
@options.out
@options.as_json
def command(run, out, as_json):
    """Fit RUN's candidate on every row. Nothing is chosen again, and nothing is left to test it on.

    \b
    Example:
      hero refit best
    """
    import json

    from zerotohero.cli.waiting import waiting
    from zerotohero.core.digits import digits
    from zerotohero.train.refit import refit

    with waiting("fitting on every row"):
        new = refit(run, out=out)
    if as_json:
        click.echo(json.dumps({"run": new.id}))
        return
    rows = new.board.manifest["rows"]
    verse = new.board.manifest["task"] == "generation"
    learned = (
        f"all {rows:,} {'lines' if verse else 'rows'}"
        if not new.rows_used
        else f"{new.rows_used:,} of all {rows:,} rows"
    )
    click.echo(f"{new.id}: {new.title}, fitted on {learned}")
    click.echo(f"  its estimate is that of its parent {new.parent}: {digits(new.score)}; it is not ranked")
    click.echo(f"  hero generate {new.id}" if verse else f"  hero predict {new.id} FILE")
