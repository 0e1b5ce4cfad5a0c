"""What every request passes before anybody looks at it: who asks, from where, how much, how slowly, how many at once.

An ASGI middleware. A browser sends its cookies, and reaches the loopback address, on behalf of any page that it shows:
so the name under which the service was called (Host) and the page that calls (Origin) are checked.
"""

import asyncio
import json
import secrets
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

from zerotohero.serve.refusal import Refusal, shown, told

COOKIE = "hero-token"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(self)",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_SENT = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


@dataclass(frozen=True)
class Limits:
    """What one request may take.

    Parameters
    ----------
    bytes : int
        Of a body.
    seconds : float
        For a body to arrive, and again for the answer.
    at_once : int
        Requests at work.
    """

    bytes: int = 16 * 2**20
    seconds: float = 30.0
    at_once: int = 256


class Guard:
    """Let requests through to ``app`` that may ask, and answer the others.

    Parameters
    ----------
    app : ASGI application
    hosts : collection of str
        The names, with port, under which this service may be called.
    token : str or None
        What a request has to show; None: nothing, for the loopback address.
    limits : Limits
    open_paths : collection of str
        Paths that need no token: whether it lives may be asked by everybody.
    """

    def __init__(self, app, hosts, token=None, limits=None, open_paths=()):
        self.app, self.hosts, self.token, self.limits = app, frozenset(hosts), token, limits or Limits()
        self.open_paths, self.at_work = frozenset(open_paths), 0

    async def __call__(self, scope, receive, send):
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        sent, cookie, body = False, [], None

        async def send_guarded(message):
            nonlocal sent
            if message["type"] == "http.response.start":
                sent = True
                known = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(h for h in _SENT if h[0] not in known), *cookie]
            await send(message)

        try:
            if self._may_ask(scope, headers):  # the page's further requests show the token by themselves
                value = f"{COOKIE}={self.token}; HttpOnly; SameSite=Strict; Path=/"
                cookie.append((b"set-cookie", value.encode("latin-1", "replace")))
            if self.at_work >= self.limits.at_once:
                raise Refusal(503, "answer now", f"up to {self.limits.at_once} requests at once", "more", "again in a second", Retry_After="1")  # fmt: skip
            self.at_work += 1
            try:
                async with asyncio.timeout(self.limits.seconds) as limit:
                    body = await self._body(receive, headers)
                    limit.reschedule(asyncio.get_running_loop().time() + self.limits.seconds)
                    await self.app(scope, _replay(body, receive), send_guarded)
            finally:
                self.at_work -= 1
        except Refusal as error:
            if not sent:
                await refuse(send_guarded, error)
        except TimeoutError:
            late = f"within {self.limits.seconds:g} seconds"
            if body is None:
                await refuse(
                    send_guarded, Refusal(408, "read the request", late, "a part", "again", Connection="close")
                )
            elif not sent:
                await refuse(
                    send_guarded, Refusal(503, "answer", late, "it takes longer", "fewer rows", Retry_After="5")
                )
        except _Gone:
            pass  # the other side hung up: nobody is left to be told

    def _may_ask(self, scope, headers):
        """Raise Refusal unless the request was meant for this service and may ask; return whether its address holds the token."""
        host = headers.get(b"host", "")
        if host not in self.hosts:
            raise Refusal(
                421,
                "call this service",
                f"the host {' or '.join(sorted(self.hosts))}",
                shown(host),
                "--host NAME when serving",
            )
        origin = headers.get(b"origin")
        if origin is not None and (urlsplit(origin).netloc not in self.hosts):
            raise Refusal(
                403,
                "ask from another page",
                "a request from this page",
                shown(origin),
                "your own server as go-between",
            )
        if self.token is None or scope["path"] in self.open_paths:
            return False
        token = headers.get(b"authorization", "").removeprefix("Bearer ").strip()
        token = token or _cookie(headers.get(b"cookie", ""))
        by_address = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        token = token or by_address
        if not secrets.compare_digest(token.encode("utf-8", "replace"), self.token.encode()):
            raise Refusal(401, "ask this service", "Authorization: Bearer TOKEN", "no token, or another one", "the token that `hero serve` printed", WWW_Authenticate="Bearer")  # fmt: skip
        return token == by_address

    async def _body(self, receive, headers):
        """Return the whole body; raise Refusal where it is too long."""
        most = self.limits.bytes
        length = headers.get(b"content-length", "")
        if length.isascii() and length.isdigit() and (len(length) > 15 or int(length) > most):
            raise _too_much(most, f"{length:.15}")
        parts, size, more = [], 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _Gone
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            more = message.get("more_body", False)
            if size > most:
                raise _too_much(most, "more")
        return b"".join(parts)


class _Gone(Exception):
    """The other side hung up."""


def _too_much(most, came):
    """Return the Refusal of a body that is too long."""
    return Refusal(413, "read the request", f"up to {most:,} bytes", came, "smaller parts", Connection="close")


def _replay(body, receive):
    """Return a ``receive`` that gives the body that was already read, then whatever comes."""
    given = False

    async def replay():
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def _cookie(header):
    """Return the token that the page's cookie holds, or ""."""
    try:
        return SimpleCookie(header)[COOKIE].value
    except (CookieError, KeyError):
        return ""


async def refuse(send, error):
    """Send an error as JSON, with its status (422 for what the data lack)."""
    content = json.dumps({"error": told(error)}, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")
    headers = {"Content-Type": "application/json", "Content-Length": str(len(content)), **getattr(error, "headers", {})}
    pairs = [(name.lower().encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": getattr(error, "status", 422), "headers": pairs})
    await send({"type": "http.response.body", "body": content})
