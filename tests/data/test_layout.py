"""Prose that was wrapped gives its sentences as lines, numbered lines lose their numbers, and verse stays as it is."""

import textwrap

import pytest

from zerotohero.data._layout import Layout
from zerotohero.data.lyrics import read_lyrics

SENTENCES = [
    f"The {animal} went out to look for {count} of its friends, and it came home late because the rain fell all the night."
    for count, animal in enumerate(("cat", "dog", "horse", "owl", "mouse", "old and very tired elephant") * 4, 2)
]
VERSE = [
    line
    for i in range(20)
    for line in (f"I saw the moon on night {i} and the sea,", "and nobody", "was up but me.", "")
]


@pytest.mark.parametrize("width", [50, 72, 100])
def test_wrapped_prose_gives_back_its_sentences_cut_at_commas(width):
    paragraphs = [" ".join(SENTENCES[i : i + 4]) for i in range(0, len(SENTENCES), 4)]
    page = "\n\n".join(textwrap.fill(p, width) for p in paragraphs).split("\n")
    clauses = [part for s in SENTENCES for part in (s[: s.index(",") + 1], s[s.index(",") + 2 :])]
    layout = Layout(page)
    assert (layout.prose, layout.numbered) == (True, False)
    assert [line for line in layout.lines(page) if line] == clauses


def test_verse_stays_as_it_is():
    layout = Layout(VERSE)
    assert (layout.prose, layout.numbered) == (False, False)
    assert layout.lines(VERSE) == VERSE


@pytest.mark.parametrize("number", ["{}. ", "{} ", "Psa1:{} ", "1 Kings 2:{} ", "[{}] ", "2:{} "])
def test_the_numbers_of_lines_are_taken_off(number):
    lines = [number.format(i) + "the sea is wide" for i in range(1, 40)]
    assert set(Layout(lines).lines(lines)) == {"the sea is wide"}


def test_numbers_at_the_end_are_taken_off_and_a_few_numbers_stay():
    lines = [f"the sea is wide  {i}" for i in range(1, 40)]
    assert set(Layout(lines).lines(lines)) == {"the sea is wide"}
    few = ["24 hours to go", "At 3:15 the bus was there", *VERSE]
    assert Layout(few).lines(few) == few


def test_a_file_of_prose_says_so_and_numbers_and_names_alone_are_no_lines(tmp_path):
    path = tmp_path / "page.txt"
    page = "\n\n".join(textwrap.fill(" ".join(SENTENCES[i : i + 4]), 70) for i in range(0, 24, 4))
    path.write_text(page.replace("\n\n", "\n\nXIV.\n\n"), "utf-8")
    lyrics = read_lyrics(path)
    assert "page.txt is prose: its lines are its sentences and clauses." in lyrics.notes
    assert lyrics[0] == "The cat went out to look for 2 of its friends,"
    path.write_text(
        "12\nThe sea is wide,\nthe boat is low.\n\t-- Ann of the Sea\n%\nXX.\nI saw it go\n1999 2000\n", "utf-8"
    )
    lyrics = read_lyrics(path)
    assert lyrics.tolist() == ["The sea is wide,", "the boat is low.", "I saw it go", "1999 2000"]
    assert lyrics.verse.tolist() == [0, 0, 1, 1]
