"""Clients of an HTTP service, as cheap as Python can make them: keep-alive, one request at a time each.

    python benchmarks/serve_load.py PORT PATH BODIES CLIENTS SECONDS [RATE [CHECK]]

BODIES is a JSON list of request bodies (text). Prints one JSON line: ``rate`` (answers a second), ``p50`` and ``p99`` (ms),
``bad`` (answers with another status), ``lost`` (connections that broke). With RATE, clients send that many a second together.
With CHECK (a JSON file: run id -> the expected "predictions" of each body), ``wrong`` counts answers that differ.
"""

import asyncio
import contextlib
import json
import sys
import time
from pathlib import Path


class Client(asyncio.Protocol):
    """One connection: sends a request, notes how long the answer took, sends the next."""

    def __init__(self, load):
        self.load, self.buffer, self.number = load, b"", 0

    def connection_made(self, transport):
        """Begin."""
        self.transport = transport
        self.send()

    def send(self):
        """Send the next request."""
        if time.perf_counter() >= self.load.end:
            self.transport.close()
            return
        self.number = self.load.sent % len(self.load.requests)
        self.load.sent += 1
        self.started = time.perf_counter()
        self.transport.write(self.load.requests[self.number])

    def data_received(self, data):
        """Take what came; a whole answer is counted, and the next request sent."""
        self.buffer += data
        head, found, rest = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return
        low = head.lower()
        place = low.index(b"content-length:") + 15
        length = int(low[place:].partition(b"\r\n")[0])
        if len(rest) < length:
            return
        self.buffer = rest[length:]
        self.load.note(head, rest[:length], self.number, time.perf_counter() - self.started)
        wait = self.load.pause()
        if wait > 0:
            self.load.loop.call_later(wait, self.send)
        else:
            self.send()

    def connection_lost(self, error):
        """Count a connection that broke before its time."""
        if time.perf_counter() < self.load.end:
            self.load.lost += 1
        self.load.gone()


class Load:
    """Some clients, for some seconds."""

    def __init__(self, port, path, bodies, clients, seconds, rate=0, check=None):
        self.port, self.clients, self.seconds, self.rate, self.check = port, clients, seconds, rate, check
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\nContent-Length: "
        self.requests = [f"{head}{len(b.encode())}\r\n\r\n{b}".encode() for b in bodies]
        self.times, self.sent, self.bad, self.lost, self.wrong, self.due = [], 0, 0, 0, 0, 0.0

    def note(self, head, body, number, seconds):
        """Count an answer."""
        self.times.append(seconds)
        if not head.startswith(b"HTTP/1.1 200"):
            self.bad += 1
        elif self.check is not None:
            said = json.loads(body)
            self.wrong += self.check[said["run"]][number] != [p["prediction"] for p in said["predictions"]]

    def pause(self):
        """Return how long a client waits before its next request."""
        if not self.rate:
            return 0
        self.due = max(self.due, time.perf_counter() - 0.1) + 1 / self.rate
        return self.due - time.perf_counter()

    def gone(self):
        """Note that a connection has ended."""
        self.open -= 1
        if not self.open:
            self.done.set_result(None)

    async def run(self):
        """Return the measures."""
        self.loop = asyncio.get_running_loop()
        self.done, self.open = self.loop.create_future(), self.clients
        begin = self.due = time.perf_counter()
        self.end = begin + self.seconds
        for _ in range(self.clients):
            await self.loop.create_connection(lambda: Client(self), "127.0.0.1", self.port)
        await asyncio.wait_for(self.done, self.seconds + 60)
        times = sorted(self.times)
        return {
            "rate": len(times) / (time.perf_counter() - begin),
            "p50": 1e3 * times[len(times) // 2],
            "p99": 1e3 * times[int(0.99 * len(times))],
            **{name: getattr(self, name) for name in ("sent", "bad", "lost", "wrong")},
        }


if __name__ == "__main__":
    port, path, bodies, clients, seconds, *more = sys.argv[1:]
    check = json.loads(Path(more[1]).read_text()) if len(more) > 1 else None
    load = Load(int(port), path, json.loads(Path(bodies).read_text()), int(clients), float(seconds),
                float(more[0]) if more else 0, check)  # fmt: skip
    with contextlib.suppress(ImportError):
        import uvloop

        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    print(json.dumps(asyncio.run(load.run())))
