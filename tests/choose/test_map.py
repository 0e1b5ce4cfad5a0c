"""The map: nothing missing, nothing dangling, and the facts find their way."""

from dataclasses import replace
from itertools import pairwise

import pytest

from zerotohero.choose.map import (
    ALWAYS,
    MAP,
    QUESTIONS,
    START,
    STATIONS,
    as_dict,
    built,
    find_answer,
    follow,
    runs,
    way,
)
from zerotohero.choose.shortlist import Facts
from zerotohero.core.errors import UnknownIdError
from zerotohero.core.specs import discover

CATS = Facts("cats", "table", "classification", "breed", rows=2000, fit_rows=1280, classes=6)


def exits(id):
    """Return where a node leads."""
    node = MAP[id]
    return [a.to for a in node.answers] if hasattr(node, "answers") else [node.leads] * bool(node.leads)


def test_every_id_is_used_once():
    assert len(MAP) == len(QUESTIONS) + len(STATIONS)
    for question in QUESTIONS:
        assert len({a.id for a in question.answers}) == len(question.answers)


def test_every_node_can_be_reached_and_no_way_goes_in_a_circle():
    reached = set()

    def walk(id, trail):
        assert id not in trail
        reached.add(id)
        for to in exits(id):
            walk(to, (*trail, id))

    walk(START, ())
    assert reached == set(MAP) - set(ALWAYS), "what is always there needs no way to it"


def test_every_algorithm_that_exists_stands_on_the_map():
    assert {id for s in STATIONS for id, _ in s.algorithms} >= set(discover("algorithms"))


def test_no_way_asks_more_than_six_questions():
    def depth(id):
        return hasattr(MAP[id], "answers") + max(map(depth, exits(id)), default=0)

    assert depth(START) + 1 <= 6  # one more may ask for the number of rows


@pytest.mark.parametrize("task", ["classification", "regression"])
@pytest.mark.parametrize(
    ("rows", "end"), [(40, "lines"), (500, "boosting"), (5000, "histogram"), (90_000, "histogram")]
)
def test_the_number_of_rows_decides_where_a_table_ends(task, rows, end):
    path = way(replace(CATS, task=task, rows=rows), built())
    assert path[0] == (START, "kinds" if task == "classification" else "amounts")
    assert path[-1] == (end, None)


def test_texts_alone_are_counted_whatever_is_asked_and_a_text_beside_numbers_is_a_table():
    texts = replace(CATS, words=1)
    assert way(texts, built())[-1] == ("counts", None)
    assert way(replace(texts, task="regression", classes=0), built())[-1] == ("counts", None)
    assert way(replace(texts, numbers=1), built())[-1] == ("histogram", None)


def test_of_two_classes_a_very_small_one_is_described_rather_than_divided():
    few = replace(CATS, classes=2, smallest_class=0.02)
    assert way(few, built())[-1] == ("typical", None)
    assert way(replace(few, rows=90_000, fit_rows=60_000), built())[-1] == ("histogram", None)


def test_letters_end_at_pixels_as_columns():
    letters = Facts("letters", "images", "classification", "label", rows=4000, fit_rows=2560, image=(28, 28, "L"))
    assert way(letters, built())[-1] == ("pixels", None)


def test_lines_of_text_end_where_verse_is_written():
    lines = Facts("lyrics", "text", "generation", "line", rows=800, fit_rows=500)
    assert way(lines, built()) == [("goal", "new"), ("make", "verse"), ("verse", None)]
    assert [id for id, _ in MAP["verse"].algorithms if id in built()] == [
        "rhyming-ngram",
        "plain-ngram",
        "single-words",
    ]


def test_the_way_goes_only_where_something_runs():
    assert way(CATS, {"gradient-boosting"})[-1][0] == "boosting", "boosting on bins would be nearer, but is not there"
    assert way(CATS, {"knn"})[-1][0] == "neighbors"


def test_a_way_leads_from_node_to_node_by_its_answers():
    path = way(CATS, built())
    for (id, answer), (following, _) in pairwise(path):
        assert find_answer(MAP[id], answer).to == following


def test_without_anything_built_the_way_stops_at_the_first_question():
    assert way(CATS, set()) == [(START, None)]
    assert not runs(START, set())


def test_follow_offers_only_what_runs():
    offered = {}
    follow(lambda question, open_: offered.setdefault(question.id, [a.id for a in open_]) and open_[0], {"knn"})
    assert offered["goal"] == ["kinds", "amounts"]
    assert offered["matters"] == ["neighbors"]


def test_an_answer_is_found_by_word_and_by_number():
    assert find_answer(MAP["matters"], "rule") is find_answer(MAP["matters"], "3")
    with pytest.raises(UnknownIdError, match="did you mean 'rule'"):
        find_answer(MAP["matters"], "rul")


def test_the_map_as_plain_data_names_only_algorithms_that_exist():
    plain = as_dict()
    assert {a for s in plain["stations"] for a in s["algorithms"]} <= set(discover("algorithms"))
    assert len(plain["questions"]) == len(QUESTIONS)
    assert set(plain["always"]) <= {s["id"] for s in plain["stations"]}


def test_the_extras_say_so():
    signs = dict(a for s in STATIONS for a in s.algorithms)
    assert all("(extra)" in signs[id] for id, spec in discover("algorithms").items() if spec.extra)
