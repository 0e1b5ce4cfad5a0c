"""A network that is stopped early: kept, judged, said so; and the same command goes on with it."""

import io
from types import SimpleNamespace

import numpy as np
from rich.console import Console

from zerotohero.core.watch import Watch, asked_to_stop
from zerotohero.leaderboard.journal import append_line, read_json
from zerotohero.report.board_view import board_table
from zerotohero.train import work
from zerotohero.train.train import train
from zerotohero.train.work import Work


def network(out):
    """Train a small network and return its Run."""
    settings = ["two-layer-net.iterations=6", "two-layer-net.width=3", "two-layer-net.batch=16"]
    board = train("moons:240", only=["two-layer-net"], settings=settings, effort="quick", out=str(out), workers=2)
    return next(r for r in board.ranked if r.algorithm == "two-layer-net")


def shares(run):
    """Return after which share of its steps each fit stopped: None for the last."""
    return [read_json(path).get("stopped") for path in sorted(run.folder.glob("fold-*.json"))]


def test_it_is_judged_as_it_stands_and_later_trained_to_its_end(tmp_path, monkeypatch):
    ask = work.ask_to_stop
    with monkeypatch.context() as patched:
        patched.setattr(work, "ask_to_stop", lambda place, share: ask(place, 0.5))  # as if somebody had, at once
        stopped = network(tmp_path)
    assert all(0.5 <= share < 0.6 for share in shares(stopped)) and len(shares(stopped)) == 6
    assert stopped.score is not None and stopped.has_model
    assert "stopped early, by hand, after 5" in stopped.why and 0.5 <= stopped.stopped < 0.6
    shown = Console(width=100, record=True, file=io.StringIO())
    shown.print(board_table(stopped.board))
    assert "stopped at 5" in shown.export_text()
    assert not (stopped.folder / "study.json").exists()  # fits to the end would say nothing about it
    early = stopped.oof[1]
    whole = network(tmp_path)
    assert whole.id == stopped.id
    assert shares(whole) == [None] * 6 and whole.why is None
    assert not np.array_equal(whole.oof[1], early)


def test_one_that_was_tested_stays_as_it_is(tmp_path):
    candidate = SimpleNamespace(rules=None)
    (tmp_path / "fold-0.npz").write_bytes(b"PK\x05\x06" + bytes(18))  # an empty zip
    append_line(tmp_path / "fold-0.json", {"status": "ok", "score": 0.9, "seconds": 1.0, "stopped": 0.3})
    assert work._done(tmp_path, 0, candidate, tested=True)
    assert not work._done(tmp_path, 0, candidate, tested=False)


def test_the_first_ctrl_c_stops_a_network_that_has_learned_for_a_while_the_second_everything(tmp_path):
    told = []
    ask = Work(None, tmp_path, None, lambda event, **facts: told.append((event, facts)))._stop_early
    job = {"folder": str(tmp_path), "run": "abc", "fold": 1, "algorithm": "convnet"}
    place = tmp_path / "runs" / "abc"
    assert not ask([(job, 60.0)])  # it has learned nothing yet
    Watch(place, 1).step(step=1, of=9, loss=0.7)
    assert not ask([(job, 1.0)])  # it has only begun
    assert not asked_to_stop(place)
    assert ask([(job, 60.0)])
    assert asked_to_stop(place)
    assert told == [("stopping", {"algorithms": ["convnet"]})]
    assert not ask([(job, 60.0)])
