"""A small leaderboard with the attributes of a real one, made by scikit-learn alone."""

import json
from types import SimpleNamespace

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import accuracy_score, root_mean_squared_error
from sklearn.model_selection import KFold
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from zerotohero.core.dataset import Dataset
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.core.specs import Finding
from zerotohero.report.evidence import Evidence

NASTY = '<script>alert("x")</script>\n🙂 & 🦩中 co'


class FakeBoard:
    """The attributes of ``leaderboard.board.Board`` that reports read."""

    def __init__(self, dataset, target, X, y, classes, models, folder):
        score = accuracy_score if classes else lambda t, p: root_mean_squared_error(t, p)
        self._dataset, self.y, self.weight, self.folder = dataset, y, None, folder
        self.fold = np.arange(len(y)) % 6 - 1  # every sixth row is a test row
        train = np.flatnonzero(self.fold >= 0)
        features = [[n, dataset.type(n)] for n in dataset.names("number", "category", "image") if n != target]
        finding = Finding("copies", "warning", (NASTY,), {"copies": 12}, "12 rows are copies.", "--drop <b>x</b>")
        self.manifest = {
            "dataset": dataset.name, "origin": dataset.origin, "kind": dataset.kind, "target": target,
            "task": "classification" if classes else "regression", "metric": "accuracy" if classes else "rmse",
            "greater_is_better": bool(classes), "classes": list(classes), "rows": len(y),
            "test_rows": int((self.fold < 0).sum()), "findings": [finding.as_dict()], "features": features,
            "split": {"splitter": "KFold(5, shuffle=True, random_state=42)", "n_folds": 5, "groups": None,
                      "time": None, "copies": 0},
            "log_target": False, "seed": 42, "effort": "quick", "created": "2026-01-02T03:04:05",
        }  # fmt: skip
        self.runs = []
        for id, title, baseline, model in models:
            oof, scores = None, []
            for fit, check in KFold(5, shuffle=True, random_state=42).split(train):
                model.fit(X[train[fit]], y[train[fit]])
                p = model.predict_proba(X[train[check]]) if classes else model.predict(X[train[check]])
                oof = np.zeros((len(train), *p.shape[1:])) if oof is None else oof
                oof[check] = p
                scores.append(score(y[train[check]], p.argmax(1) if classes else p))
            self.runs.append(self._run(id, title, baseline, scores, (train, oof)))
        self.runs.sort(key=lambda r: r.score, reverse=bool(classes))
        skipped = self._run("histogram-boosting", "histogram boosting", False, [], None)
        skipped.status, skipped.why = "skipped", "about 34 s a fold; `--only histogram-boosting` takes it"
        self.runs.append(skipped)

    def _run(self, id, title, baseline, scores, oof):
        return SimpleNamespace(
            id=f"{id}-1a2b", algorithm=id, title=title, params={}, score=float(np.mean(scores)) if scores else None,
            score_std=float(np.std(scores)) if scores else None, fold_scores=scores, fit_seconds=0.123, status="ok",
            why=None, baseline=baseline, rows_used=None, parent=None, cost=None, board=self, oof=oof,
            folder=self.folder / "runs" / id,
        )  # fmt: skip

    @property
    def best(self):
        return next(r for r in self.runs if r.status == "ok" and not r.baseline)

    def dataset(self):
        return self._dataset

    @property
    def ranked(self):
        return [r for r in self.runs if r.status == "ok"]

    @property
    def next(self):
        return [
            {"command": "hero test best", "why": "ask the rows kept aside"},
            {"command": "hero try best", "why": ""},
        ]

    uses = ()

    def as_dict(self):
        runs = [{"id": r.id, "algorithm": r.algorithm, "score": r.score, "status": r.status} for r in self.runs]
        return {**self.manifest, "folder": str(self.folder), "runs": runs, "best": self.best.id,
                "next": [n["command"] for n in self.next]}  # fmt: skip


STUDY = {
    "learning": {"rows": [25, 50, 100, 200], "score": [40e3, 30e3, 22e3, 20e3], "score_std": [3e3, 2e3, 1e3, 900.0]},
    "importance": [
        {"column": "area", "worse": 51e3, "worse_std": 2e3},
        {"column": "rooms", "worse": 8e3, "worse_std": 900.0},
        {"column": "town", "worse": 50.0, "worse_std": 400.0},
        {"column": NASTY, "worse": -20.0, "worse_std": 30.0},
    ],
    "dependence": [
        {"column": "area", "kind": "number", "at": [40.0, 80.0, 160.0], "mean": [9e4, 15e4, 27e4],
         "low": [7e4, 13e4, 25e4], "high": [11e4, 17e4, 29e4]},
        {"column": "town", "kind": "category", "at": ["Ulm", NASTY], "mean": [17e4, 18e4], "low": [8e4, 8e4],
         "high": [29e4, 3e5]},
    ],
    "rows_judged": 50,
    "fold": 0,
}  # fmt: skip


@pytest.fixture
def studied(houses_board):
    """The best run on houses with a study of it beside it."""
    run = houses_board.best
    run.folder.mkdir(parents=True, exist_ok=True)
    (run.folder / "study.json").write_text(json.dumps(STUDY), "utf-8")
    yield run
    (run.folder / "study.json").unlink()


@pytest.fixture
def judged():
    """Return a maker of Evidence: ``judged(p, y)`` is a run that gave y = 1 the probability p (or p (N, K))."""

    def make(p, y, classes=("no", "yes"), asked=None, **run):
        manifest = {"task": "classification", "classes": list(classes), "metric": "accuracy", "cost": asked}
        board = SimpleNamespace(manifest=manifest, y=y, fold=np.zeros(len(y), int), weight=None)
        probabilities = p if p.ndim == 2 else np.stack([1 - p, p], 1)
        return Evidence(SimpleNamespace(board=board, oof=(np.arange(len(y)), probabilities), **{"cost": None, **run}))

    return make


@pytest.fixture
def honest():
    """Return probabilities (4000,) and answers that keep what they promise."""
    rng = np.random.default_rng(0)
    p = rng.beta(0.6, 1.4, 4000)
    return p, (rng.random(4000) < p).astype(int)


@pytest.fixture(scope="session")
def digits_board(tmp_path_factory):
    """Digits as images."""
    digits = load_digits()
    images = (digits.images * 15).astype(np.uint8)
    labels = np.array([str(t) for t in digits.target], object)
    files = np.array([f"{t}/{i}.png" for i, t in enumerate(digits.target)], object)
    recipe = ReadingRecipe(
        "images", (ColumnRecipe("image", "image"), ColumnRecipe("label", "category"), ColumnRecipe("file", "name"))
    )
    dataset = Dataset("digits", "images", {"image": images, "label": labels, "file": files}, recipe, "digits", "label")
    models = [
        ("majority", "majority", True, DummyClassifier()),
        ("one-level-tree", "one-level tree", True, DecisionTreeClassifier(max_depth=1)),
        ("logistic-regression", "logistic regression", False, LogisticRegression(C=0.1)),
    ]
    X = images.reshape(len(images), -1) / 255
    folder = tmp_path_factory.mktemp("digits")
    return FakeBoard(dataset, "label", X, digits.target, [str(i) for i in range(10)], models, folder)


@pytest.fixture(scope="session")
def houses_board(tmp_path_factory):
    """A made-up table with a number to predict, and names that try to break the page."""
    rng = np.random.default_rng(0)
    n = 300
    area, rooms, noise = rng.uniform(30, 200, n), rng.integers(1, 7, n).astype(float), rng.normal(size=n)
    town = rng.choice(np.array(["Ulm", "Köln", NASTY, None], object), n)
    price = 1500 * area + 9000 * rooms + rng.normal(0, 15000, n)
    cells = {"area": np.where(rng.random(n) < 0.1, np.nan, area), "rooms": rooms, NASTY: noise, "town": town,
             "price": price}  # fmt: skip
    kinds = {"town": "category"}
    recipe = ReadingRecipe("table", tuple(ColumnRecipe(c, kinds.get(c, "number")) for c in cells))
    dataset = Dataset("houses", "table", cells, recipe, "houses.csv", "price")
    models = [
        ("mean", "mean", True, DummyRegressor()),
        ("one-level-tree", "one-level tree", True, DecisionTreeRegressor(max_depth=1)),
        ("ridge", "ridge", False, Ridge()),
    ]
    X = np.column_stack([area, rooms, noise])
    return FakeBoard(dataset, "price", X, price, [], models, tmp_path_factory.mktemp("houses"))


@pytest.fixture(scope="session")
def net_board(tmp_path_factory):
    """Letters, and a run whose network was made without PyTorch: filters at random, a logistic regression on top."""
    from zerotohero.algorithms import _inside
    from zerotohero.leaderboard.journal import read_arrays, read_json, write_arrays, write_json
    from zerotohero.leaderboard.model import Model
    from zerotohero.leaderboard.open import open_board
    from zerotohero.representations.pixels import PixelsRepresentation
    from zerotohero.train.train import train

    board = train("letters:240", out=str(tmp_path_factory.mktemp("net")), effort="quick", only=["nearest-class-mean"])
    rival = next(r for r in board.ranked if r.algorithm == "nearest-class-mean")
    arrays = network(
        [[0, 3, 1, 8, 1], [2, 2, 2, 0, 0], [0, 3, 1, 12, 1], [3, 0, 0, 0, 0], [4, 0, 0, 10, 0]], (28, 28, 1)
    )
    arrays |= {"mean": np.array([90.0]), "spread": np.array([95.0])}
    train_rows = np.flatnonzero(board.fold != -1)
    points = _inside.features(arrays, np.asarray(board.dataset().cells["image"][train_rows]))
    head = LogisticRegression(C=10.0, max_iter=300).fit(points, board.y[train_rows])
    end = _inside.survey(arrays)[-1]
    arrays["weights"][end.start :] = np.append(head.coef_.T.ravel(), head.intercept_)
    manifest = {k: v for k, v in rival.model.manifest.items() if k != "format"}
    manifest |= {
        "algorithm": "convnet",
        "params": {},
        "representation": PixelsRepresentation(28, 28, "L", grid=True).state_,
    }
    folder = board.folder / "runs" / "net"
    for path in rival.folder.glob("fold-*.npz"):
        write_arrays(folder / path.name, **read_arrays(path))
    record = {**read_json(rival.folder / "run.json"), "id": "net", "algorithm": "convnet", "baseline": False}
    write_json(folder / "run.json", record)
    Model({**manifest, "run": "net"}, arrays).save(folder / "model.hero")
    steps = [{"event": "step", "step": i, "of": 20, "loss": 2.3 / i, "score": 1 - 0.9 / i} for i in range(1, 21)]
    for name in (0, "final"):
        (folder / f"steps-{name}.jsonl").write_text("".join(json.dumps(s) + "\n" for s in steps), "utf-8")
    return open_board(board.folder)


@pytest.fixture
def make_network():
    """Return ``network``."""
    return network


def network(program, shape, seed=0):
    """Return the arrays of a network with weights at random."""
    from zerotohero.algorithms import _inside

    arrays = {"program": np.array(program, np.int32), "shape": np.array(shape, np.int32)}
    arrays |= {"mean": np.zeros(shape[2]), "spread": np.ones(shape[2])}
    count = _inside.survey(arrays)[-1].end
    return arrays | {"weights": np.random.default_rng(seed).normal(0, 0.3, count).astype(np.float32)}
