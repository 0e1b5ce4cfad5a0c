"""A real server on the loopback address, and how tests ask it over HTTP."""

import http.client
import json
import threading
import time
from contextlib import contextmanager

import numpy as np
import uvicorn

from zerotohero.serve.one_write import OneWrite
from zerotohero.serve.run_service import hosts_of, listen

JSON = {"Content-Type": "application/json"}


class Client:
    """Asks one server."""

    def __init__(self, port):
        self.port = port

    def __call__(self, method, path, body=None, headers=JSON):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        body = json.dumps(body).encode() if isinstance(body, dict | list) else body
        connection.request(method, path, body, dict(headers))
        reply = connection.getresponse()
        content = reply.read()
        connection.close()
        is_json = reply.headers.get_content_type() == "application/json"
        return reply.status, json.loads(content) if is_json else content, reply.headers

    def post(self, path, body, headers=JSON):
        return self("POST", path, body, headers)


@contextmanager
def serving(service, limits=None):
    """Yield a Client of this service."""
    with listen("127.0.0.1", 0) as sock:
        port = sock.getsockname()[1]
        app = service.app(hosts_of("127.0.0.1", port), limits)
        server = uvicorn.Server(uvicorn.Config(app, http=OneWrite, log_level="error", timeout_graceful_shutdown=5))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield Client(port)
        server.should_exit = True
        thread.join(timeout=10)


def records(run, count=20):
    """Return rows of the training as JSON, and what Python predicts for them."""
    dataset = run.board.dataset().take(np.arange(count))
    names = [name for name, _ in run.model.manifest["features"]]
    columns = [[None if c != c or c is None else c for c in dataset.cells[n].tolist()] for n in names]
    return [dict(zip(names, row)) for row in zip(*columns)], run.model.predict(dataset.cells)
