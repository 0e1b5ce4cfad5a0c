"""The glossary: short forms are short, and every word leads somewhere."""

import re

import pytest

from zerotohero.core.errors import UnknownIdError
from zerotohero.core.glossary import TERMS, find_term


def test_every_name_belongs_to_one_term():
    names = [name.replace("-", "") for term in TERMS for name in (term.id, *term.also)]
    assert sorted(names) == sorted(set(names))
    assert [t.id for t in TERMS] == sorted(t.id for t in TERMS)
    assert len(TERMS) >= 60


@pytest.mark.parametrize("term", TERMS, ids=[t.id for t in TERMS])
def test_the_short_form_has_under_ten_words_and_two_to_four_sentences_follow(term):
    assert 2 <= len(term.short.split()) < 10
    assert not term.short.endswith(".")
    assert 2 <= len(re.findall(r"[.?!:](?=\s|$)", term.more)) <= 5
    assert term.id == term.id.lower()
    assert " " not in term.id


@pytest.mark.parametrize(
    "word",
    ["stochastic-gradient-descent", "test set", "cross-validation", "fold", "leakage", "overfitting", "regularization",
     "logistic regression", "accuracy", "ROC AUC", "RMSE", "RMSLE", "calibration", "one-hot", "random_state", "folds"],
)  # fmt: skip
def test_the_words_that_people_meet_are_explained(word):
    assert find_term(word).more


def test_a_typo_gets_the_nearest_word():
    with pytest.raises(UnknownIdError, match="did you mean 'overfitting'"):
        find_term("overfiting")
