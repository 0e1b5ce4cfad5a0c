import socket
import time
from threading import Thread

import pytest

from zerotohero.core.errors import ParameterError
from zerotohero.serve import local
from zerotohero.serve.try_page import TryServer


@pytest.fixture
def ask(serve, drawing_run):
    """A client of a running try page."""
    return serve(drawing_run)


def still_works(ask):
    """Return whether the page answers after all that."""
    return ask("POST", "predict", {"image": [0] * 400})[0] == 200


def test_the_page_and_its_files_are_served(ask):
    status, headers, content = ask("GET", "")
    assert status == 200 and headers.get_content_type() == "text/html" and b"<canvas" in content
    for name in ("style.css", "try.js", "pad.js"):
        assert ask("GET", name)[0] == 200


def test_every_answer_forbids_outside_requests_and_framing(ask):
    for path in ("", "try.js", "nowhere"):
        headers = ask("GET", path)[1]
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'") and "unsafe" not in policy and "http" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff" and headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Frame-Options"] == "DENY" and headers["Cache-Control"] == "no-store"
        assert "Python" not in headers["Server"]


@pytest.mark.parametrize(
    "path", ["/", "/predict", "/style.css", "/wrong/", "/wrong/predict", "/%00/", "//", "/../etc/passwd"]
)
def test_without_the_token_nothing_is_served(ask, path):
    for method in ("GET", "POST"):
        status, _, content = ask.at(method, path, {"image": [0] * 400})
        assert status == 403 and set(content["error"]) == {"message", "asked", "expected", "came", "try"}
        assert ask.server.token not in str(content)


def test_the_token_may_come_as_a_bearer(ask):
    bearer = f"Bearer {ask.server.token}"
    assert ask.at("POST", "/predict", {"image": [0] * 400}, Authorization=bearer)[0] == 200
    assert ask.at("POST", "/predict", {"image": [0] * 400}, Authorization=bearer[:-1])[0] == 403


def test_tokens_are_long_and_different(drawing_run):
    servers = [TryServer(drawing_run) for _ in range(3)]
    tokens = {s.token for s in servers}
    for server in servers:
        server.server_close()
    assert len(tokens) == 3 and min(map(len, tokens)) >= 32


def test_an_address_without_its_last_slash_is_led_to_the_page(ask):
    status, headers, _ = ask.at("GET", ask.root.rstrip("/"))
    assert status == 301 and headers["Location"] == ask.root


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "[::1]:80", "", "evil.example:{port}"])
def test_a_foreign_host_name_is_refused(ask, host):
    assert ask("GET", "", Host=host.format(port=ask.port))[0] == 421


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1"])
def test_a_foreign_page_is_refused(ask, origin):
    assert ask("POST", "predict", {"image": [0] * 400}, Origin=origin.format(port=ask.port))[0] == 403


def test_the_own_page_is_answered(ask):
    assert ask("POST", "predict", {"image": [0] * 400}, Origin=f"http://127.0.0.1:{ask.port}")[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "../pad.py",
        "..%2fpad.py",
        "%2e%2e/pad.py",
        "pad.py",
        "__init__.py",
        "/etc/passwd",
        "style.css/",
        "//etc/passwd",
        "try.html",
        "try.js%00",
    ],
)
def test_no_path_of_a_request_reaches_the_disk(ask, path):
    status, _, content = ask("GET", path)
    assert status == 404 and "error" in content


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "X" * 50])
def test_other_methods_are_refused_in_our_words(ask, method):
    status, headers, content = ask(method, "")
    assert status == 501 and "Access-Control-Allow-Origin" not in headers
    assert set(content["error"]) == {"message", "asked", "expected", "came", "try"}


def test_get_and_post_are_not_mixed_up(ask):
    assert ask("POST", "style.css", {})[0] == 405
    assert ask("GET", "predict")[0] == 405
    assert ask("HEAD", "")[2] == b""


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"image": 1e999}', b'{"image": [NaN, 0, 0, 0]}', b"null", b"9" * 5000],
)
def test_broken_bodies_get_one_message_each(ask, body):
    status, _, content = ask("POST", "predict", body)
    assert status in (400, 422) and set(content["error"]) == {"message", "asked", "expected", "came", "try"}
    assert still_works(ask)


def test_only_json_is_read(ask):
    assert ask("POST", "predict", {"image": []}, Content_Type="text/plain")[0] == 415


def test_a_body_that_is_too_large_is_refused(ask):
    assert ask("POST", "predict", b"0" * (local.MOST_BYTES + 1))[0] == 413
    assert ask("POST", "predict", None, Content_Length="9" * 40)[0] == 413
    assert still_works(ask)


@pytest.mark.parametrize("length", ["-1", "abc", "1.5", "", "\u0661"])
def test_a_body_needs_its_length(ask, length):
    request = f"POST {ask.root}predict HTTP/1.1\r\nHost: 127.0.0.1:{ask.port}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    assert raw(ask, request.encode("utf-8")).startswith(b"HTTP/1.0 411")


def test_a_slow_body_is_given_up(ask, monkeypatch):
    monkeypatch.setattr(local, "MOST_SECONDS", 0.3)
    request = f"POST {ask.root}predict HTTP/1.1\r\nHost: 127.0.0.1:{ask.port}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
    begun = time.monotonic()
    assert raw(ask, request.encode(), drip=b" ").startswith(b"HTTP/1.0 408")
    assert time.monotonic() - begun < 5


def raw(ask, request, drip=None):
    """Return what comes back for these bytes; ``drip`` is sent again and again meanwhile."""
    with socket.create_connection((ask.host, ask.port), timeout=10) as connection:
        connection.sendall(request)
        if drip:

            def keep_dripping():
                try:
                    for _ in range(20):
                        time.sleep(0.05)
                        connection.sendall(drip)
                except OSError:
                    pass

            Thread(target=keep_dripping, daemon=True).start()
        else:
            connection.shutdown(socket.SHUT_WR)
        said = b""
        while more := connection.recv(65536):
            said += more
        return said


@pytest.mark.parametrize(
    "junk",
    [
        b"\x16\x03\x01\x02\x00",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\0" * 1000,
        b"A" * 100_000,
        b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 300 + b"\r\n",
        b"",
    ],
)
def test_junk_does_not_take_the_page_down(ask, junk):
    raw(ask, junk)
    assert still_works(ask)


def test_an_error_in_the_model_is_a_message(serve, drawing_run):
    def breaks(cells):
        raise RuntimeError("no idea")

    drawing_run._answer = breaks
    status, _, content = serve(drawing_run)("POST", "predict", {"image": [0] * 399 + [255]})
    assert status == 500 and "no idea" in content["error"]["came"]


def test_silent_connections_do_not_block_the_page(ask):
    silent = [socket.create_connection((ask.host, ask.port)) for _ in range(5)]
    assert still_works(ask)
    for connection in silent:
        connection.close()


def test_too_many_at_once_are_turned_away_and_forgotten(ask):
    silent = [socket.create_connection((ask.host, ask.port)) for _ in range(local.MOST_AT_ONCE + 8)]
    for connection in silent[local.MOST_AT_ONCE :]:
        connection.settimeout(5)
        assert connection.recv(1) == b"", "turned away at once"
    for connection in silent:
        connection.close()
    time.sleep(0.3)
    assert still_works(ask)


@pytest.mark.parametrize("host", ["0.0.0.0", "", "::", "192.168.1.2", "example.com"])
def test_it_listens_on_this_computer_only(drawing_run, host):
    with pytest.raises(ParameterError, match=r"127\.0\.0\.1"):
        TryServer(drawing_run, host=host)


def test_a_taken_port_is_one_message(ask, drawing_run):
    with pytest.raises(ParameterError, match="free port"):
        TryServer(drawing_run, port=ask.port)
