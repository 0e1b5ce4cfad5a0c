"""`hero look`: what is there, and what stands out."""

import click

from zerotohero.cli import options


@click.command(short_help="What is in the data, and what stands out; fits nothing.")
@click.argument("data")
@options.about_the_data
@click.option("--picture", metavar="FILE", help="Draw it: a contact sheet, or the columns (.png or .svg).")
@options.as_json
@options.yes
def command(data, picture, as_json, yes, **asked):
    """Show what is in DATA (a file, a folder, a zip, or a built-in id) and what the checks find.

    \b
    Examples:
      hero look houses.csv --target price
      hero look letters --picture letters.png
    """
    import json

    from zerotohero.cli.waiting import waiting
    from zerotohero.train.look import look

    path = options.writable(picture, yes) if picture else None
    with waiting("reading and checking"):
        view = look(data, **asked)
    if path:
        from zerotohero.report.look.picture import draw

        draw(view, path)
    if as_json:
        click.echo(json.dumps(view.as_dict(), ensure_ascii=False))
        return
    from rich.console import Console

    from zerotohero.report.look.look import look_view

    Console(highlight=False).print(look_view(view))
    if path:
        click.echo(f"\nwrote {path}")
