"""Rhyming n-grams, from lines to verse; the parts have tests of their own in tests/verse."""

from collections import Counter

import numpy as np
import pytest

from zerotohero.algorithms.rhyming_ngram import SPEC, RhymingNgram, arrays, from_arrays
from zerotohero.core.errors import UsageError

LINES = ["the cat sat on the mat", "a cat ate that fat rat", "the rat sat on a hat", "my cat ran to the bat",
         "that rat ran at a cat", "a fat bat sat on my hat", "the mat is flat and the hat is fat", "the man ran"]  # fmt: skip


@pytest.fixture(scope="module")
def model():
    return RhymingNgram(order=3, copy_limit=3).fit(LINES)


def test_a_seed_gives_the_same_verse_again_and_from_a_file(model):
    wishes = {"lines": 4, "syllables": 6, "seed": 3}
    verse = model.verse(**wishes)
    assert model.verse(**wishes).lines == verse.lines
    assert from_arrays(arrays(model)).verse(**wishes).lines == verse.lines
    assert any(model.verse(**{**wishes, "seed": s}).lines != verse.lines for s in range(4, 8))


def test_what_followed_is_counted_forward(model):
    for text in ("the", "sat on", "cat", "the cat sat on", "Fat!"):
        words = text.lower().strip("!").split()[-2:]  # order 3
        truth = Counter()
        for line in LINES:
            own = [*line.split(), None]
            truth.update(own[i + len(words)] for i in range(len(own) - len(words)) if own[i : i + len(words)] == words)
        found = model.follows(text)
        assert dict(found) == truth
        assert [c for _, c in found] == sorted(truth.values(), reverse=True)
    assert model.follows("zebra") == model.follows("") == model.follows("mat mat") == []


def test_a_trace_finds_the_line_that_was_copied(model):
    (span,) = model.trace("cat ate that fat")
    assert (span.begin, span.size, span.line) == (0, 4, 1)
    assert model.trace("zebra") == []


def test_the_text_itself_is_less_surprising_than_the_same_words_shuffled(model):
    rng = np.random.default_rng(0)
    shuffled = [" ".join(rng.permutation(line.split())) for line in LINES]
    assert model.perplexity(LINES) < model.perplexity(shuffled)


def test_parts_of_a_text_know_only_their_own_words():
    from zerotohero.data.lyrics import from_lines

    part = RhymingNgram().fit(from_lines(LINES)[2:4])
    assert sorted(part.words_) == sorted({w for line in LINES[2:4] for w in line.split()})
    assert part.perplexity(LINES) == RhymingNgram().fit(LINES[2:4]).perplexity(LINES)


@pytest.mark.parametrize(("order", "copy_limit"), [(0, 4), (9, 4), (5, 1), (5, 9)])
def test_settings_out_of_range_are_refused(order, copy_limit):
    with pytest.raises(UsageError, match="order"):
        RhymingNgram(order, copy_limit).fit(LINES)


def test_an_own_lexicon_decides_what_rhymes():
    lines = ["we are finna", "he is minna", "they ran finna", "they eat minna"]
    assert (
        RhymingNgram(2, 3, {"finna": "F IH1 N AH0", "minna": "M IH1 N AH0"}).fit(lines).mass(5, rhyme_with="finna") > 0
    )
    assert (
        RhymingNgram(2, 3, {"finna": "F IH1 N AH0", "minna": "M AA1 N AH0"}).fit(lines).mass(5, rhyme_with="finna") == 0
    )


def test_the_spec_predicts_what_the_model_does(model):
    assert np.array_equal(SPEC.predict(SPEC.arrays(model), LINES), model.predict(LINES))


def test_no_word_is_sounded_out_for_a_score(monkeypatch):
    monkeypatch.setattr("zerotohero.verse.sounds.sound_out", lambda words: pytest.fail("a score needs no sound"))
    assert RhymingNgram().fit(LINES).perplexity(LINES) > 1


def test_a_second_fit_forgets_the_first_text():
    model = RhymingNgram(3, 3, random_state=7).fit(["uno dos tres", "dos uno"])
    model.verses(1, lines=1, scheme="X", syllables=(1, 9))
    again, fresh = model.fit(LINES), RhymingNgram(3, 3, random_state=7).fit(LINES)
    assert again.verse(4, syllables=6).lines == fresh.verse(4, syllables=6).lines
    assert again.trace("the cat sat on") == fresh.trace("the cat sat on")
    assert again.follows("the") == fresh.follows("the")


def test_names_keep_their_capital_also_from_a_file():
    lines = ["Oh Romeo sat on a cat", "the cat saw Romeo on a hat", "ROMEO: what is that cat", "My hat, Romeo, my hat",
             "The York cat", "DUKE OF YORK, HELLO, YORK", "a Hat or a hat or a hat", "i said i am fat"]  # fmt: skip
    model = RhymingNgram(3, 4).fit(lines)
    assert {w for w, capital in zip(model.words_, model.capitals_) if capital} == {"romeo", "york"}
    for poet in (model, from_arrays(arrays(model))):
        written = {w.lower(): w for v in poet.verses(60, lines=2, syllables=(4, 9)) for w in " ".join(v.lines).split()}
        assert written["romeo"] == "Romeo" and written["hat"] == "hat" and written["i"] == "I"
