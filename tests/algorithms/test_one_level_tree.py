"""One question, two answers."""

import numpy as np

from zerotohero.algorithms.one_level_tree import SPEC


def test_it_finds_the_column_and_the_border_that_were_planted():
    X = np.array([[5, 1], [1, 2], [4, 3], [2, 7], [3, 8], [1, 9.0]])
    model = SPEC.make("classification", 0).fit(X, [0, 0, 0, 1, 1, 1])
    arrays = SPEC.arrays(model)
    assert (arrays["feature"][0], arrays["threshold"][0]) == (1, 5.0)
    assert SPEC.predict(arrays, np.array([[9, 5.0], [9, 5.1]])).tolist() == [[1, 0], [0, 1]]


def test_each_side_answers_with_its_mean():
    model = SPEC.make("regression", 0).fit([[0.0], [1], [8], [9]], [1.0, 3, 10, 12])
    assert SPEC.predict(SPEC.arrays(model), np.array([[-7.0], [7.0]])).tolist() == [2.0, 11.0]


def test_there_is_one_question():
    X = np.random.default_rng(0).normal(size=(50, 3))
    model = SPEC.make("regression", 0).fit(X, X.sum(axis=1))
    assert len(SPEC.arrays(model)["children"]) == 3
