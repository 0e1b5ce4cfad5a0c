"""Rules are a rival that a person writes; nothing is fitted."""

import pytest

from zerotohero.algorithms.rules import SPEC
from zerotohero.core.errors import UsageError


def test_making_an_estimator_says_how_rules_are_given():
    with pytest.raises(UsageError, match=r"a file with a function predict\(row\).*--rules my_rules.py"):
        SPEC.make("classification", 0)


def test_rules_are_a_rival_that_sees_cells():
    assert SPEC.baseline and SPEC.takes == "cells" and SPEC.arrays is None
