"""Head and body leave in one write, and nothing is held back for longer than a turn of the event loop."""

import asyncio
import http.client

import pytest

from zerotohero.serve.one_write import Joining
from zerotohero.serve.served import Served
from zerotohero.serve.service import Service

from .asking import serving


class Transport:
    """Notes what is done with it."""

    def __init__(self, closing=False):
        self.done, self.is_closing = [], lambda: closing

    def write(self, data):
        self.done.append(data)

    def close(self):
        self.done.append("closed")


def after(turns, *steps, closing=False):
    """Return what was done to a transport after these steps and turns of the event loop."""

    async def work():
        transport = Transport(closing)
        joining = Joining(transport)
        for name, *args in steps:
            getattr(joining, name)(*args)
        for _ in range(turns):
            await asyncio.sleep(0)
        return list(transport.done)  # as it is now: the loop turns on until it is closed

    return asyncio.run(work())


@pytest.mark.parametrize(
    "turns, steps, done",
    [
        (0, [("write", b"head"), ("write", b"body")], [b"headbody"]),
        (2, [("write", b"head"), ("write", b"body")], [b"headbody"]),
        (0, [("write", b"head"), ("write", b"")], [b"head"]),  # an answer without a body
        (0, [("write", b"head")], []),
        (1, [("write", b"head")], [b"head"]),  # a body that takes long does not hold up its head
        (1, [("write", b"a"), ("write", b"b"), ("write", b"c")], [b"ab", b"c"]),
        (1, [("write", b"head"), ("close",)], [b"head", "closed"]),
    ],
)
def test_what_is_written_leaves_in_order_and_soon(turns, steps, done):
    assert after(turns, *steps) == done


def test_nothing_is_written_to_a_connection_that_is_gone():
    assert after(1, ("write", b"head"), ("write", b"body"), closing=True) == []


def test_a_service_sends_an_answer_in_one_piece(moons_board, monkeypatch):
    sent = []
    write = Joining._leave
    monkeypatch.setattr(Joining, "_leave", lambda self: (self._held and sent.append(self._held), write(self))[1])
    with serving(Service([Served("moons", moons_board.run("knn"))])) as ask:
        call = http.client.HTTPConnection("127.0.0.1", ask.port)
        call.request("GET", "/v2/health/live")
        assert call.getresponse().status == 200
    (whole,) = sent
    assert whole.startswith(b"HTTP/1.1 200 OK\r\n") and b"\r\n\r\n{" in whole
