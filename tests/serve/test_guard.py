"""What every request passes first: who gets a cookie, and a body that drips, without a server."""

import asyncio
import time

import pytest

from zerotohero.serve.guard import COOKIE, Guard, Limits


async def app(scope, receive, send):
    """Answer everything with 200."""
    await receive()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"yes"})


async def whole():
    """Give an empty body."""
    return {"type": "http.request", "body": b"", "more_body": False}


def ask(guard, receive=whole, address=b"", **headers):
    """Return (status, headers) of one request."""
    sent = []

    async def send(message):
        sent.append(message)

    pairs = [(b"host", b"here"), *((name.encode(), value.encode()) for name, value in headers.items())]
    scope = {"type": "http", "path": "/predict", "query_string": address, "headers": pairs}
    asyncio.run(guard(scope, receive, send))
    return sent[0]["status"], dict(sent[0]["headers"])


@pytest.mark.parametrize("address, headers, kept", [
    (b"token=s3cret", {}, True),
    (b"", {"authorization": "Bearer s3cret"}, False),
    (b"", {"cookie": f"{COOKIE}=s3cret"}, False),
    (b"token=wrong", {"authorization": "Bearer s3cret"}, False),
])  # fmt: skip
def test_a_cookie_is_given_where_the_token_came_in_the_address(address, headers, kept):
    status, said = ask(Guard(app, ["here"], "s3cret"), address=address, **headers)
    assert status == 200 and (b"set-cookie" in said) == kept


def test_there_is_no_cookie_where_nothing_is_secret():
    assert b"set-cookie" not in ask(Guard(app, ["here"]), address=b"token=")[1]


def test_a_body_that_drips_is_given_up_at_the_deadline():
    drops = iter(range(100))

    async def drip():
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b" ", "more_body": next(drops) < 99}

    begun = time.monotonic()
    status, said = ask(Guard(app, ["here"], limits=Limits(seconds=0.2)), drip)
    assert status == 408 and said[b"connection"] == b"close"
    assert time.monotonic() - begun > 0.15 and next(drops) < 50  # where clocks tick coarsely, a little early
