"""The mean of the target, for every row."""

import numpy as np

from zerotohero.algorithms.mean import SPEC


def test_every_row_gets_the_mean_of_the_training_rows():
    model = SPEC.make("regression", 0).fit(np.zeros((3, 2)), [1.0, 2.0, 6.0])
    assert SPEC.predict(SPEC.arrays(model), np.ones((2, 2))).tolist() == [3.0, 3.0]
