"""`hero explain`: why this prediction."""

import click

from zerotohero.cli import options


@click.command(short_help="Why this prediction: what pushed it up or down.")
@click.argument("run")
@click.argument("file")
@click.option(
    "--row", type=click.IntRange(min=0), default=0, show_default=True, help="Which row of FILE, counted from 0."
)
@click.option("--class", "outcome", metavar="NAME", help="The class to explain [default: the one it answers with].")
@click.option(
    "--words/--no-words", default=None, help="Each word of a text by itself [default: where there is little else]."
)
@click.option(
    "--svg", "--picture", "picture", metavar="PATH", help="Also draw it: .svg or .html; for pictures also .png."
)
@click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, help="Which training rows it is compared with."
)
@options.out
@options.as_json
@options.yes
def command(run, file, row, outcome, words, picture, seed, out, as_json, yes):
    """Show what pushed one prediction of RUN up or down: each column of one row of FILE.

    For pictures: which patches spoke for the answer, and which against it. Of a network: where it looked, asked in
    two ways, and which training pictures it sees as most alike; with --svg why.html also its filters and what they find.

    \b
    Examples:
      hero explain best new_houses.csv --row 3
      hero explain best photos/ --row 12 --svg why.svg
    """
    import json

    from rich.console import Console

    from zerotohero.cli.waiting import waiting
    from zerotohero.leaderboard.open import open_answering
    from zerotohero.report.explain.explain import explain
    from zerotohero.report.explain.view import explain_view, write_picture
    from zerotohero.report.inside.inside import look_inside
    from zerotohero.report.inside.net import network_of
    from zerotohero.report.inside.view import inside_view, write_inside

    path = None if picture is None else options.writable(picture, yes)
    opened = open_answering(run, out, "explain a prediction")
    network = network_of(opened.model) is not None
    with waiting("asking it again and again"):
        if network:
            why = look_inside(opened, file, row=row, outcome=outcome)
        else:
            why = explain(opened, file, row=row, outcome=outcome, words=words, seed=seed)
    if path is not None:
        (write_inside if network else write_picture)(why, path)
    if as_json:
        click.echo(json.dumps(why.as_dict() | ({"picture": str(path)} if path else {}), ensure_ascii=False))
        return
    console = Console(highlight=False)
    console.print(inside_view(why) if network else explain_view(why))
    if path is not None:
        console.print(f"\nwrote {path}")
