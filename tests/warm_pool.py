"""Workers that stay from one training to the next: to start them takes longer than most of what the tests fit."""

import os
from importlib import import_module
from unittest import mock

import pytest

from zerotohero.train import pool

TRAINERS = [import_module(f"zerotohero.train.{name}") for name in ("train", "refit", "test")]


class WarmPool(pool.Pool):
    """The program's own pool; where it is closed, its workers wait for the next one."""

    idle, begun = [], False

    def __init__(self, workers=None):
        with mock.patch.object(pool, "Worker", self._worker):
            super().__init__(workers)

    def _worker(self, start=pool.Worker):
        """Return a worker that waits, or a new one."""
        while self.idle:
            worker = self.idle.pop()
            if worker.alive:
                return worker
        return start()

    def run(self, jobs, *more):
        """Do jobs for a worker that may have begun in another folder."""
        self.begun = True
        places = ({"folder": os.path.abspath(job["folder"]), "rules": _absolute(job.get("rules"))} for job in jobs)
        return super().run([{**job, **place} for job, place in zip(jobs, places)], *more)

    def __exit__(self, error, *_):
        if error and self.begun:  # some may be at work
            self.close()
        else:
            self.idle.extend(self.workers)


def _absolute(path):
    return path and os.path.abspath(path)


def warm():
    """Let trainings take these pools, until the session ends."""
    with pytest.MonkeyPatch.context() as patch:
        for trainer in TRAINERS:
            patch.setattr(trainer, "Pool", WarmPool)
        yield
    for worker in WarmPool.idle:
        worker.end()


def cold(patch):
    """Let trainings take the program's own pools again."""
    for trainer in TRAINERS:
        patch.setattr(trainer, "Pool", pool.Pool)
