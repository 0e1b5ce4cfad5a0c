"""Words counted by hand."""

import numpy as np

from zerotohero.algorithms.multinomial_naive_bayes import SPEC

# columns: "free", "lunch", "prize"
X = np.array([[0.0, 2, 0], [1, 1, 0], [2, 0, 3]])
Y = np.array([0, 0, 1])


def answer(row, **params):
    return SPEC.predict(SPEC.arrays(SPEC.make("classification", 0, **params).fit(X, Y)), np.array([row], float))[0]


def test_the_probabilities_are_the_shares_of_the_words_multiplied():
    # class 0 has 4 words: free 1, lunch 3, prize 0; class 1 has 5: free 2, lunch 0, prize 3; one is added to each
    zero, one = 2 / 3 * (2 / 7) ** 2 * (1 / 7), 1 / 3 * (3 / 8) ** 2 * (4 / 8)
    np.testing.assert_allclose(answer([2, 0, 1], alpha=1.0), np.array([zero, one]) / (zero + one))


def test_a_text_without_a_known_word_gets_the_shares_of_the_classes():
    np.testing.assert_allclose(answer([0, 0, 0]), [2 / 3, 1 / 3])


def test_a_single_class_is_certain():
    model = SPEC.make("classification", 0).fit(X, [4, 4, 4])
    np.testing.assert_allclose(SPEC.predict(SPEC.arrays(model), X), 1)


def test_a_very_long_text_gives_finite_probabilities():
    np.testing.assert_allclose(answer([1e30, 0, 0]), [0, 1])
