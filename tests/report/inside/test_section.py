"""Which mistakes of a network are looked into."""

from types import SimpleNamespace

import numpy as np

from zerotohero.report.inside.section import _different


def test_mistakes_of_different_kinds_come_first_and_too_few_kinds_are_filled_up():
    result = SimpleNamespace(truth=np.array([0, 0, 0, 1, 2]), predicted=np.array([1, 1, 1, 0, 1]))
    assert _different(result, [2, 0, 4, 1, 3], 3) == [2, 4, 3]
    assert _different(result, [2, 0, 1], 3) == [2, 0, 1]
    assert _different(result, [], 3) == []
