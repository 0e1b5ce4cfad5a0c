"""`hero test`: the one look at the rows kept aside."""

import click

from zerotohero.cli import options


@click.command(short_help="Judge a run on the rows kept aside; each use is counted.")
@click.argument("run", default="best")
@options.out
@options.as_json
def command(run, out, as_json):
    """Score RUN on rows that no model has seen, with a 95 % interval.

    \b
    Example:
      hero test best
    """
    import json

    from zerotohero.cli.waiting import waiting
    from zerotohero.core.digits import digits
    from zerotohero.leaderboard.open import open_run
    from zerotohero.train.test import test

    with waiting("asking the rows kept aside"):
        result = test(run, out=out)
    if as_json:
        click.echo(json.dumps(result.as_dict()))
        return
    low, high = result.interval
    click.echo(
        f"{open_run(result.run, out).title} ({result.run}): {result.metric} {digits(result.score)}, 95 % interval {digits(low)} to {digits(high)}"
        + (f", on {result.rows:,} test rows" if result.rows else "")
    )
    kept = ": inside the interval" if low <= result.expected <= high else ", which lies outside of it"
    click.echo(f"  {result.how}; the leaderboard had promised {digits(result.expected)}{kept}")
    if result.uses:
        click.echo(
            f"  use {result.uses} of this test set"
            + ("" if result.uses == 1 else ": each look makes the next one a little less honest")
        )
