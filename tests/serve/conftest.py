"""Small stand-ins for a trained run, so that the try page is tested without a training; and a browser."""

import http.client
import json
import os
import shutil
import subprocess
import tempfile
import time
from threading import Thread
from types import SimpleNamespace
from urllib.parse import urlsplit

import numpy as np
import pytest

from zerotohero.core.dataset import Dataset
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe


class FakeRun:
    """What the page needs of a Run: a nearest-class-mean, or the mean of the numbers, over its own few rows."""

    title, score = "nearest class mean", 0.875

    def __init__(self, dataset, y, target, classes, fold):
        features = [[c.name, c.type] for c in dataset.recipe.columns if c.name != target and c.type != "name"]
        task = "classification" if classes else "regression"
        manifest = {
            "recipe": dataset.recipe.as_dict(),
            "classes": classes,
            "features": features,
            "target": target,
            "task": task,
            "metric": "accuracy" if classes else "mae",
        }
        self.model = SimpleNamespace(manifest=manifest, predict=self._answer)
        self.board = SimpleNamespace(dataset=lambda: dataset, y=y, fold=fold, manifest=manifest)
        self.first, self.data, self.y, self.classes = features[0][0], dataset, y, classes
        self.asked = []

    def _numbers(self, cells):
        return np.nan_to_num(np.asarray(cells[self.first], float)).reshape(len(cells[self.first]), -1)

    def _answer(self, cells):
        X, known = self._numbers(cells), self._numbers(self.data.cells)
        if not self.classes:
            return 10 * X[:, 0]
        means = np.stack([known[self.y == k].mean(0) for k in range(len(self.classes))])
        far = ((X[:, None] - means) ** 2).mean(2)
        weight = np.exp(-(far - far.min(1, keepdims=True)) / 1000)
        return weight / weight.sum(1, keepdims=True)

    def predict_proba(self, dataset):
        self.asked.append(dataset)
        return self._answer(dataset.cells)

    predict = predict_proba


@pytest.fixture
def drawing_run():
    """Bars that stand ("I") or lie ("-"), white on black, 12 x 12; the last row is a test row."""
    images = np.zeros((8, 12, 12), np.uint8)
    images[::2, :, 5:8] = 255
    images[1::2, 5:8, :] = 255
    images[7] = 77  # a test row: nobody may see it
    labels = np.array(["I", "-"] * 4, object)
    columns = (ColumnRecipe("image", "image"), ColumnRecipe("label", "category"), ColumnRecipe("file", "name"))
    recipe = ReadingRecipe("images", columns, height=12, width=12, mode="L")
    files = np.array([f"{label}/{i}.png" for i, label in enumerate(labels)], object)
    data = Dataset("bars", "images", {"image": images, "label": labels, "file": files}, recipe, "bars")
    return FakeRun(data, np.array([1, 0] * 4), "label", ["-", "I"], np.array([0, 1] * 3 + [0, -1]))


def _table(target):
    """Return (Dataset, fold): weight, colour, born, remark, price; the last row is a test row that nobody may see."""
    weights = np.array([1.0, 2.0, 3.0, 4.0, np.nan, 6.0, 7.0, 8.0, 999.0])
    colour = np.array(["red", "red", None, "blue", "red", "blue", "red", "blue", "TESTROW"], object)
    born = np.array([f"2020-01-0{i}" for i in range(1, 10)], "datetime64[s]")
    remark = np.array([f"private remark {i}" for i in range(9)], object)
    price = 10 * np.nan_to_num(weights)
    kind = np.array(["heavy" if w > 4 else "light" for w in weights], object)
    answer = {"price": ColumnRecipe("price", "number", prefix="$"), "kind": ColumnRecipe("kind", "category")}[target]
    columns = (
        ColumnRecipe("weight", "number", missing=("", "NA"), suffix=" kg", missing_numbers=(-200.0,)),
        ColumnRecipe("colour", "category", missing=("", "?")),
        ColumnRecipe("born", "date", date_format="%d/%m/%Y"),
        ColumnRecipe("remark", "words"),
        answer,
    )
    cells = {
        "weight": weights,
        "colour": colour,
        "born": born,
        "remark": remark,
        target: {"price": price, "kind": kind}[target],
    }
    fold = np.array([0, 1, 2, 3, 0, 1, 2, 3, -1])
    return Dataset("cats", "table", cells, ReadingRecipe("table", columns), "cats"), fold


@pytest.fixture
def table_run():
    """Light or heavy, by the weight."""
    data, fold = _table("kind")
    y = (data.cells["kind"] == "light").astype(int)
    return FakeRun(data, y, "kind", ["heavy", "light"], fold)


@pytest.fixture
def number_run():
    """A price in dollars, ten times the weight."""
    data, fold = _table("price")
    return FakeRun(data, data.cells["price"], "price", [], fold)


VERSE = """the cat sat down upon the mat; a dog came in and saw the cat; the cat put on a yellow hat;
the dog was wet and that was that; we ran all day and in the night; the moon came up and it was bright;
the dog came home and saw the light; the cat was wrong the dog was right; we had a house upon the hill;
the rain came down upon the sill; the moon was up and all was still; the dog was home and he was ill"""


@pytest.fixture
def verse_run():
    """Rhyming n-grams of twelve lines, three rhymes."""
    from zerotohero.algorithms.rhyming_ngram import SPEC, RhymingNgram

    model = SimpleNamespace(
        manifest={"task": "generation", "metric": "perplexity"},
        arrays=SPEC.arrays(RhymingNgram().fit(VERSE.split(";"))),
    )
    return SimpleNamespace(model=model, algorithm=SPEC.id, title=SPEC.title, score=12.5, board=None)


class Client:
    """Talks to a server as a program would, header by header."""

    def __init__(self, server):
        parts = urlsplit(server.url)
        self.host, self.port, self.root = parts.hostname, parts.port, parts.path

    def __call__(self, method, path, body=None, **headers):
        """Return (status, headers, content) of one request below the token."""
        return self.at(method, self.root + path, body, **headers)

    def at(self, method, path, body=None, **headers):
        """Return (status, headers, content) of one request to this very path."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=20)
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, data, {"Content-Type": "application/json", **named})
        reply = connection.getresponse()
        content = reply.read()
        connection.close()
        is_json = reply.headers.get_content_type() == "application/json"
        return reply.status, reply.headers, json.loads(content) if is_json and content else content


@pytest.fixture
def serve():
    """Return a function that serves a run in a thread and gives a Client; all are shut down at the end."""
    from zerotohero.serve.try_page import TryServer

    servers = []

    def start(run):
        server = TryServer(run)
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        servers.append(server)
        client = Client(server)
        client.server = server
        return client

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


class Browser:
    """Chromium without a window, spoken to over a pipe in its DevTools protocol."""

    def __init__(self, program, width=1000, height=900):
        self.profile = tempfile.mkdtemp()
        to_browser, self.out = os.pipe()
        self.back, from_browser = os.pipe()

        def wire():  # the protocol wants descriptors 3 and 4
            kept = os.dup(to_browser), os.dup(from_browser)
            os.dup2(kept[0], 3)
            os.dup2(kept[1], 4)

        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
        flags += [
            f"--user-data-dir={self.profile}",
            f"--window-size={width},{height}",
            "--remote-debugging-pipe",
            "about:blank",
        ]
        self.process = subprocess.Popen(
            [program, *flags], preexec_fn=wire, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(to_browser)
        os.close(from_browser)
        self.number, self.rest, self.session = 0, b"", None
        targets = self.send("Target.getTargets")["targetInfos"]
        page = next(t["targetId"] for t in targets if t["type"] == "page")
        self.session = self.send("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        self.requests, self.logs = [], []
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.send(f"{domain}.enable")

    def send(self, method, **params):
        """Return the result of one command; events that pass by are noted."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        while True:
            while b"\0" not in self.rest:
                more = os.read(self.back, 1 << 20)
                if not more:
                    raise RuntimeError("the browser has gone")
                self.rest += more
            line, _, self.rest = self.rest.partition(b"\0")
            said = json.loads(line)
            if said.get("method") == "Network.requestWillBeSent":
                self.requests.append(said["params"]["request"]["url"])
            if said.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown"):
                self.logs.append(said["params"])
            if said.get("id") == self.number:
                if "error" in said:
                    raise RuntimeError(f"{method}: {said['error']}")
                return said["result"]

    def open(self, url):
        """Load a page."""
        self.requests.clear()
        self.logs.clear()
        self.send("Page.navigate", url=url)

    def js(self, expression):
        """Return the value of an expression in the page."""
        return self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)[
            "result"
        ].get("value")

    def until(self, expression, seconds=15):
        """Wait until the expression is true; return its value."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            value = self.js(expression)
            if value:
                return value
            time.sleep(0.05)
        raise AssertionError(f"never true: {expression}; page says {self.js('document.body.innerText')!r}; {self.logs}")

    def mouse(self, kind, x, y, **more):
        """Send one mouse event at a point of the page."""
        held = {"button": "left", "buttons": 0 if kind == "mouseReleased" else 1, "clickCount": 1}
        self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, **{**held, **more})

    def key(self, key, code=None, **more):
        """Press and release one key."""
        text = {"text": key} if len(key) == 1 else {}
        codes = {"ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "Backspace": 8, "Tab": 9}
        names = {"key": key, "code": code or key, "windowsVirtualKeyCode": codes.get(key, ord(key[0]))}
        self.send("Input.dispatchKeyEvent", type="keyDown", **names, **text, **more)
        self.send("Input.dispatchKeyEvent", type="keyUp", **names, **more)

    def close(self):
        """End the program that was started here."""
        self.process.kill()
        self.process.wait()
        os.close(self.out)
        os.close(self.back)
        shutil.rmtree(self.profile, ignore_errors=True)


@pytest.fixture(scope="module")
def browser():
    """Return a Browser, or skip where there is none."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
    if program is None or os.name == "nt":
        pytest.skip("no Chromium on this machine: the page is not tried in a browser here")
    browser = Browser(program)
    yield browser
    browser.close()
