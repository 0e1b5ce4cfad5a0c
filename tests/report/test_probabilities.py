"""Reliability: against scikit-learn and counting by hand."""

import numpy as np
import pytest
from sklearn.calibration import calibration_curve

from zerotohero.algorithms._calibration import calibrate, fit_calibration
from zerotohero.report.probabilities import gap, positive, reliability, tenths


def test_groups_are_those_of_scikit_learn(honest):
    p, y = honest
    happened, said = calibration_curve(y, p, n_bins=10)
    bins = tenths(p, y == 1)
    assert [b["happened"] for b in bins] == pytest.approx(happened)
    assert [b["said"] for b in bins] == pytest.approx(said)
    assert sum(b["rows"] for b in bins) == len(y)


def test_honest_probabilities_are_believed_and_sharpened_ones_are_not(judged, honest):
    p, y = honest
    section = reliability(judged(p, y))
    assert section.facts["believable"] and section.facts["off"] < 0.02
    sharp = p**3 / (p**3 + (1 - p) ** 3)
    section = reliability(judged(sharp, y))
    assert not section.facts["believable"]
    assert "too sure of itself" in section.parts[0].caption
    modest = p**0.4 / (p**0.4 + (1 - p) ** 0.4)
    assert "too modest" in reliability(judged(modest, y)).parts[0].caption


def test_several_classes_are_judged_by_how_sure_the_answer_is(judged):
    rng = np.random.default_rng(0)
    y = rng.integers(0, 3, 900)
    modest = np.full((900, 3), 0.25)
    modest[np.arange(900), y] = 0.5
    assert "too modest" in reliability(judged(modest, y, "abc")).parts[0].caption


def test_luck_alone_gives_about_the_gap_that_is_said_and_hardly_ever_more_than_the_bound():
    rng = np.random.default_rng(0)
    found = []
    for _ in range(1000):
        p = rng.beta(0.6, 1.4, 500)
        found.append(gap(tenths(p, rng.random(500) < p)))
    off, luck, most = np.transpose(found)
    assert off.mean() == pytest.approx(luck.mean(), rel=0.1)
    assert 0.003 < (off > most).mean() < 0.03


def test_before_and_after_calibration_stand_side_by_side(judged, honest):
    p, y = honest
    sharp = p**3 / (p**3 + (1 - p) ** 3)
    raw = np.stack([1 - sharp, sharp], 1)
    state = fit_calibration(raw, y)
    made = judged(calibrate(state, raw), y, calibration={"shipped": state, "parts": [], "before": 0.5, "after": 0.4},
                    parts=[(np.arange(len(y))[::2], raw[::2]), (np.arange(len(y))[1::2], raw[1::2])])  # fmt: skip
    section = reliability(made)
    assert section.facts["off_before"] == pytest.approx(gap(tenths(sharp, y == 1))[0])
    assert section.facts["off"] < section.facts["off_before"] / 3
    assert "fell from 0.500 to 0.400" in section.parts[0].caption


def test_few_rows_say_nothing(judged, honest):
    p, y = honest
    assert reliability(judged(p[:150], y[:150])) is None


def test_yes_is_the_rarer_class_or_the_one_of_the_cost(judged, honest):
    p, y = honest
    assert positive(judged(p, y)) == (1, "yes")
    assert positive(judged(p, 1 - y)) == (0, "no")
    assert positive(judged(p, y, asked={"miss": 5.0, "false alarm": 1.0, "positive": "no"})) == (0, "no")
    assert positive(judged(np.full((len(y), 3), 1 / 3), y, "abc")) is None
