"""Small stand-ins for a trained run, so that the try page is tested without a training."""

import http.client
import json
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
        about = {**manifest, "dataset": dataset.name, "origin": dataset.origin}
        self.board = SimpleNamespace(dataset=lambda: dataset, y=y, fold=fold, manifest=about)
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

    def start(run, folder=None):
        server = TryServer(run, folder)
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        servers.append(server)
        client = Client(server)
        client.server = server
        return client

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def cats(petting_board):
    """A run that predicts a number from a table with gaps and categories."""
    return petting_board.run("random-forest")


@pytest.fixture(scope="session")
def ask(cats, moons_board, letters_board, lyrics_board):
    """A service of four models, asked over HTTP."""
    from zerotohero.serve.served import Served
    from zerotohero.serve.service import Service

    from .asking import serving

    runs = {"cats": cats, "moons": moons_board.run("knn"), "letters": letters_board.run("logistic-regression"),
            "verses": lyrics_board.run("rhyming-ngram")}  # fmt: skip
    with serving(Service([Served(name, run) for name, run in runs.items()])) as client:
        yield client
