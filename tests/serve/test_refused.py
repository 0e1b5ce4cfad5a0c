"""What a service refuses: a status and a sentence each, and the next good request is answered."""

import json
import time

import pytest

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from zerotohero.serve.guard import Limits
from zerotohero.serve.served import Served
from zerotohero.serve.service import Service

from .asking import JSON, records, serving


@pytest.mark.parametrize(
    "body, headers, status, words",
    [
        (b"{", JSON, 400, "JSON"),
        (b"[" * 100_000, JSON, 400, "nested"),
        (b'{"x": NaN}', JSON, 400, "NaN"),
        (b'{"x": Infinity}', JSON, 400, "Infinity"),
        (b'{"x": 1, "x": 2}', JSON, 400, "twice"),
        (b'{"x": 1' + b"0" * 500 + b"}", JSON, 400, "digits"),
        (b"[]", JSON, 400, "empty"),
        (b"", JSON, 400, "body"),
        (b'{"x": 1, "y": "high"}', JSON, 422, "finite number"),
        (
            b'{"x": 1}',
            JSON,
            422,
            'the field \\"y\\" of row 0: expected a value, or null where it is not known; got no such field',
        ),
        ('{"x": 1, "y": 2, "zoë": 3}'.encode(), JSON, 422, "a field that the model looks at"),
        (b"x,y\n1\n", {"Content-Type": "text/csv"}, 400, "cells"),
        (b"x,x\n1,2\n", {"Content-Type": "text/csv"}, 400, "once"),
        (b"\xff\xfe", {"Content-Type": "text/csv"}, 400, "UTF-8"),
        (b"x=1", {"Content-Type": "application/x-www-form-urlencoded"}, 415, "application/json"),
        (b"--x--\r\n", {"Content-Type": "multipart/form-data; boundary=x"}, 400, "file"),
        (b"nothing", {"Content-Type": "multipart/form-data"}, 400, "boundary"),
        (b"[" + b",".join([b"{}"] * 10_001) + b"]", JSON, 413, "10,000"),
    ],
)
def test_a_bad_request_gets_a_status_and_a_sentence_and_the_next_is_answered(ask, body, headers, status, words):
    got, said, _ = ask.post("/predict/moons", body, headers)
    assert got == status
    assert set(said["error"]) >= {"message", "asked", "expected", "came", "try"} and words in json.dumps(
        said, ensure_ascii=False
    )
    assert ask.post("/predict/moons", {"x": "0.5", "y": -0.2})[0] == 200


def test_a_million_rows_a_gigabyte_and_fifty_megapixels_are_refused_and_the_next_is_answered(ask):
    import io

    from PIL import Image

    status, said, _ = ask.post("/predict/moons", b"[" + b"{}," * 999_999 + b"{}]")
    assert status == 413 and "1,000,000" in said["error"]["came"]
    status, said, _ = ask.post(
        "/predict/moons", b"{", {**JSON, "Content-Length": str(10**9)}
    )  # not one byte is waited for
    assert status == 413 and "16,777,216" in said["error"]["expected"]
    bomb = io.BytesIO()
    Image.new("1", (10_000, 5_000)).save(bomb, "PNG")
    assert bomb.tell() < 100_000
    status, said, _ = ask.post("/predict/letters", bomb.getvalue(), {"Content-Type": "image/png"})
    assert status == 422 and "40 million pixels" in said["error"]["expected"]
    assert ask.post("/predict/letters", b"GIF89a", {"Content-Type": "image/gif"})[0] == 422
    assert ask.post("/predict/moons", {"x": "0.5", "y": -0.2})[0] == 200


def test_truths_that_are_none_are_refused(moons_board, petting_board):
    models = [Served("moons", moons_board.run("knn")), Served("cats", petting_board.run("random-forest"))]
    with serving(Service(models)) as ask:
        key = ask.post("/predict/cats", records(models[1].run, 1)[0])[1]["id"]
        for truth in (True, "3", [], 10**399, None):
            body = {"id": key, "truth": [truth] if truth is not None else "all"}
            assert ask.post("/feedback", body)[0] == 422, truth
        assert ask.post("/feedback", {"id": key, "truth": [10]})[1]["rows"] == 1


def test_a_field_that_is_off_is_named_with_rule_and_value(ask):
    said = ask.post("/predict/moons", [{"x": 1, "y": 2}, {"x": 1, "y": "high"}])[1]
    rule = "a finite number, or null where it is not known"
    assert said["error"]["problems"] == [{"row": 1, "field": "y", "rule": rule, "value": "high"}]
    assert said["error"]["message"].startswith(f'read the field "y" of row 1: expected {rule}; got "high". Try: ')


@pytest.mark.parametrize(
    "question, words",
    [
        ({}, "inputs"),
        ({"inputs": [{}]}, "name"),
        ({"inputs": [{"name": "x", "shape": [2], "datatype": "FP64", "data": [1]}]}, "length 2"),
        ({"inputs": [{"name": "x", "shape": True, "datatype": None, "data": None}]}, "shape"),
        ({"inputs": [{"name": "x", "shape": "2", "datatype": "FP64", "data": [1]}]}, "shape"),
        ({"inputs": [{"name": "X", "shape": [1, 2], "datatype": "FP64", "data": [1, "a"]}]}, "numbers"),
        ({"inputs": [{"name": "X", "shape": [1, 2], "datatype": "FP99", "data": [1, 2]}]}, "datatype"),
        (
            {
                "inputs": [{"name": "X", "shape": [1, 2], "datatype": "FP64", "data": [1, 2]}],
                "outputs": [{"name": "z"}],
            },
            "predict",
        ),
    ],
)
def test_tensors_that_are_not_what_they_say_are_refused(ask, question, words):
    status, said, _ = ask.post("/v2/models/moons/infer", question)
    assert status == 400 and words in json.dumps(said["error"])


@pytest.mark.parametrize(
    "headers, status",
    [({"Host": "evil.example"}, 421), ({"Origin": "http://evil.example"}, 403), ({"Origin": "null"}, 403)],
)
def test_another_page_or_name_is_refused(ask, headers, status):
    assert ask.post("/predict/moons", {"x": 1, "y": 2}, {**JSON, **headers})[0] == status


def test_a_token_is_asked_for_in_three_ways(moons_board):
    with serving(Service([Served("moons", moons_board.run("knn"))], token="s3cret")) as ask:
        assert ask.post("/predict", {"x": 1, "y": 2})[0] == 401
        assert ask.post("/predict", {"x": 1, "y": 2}, {**JSON, "Authorization": "Bearer wrong"})[0] == 401
        assert ask.post("/predict", {"x": 1, "y": 2}, {**JSON, "Authorization": "Bearer s3cret"})[0] == 200
        status, _, headers = ask("GET", "/?token=s3cret")
        assert status == 307 and "HttpOnly" in headers["set-cookie"]
        assert ask("GET", "/docs", headers={"Cookie": headers["set-cookie"].partition(";")[0]})[0] == 200
        assert ask("GET", "/v2/health/live")[0] == 200  # whether it lives may be asked by everybody


def test_large_slow_and_many_requests_are_refused(moons_board):
    import socket

    service = Service([Served("moons", moons_board.run("knn"))])
    with serving(service, Limits(bytes=1000, seconds=0.4, at_once=2)) as ask:
        status, said, _ = ask.post("/predict", b" " * 1001)
        assert status == 413 and "1,000" in said["error"]["expected"]
        chunked = {
            "Content-Type": "application/json",
            "Transfer-Encoding": "chunked",
        }  # nobody says how long it will be
        assert ask.post("/predict", b"3e9\r\n" + b" " * 1001 + b"\r\n0\r\n\r\n", chunked)[0] == 413
        slow = [socket.create_connection(("127.0.0.1", ask.port)) for _ in range(2)]
        for sock in slow:
            sock.sendall(f"POST /predict HTTP/1.1\r\nHost: 127.0.0.1:{ask.port}\r\nContent-Length: 10\r\n\r\n".encode())
        time.sleep(0.1)
        status, _, headers = ask.post("/predict", {"x": 1, "y": 2})
        assert status == 503 and headers["retry-after"] == "1"
        assert slow[0].recv(100).startswith(b"HTTP/1.1 408")
        for sock in slow:
            sock.close()
        assert ask.post("/predict", {"x": 1, "y": 2})[0] == 200
