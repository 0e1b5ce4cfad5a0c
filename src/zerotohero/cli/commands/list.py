"""`hero list`: what exists, by kind."""

import click

KINDS = ("algorithms", "checks", "datasets", "projects", "tasks")


@click.command(short_help="What exists: algorithms, datasets, checks, projects, tasks.")
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(kind, as_json):
    """List every item of one KIND with its one-line description.

    \b
    Example:
      hero list algorithms
    """
    import json

    from zerotohero.core.specs import discover

    specs = discover(kind)
    words = {
        id_: getattr(s, "idea", "") or getattr(s, "story", "") or getattr(s, "why", "") or s.title
        for id_, s in specs.items()
    }
    if as_json:
        click.echo(json.dumps({kind: words}, ensure_ascii=False))
        return
    wide = max(map(len, words), default=0)
    for id_, text in words.items():
        click.echo(f"{id_:<{wide}}  {text}")
