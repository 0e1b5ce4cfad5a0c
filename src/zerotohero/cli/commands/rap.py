"""`hero rap`: learn from lyrics and perform, at once and without a leaderboard."""

import click

from zerotohero.cli.performance import wishes


@click.command(short_help="A rap that rhymes, at once: from the built-in verses or from lyrics of yours.")
@click.argument("data", default="verses")
@click.option("--column", metavar="NAME", help="Of a table: the column with the lyrics.")
@wishes
def command(data, column, asked, order, copy_limit, lexicon, **how):
    """Learn from DATA and perform: a text file, a folder or zip of them, a table with lyrics, or a built-in id.

    \b
    Examples:
      hero rap
      hero rap my_lyrics.txt --scheme ABAB --on night --show
      hero rap --say
    """
    from zerotohero.algorithms.rhyming_ngram import RhymingNgram
    from zerotohero.cli.performance import run_verse

    lyrics, name = _lyrics(data, column)
    run_verse(RhymingNgram(order or 5, copy_limit or 4, lexicon).fit(lyrics), name, asked, **how)


def _lyrics(data, column):
    """Return the Lyrics of a built-in data set or of anything on disk, and their name."""
    from pathlib import Path

    from zerotohero.core.errors import DataError
    from zerotohero.data.lyrics import lyrics_dataset
    from zerotohero.datasets._open import open_dataset

    on_disk = column is not None or Path(data).suffix or any(mark in data for mark in "/\\~") or Path(data).exists()
    dataset = lyrics_dataset(data, column) if on_disk else open_dataset(data)
    if dataset.kind != "text":
        raise DataError(
            f"rap on {data}", "lyrics", f"a built-in data set of {dataset.kind}", "hero rap verses, or a text file"
        )
    return dataset.cells[dataset.names()[0]], dataset.name
