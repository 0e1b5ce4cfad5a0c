"""What the try page is answered by a run that writes verse."""

import json

import pytest

from zerotohero.algorithms.rhyming_ngram import RhymingNgram
from zerotohero.core.errors import HeroError
from zerotohero.serve.verse_answers import VerseAnswers

LIGHT = {"night", "bright", "light", "right"}


@pytest.fixture
def ask(verse_run):
    answers = VerseAnswers(verse_run)
    return lambda **question: answers.answer({"syllables": 8, "seed": 1, **question})


def test_it_offers_the_words_that_end_lines(verse_run):
    page = VerseAnswers(verse_run).describe
    assert page["page"] == "verse" and page["unit"] == "syllables" and page["score"]["value"] == 12.5
    assert {*page["begin"]} <= {"mat", "cat", "hat", "that", "hill", "sill", "still", "ill", *LIGHT}
    json.dumps(page, allow_nan=False)


@pytest.mark.parametrize(("scheme", "partner"), [("AABB", 1), ("ABAB", 2), ("ABBA", 3)])
def test_the_partner_line_rhymes_with_the_typed_one(ask, scheme, partner):
    lines = ask(first="Once I had a FIGHT!", scheme=scheme)["lines"]
    assert lines[0] == {"text": "Once I had a", "end": "FIGHT!", "rhyme": "A1", "yours": True}
    assert lines[partner]["end"] in LIGHT
    assert [line["rhyme"][0] for line in lines[:4]] == list(scheme)
    assert not any(line["end"] in LIGHT for line in lines[1:4] if line["rhyme"] == "B1")
    assert {line["syllables"] for line in lines[1:]} == {8}


def test_a_typed_word_is_not_its_own_rhyme(verse_run):
    answers = VerseAnswers(verse_run)
    ends = {answers.answer({"first": "the light", "syllables": 8, "seed": s})["lines"][1]["end"] for s in range(6)}
    assert ends <= LIGHT - {"light"}


def test_what_rhymes_with_nothing_goes_on_and_says_so(ask):
    said = ask(first="I painted it purple")
    assert len(said["lines"]) == 8 and any("rhymes with 'purple'" in note for note in said["notes"])


def test_topics_occur_and_unknown_ones_are_named(ask):
    said = ask(about="moon, dinosaur")
    assert any("moon" in [*line["text"].lower().split(), line["end"]] for line in said["lines"])
    assert any("dinosaur" in note for note in said["notes"])


def test_the_text_is_counted_once_for_all_verses(verse_run, monkeypatch):
    counted = []
    count = RhymingNgram._count
    monkeypatch.setattr(RhymingNgram, "_count", lambda model, *text: counted.append(1) or count(model, *text))
    answers = VerseAnswers(verse_run)
    for seed in range(4):
        answers.answer({"syllables": 8, "seed": seed})
    assert counted == [1]


def test_one_seed_one_verse(ask):
    assert ask(seed=4) == ask(seed=4) != ask(seed=5)


@pytest.mark.parametrize("question", [None, [], {"scheme": "A1"}, {"scheme": {}}, {"about": ["day"]}, {"first": 1}, {"syllables": "x"},
                                      {"seed": -1}, {"syllables": 99}])  # fmt: skip
def test_what_makes_no_sense_is_one_message(verse_run, question):
    with pytest.raises(HeroError):
        VerseAnswers(verse_run).answer(question)
