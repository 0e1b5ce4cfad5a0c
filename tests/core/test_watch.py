"""A fit that is watched leaves its steps, can go on after a kill, and hears when it is to stop."""

import numpy as np
import pytest

from zerotohero.core import watch as module
from zerotohero.core.events import read_events
from zerotohero.core.watch import Watch, ask_to_stop, asked_to_stop, has_learned


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test moves."""
    now = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return now


def steps(folder, fold=0):
    return [e["step"] for e in read_events(folder / f"steps-{fold}.jsonl")]


def test_at_most_five_steps_a_second_are_told_and_always_the_last(tmp_path, clock):
    watch = Watch(tmp_path)
    for i in range(1, 101):
        clock[0] += 0.01
        watch.step(step=i, of=100, loss=1 / i)
    told = steps(tmp_path)
    assert told[0] == 1 and told[-1] == 100
    assert 5 <= len(told) <= 7
    event = list(read_events(tmp_path / "steps-0.jsonl"))[-1]
    assert event["loss"] == pytest.approx(0.01) and "score" not in event


def test_a_checkpoint_comes_back_as_it_was(tmp_path):
    watch = Watch(tmp_path, "final")
    assert watch.restore() is None
    kept = {"state/of a": np.arange(6.0, dtype=np.float32).reshape(2, 3), "state": np.array(3)}
    watch.checkpoint(kept, {"step": 7, "best": None})
    arrays, state = Watch(tmp_path, "final").restore()
    assert state == {"step": 7, "best": None}
    assert set(arrays) == set(kept)
    assert all(np.array_equal(arrays[n], kept[n]) and arrays[n].dtype == kept[n].dtype for n in kept)
    assert Watch(tmp_path, 0).restore() is None
    watch.forget()
    assert Watch(tmp_path, "final").restore() is None


def test_steps_after_the_checkpoint_are_forgotten_when_it_is_restored(tmp_path, clock):
    watch = Watch(tmp_path)
    for i in (1, 2):
        clock[0] += 1
        watch.step(step=i, of=9)
    watch.checkpoint({}, {"step": 2})
    clock[0] += 1
    watch.step(step=3, of=9)
    again = Watch(tmp_path)
    assert again.restore()[1] == {"step": 2}
    assert steps(tmp_path) == [1, 2]


def test_a_fit_from_nothing_does_not_go_on_with_the_steps_of_an_earlier_one(tmp_path):
    Watch(tmp_path).step(step=1, of=1)
    Watch(tmp_path).step(step=5, of=5)
    assert steps(tmp_path) == [5]


@pytest.mark.parametrize("damage", ["cut", "noise", "empty"])
def test_a_damaged_checkpoint_counts_as_none(tmp_path, damage):
    watch = Watch(tmp_path)
    watch.checkpoint({"a": np.ones(1000)}, {})
    path = tmp_path / "checkpoint-0.npz"
    whole = path.read_bytes()
    path.write_bytes(
        {"cut": whole[: len(whole) // 2], "noise": whole[:100] + bytes(len(whole) - 100), "empty": b""}[damage]
    )
    assert Watch(tmp_path).restore() is None
    assert not path.exists()


def test_a_kill_while_a_checkpoint_is_written_leaves_the_one_before(tmp_path, monkeypatch):
    watch = Watch(tmp_path)
    watch.checkpoint({"a": np.zeros(3)}, {"step": 1})

    def killed(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(module.os, "fsync", killed)
    with pytest.raises(KeyboardInterrupt):
        watch.checkpoint({"a": np.ones(3)}, {"step": 2})
    assert Watch(tmp_path).restore()[1] == {"step": 1}


def test_it_stops_when_somebody_asks(tmp_path, clock):
    watch = Watch(tmp_path)
    assert not watch.stop
    ask_to_stop(tmp_path)
    assert not watch.stop  # it looks five times a second, no more
    clock[0] += 1
    assert watch.stop


def test_the_other_fits_of_a_run_stop_after_the_same_share_of_their_steps(tmp_path, clock):
    def stops_at(fold, of):
        watch = Watch(tmp_path, fold)
        for i in range(1, of + 1):
            clock[0] += 1
            watch.step(step=i, of=of, loss=1.0)
            if watch.stop:
                break
            if i == 31 and fold == 0:
                ask_to_stop(tmp_path)
        return i, watch.stopped()

    assert stops_at(0, 100) == (32, 0.32)
    assert stops_at(1, 100) == (32, 0.32)
    assert stops_at("final", 50) == (16, 0.32)
    ask_to_stop(tmp_path, None)
    assert not asked_to_stop(tmp_path)
    assert stops_at(2, 50) == (50, None)


def test_a_fit_that_was_done_before_anybody_asked_has_not_stopped_early(tmp_path, clock):
    watch = Watch(tmp_path)
    watch.step(step=3, of=3)
    ask_to_stop(tmp_path)
    clock[0] += 1
    assert watch.stopped() is None


def test_something_stands_from_the_first_step_that_learns(tmp_path):
    assert not has_learned(tmp_path, 0)
    watch = Watch(tmp_path)
    watch.step(step=1, of=9)  # looks through the pictures only
    assert not has_learned(tmp_path, 0)
    watch.step(step=2, of=9, loss=0.7, keep=True)
    assert has_learned(tmp_path, 0) and not has_learned(tmp_path, 1)
