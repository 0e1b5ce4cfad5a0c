"""`hero collect` and the end of `hero try`: what is said when the page is closed, and bad names in one message."""

import io
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request

import pytest

from zerotohero.serve.collect.folder import Collection
from zerotohero.serve.collect.train import Training


def test_without_a_display_and_a_terminal_it_says_how_to_keep_the_page_open(hero, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    code, out, _ = hero("collect", "faces", "--labels", "a,b")
    assert code == 0 and "--serve" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("faces", "--labels", "a,,b"), "make a label"),
        (("faces", "--labels", "a,A"), "there is 'a'"),
        (("faces", "--labels", "a/b"), "the character '/'"),
        (("letters", "--labels", "a,b"), "built-in data set"),
        (("faces", "--from", "pad", "--sort", "x"), "one of them"),
        (("faces", "--sort", "nowhere"), "nothing there"),
        (("taken", "--labels", "a"), "came a file"),
    ],
)
def test_bad_names_are_one_message(hero, tmp_path, words, said):
    (tmp_path / "taken").write_text("")
    code, _, err = hero("collect", *words, "--no-browser")
    assert code in (1, 2) and said in " ".join(err.split())


def test_ctrl_c_says_what_is_there_and_how_to_go_on(tmp_path):
    collection = Collection(tmp_path / "faces", ["happy", "grumpy"], "camera")
    for label in collection.labels:
        collection.add(label, b"x", ".png")
    child = subprocess.Popen(
        [sys.executable, "-m", "zerotohero.cli.main", "collect", "faces", "--labels", "sleepy", "--no-browser"],
        cwd=tmp_path, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    try:
        said = ""
        while not (address := re.search(r"http://\S+", said)):
            line = child.stdout.readline()
            assert line, said
            said += line
        with urllib.request.urlopen(address[0]) as page:
            assert b"collect.js" in page.read()
        child.send_signal(signal.SIGINT)
        said += child.communicate(timeout=20)[0]
    finally:
        child.kill()
    assert child.returncode == 0
    assert "which holds 2 already" in said and "1 grumpy, 1 happy, 0 sleepy" in said and "hero train faces" in said


def wait_until(training, status, seconds=120):
    """Wait until a training has this status."""
    end = time.monotonic() + seconds
    while training.status not in status and time.monotonic() < end:
        time.sleep(0.1)
    return training.state()


def test_a_training_that_cannot_work_says_why(tmp_path):
    (tmp_path / "faces").mkdir()
    training = Training(tmp_path / "faces", tmp_path / "boards")
    training.start()
    state = wait_until(training, ("failed", "done", "stopped"))
    assert state["status"] == "failed" and state["problem"]["asked"] and training.board is None


@pytest.mark.slow
def test_a_training_runs_beside_the_page_and_can_be_stopped(tmp_path, monkeypatch):
    import numpy as np
    from PIL import Image

    rng = np.random.default_rng(0)
    for label, grey in (("dark", 40), ("light", 200)):
        (tmp_path / "greys" / label).mkdir(parents=True)
        for i in range(12):
            pixels = (grey + rng.integers(0, 40, (28, 28))).astype(np.uint8)
            Image.fromarray(pixels).save(tmp_path / "greys" / label / f"20260101-000000-{i:06}.png")
    usual = Training.words.fget
    monkeypatch.setattr(Training, "words", property(lambda self: [*usual(self), "--only", "knn", "--workers", "1"]))
    training = Training(tmp_path / "greys", tmp_path / "boards")
    training.start()
    training.start()  # pressed twice: one training
    state = wait_until(training, ("failed", "done"))
    assert state["status"] == "done" and state["done"] == 1.0 and any("validate" in line for line in state["lines"])
    assert os.path.isdir(training.board)
    training.start()
    assert wait_until(training, ("running", "done"))["status"] == "running"
    time.sleep(1.5)
    training.stop()
    assert wait_until(training, ("stopped", "done"), 20)["status"] == "stopped"
    assert training._child.poll() is not None and training.board
