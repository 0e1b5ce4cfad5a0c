"""The straight border with the widest street."""

import numpy as np
import pytest
from sklearn.svm import LinearSVC

from zerotohero.algorithms.linear_svm import SPEC
from zerotohero.choose.shortlist import Facts, shortlist


def test_the_border_runs_in_the_middle_of_the_street():
    X = np.array([[-3.0, 5], [-1, -5], [-1, 5], [1, 5], [1, -5], [4, 5]] * 3)
    arrays = SPEC.arrays(SPEC.make("classification", 0, C=100.0).fit(X, np.array([0, 0, 0, 1, 1, 1] * 3)))
    found = SPEC.predict(arrays, np.array([[0.0, 0], [0.0, 7], [0.1, 0], [-0.1, 0]]))
    np.testing.assert_allclose(found[:2], 0.5, atol=0.02)
    assert found[2, 1] > 0.5 > found[3, 1]


@pytest.mark.parametrize("classes", [2, 4])
def test_the_most_probable_class_is_the_machine_s_own_vote(classes):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(400, 5))
    y = np.digitize(X[:, 0] + rng.normal(size=400), np.linspace(-1, 1, classes - 1))
    found = SPEC.predict(SPEC.arrays(SPEC.make("classification", 0, C=0.2).fit(X, y)), X)
    assert (found.argmax(axis=1) == LinearSVC(C=0.2, random_state=0).fit(X, y).predict(X)).all()


def test_noise_makes_it_less_sure():
    rng = np.random.default_rng(1)
    X = rng.normal(size=(2000, 3))
    sure, unsure = (
        SPEC.predict(SPEC.arrays(SPEC.make("classification", 0).fit(X, X[:, 0] + noise > 0)), X).max(axis=1).mean()
        for noise in (0.1 * rng.normal(size=2000), 3 * rng.normal(size=2000))
    )
    assert sure > 0.9 and unsure < 0.7


def test_a_number_has_the_target_s_own_unit():
    X = np.linspace(-1, 1, 200)[:, None]
    y = 1e6 + 1e5 * X[:, 0]
    found = SPEC.predict(SPEC.arrays(SPEC.make("regression", 0).fit(X, y)), X)
    assert np.abs(found - y).max() < 0.11 * y.std()  # errors below a tenth of the spread do not count


@pytest.mark.parametrize(("rarest", "taken"), [(4, False), (5, True)])
def test_a_class_of_a_few_rows_is_no_ground_for_its_probabilities(rarest, taken):
    facts = Facts("x", "table", "classification", "y", rows=300, fit_rows=190, classes=3, smallest_class=rarest / 300)
    (choice,) = shortlist(facts, {"linear-svm": SPEC}, effort="standard")
    assert choice.included == taken
    assert taken or f"a class of {rarest} rows" in choice.reason
