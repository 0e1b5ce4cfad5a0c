"""Answers in, facts out."""

import pytest

from zerotohero.choose._order import rule_for
from zerotohero.choose.answers import facts_by_answers, needs_rows, way_by_answers
from zerotohero.choose.map import built
from zerotohero.choose.shortlist import shortlist
from zerotohero.core.errors import UnknownIdError, UsageError
from zerotohero.core.specs import discover


def test_numbers_and_words_take_the_same_way():
    assert way_by_answers(["1", "1", "7", "2"], built()) == way_by_answers(
        ["kinds", "row", "score", "thousands"], built()
    )


def test_the_answers_become_facts():
    found = facts_by_answers(way_by_answers(["amounts", "row", "score", "more"], built()))
    assert (found.task, found.kind, found.rows, found.classes) == ("regression", "table", 50_000, 0)
    assert facts_by_answers(way_by_answers(["kinds", "image", "small"], built())).image == (28, 28, "L")


def test_one_more_answer_may_say_how_many_rows():
    path = way_by_answers(["kinds", "row", "rule", "hundreds"], built())
    assert path[-1][0] == "tree"
    assert facts_by_answers(path).rows == 500
    assert needs_rows(way_by_answers(["kinds", "row", "rule"], built()))


def test_a_way_to_something_not_built_has_no_facts():
    assert facts_by_answers(way_by_answers(["order", "groups"], built())) is None


def test_who_wants_verse_gets_the_facts_of_a_text():
    found = facts_by_answers(way_by_answers(["new", "verse"], built()))
    assert (found.kind, found.task) == ("text", "generation")
    taken = [c.algorithm for c in shortlist(found, discover("algorithms")) if c.included and not c.baseline]
    assert taken == ["rhyming-ngram"]


def test_too_few_answers_name_the_question_and_what_it_takes():
    with pytest.raises(UsageError, match="What matters most") as caught:
        way_by_answers(["kinds", "row"], built())
    assert "score" in caught.value.expected
    assert caught.value.try_.startswith("--answers kinds,row,")
    with pytest.raises(UsageError):
        way_by_answers([], built())


def test_too_many_answers_are_refused():
    with pytest.raises(UsageError):
        way_by_answers(["kinds", "row", "score", "more", "more"], built())


def test_a_wrong_answer_gets_the_nearest():
    with pytest.raises(UnknownIdError, match="did you mean 'kinds'"):
        way_by_answers(["kind"], built())


def test_every_way_that_predicts_ends_with_something_to_train():
    for answers in (["kinds", "row", "rule"], ["amounts", "row", "weights"], ["kinds", "image", "small"]):
        choices = shortlist(facts_by_answers(way_by_answers(answers, built())), discover("algorithms"))
        assert any(c.included and not c.baseline for c in choices)


def test_answers_about_texts_take_what_counts_words():
    found = facts_by_answers(way_by_answers(["kinds", "text", "class"], built()))
    assert found.only_words
    first = shortlist(found, discover("algorithms"), "standard")[0]
    assert first.algorithm == rule_for(found).first["classification"][0]
