"""Workers: a job that raises, hangs, eats memory or dies costs its own row and nothing else."""

import io
import queue
import threading
from types import SimpleNamespace

import pytest

from zerotohero.train import candidates
from zerotohero.train.pool import Worker
from zerotohero.train.train import train

pytestmark = pytest.mark.usefixtures("cold_workers")
RULES = {
    "raises": "def predict(row):\n    return 1 / 0\n",
    "hangs": "import time\ndef predict(row):\n    time.sleep(3600)\n",
    "never ends": "def predict(row):\n    while True:\n        pass\n",
    "eats memory": "def predict(row):\n    hoard = []\n    while True:\n        hoard.append(bytearray(50_000_000))\n",
    "dies": "import os, signal\ndef predict(row):\n    os.kill(os.getpid(), signal.SIGSEGV)\n",
    "answers nonsense": "def predict(row):\n    return 'sideways'\n",
    "has no predict": "x = 1\n",
}
EXPECTED = {
    "raises": ("failed", "ZeroDivisionError"),
    "hangs": ("limit", "ended after 3 s"),
    "never ends": ("limit", "ended after 3 s"),
    "eats memory": ("limit", "GB of memory"),
    "dies": ("failed", "signal 11"),
    "answers nonsense": ("failed", "'sideways'"),
    "has no predict": ("failed", "predict(row)"),
}


@pytest.mark.parametrize("kind", RULES)
def test_bad_rules_get_a_row_that_says_why_and_the_others_stand(kind, tmp_path, monkeypatch):
    monkeypatch.setattr(candidates, "RULES_SECONDS", 3.0 if kind in ("hangs", "never ends") else 60.0)
    monkeypatch.setattr(candidates, "RULES_BYTES", 1 << 30)
    rules = tmp_path / "my_rules.py"
    rules.write_text(RULES[kind], encoding="utf-8")
    board = train("moons", only=["knn"], rules=str(rules), effort="quick", workers=1, out=str(tmp_path / "boards"))
    (row,) = [r for r in board.runs if r.algorithm == "rules"]
    status, why = EXPECTED[kind]
    assert row.status == status
    assert why in row.why
    assert {r.algorithm for r in board.ranked} == {"knn", "majority", "one-level-tree", "nearest-class-mean"}


def test_rules_stand_among_the_rivals_and_score_what_they_score(tmp_path):
    rules = tmp_path / "my_rules.py"
    rules.write_text("def predict(row):\n    return 'upper' if row['y'] > 0.25 else 'lower'\n", encoding="utf-8")
    board = train("moons", only=["knn"], rules=str(rules), effort="quick", workers=1, out=str(tmp_path / "boards"))
    row = next(r for r in board.ranked if r.algorithm == "rules")
    dataset, inner = board.dataset(), board.fold >= 0
    right = (dataset.cells["y"] > 0.25) == (dataset.cells["moon"] == "upper")
    by_fold = [right[board.fold == k].mean() for k in range(5)]
    assert row.baseline
    assert row.score == pytest.approx(sum(by_fold) / 5)
    assert inner.sum() > 700


def test_a_file_named_like_a_module_in_the_current_folder_is_not_imported(tmp_path, monkeypatch):
    (tmp_path / "random.py").write_text("raise SystemExit('not me')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert train("moons", only=["majority"], effort="quick", workers=1, out=str(tmp_path / "boards")).ranked


def test_a_worker_that_cannot_be_started_fails_its_jobs_and_nobody_waits(monkeypatch):
    from zerotohero.train import pool

    with pool.Pool(1) as made:
        made.workers[0].end()

        def refuse(*_):
            raise OSError(11, "no process left")

        monkeypatch.setattr(pool, "Worker", refuse)
        answers = [answer for _, answer in made.run([{"run": "a"}, {"run": "b"}])]
    assert [a["status"] for a in answers] == ["failed", "failed"]
    assert "no process left" in answers[0]["why"]


def test_a_job_with_threads_of_its_own_runs_alone_and_after_the_others(monkeypatch):
    import threading
    import time

    from zerotohero.train import pool

    inside, seen, guard = [], [], threading.Lock()

    class Slow:
        alive = True

        def do(self, job, stop):
            with guard:
                inside.append(job["run"])
                seen.append((job["run"], len(inside)))
            time.sleep(0.05)
            with guard:
                inside.remove(job["run"])
            return {"status": "ok"}

        def end(self):
            pass

    monkeypatch.setattr(pool, "Worker", Slow)
    jobs = [{"run": f"{i}", "threads": 2 if i in (1, 4) else 1} for i in range(7)]
    with pool.Pool(3) as made:
        answered = [job["run"] for job, _ in made.run(jobs)]
    assert sorted(answered) == [str(i) for i in range(7)]
    assert [count for run, count in seen if run in "14"] == [1, 1]
    assert max(count for _, count in seen) == 3
    assert {run for run, _ in seen[-2:]} == {"1", "4"}


def test_nothing_more_begins_when_the_time_is_up_while_a_job_waits_to_be_alone(monkeypatch):
    import time

    from zerotohero.train import pool

    class Slow:
        alive = True

        def do(self, job, stop):
            time.sleep(0.3)
            return {"status": "ok"}

        def end(self):
            pass

    monkeypatch.setattr(pool, "Worker", Slow)
    with pool.Pool(2) as made:
        jobs = [{"run": "a"}, {"run": "b", "threads": 2}, {"run": "c", "threads": 2}]
        answered = [job["run"] for job, _ in made.run(jobs, until=time.monotonic() + 0.1)]
    assert answered == ["a"]


def test_what_could_not_be_complete_in_time_makes_room_for_what_can(monkeypatch):
    import time

    from zerotohero.train import pool

    class Quick:
        alive = True

        def do(self, job, stop):
            return {"status": "ok"}

        def end(self):
            pass

    monkeypatch.setattr(pool, "Worker", Quick)
    with pool.Pool(1) as made:
        jobs = [{"run": "a", "needs": 0.1}, {"run": "b", "needs": 60.0}, {"run": "c", "needs": 0.1}]
        answered = [job["run"] for job, _ in made.run(jobs, until=time.monotonic() + 5)]
        assert answered == ["a", "c"]
        assert len(list(made.run(jobs))) == 3


class Interrupted:
    """A queue whose reader is interrupted once."""

    def __init__(self):
        self.items, self.calls = [], 0

    def put(self, item):
        self.items.append(item)

    def get(self, timeout):
        import queue
        import time

        self.calls += 1
        if self.calls == 2:
            raise KeyboardInterrupt
        if self.items:
            return self.items.pop(0)
        time.sleep(0.01)
        raise queue.Empty

    def empty(self):
        return not self.items


@pytest.mark.parametrize("spared", [True, False])
def test_ctrl_c_asks_whether_work_goes_on(spared, monkeypatch):
    import time
    from types import SimpleNamespace

    from zerotohero.train import pool

    class Slow:
        alive = True

        def do(self, job, stop):
            time.sleep(0.1)
            return {"status": "ok"}

        def end(self):
            pass

    made, told = [], []
    real = pool.queue.SimpleQueue

    def queues():  # the first holds what waits, the second what is done
        made.append(Interrupted() if len(made) == 1 else real())
        return made[-1]

    monkeypatch.setattr(pool, "Worker", Slow)
    workers = pool.Pool(1)
    monkeypatch.setattr(pool, "queue", SimpleNamespace(SimpleQueue=queues, Empty=pool.queue.Empty))

    def asked(at_work):
        told.extend(job["run"] for job, seconds in at_work if seconds < 5)
        return spared

    with workers:
        running = workers.run([{"run": "a"}, {"run": "b"}], on_interrupt=asked)
        if spared:
            assert [job["run"] for job, _ in running] == ["a", "b"]
        else:
            with pytest.raises(KeyboardInterrupt):
                list(running)
    assert told == ["a"]
    assert not workers.at_work


@pytest.mark.parametrize(("wants", "status"), [(True, "ok"), (False, "limit")])
def test_a_fit_that_gets_no_processor_is_not_taken_for_one_that_sleeps(wants, status, monkeypatch):
    ended = []
    worker = object.__new__(Worker)  # one that never gets a processor
    worker.process, worker.answers = SimpleNamespace(stdin=io.StringIO()), queue.SimpleQueue()
    for name, value in (("worked", 0.0), ("memory", 0), ("runnable", wants)):
        monkeypatch.setattr(Worker, name, lambda self, value=value: value)
    monkeypatch.setattr(Worker, "end", lambda self, status, why: ended.append(why) or {"status": status, "why": why})
    threading.Timer(1.0, worker.answers.put, [{"status": "ok"}]).start()
    answer = worker.do({"limit_seconds": 0.4, "limit_bytes": 1}, threading.Event())
    assert answer["status"] == status and len(ended) == (not wants)
