"""Where minutes are counted: who is fitted on all folds, who on one, and in which order."""

from types import SimpleNamespace

import pytest

from zerotohero.train import hurry as module
from zerotohero.train.candidate import Candidate
from zerotohero.train.hurry import hurry


class Work:
    """A work whose fits are instant: ``error`` says what each candidate scores (None: it fails, "late": no time)."""

    def __init__(self, error, monkeypatch, minutes=1.0, takes=1.0):
        self.error, self.takes, self.runs, self.calls, self.left_over, self.said = error, takes, [], [], None, {}
        self.plan = SimpleNamespace(
            options=SimpleNamespace(minutes=minutes), n_folds=3, task="regression", metric="rmse"
        )
        self.pool, self.begin = SimpleNamespace(size=2), lambda found: None
        board = SimpleNamespace
        monkeypatch.setattr(module, "open_board", lambda _: board(ranked=sorted(self.runs, key=lambda r: r.score)))
        self.folder = None

    def left(self, share):
        return True

    def fit(self, found, share, cut=True):
        for c in (c for c in found if not c.skipped):
            self.calls.append(("all", c.id))
            score, baseline = self.error[c.id], c.spec.baseline
            own = {
                "algorithm": c.algorithm,
                "score": score,
                "baseline": baseline,
                "fit_seconds": self.takes * c.seconds,
            }
            self.runs.append(SimpleNamespace(id=c.id, record={"fold_scores": [score] * 3}, **own))
        return []

    def on_first_folds(self, now, count, share):
        self.calls += [("one", c.id) for c in now]
        self.seconds = {c.id: c.seconds for c in now}
        scores = {c.id: {} if self.error[c.id] in (None, "late") else {0: self.error[c.id]} for c in now}
        return scores, {c.id: {"status": "failed", "why": "broke"} for c in now if self.error[c.id] is None}

    def no_score(self, candidate, status, why):
        self.said[candidate.id] = status, why

    def cut(self, left):
        self.left_over = left


def candidate(name, algorithm, seconds, **more):
    return Candidate(name, algorithm, {}, {}, (), "", seconds=seconds, **more)


CHEAP = [candidate("mean", "mean", 50.0), candidate("r", "ridge", 0.1), candidate("l", "lasso", 0.1)]
# the rival is fitted at once, whatever it takes; 0.1 of two workers' minute: 12 s for three folds of the others


@pytest.fixture
def fitted(monkeypatch):
    def go(error, dear, **more):
        work = Work({"mean": 9.0, "r": 5.0, "l": 5.1, **error}, monkeypatch, **more)
        hurry(work, [*CHEAP, *dear])
        return work

    return go


def test_what_leads_on_its_first_fold_gets_the_others_and_what_is_behind_is_told(fitted):
    error = {"a": 1.0, "b": 2.0, "c": 3.0, "d": 4.0, "e": 4.5, "f": 8.0}
    dear = [candidate(name, "svm", 10.0 + i) for i, name in enumerate(error)]
    work = fitted(error, dear)
    assert [c for c in work.calls if c[0] == "one"] == [("one", name) for name in "abcdef"]
    assert {name for kind, name in work.calls if kind == "all"} == {"mean", "r", "l", "a", "b", "c", "d"}
    assert work.said.keys() == {"e", "f"} and work.said["f"][0] == "skipped"
    assert work.said["f"][1].startswith("behind on the first fold, 8;")
    assert work.left_over == 0


def test_a_failure_is_told_and_what_there_was_no_time_for_is_counted(fitted):
    work = fitted({"a": None, "b": "late", "c": 1.0}, [candidate(n, "svm", 10.0) for n in "abc"])
    assert work.said == {"a": ("failed", "broke")} and work.left_over == 1
    assert ("all", "c") in work.calls and ("all", "a") not in work.calls


def test_settings_of_an_algorithm_that_leads_come_before_those_of_one_that_is_behind(fitted):
    dear = [candidate("s1", "svm", 10.0), candidate("k1", "knn", 10.5), candidate("x", "extra-trees", 11.0),
            candidate("y", "random-forest", 11.5), candidate("k2", "knn", 20.0), candidate("s2", "svm", 21.0)]  # fmt: skip
    error = {"s1": 1.0, "k1": 6.0, "x": 2.0, "y": 3.0, "k2": 6.0, "s2": 1.1}
    order = [name for kind, name in fitted(error, dear).calls if kind == "one"]
    assert order.index("s2") < order.index("k2")


def test_what_a_fit_takes_is_learned_from_those_that_were_made(fitted):
    dear = [candidate("a", "svm", 10.0), candidate("z", "knn", 11.0), candidate("b", "svm", 20.0)]
    work = fitted({"a": 1.0, "b": 1.0, "z": 1.0}, dear, takes=0.25)
    assert work.seconds == {"b": 5.0}


def test_networks_run_alone_and_last(fitted):
    dear = [candidate("n", "mlp", 10.0, threads=2), candidate("a", "svm", 30.0)]
    assert [c for c in fitted({"n": 1.0, "a": 1.0}, dear).calls[3:]] == [("one", "a"), ("all", "a"), ("all", "n")]
