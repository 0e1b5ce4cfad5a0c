"""Requests that wait are answered together, each with its own rows; a bad one spoils no other."""

import asyncio

import numpy as np
import pytest

from zerotohero.serve.batches import MOST, Batches, Turns


class Model:
    """Answers ten times x, refuses what is below 0, and remembers how many rows it was asked about."""

    def __init__(self):
        self.sizes = []

    def predict(self, cells):
        self.sizes.append(len(cells["x"]))
        if (cells["x"] < 0).any():
            raise ValueError("below 0")
        return 10 * cells["x"]


def asked(waiting, *requests):
    """Return the answers to requests that come at once; an error is an answer, too."""

    async def all_of_them():
        calls = [waiting.predict({"x": np.array(x, float)}) for x in requests]
        return await asyncio.wait_for(asyncio.gather(*calls, return_exceptions=True), 10)

    return asyncio.run(all_of_them())


def test_each_request_gets_its_own_rows_and_a_pass_has_room_for_so_many():
    model = Model()
    requests = [[1, 2, 3], [4], list(range(5, 5 + MOST)), [99]]
    answers = asked(Batches(model.predict), *requests)
    assert [a.tolist() for a in answers] == [[10 * x for x in r] for r in requests]
    assert model.sizes == [4, MOST, 1]


def test_a_bad_request_spoils_no_other_and_the_next_is_answered():
    model = Model()
    batches = Batches(model.predict)

    async def twice():
        ask = [batches.predict({"x": np.array(x, float)}) for x in ([1, 2], [-1], [3])]
        first = await asyncio.wait_for(asyncio.gather(*ask, return_exceptions=True), 10)
        await asyncio.sleep(0)
        return first, await asyncio.wait_for(batches.predict({"x": np.array([4.0])}), 10)

    (one, bad, other), after = asyncio.run(twice())
    assert (one.tolist(), other.tolist(), after.tolist()) == ([10, 20], [30], [40])
    assert isinstance(bad, ValueError) and model.sizes == [4, 2, 1, 1, 1]


def test_one_turn_of_the_loop_is_one_pass():
    model = Model()
    assert [a.tolist() for a in asked(Turns(model.predict), [1], [2], [3])] == [[10], [20], [30]]
    assert model.sizes == [3]
    (error,) = asked(Turns(model.predict), [-1])
    with pytest.raises(ValueError, match="below 0"):
        raise error
