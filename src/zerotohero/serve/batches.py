"""Requests that wait for one model are answered together: one pass over many rows costs little more than over one."""

import asyncio

import numpy as np

MOST = 64  # rows of one pass; what comes meanwhile makes the next


class Batches:
    """Ask ``predict`` about several requests at a time; requests that come while it works wait for the next pass.

    Nobody waits for company: an idle model begins at once.

    Parameters
    ----------
    predict : callable
        ``predict(cells)`` -> array with one entry per row; it runs in a thread.
    """

    def __init__(self, predict):
        self._predict, self._waiting, self._task = predict, [], None

    async def predict(self, cells):
        """Return the predictions for these cells, ndarray (N, ...)."""
        answer = asyncio.get_running_loop().create_future()
        self._waiting.append((cells, answer))
        if self._task is None:
            self._task = asyncio.create_task(self._work())
        return await answer

    async def _work(self):
        """Answer until nobody waits."""
        while self._waiting:
            batch = self._next()
            sizes = [len(next(iter(cells.values()))) for cells, _ in batch]
            together = _joined([cells for cells, _ in batch])
            try:
                found = await asyncio.to_thread(self._predict, together)
                parts = np.split(found, np.cumsum(sizes)[:-1])
            except Exception as error:
                await self._one_by_one(batch, error)
                continue
            for (_, answer), part in zip(batch, parts):
                if not answer.done():  # nobody has hung up
                    answer.set_result(part)
        self._task = None

    async def _one_by_one(self, batch, error):
        """Answer each request by itself, so that a bad one spoils no other."""
        for cells, answer in batch:
            try:
                found = error if len(batch) == 1 else await asyncio.to_thread(self._predict, cells)
            except Exception as own:
                found = own
            if not answer.done():
                (answer.set_exception if isinstance(found, Exception) else answer.set_result)(found)

    def _next(self):
        """Return the requests of the next pass: at least one, then as many as fit."""
        rows, count = 0, 0
        for cells, _ in self._waiting:
            rows += len(next(iter(cells.values())))
            if count and rows > MOST:
                break
            count += 1
        batch, self._waiting = self._waiting[:count], self._waiting[count:]
        return batch


class Turns:
    """Ask a fast model, in this very thread, about all rows that have arrived in one turn of the event loop.

    Only for a model whose answer to a row does not depend on the rows beside it, to the last bit.

    Parameters
    ----------
    predict : callable
        ``predict(cells)`` -> array with one entry per row.
    """

    def __init__(self, predict):
        self._predict, self._waiting = predict, []

    def predict(self, cells):
        """Return a future of the prediction for the cells of one row, ndarray (1, ...)."""
        loop = asyncio.get_running_loop()
        answer = loop.create_future()
        if not self._waiting:
            loop.call_soon(self._work)  # after all requests that this turn has brought
        self._waiting.append((cells, answer))
        return answer

    def _work(self):
        """Answer all who wait."""
        waiting, self._waiting = self._waiting, []
        try:
            first = waiting[0][0]
            together = first if len(waiting) == 1 else _joined([cells for cells, _ in waiting])
            found = self._predict(together)
        except Exception as error:
            for _, answer in waiting:
                if not answer.done():
                    answer.set_exception(error)
            return
        for i, (_, answer) in enumerate(waiting):
            if not answer.done():  # nobody has hung up
                answer.set_result(found[i : i + 1])


def _joined(parts):
    """Return the cells of several requests as one."""
    return {name: np.concatenate([cells[name] for cells in parts]) for name in parts[0]}
