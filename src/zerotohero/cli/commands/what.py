"""`hero what`: a word of the field, in plain words."""

import click


@click.command(short_help="What a word means: hero what overfitting.")
@click.argument("word", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(word, as_json):
    """Explain WORD; alone, list every word there is.

    \b
    Examples:
      hero what overfitting
      hero what test set
    """
    import json
    from dataclasses import asdict

    from zerotohero.core.glossary import TERMS, find_term

    if word:
        term = find_term(" ".join(word))
        click.echo(json.dumps(asdict(term), ensure_ascii=False) if as_json else _page(term))
    elif as_json:
        click.echo(json.dumps({term.id: term.short for term in TERMS}, ensure_ascii=False))
    else:
        wide = max(len(term.id) for term in TERMS)
        click.echo("\n".join(f"{term.id:<{wide}}  {term.short}" for term in TERMS))


def _page(term):
    """Return what people read about one term."""
    from shutil import get_terminal_size
    from textwrap import fill

    width = min(get_terminal_size((80, 24)).columns, 90)
    also = f"\n\nalso: {', '.join(term.also)}" if term.also else ""
    return f"{term.id}: {term.short}\n\n{fill(term.more, width)}{also}"
