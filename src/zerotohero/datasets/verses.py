"""Verses to rap: over 800 rhymed lines about buses, cats, homework, grandma's soup and machine learning.

They were written for this program: nearly all of ten syllables, in couplets with perfect rhymes, in few and everyday
words, so that even a model that only counts which word follows which finds much to recombine.
"""

from pathlib import Path

from zerotohero.core.specs import DatasetSpec

FILE = Path(__file__).with_name("verses.txt")


def load(size=None):
    """Return the verses.

    Parameters
    ----------
    size : int or None
        How many lines, from the first; all by default.

    Returns
    -------
    Dataset
        Of kind "text": one line a row.
    """
    from dataclasses import replace

    from zerotohero.data.lyrics import lyrics_dataset

    dataset = replace(lyrics_dataset(FILE, name="verses"), origin="verses")
    return dataset if size is None else dataset.take(slice(int(size)))


SPEC = DatasetSpec(
    id="verses",
    title="Verses: a rap that rhymes",
    kind="text",
    load=load,
    story="More than 800 rhymed lines about buses, cats, homework and grandma's soup, to make new ones from.",
)
