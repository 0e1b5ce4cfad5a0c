"""Requests that wait for one slow model are answered together: one pass over many rows costs little more than over one."""

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
            together = {name: np.concatenate([cells[name] for cells, _ in batch]) for name in batch[0][0]}
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
