"""`hero serve` as a person starts it: it says where it answers, answers there, and ends when it is told to."""

import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import replace
from urllib.request import Request, urlopen

import pytest

pytest.importorskip("uvicorn")


def test_it_answers_where_it_says_and_ends_when_told(moons_board, tmp_path):
    file = tmp_path / "moons.hero"
    file.write_bytes(moons_board.run("knn").path.read_bytes())
    command = [sys.executable, "-m", "zerotohero.cli.main", "serve", str(file), "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as hero:
        try:
            lines = [hero.stdout.readline() for _ in range(6)]
            url = re.search(r"http://127\.0\.0\.1:\d+/", "".join(lines)).group()
            asked = Request(
                f"{url}predict", json.dumps({"x": 0, "y": 1}).encode(), {"Content-Type": "application/json"}
            )
            with urlopen(asked, timeout=20) as reply:
                said = json.load(reply)
            assert said["model"] == "moons" and said["predictions"][0]["prediction"] in ("upper", "lower")
        finally:
            hero.send_signal(signal.SIGINT)
        assert hero.wait(timeout=20) == 0
        assert "models stay where they are" in hero.stdout.read()


def test_a_rehearsal_shows_rows_truth_and_drift_and_all_is_written_down(moons_board, tmp_path):
    command = [sys.executable, "-m", "zerotohero.cli.main", "serve", moons_board.run("knn").id, "--port", "0"]
    command += ["--out", str(moons_board.folder.parent), "--rehearse", "--log", str(tmp_path / "asked")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as hero:
        said = ""
        while "That was the rehearsal" not in said:
            line = hero.stdout.readline()
            assert line, said
            said += line
        hero.send_signal(signal.SIGINT)
        assert hero.wait(timeout=20) == 0
    assert "personal data" in said
    assert len((tmp_path / "asked" / "moons.csv").read_text().splitlines()) == 601
    assert len((tmp_path / "asked" / "moons-answered.csv").read_text().splitlines()) == 301
    first, second, third = said.partition("1. 300 rows")[2].split("moons (run")[1:]
    assert "curl http://127.0.0.1" in said and "nothing has drifted" in first and "true answers: 0 so far" in first
    assert "accuracy on 300 rows with true answers" in second
    assert re.search("600 latest rows .* drifted: it may be wrong more often", third)


def test_what_cannot_be_rehearsed_is_one_message(hero, moons_board, tmp_path):
    file = tmp_path / "moons.hero"
    file.write_bytes(moons_board.run("knn").path.read_bytes())
    code, _, err = hero("serve", file, "--port", "0", "--rehearse")
    assert code == 1 and "on its leaderboard" in err


def test_what_is_missing_or_taken_is_one_message(hero, moons_board, monkeypatch, tmp_path):
    import socket

    from zerotohero.core import extras

    file = tmp_path / "moons.hero"
    file.write_bytes(moons_board.run("knn").path.read_bytes())
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, _, err = hero("serve", file, "--port", taken.getsockname()[1])
    assert code == 1 and "--port 0" in err
    assert hero("serve", "nothing.hero")[0] == 1
    monkeypatch.setitem(extras.EXTRAS, "serve", replace(extras.EXTRAS["serve"], modules=("no_such_module",)))
    code, _, err = hero("serve", file)
    assert code == 2 and "hero add serve" in err
