"""`hero predict`: answers for new rows, as CSV."""

import click

from zerotohero.cli import options


@click.command(short_help="Predict the rows of a file; writes a CSV.")
@click.argument("run")
@click.argument("file")
@click.option(
    "-o",
    "output",
    default="predictions.csv",
    show_default=True,
    metavar="PATH",
    help="Where to write; - for the screen.",
)
@click.option("--proba", is_flag=True, help="One column per class as well: its probability.")
@click.option("--submission", metavar="ID,TARGET", help="Exactly these two columns, as competitions want them.")
@options.out
@options.as_json
@options.yes
def command(run, file, output, proba, submission, out, as_json, yes):
    """Read FILE as the training file was read and predict each row.

    \b
    Examples:
      hero predict best new_houses.csv --proba
      hero predict best test.csv --submission Id,SalePrice -o submission.csv
    """
    import json

    from zerotohero.cli.waiting import waiting
    from zerotohero.leaderboard.open import open_answering
    from zerotohero.report.predictions import predictions_csv

    to_screen = output == "-"
    if to_screen and as_json:
        raise click.UsageError("-o - and --json both want the screen: choose one")
    path = None if to_screen else options.writable(output, yes)
    opened = open_answering(run, out, "predict")
    with waiting("predicting"):
        text, rows, notes = predictions_csv(opened, file, proba=proba, submission=submission)
    if to_screen:
        click.echo(text, nl=False)
        for note in notes:
            click.echo(f"  {note}", err=True)
        return
    from zerotohero.leaderboard.journal import write_whole

    write_whole(path, text.encode("utf-8"))
    if as_json:
        click.echo(json.dumps({"run": opened.id, "rows": rows, "file": str(path)}, ensure_ascii=False))
        return
    for note in notes:
        click.echo(f"  {note}", err=True)
    click.echo(f"{rows:,} predictions by {opened.title} ({opened.id}) in {path}")
