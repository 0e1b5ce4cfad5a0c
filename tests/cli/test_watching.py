"""`hero train --watch`: what is seen of a network while it learns."""

import io
import json
import re

import pytest
from rich.console import Console

from zerotohero.cli import watching
from zerotohero.cli.watching import Steps, WatchingView
from zerotohero.train.train import train

ONLY = ("train", "moons:200", "--only", "two-layer-net", "--effort", "quick", "--workers", "1")
SHORT = ("--set", "two-layer-net.iterations=20")


def test_in_a_pipe_a_few_steps_are_printed_before_the_score(hero):
    code, out, _ = hero(*ONLY, *SHORT, "--watch")
    assert code == 0
    steps = re.findall(r"step +([\d,]+) of ([\d,]+), loss [\d.]+, [\d.]+% right", out)
    assert 4 <= len(steps) <= 8 and steps[0][0] == "1" and steps[-1][0] == steps[-1][1]
    assert out.index("% right") < out.index("two-layer-net  ") < out.index("5 validate")
    assert "\x1b" not in out and "what each step brought" in out
    assert "% right" in hero(*ONLY, *SHORT, "--watch")[1]  # trained before: its steps are still there
    assert "% right" not in hero(*ONLY, *SHORT)[1]


def test_a_blow_up_is_explained_while_watching_and_on_the_leaderboard(hero):
    wild = ("two-layer-net.learning_rate=10", "two-layer-net.optimizer=momentum")
    code, out, _ = hero(*ONLY, *SHORT, "--watch", "--set", wild[0], "--set", wild[1])
    assert code == 0 and "it blew up at step" in out and "learning rate of 10" in " ".join(out.split())
    board = hero("board")[1]
    assert "it blew up at step" in board and "Try learning_rate=1" in " ".join(board.split())


def test_what_shows_no_steps_is_told_so(hero):
    out = hero("train", "moons:100", "--only", "knn", "--effort", "quick", "--watch")[1]
    assert "nothing to --watch" in out and "two-layer-net" in out


def test_on_a_terminal_the_border_is_drawn_and_played_to_its_end(tmp_path, monkeypatch):
    monkeypatch.setattr(watching, "PER_SECOND", 200)
    screen = io.StringIO()
    console = Console(
        file=screen, force_terminal=True, width=100, height=40, color_system="truecolor", legacy_windows=False
    )
    view = WatchingView(tmp_path, console=console)
    try:
        train("moons:200", only=["two-layer-net"], settings=[SHORT[1]], effort="quick", workers=1, out=str(tmp_path),
              on_event=view)  # fmt: skip
    finally:
        view.close()
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen.getvalue())
    assert "▀▀▀▀" in plain and "two-layer network, fold" in plain and "● lower" in plain
    last = plain[: plain.index("4 predict")]
    steps = re.findall(r"step  ([\d,]+) of ([\d,]+)", last)
    assert steps[-1][0] == steps[-1][1]  # the picture that stays is the last one
    assert "accuracy" in plain[plain.index("4 predict") :]


def test_a_line_that_is_half_written_waits(tmp_path):
    path, whole = tmp_path / "steps-0.jsonl", json.dumps({"step": 1, "of": 2})
    path.write_text(f"{whole}\n{whole[:5]}", encoding="utf-8")
    steps = Steps(path)
    steps.read()
    assert len(steps.events) == 1 and not steps.whole
    path.write_text(f"{whole}\n" + json.dumps({"step": 2, "of": 2}) + "\n", encoding="utf-8")
    steps.read()
    assert [e["step"] for e in steps.events] == [1, 2] and steps.whole


@pytest.mark.parametrize(("run", "wanted"), [("a1b2c3d4", True), ("a1b2c3d4-rows40", False)])
def test_fits_of_a_learning_curve_are_not_drawn(tmp_path, run, wanted):
    assert WatchingView(tmp_path)._wanted(run) is wanted
