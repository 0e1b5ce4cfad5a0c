"""What each column does: how often it is shuffled."""

from itertools import count

import numpy as np

from zerotohero.train.effects import MOST_REPEATED, REPEATS, _importance


def test_every_column_that_may_matter_is_shuffled_often_enough_to_show_luck():
    rng, shuffled = np.random.default_rng(0), []

    def worse(some):
        assert len(some) <= 7
        shuffled.extend(some)
        return [(name == "c7") + rng.normal(0, 0.01) for name in some]

    found = _importance([f"c{i}" for i in range(200)], worse, 7)
    assert found[0]["column"] == "c7"
    spread = [i["column"] for i in found if i["worse_std"] is not None]
    assert len(spread) == MOST_REPEATED
    assert all(shuffled.count(name) == REPEATS for name in spread)
    assert len(shuffled) == 200 + MOST_REPEATED * (REPEATS - 1)


def test_mean_and_spread_are_those_of_the_shuffles():
    steps = count(1)
    found = _importance(["a"], lambda some: [float(next(steps)) for _ in some], 5)
    assert found == [{"column": "a", "worse": 2.0, "worse_std": np.std([1.0, 2.0, 3.0])}]
