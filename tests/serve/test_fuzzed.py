"""What a fuzzer makes of the description at /openapi.json: thousands of requests, right and wrong ones, none breaks it."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys

import pytest

pytest.importorskip("uvicorn")
pytest.importorskip("schemathesis")

CASES = 5000
WRONG_BY_DESIGN = "positive_data_acceptance"  # which shapes fit which model a schema cannot say


@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_thousands_of_made_up_requests_are_answered(moons_board, petting_board, letters_board, lyrics_board, tmp_path):
    runs = {"moons": moons_board.run("knn"), "cats": petting_board.run("random-forest"),
            "letters": letters_board.run("logistic-regression"), "verses": lyrics_board.run("rhyming-ngram")}  # fmt: skip
    files = []
    for name, run in runs.items():
        files.append(tmp_path / f"{name}.hero")
        files[-1].write_bytes(run.path.read_bytes())
    command = [sys.executable, "-m", "zerotohero.cli.main", "serve", *map(str, files), "--port", "0"]
    env = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as hero:
        try:
            said = ""
            while "Ctrl-C" not in said:
                said += hero.stdout.readline()
            url = re.search(r"http://127\.0\.0\.1:(\d+)", said)
            fuzz = [sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()", "run"]
            options = ["--max-examples", "600", "--mode", "all", "--seed", "1", "--request-timeout", "30"]
            options += ["--exclude-checks", WRONG_BY_DESIGN, "--no-color"]
            command = [*fuzz, f"{url[0]}/openapi.json", *options]
            done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
            assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
            assert int(re.search(r"(\d+) generated, \1 passed", done.stdout)[1]) >= CASES, done.stdout[-1000:]
            connection = http.client.HTTPConnection("127.0.0.1", int(url[1]), timeout=20)
            connection.request(
                "POST", "/predict/moons", json.dumps({"x": 1, "y": 2}), {"Content-Type": "application/json"}
            )
            assert connection.getresponse().status == 200
        finally:
            hero.send_signal(signal.SIGINT)
        assert hero.wait(timeout=30) == 0
