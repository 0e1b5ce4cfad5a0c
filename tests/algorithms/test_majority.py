"""Shares of the classes, for every row."""

import numpy as np
import pytest

from zerotohero.algorithms.majority import SPEC


def test_every_row_gets_the_shares_of_the_training_rows():
    model = SPEC.make("classification", 0).fit(np.zeros((4, 2)), [0, 1, 1, 2])
    assert SPEC.predict(SPEC.arrays(model), np.ones((2, 2))).tolist() == [[0.25, 0.5, 0.25]] * 2


@pytest.mark.parametrize("prior", [[0.5, 0.6], [-0.5, 1.5]])
def test_shares_that_are_no_probabilities_are_refused(prior):
    with pytest.raises(ValueError, match="do not sum to 1"):
        SPEC.prove({"prior": np.array(prior)}, {"K": 2})
