"""A small web server for one person at this computer, which trusts no request.

It listens on the loopback address only. Every request needs the random token of its address. The name
under which it was called (Host) and the page that calls (Origin) are checked, so that no other web page can
talk to it through the browser. Bodies have a largest size, requests a longest time, and the work a bound.
No part of a request ever becomes a path on disk.
"""

import io
import json
import os
import secrets
import socket
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import BoundedSemaphore
from time import monotonic
from urllib.parse import urlsplit

from zerotohero.core.errors import HeroError, ParameterError
from zerotohero.serve._deadline import Deadline
from zerotohero.serve.refusal import Refusal, told

LOOPBACK = ("127.0.0.1", "localhost")
MOST_BYTES = 12 * 2**20  # of a body: a photo from a phone, as base64
MOST_SECONDS = 10  # for a request to arrive
MOST_AT_ONCE = 16
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src data: blob:; "
    "media-src data: blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(self)",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class LocalServer(ThreadingHTTPServer):
    """Serve pages and answers on the loopback address.

    Parameters
    ----------
    pages : mapping of str to (str, bytes)
        Path below the token -> (media type, content); "" is the first page.
    questions : mapping of str to callable
        Path below the token -> a function from JSON to JSON, called on POST; errors of the HeroError tree are shown.
    host : {"127.0.0.1", "localhost"}
    port : int
        0 takes a free one.
    """

    command = "hero try"  # what printed the address
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = os.name != "nt"  # on Windows it would share the port
    request_queue_size = 32

    def __init__(self, pages, questions, host="127.0.0.1", port=0):
        if host not in LOOPBACK:
            raise ParameterError(
                "choose the address",
                f"one of {', '.join(LOOPBACK)}",
                repr(host),
                f"{self.command} is for this computer only",
            )
        self.pages, self.questions = pages, questions
        self.token = secrets.token_urlsafe(24)
        self.slots = BoundedSemaphore(MOST_AT_ONCE)
        try:
            super().__init__((host, port), _Handler)
        except (OSError, OverflowError) as error:
            raise ParameterError(
                "open the port", "a free port from 1024 to 65535", f"{port} ({error})", "--port 0 takes a free one"
            ) from None
        self.hosts = {f"{name}:{self.server_port}" for name in LOOPBACK}

    @property
    def url(self):
        """The address to open; who knows it may ask."""
        return f"http://{self.server_address[0]}:{self.server_port}/{self.token}/"

    def process_request(self, request, client_address):
        """Answer in a thread of its own, unless too many are at work."""
        if not self.slots.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request, client_address):
        """Answer, and give the slot back whatever happens."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.slots.release()

    def handle_error(self, request, client_address):
        """Stay silent: a browser that closes a connection is no news."""


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    server_version, sys_version = "zerotohero", ""

    def setup(self):
        """Give the whole request one deadline, however slowly its bytes drip."""
        super().setup()
        self.rfile = io.BufferedReader(Deadline(self.connection, MOST_SECONDS))

    def do_GET(self):
        """Send a page."""
        self._answer(lambda path: self._find(self.server.pages, path))

    do_HEAD = do_GET

    def do_POST(self):
        """Answer a question."""
        self._answer(lambda path: ("application/json", _json(self._find(self.server.questions, path)(self._body()))))

    def _answer(self, make):
        """Send what ``make`` returns for this path, or the reason why not."""
        try:
            kind, content = make(self._path())
            status, headers = 200, {}
        except Refusal as error:
            status, headers, kind, content = (
                error.status,
                error.headers,
                "application/json",
                _json({"error": told(error)}),
            )
        except HeroError as error:
            status, headers, kind, content = 422, {}, "application/json", _json({"error": told(error)})
        except Exception as error:  # whatever was asked, the page stays up
            problem = HeroError(
                "answer this",
                "a prediction",
                f"{type(error).__name__}: {error!s:.200}",
                "another input; `hero doctor` if it stays",
            )
            status, headers, kind, content = 500, {}, "application/json", _json({"error": told(problem)})
        self._send(status, kind, content, headers)

    def _path(self):
        """Return the path below the token, once the request has shown that it may ask."""
        if self.headers.get("Host", "") not in self.server.hosts:
            raise Refusal(
                421,
                "open this page",
                f"the host {' or '.join(sorted(self.server.hosts))}",
                _short(self.headers.get("Host")),
                f"the address that `{self.server.command}` printed",
            )
        origin = self.headers.get("Origin")
        if origin is not None and origin not in {f"http://{host}" for host in self.server.hosts}:
            raise Refusal(
                403,
                "ask from another page",
                "a request from this page",
                _short(origin),
                f"the address that `{self.server.command}` printed",
            )
        token, slash, path = urlsplit(self.path).path.lstrip("/").partition("/")
        bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if self._is_token(token):
            if not slash:  # the page's own addresses are relative to its folder
                raise Refusal(
                    301,
                    "open this page",
                    "a slash at its end",
                    "none",
                    "the same address with a slash",
                    Location=f"/{token}/",
                )
            return path
        if self._is_token(bearer):
            return urlsplit(self.path).path.lstrip("/")
        raise Refusal(
            403,
            "open this page",
            "the address with its token",
            "no token, or another one",
            f"the whole address that `{self.server.command}` printed",
        )

    def _is_token(self, text):
        """Compare in constant time: the time taken tells nothing about the token."""
        return secrets.compare_digest(text.encode("utf-8", "replace"), self.server.token.encode())

    def _find(self, known, path):
        """Return what is known under this path: a name in a dict, never a file."""
        if path in known:
            return known[path]
        if path in {**self.server.pages, **self.server.questions}:
            raise Refusal(
                405,
                f"{self.command} {path!r}",
                "GET for pages, POST for questions",
                self.command,
                "the other one",
                Allow="GET, HEAD, POST",
            )
        raise Refusal(
            404,
            "find this page",
            ", ".join(filter(None, known)),
            _short(path),
            f"the address that `{self.server.command}` printed",
        )

    def _body(self):
        """Return the JSON that was sent."""
        kind = self.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise Refusal(415, "read the question", "Content-Type: application/json", _short(kind), "send JSON")
        length = self.headers.get("Content-Length", "")
        if "Transfer-Encoding" in self.headers or not (length.isascii() and length.isdigit()):
            raise Refusal(
                411, "read the question", "a Content-Length", _short(length or None), "send the length of the body"
            )
        if len(length) > 12 or int(length) > MOST_BYTES:
            raise Refusal(
                413, "read the question", f"at most {MOST_BYTES:,} bytes", f"{length:.12}", "a smaller picture"
            )
        try:
            body = self.rfile.read(int(length))
        except TimeoutError:
            raise Refusal(
                408, "read the question", f"all of it within {MOST_SECONDS} seconds", "a part of it", "ask again"
            ) from None
        if len(body) < int(length):
            raise Refusal(400, "read the question", f"{length} bytes", f"{len(body)}", "ask again")
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as error:
            raise Refusal(
                400, "read the question", "JSON", f"{error!s:.200}", '{"image": ...} or {"row": {...}}'
            ) from None

    def send_error(self, code, message=None, explain=None):
        """Send what the base class refuses (a broken request line, an unknown method) in the same words."""
        problem = HeroError(
            "read the request",
            "GET or POST over HTTP",
            f"{message or code!s:.200}",
            f"the address that `{self.server.command}` printed",
        )
        self._send(int(code), "application/json", _json({"error": told(problem)}), {})

    def _send(self, status, kind, content, headers):
        """Send one answer and close."""
        self.connection.settimeout(MOST_SECONDS)
        self.close_connection = True
        self.send_response(status)
        for name, value in {**HEADERS, **headers, "Connection": "close"}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
        self._linger()

    def _linger(self):
        """Take in what is still being sent: closing on unread bytes would take our answer from the other side."""
        try:
            self.connection.shutdown(socket.SHUT_WR)
            end = monotonic() + MOST_SECONDS
            self.connection.settimeout(1)
            while monotonic() < end and self.connection.recv(1 << 16):
                pass
        except OSError:
            pass  # the other side has gone

    def log_message(self, format, *args):
        """Keep nothing: addresses hold the token."""


def _json(plain):
    """Return strict JSON as bytes; NaN has no place in it."""
    return json.dumps(plain, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")


def _short(text):
    """Return what came, short enough to show."""
    return "nothing" if text is None else f"{text!r:.100}"
