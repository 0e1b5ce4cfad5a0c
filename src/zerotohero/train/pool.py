"""The parent's side of the workers: hand out jobs, watch time and memory, replace the dead.

Why not an existing pool: one crashed task must cost one row, not all of them; every task has its own
limits; and what happens must be visible while it happens (see docs/decisions).
"""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress

import psutil

POLL_SECONDS = 0.1
IDLE = 0.02  # a fit that works less than this share of its limit, while the whole limit passes, sleeps


class Worker:
    """One worker process and the thread that listens to it."""

    def __init__(self):
        flags = (
            {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP} if os.name == "nt" else {"start_new_session": True}
        )
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "zerotohero.train.worker"],  # -P: a random.py lying here is no module
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            **flags,  # Ctrl-C is the program's to handle
        )
        self.answers = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        with self.process.stdout as lines:
            for line in lines:
                if line.endswith("\n"):  # else cut off: the process was killed while it answered
                    self.answers.put(json.loads(line))
        self.answers.put(None)  # the process has ended

    def do(self, job, stop):
        """Return the answer to one job; a limit or a death is an answer too."""
        try:
            self.process.stdin.write(json.dumps(job) + "\n")
            self.process.stdin.flush()
        except OSError:
            return {"status": "died", "why": "the worker had ended"}
        worked, limit = self.worked(), job["limit_seconds"]
        queued = 0.0  # seconds for which it was seen to want a processor, whether it got one or not
        awake, seen = time.monotonic(), 0.0  # when it was last seen at work, and what it had worked or wanted by then
        while not stop.is_set():
            try:
                answer = self.answers.get(timeout=POLL_SECONDS)
            except queue.Empty:
                spent = self.worked() - worked
                queued += POLL_SECONDS * self.runnable()
                if spent + queued - seen > IDLE * limit:
                    awake, seen = time.monotonic(), spent + queued
                if spent > limit or time.monotonic() - awake > limit:  # it works too long, or it sleeps
                    return self.end("limit", f"ended after {limit:.0f} s; it was expected to take far less")
                memory = self.memory()
                if memory > job["limit_bytes"]:
                    return self.end(
                        "limit", f"ended at {memory / 2**30:.1f} GB of memory; it was expected to need far less"
                    )
                continue
            if answer is None:
                code = self.process.wait()
                return {
                    "status": "died",
                    "why": f"its process ended with {'signal ' + str(-code) if code < 0 else 'exit code ' + str(code)}",
                }
            return answer
        return self.end("stopped", "stopped")

    def memory(self):
        """Return the resident bytes of the process and its children."""
        try:
            process = psutil.Process(self.process.pid)
            return sum(p.memory_info().rss for p in [process, *process.children(recursive=True)])
        except psutil.Error:
            return 0

    def worked(self):
        """Return the CPU seconds of the process and its children: on a busy machine the clock would tell of others."""
        try:
            process = psutil.Process(self.process.pid)
            return sum(sum(p.cpu_times()[:2]) for p in [process, *process.children(recursive=True)])
        except psutil.Error:
            return 0.0

    def runnable(self):
        """Return whether the process works, or would if others left it a processor."""
        try:
            return psutil.Process(self.process.pid).status() in (psutil.STATUS_RUNNING, psutil.STATUS_DISK_SLEEP)
        except psutil.Error:
            return False

    def end(self, status="stopped", why=""):
        """End the process and all its children; return the answer that says so."""
        try:
            tree = [*psutil.Process(self.process.pid).children(recursive=True), psutil.Process(self.process.pid)]
        except psutil.Error:
            tree = []
        for process in tree:
            try:
                process.kill()
            except psutil.Error:
                continue
        self.process.wait()
        with suppress(OSError):  # what was not yet sent has no reader any more
            self.process.stdin.close()
        return {"status": status, "why": why}

    @property
    def alive(self):
        """Whether it can take a job."""
        return self.process.poll() is None


class Gate:
    """Jobs go in side by side; one that wants to be alone waits until all are out, and lets nobody in meanwhile."""

    def __init__(self):
        self.door = threading.Lock()  # held by the job that is alone, or waits to be
        self.out = threading.Condition()
        self.inside = 0

    @contextmanager
    def enter(self, alone, gone_on):
        """Yield True once inside; False if ``gone_on()`` turned false while it waited."""
        held = False
        while not held and gone_on():
            held = self.door.acquire(timeout=POLL_SECONDS)
        with self.out:
            while alone and held and self.inside and gone_on():
                self.out.wait(POLL_SECONDS)
            inside = held and (not alone or not self.inside)
            self.inside += inside
        if held and not (alone and inside):
            self.door.release()
        try:
            yield inside
        finally:
            with self.out:
                self.inside -= inside
                self.out.notify_all()
            if alone and inside:
                self.door.release()


class Pool:
    """Workers that start while the data are still being read.

    Parameters
    ----------
    workers : int or None
        None: one per physical core.
    """

    def __init__(self, workers=None):
        self.size = max(1, workers or psutil.cpu_count(logical=False) or 1)
        self.workers = [Worker() for _ in range(self.size)]
        self.gate = Gate()
        self.at_work = {}  # worker -> (job, when it began)

    def run(self, jobs, until=None, on_interrupt=None):
        """Yield (job, answer) as jobs are finished; a dead worker is replaced and its job tried once more.

        Parameters
        ----------
        jobs : list of dict
            Taken in this order; those with ``threads`` above 1 after the others, one at a time.
        until : float or None
            A moment (``time.monotonic()``) after which no job is begun; those left over are not yielded. Nor is a job
            begun whose ``needs`` are more seconds than are left: what it belongs to would not be complete.
        on_interrupt : callable or None
            ``on_interrupt([(job, seconds at work), ...])`` is called on Ctrl-C; where it returns True, work goes on.
        """
        waiting, done, stop = queue.SimpleQueue(), queue.SimpleQueue(), threading.Event()
        ended = {}  # run -> the answer that ended it: its other folds need not be tried
        for job in sorted(jobs, key=_alone):  # those that run alone come last: they would make the others wait
            waiting.put(job)
        threads = [
            threading.Thread(target=self._serve, args=(i, waiting, done, stop, ended, until), daemon=True)
            for i in range(self.size)
        ]
        for thread in threads:
            thread.start()
        try:
            for _ in jobs:
                while True:
                    try:
                        result = done.get(timeout=0.5)  # a wait without end would not hear Ctrl-C on every system
                        break
                    except KeyboardInterrupt:
                        now = time.monotonic()
                        if not (
                            on_interrupt and on_interrupt([(j, now - at) for j, at in self.at_work.copy().values()])
                        ):
                            raise
                    except queue.Empty:
                        if not any(t.is_alive() for t in threads) and done.empty():
                            return  # the time was up before the jobs were
                yield result
        finally:
            stop.set()
            for thread in threads:
                thread.join(timeout=5)

    def _serve(self, i, waiting, done, stop, ended, until):
        """Give worker ``i`` one job after another."""

        def gone_on():
            return not stop.is_set() and (until is None or time.monotonic() < until)

        while gone_on():
            try:
                job = waiting.get_nowait()
            except queue.Empty:
                return
            if until is not None and time.monotonic() + job.get("needs", 0.0) > until:
                continue
            with self.gate.enter(_alone(job), gone_on) as inside:
                if inside:
                    self._do(i, job, done, stop, ended)

    def _do(self, i, job, done, stop, ended):
        """Let worker ``i`` do one job; a dead one is replaced and the job tried once more."""
        answer = ended.get(job["run"], {"status": "died"})
        for _ in range(2 if job["run"] not in ended else 0):
            try:
                if not self.workers[i].alive:
                    self.workers[i] = Worker()
                self.at_work[i] = (job, time.monotonic())
                answer = self.workers[i].do(job, stop)
            except OSError as error:  # no process to be had: never leave the program waiting
                answer = {"status": "died", "why": f"no worker could be started: {error.strerror}"}
            finally:
                self.at_work.pop(i, None)
            if answer["status"] != "died":
                break
        if answer["status"] == "died":
            answer = {"status": "failed", "why": answer["why"]}
        if answer["status"] in ("failed", "limit"):
            ended[job["run"]] = answer
        if not stop.is_set():
            done.put((job, answer))

    def close(self):
        """End all workers."""
        for worker in self.workers:
            worker.end()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def _alone(job):
    """Whether no other job may run beside this one: it uses the cores itself."""
    return job.get("threads", 1) > 1
