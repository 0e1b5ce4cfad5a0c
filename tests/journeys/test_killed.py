"""Killed at any moment, the next call ends with the same leaderboard."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time

import psutil
import pytest

from zerotohero.core.events import read_events

COMMAND = [
    sys.executable,
    "-m",
    "zerotohero.cli.main",
    "train",
    "moons:300",
    "--effort",
    "quick",
    "--skip",
    "random-forest,gradient-boosting",
    "--json",
]


def start(folder, errors=subprocess.DEVNULL):
    """Start a training in ``folder``."""
    folder.mkdir(exist_ok=True)
    return subprocess.Popen(COMMAND, cwd=folder, stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8")


def told(process):
    """Return what a finished training printed, without seconds and folder."""
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    board = json.loads(out)
    del board["folder"]
    for run in board["runs"]:
        del run["fit_seconds"]
    return board


def killed_and_resumed(tmp_path, seed):
    """Kill the program, or one of its workers, at a random moment; return what the next call tells."""
    rng = random.Random(seed)
    process = start(tmp_path / "killed")
    time.sleep(rng.uniform(0.5, 5.0))
    victims = [process.pid]
    if seed % 2:
        victims = [p.pid for p in psutil.Process(process.pid).children()] if process.poll() is None else []
    if victims:
        with contextlib.suppress(ProcessLookupError):
            os.kill(rng.choice(victims), signal.SIGKILL)
    if not seed % 2:
        process.wait(timeout=30)
        process.stdout.close()
        process = start(tmp_path / "killed")
    return told(process)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    return told(start(tmp_path_factory.mktemp("calm") / "calm"))


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a POSIX signal")
@pytest.mark.parametrize("seed", range(2))
def test_two_kills(tmp_path, undisturbed, seed):
    assert killed_and_resumed(tmp_path, seed) == undisturbed


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a POSIX signal")
@pytest.mark.parametrize("seed", range(2, 32))
def test_thirty_kills(tmp_path, undisturbed, seed):
    assert killed_and_resumed(tmp_path, seed) == undisturbed


@pytest.mark.skipif(os.name == "nt", reason="sends SIGINT")
def test_ctrl_c_ends_with_130_keeps_the_work_and_leaves_no_process(tmp_path):
    (tmp_path / "stopped").mkdir()
    long = [*COMMAND[:5], "--only", "random-forest", "--set", "random-forest.trees=5000"]
    process = subprocess.Popen(
        long, cwd=tmp_path / "stopped", stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    events = tmp_path / "stopped" / "hero-boards" / "moons-moon" / "events.jsonl"
    while not (events.exists() and '"one-level-tree"' in events.read_text("utf-8")):
        assert process.poll() is None
        time.sleep(0.1)
    workers = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "kept" in errors
    assert "Traceback" not in errors
    _, alive = psutil.wait_procs(workers, timeout=10)
    assert not alive
    assert len(list(events.parent.glob("runs/*/fold-0.json"))) >= 3


@pytest.mark.skipif(os.name == "nt", reason="sends SIGINT")
def test_standard_stopped_after_the_rows_of_quick_keeps_them_and_goes_on_from_there(tmp_path):
    slow = [{"algorithm": "random-forest", "params": {"trees": 500}}]
    (tmp_path / "slow.json").write_text(json.dumps({"classification": slow, "regression": []}), "utf-8")
    only = ["--only", "gaussian-naive-bayes,knn,random-forest", "--portfolio", "slow.json"]
    command = [*COMMAND[:5], *only, "--workers", "2", "--json"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    events = tmp_path / "hero-boards" / "moons-moon" / "events.jsonl"
    standing = {"gaussian-naive-bayes", "knn", "random-forest", "majority"}
    while not standing <= {e["algorithm"] for e in read_events(events) if e["event"] == "run"}:
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    assert "Stopped. What was finished is kept" in process.communicate(timeout=30)[1]
    assert process.returncode == 130

    def board():
        shown = subprocess.run([*COMMAND[:3], "board", "--json"], cwd=tmp_path, capture_output=True, check=True)
        return {r["id"]: r for r in json.loads(shown.stdout)["runs"]}

    kept, before = board(), len(list(read_events(events)))
    assert standing <= {r["algorithm"] for r in kept.values() if r["score"] is not None}
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, timeout=120)
    fitted = {e["run"] for e in list(read_events(events))[before:] if e["event"] == "fold"}
    assert fitted and not fitted & {i for i, r in kept.items() if r["score"] is not None}
    after = board()
    assert all(after[i] == r for i, r in kept.items() if r["score"] is not None)
    assert {"combination"} <= {r["algorithm"] for r in after.values()}
