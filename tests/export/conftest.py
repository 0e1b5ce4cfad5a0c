"""A run of any algorithm without its training, and its page in a browser."""

import base64
import json
from types import SimpleNamespace

import numpy as np
import pytest

from zerotohero.core.specs import discover
from zerotohero.export.page.write import export_page
from zerotohero.leaderboard.model import Model
from zerotohero.leaderboard.open import open_run
from zerotohero.representations.make import make_representation
from zerotohero.serve.page import answers_for

SPECS = discover("algorithms")
SMALL = {"trees": 20, "iterations": 20}


@pytest.fixture(scope="session")
def fitted():
    """Return a function: (leaderboard, algorithm, **changes to the manifest) -> its Model on all rows, not judged.

    A network's weights are drawn at random: what they mean does not matter here, and nothing has to learn.
    """
    return _fitted


def _fitted(board, id, **changes):
    spec, known, data = SPECS[id], board.best.model.manifest, board.dataset()
    task, features = known["task"], [tuple(f) for f in known["features"]]
    few = {name: number for name, number in SMALL.items() if name in {h.name for h in spec.hyperparameters}}
    params = {**spec.default_params(data.kind, task), **few}
    cells = {name: data.cells[name] for name, _ in features}
    made = make_representation(features, spec.style_for(params), data.recipe).fit(cells, board.y)
    seen = list(range(len(known["classes"])))
    if id in DRAWN:
        arrays = DRAWN[id](made, len(seen) or 1)
    else:
        told = {"columns": made.columns_} if spec.wants_columns else {}
        model = spec.make(task, 0, **params, **told).fit(made.transform(cells), board.y)
        arrays = spec.arrays(model)
    own = {"algorithm": id, "params": params, "representation": made.state_, "holds_rows": spec.holds_rows}
    bare = dict.fromkeys(("calibration", "threshold", "interval"))
    return Model({**known, **own, **bare, "classes_seen": seen, **changes}, arrays)


def drawn_mlp(made, outputs):
    """Return arrays of the deep network for tables: 5 waves, 3 + 1 learned numbers, 4 per category, 2 members, width 6."""
    rng = np.random.default_rng(4)
    codes = np.array([c.codes for c in made.columns_], np.int32)
    inputs = int((codes == 0).sum() * 4 + (codes > 0).sum() * 4)
    shapes = {"frequency": (len(codes), 5), "phase": (len(codes), 5), "mix": (len(codes), 5, 3), "signs": (2, inputs),
              "table": (max(int(codes.sum()), 1), 4), "layers": ((inputs + 1) * 6 + 7 * 6,)}  # fmt: skip
    wide = {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    scales = {"center": rng.normal(size=len(codes)), "scale": rng.uniform(1, 30, len(codes))}
    return {
        **wide,
        **scales,
        "codes": codes,
        "head": rng.normal(size=(2, 6, outputs)),
        "bias": rng.normal(size=(2, outputs)),
    }


def drawn_grid(made, outputs):
    """Return arrays of a network with every operation and every bend, for pictures or spectrograms."""
    rng = np.random.default_rng(4)
    height, width, *colours = made.shape_
    depth = colours[0] if colours else 1
    program = [(0, 3, 1, 4, 1), (5, 0, 0, 0, 0), (1, 3, 1, 4, 3), (6, 0, 0, 0, 2), (2, 2, 2, 0, 0), (5, 0, 0, 0, 0),
               (0, 3, -2, 6, 0), (6, 1, 2, 6, 1), (0, 5, 1, 5, 0), (3, 0, 0, 0, 0), (4, 0, 0, outputs, 0)]  # fmt: skip
    sizes = [9 * depth * 4 + 4, 9 * 4 + 4, 9 * 4 * 6 + 6, 4 * 6 + 6, 25 * 6 * 5 + 5, 5 * outputs + outputs]
    weights = [rng.normal(0, 3 / size**0.5, size) for size in sizes]
    return {
        "program": np.array(program, np.int32),
        "weights": np.concatenate(weights).astype(np.float32),
        "shape": np.array([height, width, depth], np.int32),
        "mean": np.full(depth, 0.4 if made.dtype is np.float32 else 90.0),
        "spread": np.full(depth, 0.3 if made.dtype is np.float32 else 70.0),
    }


def drawn_photos(made, outputs):
    """Return arrays of such a network for photos, which sees them as squares of 32 pixels, and mirrored."""
    square = SimpleNamespace(shape_=(32, 32, 3), dtype=np.uint8)
    scale = {"mean": np.full(3, 127.5), "spread": np.full(3, 127.5), "grid": np.array([*made.shape_[:2], 1], np.int32)}
    return {**drawn_grid(square, outputs), **scale}


PHOTOS = ("convnet-photos", "frozen-features", "fine-tuned")
DRAWN = {"mlp": drawn_mlp, "convnet": drawn_grid, "sound-convnet": drawn_grid, **dict.fromkeys(PHOTOS, drawn_photos)}


@pytest.fixture
def page(browser, tmp_path):
    """A browser in which the page of a model is opened."""
    return Page(browser, tmp_path)


LOOK = """(async () => {
  const bytes = Uint8Array.from(atob("%s"), (letter) => letter.charCodeAt(0)), found = [];
  const [count, height, width] = %s;
  const canvas = Object.assign(document.createElement("canvas"), { height, width }), paper = canvas.getContext("2d");
  for (let n = 0; n < count; n++) {
    const pixels = new ImageData(width, height);
    for (let i = 0; i < height * width; i++) {
      for (let c = 0; c < 4; c++) pixels.data[4 * i + c] = c < 3 ? bytes[n * height * width + i] : 255;
    }
    paper.putImageData(pixels, 0, 0);
    const { prediction, probabilities, cells } = model.answer(canvas);
    found.push([prediction, probabilities, %s ? Array.from(cells.cells) : []]);
  }
  return JSON.stringify(found);
})()"""
HEAR = """(async () => {
  const found = [];
  for (const wav of %s) {
    const { prediction, probabilities } = model.answer(await model.prepare(wav));
    found.push([prediction, probabilities]);
  }
  return JSON.stringify(found);
})()"""


class Page:
    """The page of a run, opened from its folder."""

    def __init__(self, browser, folder):
        self.browser, self.folder = browser, folder

    def open(self, model):
        """Open the page of a Model or a Run; return the Run."""
        self.run = model
        if isinstance(model, Model):
            model.save(self.folder / "model.hero")
            self.run = open_run(self.folder / "model.hero")
        self.paths = export_page(self.run, self.folder, answers_for(self.run))
        self.browser.open(self.paths["page"].as_uri())
        self.browser.until("globalThis.model && !document.getElementById('main').hidden", 60)
        return self.run

    def reads(self, rows):
        """Return [prediction, probabilities] for each row of a table."""
        rows = json.dumps(rows)
        one = "(row) => (({prediction, probabilities}) => [prediction, probabilities])(model.answer(row))"
        return json.loads(self.browser.js(f"JSON.stringify({rows}.map({one}))"))

    def sees(self, pictures, seen=False):
        """Return [prediction, probabilities, what the model saw] for grey pictures (N, H, W)."""
        data = base64.b64encode(np.ascontiguousarray(pictures).tobytes()).decode("ascii")
        return json.loads(self.browser.js(LOOK % (data, json.dumps(pictures.shape), json.dumps(seen))))

    def hears(self, files):
        """Return [prediction, probabilities] for sounds, each the bytes of a file."""
        texts = [base64.b64encode(file).decode("ascii") for file in files]
        return json.loads(self.browser.js(HEAR % json.dumps(texts)))

    def said(self, found, cells):
        """Assert that these are the run's own answers for the cells, and that nobody else was asked."""
        expected = self.run.model.predict(cells)
        if self.run.classes:
            assert np.abs(np.array([answer[1] for answer in found]) - expected).max() <= 1e-5
            ordered = np.sort(expected, axis=1)
            clear = ordered[:, -1] - ordered[:, -2] > 2e-5
            assert (np.array([answer[0] for answer in found], object) == self.run.labels(expected))[clear].all()
        else:
            values = np.array([answer[0] for answer in found])
            assert np.abs(values - expected).max() <= 1e-5 * max(1, np.abs(expected).max())
        assert not self.browser.logs
        asked = [url for url in self.browser.requests if not url.startswith("data:")]
        assert asked == [self.paths["page"].as_uri()]
