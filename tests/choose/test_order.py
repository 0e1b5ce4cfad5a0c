"""The order: which rule speaks, and what comes first."""

from dataclasses import replace

import pytest

from zerotohero.choose._order import RULES, USUAL, ranked, rule_for
from zerotohero.choose.shortlist import Facts
from zerotohero.core.specs import discover

CATS = Facts("cats", "table", "classification", "breed", rows=2000, fit_rows=1280, numbers=9, categories=4, classes=6,
             smallest_class=0.1, width=30, tree_width=13)  # fmt: skip
CASES = {
    "images": replace(CATS, kind="images", image=(28, 28, "L")),
    "photos": replace(CATS, kind="images", image=(192, 192, "RGB")),
    "sounds": replace(CATS, kind="sounds"),
    "verse": Facts("lyrics", "text", "generation", "line", rows=800, fit_rows=500),
    "texts": replace(CATS, numbers=0, categories=0, words=1),
    "tiny": replace(CATS, rows=60),
    "few": replace(CATS, classes=2, smallest_class=0.04),
    "usual": CATS,
}


def test_every_rule_has_a_case_here():
    assert [rule.id for rule in RULES] == list(CASES)


@pytest.mark.parametrize("id", CASES)
def test_the_facts_find_their_rule(id):
    assert rule_for(CASES[id]).id == id


def test_a_rare_class_of_many_rows_and_one_of_several_go_the_usual_way():
    """4 % of 1,280 rows are 51, too few; of 2,000 rows they are 80."""
    assert rule_for(replace(CASES["few"], fit_rows=2000)).id == "usual"
    assert rule_for(replace(CASES["few"], classes=7)).id == "usual"


def test_every_rule_names_three_algorithms_that_answer_the_question():
    specs = discover("algorithms")
    for rule in RULES:
        for task, first in rule.first.items():
            assert len(set(first)) == (1 if task == "generation" else 3)  # of writers there is one
            assert all(task in specs[id].tasks and not specs[id].baseline for id in first), (rule.id, task)
    assert {i for i, s in specs.items() if s.takes == "matrix" and s.style != "lines" and not s.baseline} == set(USUAL)


def test_the_first_three_come_first_then_the_usual_order_then_strangers():
    ids = ["knn", "stranger", "svm", "logistic-regression", "histogram-boosting", "random-forest"]
    first = rule_for(CATS).first["classification"]
    found = ranked(CATS, ids)
    assert found[:3] == [id for id in first if id in ids]
    assert found[-2:] == ["knn", "stranger"]
    assert sorted(found) == sorted(ids)
