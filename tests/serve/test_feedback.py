"""Predictions wait for their truth: not too many, not for ever, and the live score is about the latest."""

import numpy as np
import pytest

from zerotohero.serve import feedback
from zerotohero.serve.feedback import FEWEST, WINDOW, Feedback

MANIFEST = {"classes": ["cat", "dog"], "task": "classification", "metric": "accuracy", "score": 0.9, "score_std": 0.01}
DOG = np.array([0.2, 0.8])


def judged(kept, truth):
    """Tell the truth about so many dogs that were predicted."""
    return kept.learn(kept.keep(np.tile(DOG, (len(truth), 1))), truth)


def test_there_is_no_score_of_few_rows():
    kept = Feedback(MANIFEST)
    judged(kept, ["dog"] * (FEWEST - 2) + ["cat", None])
    assert kept.report() == {"rows": FEWEST - 1, "metric": "accuracy", "score": None, "tested": 0.9, "tested_std": 0.01}
    judged(kept, ["dog"])
    assert kept.report()["score"] == pytest.approx((FEWEST - 1) / FEWEST)


def test_the_score_is_of_the_latest_rows_and_of_other_workers_too():
    kept, other = Feedback(MANIFEST), Feedback(MANIFEST)
    judged(kept, ["cat"] * 500)
    judged(kept, ["dog"] * WINDOW)
    assert (kept.report()["rows"], kept.report()["score"]) == (WINDOW, 1.0)
    judged(other, ["cat"] * 500)
    assert kept.report([other.judged()])["score"] == pytest.approx(WINDOW / (WINDOW + 500))


def test_the_oldest_are_forgotten_where_too_many_wait_and_the_newest_never(monkeypatch):
    monkeypatch.setattr(feedback, "KEPT", 10)
    kept = Feedback(MANIFEST)
    first, *keys = [kept.keep(np.tile(DOG, (n, 1))) for n in (4, 4, 4, 2)]
    assert [kept.holds(key) for key in (first, *keys)] == [False, True, True, True]
    kept.learn(keys[0], ["dog"] * 4)
    keys = [*keys[1:], kept.keep(np.tile(DOG, (4, 1)))]
    assert all(map(kept.holds, keys)), "those whose truth is known wait no more: 10 rows are left"
    large = kept.keep(np.tile(DOG, (50, 1)))
    assert kept.holds(large) and not any(map(kept.holds, keys))


def test_ids_cannot_be_guessed_and_serve_once():
    kept = Feedback(MANIFEST)
    key, other = kept.keep(DOG[None]), kept.keep(DOG[None])
    assert key != other and len(key) == 16
    assert kept.learn(key, ["cat"]) == (None, 1) and not kept.holds(key) and kept.holds(other)
    assert kept.judged() == [[0, [0.2, 0.8]]]
