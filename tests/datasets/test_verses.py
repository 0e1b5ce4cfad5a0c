"""The built-in verses: enough, in metre, rhyming, and none of them twice."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from zerotohero.datasets._open import open_dataset
from zerotohero.datasets.verses import SPEC

DICTIONARY = Path(__file__).resolve().parents[3] / "shared" / "data" / "text" / "cmudict.dict"


@pytest.fixture(scope="module")
def lyrics():
    return SPEC.load().cells["line"]


@pytest.fixture(scope="module")
def sounds():
    """Word -> its pronunciations, from the dictionary's own file."""
    if not DICTIONARY.exists():
        pytest.skip("the dictionary is not here (../shared/data/text)")
    found = {}
    for line in DICTIONARY.read_text("utf-8").splitlines():
        word, *phones = line.split("#")[0].split()
        found.setdefault(word.split("(")[0], []).append(phones)
    return found


def rhyme(phones):
    """Return the phones from the last stressed vowel on, without stress."""
    at = max((i for i, phone in enumerate(phones) if phone[-1] in "12"), default=0)
    return tuple(phone.rstrip("012") for phone in phones[at:])


def test_there_are_verses_with_titles_and_no_line_twice(lyrics):
    data = open_dataset("verses")
    assert (data.kind, data.name, data.origin) == ("text", "verses", "verses")
    assert len(lyrics) >= 420
    assert lyrics.set_aside == {"titles": len(lyrics.verses)}
    assert len(np.unique(lyrics.hashes())) == len(lyrics)
    assert max(map(len, lyrics)) <= 80
    assert open_dataset("verses:30").cells["line"].tolist() == lyrics.tolist()[:30]


def test_words_come_again(lyrics):
    counts = Counter(lyrics.tokens.tolist())
    assert sum(n for n in counts.values() if n >= 3) > 0.85 * len(lyrics.tokens)


def test_every_line_has_eight_to_twelve_syllables(lyrics, sounds):
    heard = 0
    for i in range(len(lyrics)):
        if all(word in sounds for word in lyrics.line(i)):
            heard += 1
            assert 8 <= sum(phone[-1].isdigit() for word in lyrics.line(i) for phone in sounds[word][0]) <= 12, lyrics[
                i
            ]
    assert heard > 0.98 * len(lyrics)


def test_every_couplet_rhymes_on_two_words(lyrics, sounds):
    for first, end in lyrics.verses:
        for i in range(first, end - 1, 2):
            one, other = lyrics.line(i)[-1], lyrics.line(i + 1)[-1]
            assert one != other, lyrics[i]
            assert {rhyme(p) for p in sounds[one]} & {rhyme(p) for p in sounds[other]}, (lyrics[i], lyrics[i + 1])


def test_many_rhymes_have_many_words(lyrics, sounds):
    ends = {lyrics.line(i)[-1] for i in range(len(lyrics))}
    classes = Counter(rhyme(sounds[word][0]) for word in ends)
    assert sum(n >= 4 for n in classes.values()) >= 40
