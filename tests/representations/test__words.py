"""Words and runs of letters: the vocabulary and what it weighs."""

from math import log

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.feature_selection import chi2, f_regression

from zerotohero.representations import _words
from zerotohero.representations._words import apply_words, fit_words, kind_of, most_terms, terms, word_features

TEXTS = np.array(["Red car, red ROOF", "blue car", "green boat", None], object)


def texts(*those):
    return np.array(those, object)


@pytest.fixture(scope="module")
def many():
    """Texts of letters as words, and classes: "a" goes with one of them, "b" somewhat."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 3, 400)
    extra = ["a " * int(k == 1 and rng.random() < 0.7) + "b " * int(rng.random() < 0.3 + 0.2 * k) for k in y]
    return texts(*(e + " ".join(rng.choice(list("cdefghijk"), 4, p=np.arange(1, 10) / 45)) for e in extra)), y


def test_the_vocabulary_holds_frequent_words_but_not_those_in_nearly_all():
    state = fit_words(texts("the a", "the b", "the a", "the b", "the c"), most=9, least=2)
    assert word_features(state, "t") == ["t: a", "t: b", "t: length"]
    assert list(fit_words(TEXTS, most=1, least=1)["words"]) == ["car"]


def test_a_word_weighs_its_log_count_times_its_rarity():
    state = fit_words(TEXTS, most=99, least=1)
    row = apply_words(state, TEXTS[:1])[0]
    red, car = log(3) * (log(5 / 2) + 1), log(2) * (log(5 / 3) + 1)
    assert np.isclose(row[state["words"]["red"]] / row[state["words"]["car"]], red / car)
    assert np.isclose(np.linalg.norm(row[:-1]), 1)


def test_letters_and_digits_are_apart_and_case_is_ignored():
    assert terms("C85 c_23 É1", letters=False) == (["c", "85", "c", "23", "é", "1"], [])


def test_runs_of_letters_are_those_of_scikit_learn():
    text = "WIN £100 now!! it is  free"
    vectorizer = CountVectorizer(analyzer="char_wb", ngram_range=(2, 5)).fit([text])
    assert set(terms(text, letters=True)[1]) == set(vectorizer.vocabulary_)


def test_names_and_documents_are_words_and_messages_are_letters_too():
    cells = [texts(*["free now " * n, "fri"] * 9) for n in (1, 20, 200)]
    kinds = [kind_of(c) for c in cells]
    assert kinds == ["name", "message", "document"]
    name, message, document = (fit_words(c, 50, 2, kind=kind) for c, kind in zip(cells, kinds))
    assert not name["runs"] and not document["runs"]
    assert {" no", "ree "} <= set(message["runs"])
    assert (name["scale"], message["scale"], document["scale"]) == (1, 4, 4)


def test_words_and_runs_are_each_scaled_to_one_length():
    cells = texts("a red car, and it is red " * 5, "a blue car " * 9, "a boat, not a car " * 5)
    state = fit_words(cells, most=99, least=1, kind="message")
    row, words = apply_words(state, cells[:1])[0], len(state["words"])
    assert np.isclose(np.linalg.norm(row[:words]), 4) and np.isclose(np.linalg.norm(row[words:-1]), 4)


def test_without_weights_terms_are_counted():
    state = fit_words(TEXTS, most=99, least=1, style="counts")
    row = apply_words(state, TEXTS[:1])[0]
    assert len(row) == len(word_features(state, "t")) == len(state["words"]) + len(state["runs"])
    assert row[state["words"]["red"]] == 2 and row[state["words"]["boat"]] == 0


def test_the_words_that_depend_most_on_the_class_have_a_place(many):
    cells, y = many
    vectorizer = CountVectorizer(binary=True, token_pattern=r"\w")
    X = vectorizer.fit_transform(cells)
    share = np.asarray(X.mean(axis=0)).ravel()
    order = np.argsort(-chi2(X, y)[0] / (1 - share))  # scikit-learn adds up the texts that hold it; we all texts
    expected = vectorizer.get_feature_names_out()[order].tolist()
    assert expected[0] == "a"
    assert list(fit_words(cells, 99, 2, y, kind="document")["words"]) == expected
    assert list(fit_words(cells, 4, 2, y, kind="document")["words"]) == expected[:4]


def test_names_are_not_judged_by_the_answers(many):
    cells, y = many
    assert fit_words(cells, 4, 2, y, kind="name") == fit_words(cells, 4, 2, kind="name")
    assert fit_words(cells, 4, 2, y, kind="document") != fit_words(cells, 4, 2, kind="document")


def test_the_words_that_depend_most_on_a_number_have_a_place(many):
    cells, y = many
    number = y + np.random.default_rng(1).random(400)
    vectorizer = CountVectorizer(binary=True, token_pattern=r"\w")
    X = vectorizer.fit_transform(cells)
    order = np.argsort(-f_regression(X, number.argsort().argsort())[0])
    expected = vectorizer.get_feature_names_out()[order[:4]].tolist()
    assert list(fit_words(cells, 4, 2, np.exp(9 * number), kind="document")["words"]) == expected


def test_there_are_fewer_terms_where_there_is_little_text_or_very_many_texts():
    assert most_terms(["", ""], "message", 6000, 200) == 50
    assert most_terms(["x" * 2400] * 100, "document", 6000, 200) == 2050
    assert most_terms(["x" * 2400] * 100_000, "document", 6000, 200) == 500
    assert most_terms(["x"], "name", 6000, 200) == 200


def test_a_part_of_very_much_text_gives_the_vocabulary(monkeypatch):
    cells = texts(*["one", "two", "six", "six"] * 10)
    assert set(fit_words(cells, 9, 2)["words"]) == {"one", "two", "six"}
    monkeypatch.setattr(_words, "MOST_READ", 100)  # of 120 letters: every second text
    assert set(fit_words(cells, 9, 2)["words"]) == {"one", "six"}


def test_unknown_words_and_missing_text_give_zeros():
    state = fit_words(TEXTS, most=99, least=1)
    assert not apply_words(state, np.array(["nothing known", None], object))[:, :-1].any()
