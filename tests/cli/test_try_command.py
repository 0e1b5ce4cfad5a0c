"""`hero try` does not hang where nobody can see the page, and says what was kept."""

import io
import json
import os
import re
import signal
import subprocess
import sys
import urllib.request

import pytest


def test_without_a_display_and_a_terminal_it_says_how_to_keep_the_page_open(hero, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert hero("train", "moons", "--only", "knn", "--effort", "quick")[0] == 0
    code, out, _ = hero("try", "best")
    assert code == 0
    assert "--serve" in out


@pytest.mark.slow
def test_at_its_end_it_says_how_to_learn_from_what_was_put_right_and_that_command_does(hero, tmp_path):
    assert hero("train", "moons", "--only", "knn", "--effort", "quick")[0] == 0
    child = subprocess.Popen(
        [sys.executable, "-m", "zerotohero.cli.main", "try", "best", "--no-browser"],
        cwd=tmp_path, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    try:
        said = ""
        while not (address := re.search(r"http://\S+", said)):
            line = child.stdout.readline()
            assert line, said
            said += line

        def ask(path, question):
            body = json.dumps(question).encode()
            with urllib.request.urlopen(
                urllib.request.Request(address[0] + path, body, {"Content-Type": "application/json"})
            ) as reply:
                return json.load(reply)

        fields, classes = (ask("describe", {})[name] for name in ("fields", "classes"))
        row = {field["name"]: 9.5 for field in fields}
        assert ask("correct", {"row": row, "truth": classes[0]})["kept"] == 1
        child.send_signal(signal.SIGINT)
        said = child.communicate(timeout=20)[0]
    finally:
        child.kill()
    assert "1 correction kept in moons-corrections.csv" in said
    command = re.search(r"hero (train .*)", said)[1].split()
    assert command[:2] == ["train", "moons"] and command[-2:] == ["--also", "moons-corrections.csv"]
    code, out, err = hero(*command, "--only", "knn", "--effort", "quick")
    assert code == 0 and "1,001 rows" in out, (out, err)
