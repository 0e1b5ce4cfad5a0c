"""Perplexity."""

import numpy as np
import pytest

from zerotohero.tasks.generation import SPEC, perplexity

PREDICTIONS = np.array([[3 * np.log(10), 3], [2 * np.log(4), 2], [0.0, 0]])


def test_who_finds_ten_words_equally_likely_has_perplexity_ten():
    assert perplexity(None, PREDICTIONS[:1], None, None) == pytest.approx(10)


def test_words_count_the_same_whatever_line_they_stand_in():
    assert perplexity(None, PREDICTIONS, None, None) == pytest.approx((10**3 * 4**2) ** (1 / 5))


def test_a_line_of_weight_two_counts_as_two_lines():
    weighted = perplexity(None, PREDICTIONS, np.array([2.0, 1.0, 5.0]), None)
    assert weighted == pytest.approx(perplexity(None, PREDICTIONS[[0, 0, 1]], None, None))


def test_no_word_has_no_perplexity_and_impossible_words_a_finite_one():
    assert np.isnan(perplexity(None, PREDICTIONS[2:], None, None))
    assert np.isfinite(perplexity(None, np.array([[1e9, 1.0]]), None, None))


def test_the_metric_is_known_and_less_is_better():
    metric = SPEC.metric(SPEC.default_metric(None))
    assert metric.score is perplexity and not metric.greater_is_better
