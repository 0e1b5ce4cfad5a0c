"""Two workers at one address, started as a person starts them: asked as one, started again, ended together."""

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time

import psutil
import pytest

pytest.importorskip("uvicorn")
if os.name == "nt":
    pytest.skip("one worker on Windows", allow_module_level=True)


class Service:
    """`hero serve FILE --workers 2`, asked over HTTP; every request has a connection of its own."""

    def __init__(self, file, *options):
        command = [sys.executable, "-m", "zerotohero.cli.main", "serve", str(file), "--port", "0", "--workers", "2"]
        self.program = subprocess.Popen(
            [*command, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        said = ""
        while "Ctrl-C" not in said:
            said += self.program.stdout.readline()
            assert self.program.poll() is None, self.program.stderr.read()
        self.said, self.port = said, int(re.search(r":(\d+)/", said)[1])
        self.until(
            lambda: len(self.workers) == 2 and {self.ask_one().partition("-")[0] for _ in range(8)} == {"0", "1"}
        )

    @property
    def workers(self):
        return psutil.Process(self.program.pid).children()

    def ask(self, path, body=None):
        """Return (status, answer)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        method, data = ("GET", None) if body is None else ("POST", json.dumps(body))
        connection.request(method, path, data, {"Content-Type": "application/json"})
        reply = connection.getresponse()
        content = reply.read()
        connection.close()
        return reply.status, json.loads(content) if reply.headers.get_content_type() == "application/json" else content

    def ask_one(self, x=0.5):
        """Return the id of the answer to one row."""
        return self.ask("/predict", {"x": x, "y": 0.5})[1]["id"]

    def rows(self):
        """Return how many rows were predicted, as /metrics has it."""
        return float(re.search(rb'hero_rows_total{model="moons"} (\S+)', self.ask("/metrics")[1])[1])

    def until(self, true, seconds=30):
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end
            time.sleep(0.05)

    def end(self):
        """End it as a process manager does; return its exit status."""
        self.program.send_signal(signal.SIGTERM)
        status = self.program.wait(timeout=30)
        self.program.stdout.close()
        self.program.stderr.close()
        return status


@contextlib.contextmanager
def two_workers(file, *options):
    service = Service(file, *options)
    try:
        yield service
    finally:
        if service.program.poll() is None:
            service.end()


@pytest.fixture
def file(moons_board, tmp_path):
    file = tmp_path / "moons.hero"
    file.write_bytes(moons_board.run("knn").path.read_bytes())
    return file


def test_what_they_count_and_learn_is_added_up_wherever_it_was_asked(file, moons_board):
    with two_workers(file) as service:
        before = service.rows()
        keys = [service.ask_one(x=3.0) for _ in range(120)]
        assert {key.partition("-")[0] for key in keys} == {"0", "1"}
        for _ in range(4):  # whoever answers
            assert service.rows() == before + 120
            (about,) = service.ask("/monitor")[1]["models"]
            assert about["drift"]["rows"] == before + 120 and about["drift"]["columns"]["x"]["drifted"]
        answer = service.ask("/predict", {"x": 3.0, "y": 0.5})[1]["predictions"][0]["prediction"]
        for i, key in enumerate(keys):  # an id is known to one worker, and the other one is told of it
            assert service.ask("/feedback", {"id": key, "truth": [answer]}) == (200, {"model": "moons", "rows": 1}), i
        for _ in range(4):
            live = service.ask("/monitor")[1]["models"][0]["live"]
            assert (live["rows"], live["score"]) == (120, 1.0)
            assert service.ask("/feedback", {"id": keys[0], "truth": [answer]})[0] == 404  # once
            assert service.ask("/feedback", {"id": "7-abc", "truth": [answer]})[0] == 404
        key = service.ask_one()
        for _ in range(4):
            status, said = service.ask("/feedback", {"id": key, "truth": ["neither"]})
            assert status == 422 and "upper" in said["error"]["expected"]
        file.write_bytes(moons_board.run("logistic-regression").path.read_bytes())
        new = moons_board.run("logistic-regression").id
        service.until(lambda: {service.ask("/predict", {"x": 1, "y": 1})[1]["run"] for _ in range(8)} == {new})
        assert service.end() == 0


@pytest.mark.slow
def test_one_that_is_killed_is_started_again_and_its_counts_stay(file):
    with two_workers(file) as service:
        for _ in range(40):
            service.ask_one()
        before, victim = service.rows(), service.workers[0]
        victim.kill()
        lost = 0
        for _ in range(40):  # a call that it had taken may be lost, no other
            try:
                service.ask_one()
            except OSError:
                lost += 1
        assert lost <= 1
        service.until(lambda: len(service.workers) == 2 and victim not in service.workers)
        service.until(lambda: {service.ask_one().partition("-")[0] for _ in range(8)} == {"0", "1"})
        assert service.rows() >= before + 40 - lost


@pytest.mark.slow
def test_what_was_begun_is_finished_by_all_and_nothing_stays_behind(file):
    with two_workers(file) as service:
        workers, body = service.workers, b'{"x": 1, "y": 2}'
        head = f"POST /predict HTTP/1.1\r\nHost: 127.0.0.1:{service.port}\r\nContent-Type: application/json\r\n"
        begun = []
        for _ in range(8):
            call = socket.create_connection(("127.0.0.1", service.port), timeout=20)
            call.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body[:5])
            begun.append(call)
        time.sleep(0.3)
        service.program.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        for call in begun:
            call.sendall(body[5:])
            assert call.recv(1000).startswith(b"HTTP/1.1 200")
            call.close()
        assert service.program.wait(timeout=30) == 0
        assert not any(worker.is_running() for worker in workers)


@pytest.mark.slow
def test_they_end_when_the_program_that_started_them_is_killed(file):
    with two_workers(file) as service:
        workers = service.workers
        service.program.kill()
        assert not psutil.wait_procs(workers, timeout=20)[1]
