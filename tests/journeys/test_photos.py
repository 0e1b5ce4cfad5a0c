"""Photos: a folder of them is trained on, and everything after that works on 192 x 192 pixels in colour."""

import base64
import csv
import io
import os
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from zerotohero.export.script.write import export_script
from zerotohero.leaderboard.open import open_run
from zerotohero.report.explain.explain import explain
from zerotohero.report.inside.tiles import tile
from zerotohero.report.look.sheet import sheet
from zerotohero.serve.answers import Answers
from zerotohero.train.train import train

RNG = np.random.default_rng(0)


def photo(label):
    """Return a photo of some size: warm on the left, or on the right, and turned by the camera now and then."""
    height, width = RNG.integers(100, 180, 2)
    pixels = RNG.integers(0, 90, (height, width, 3))
    pixels[:, slice(0, width // 2) if label == "left" else slice(width // 2, width), 0] += 120
    return Image.fromarray(pixels.astype(np.uint8))


@pytest.fixture(scope="module")
def photos(tmp_path_factory):
    """The folder of photos."""
    folder = tmp_path_factory.mktemp("photos")
    upright = Image.Exif()
    upright[0x0112] = 6  # a quarter turn is to be undone before it is looked at
    for label in ("left", "right"):
        (folder / label).mkdir()
        for i in range(30):
            image, how = photo(label if i % 6 else "left" if label == "right" else "right"), {"quality": 90}  # some lie
            if i % 5 == 0:
                image, how = image.transpose(Image.Transpose.ROTATE_90), {**how, "exif": upright}
            image.save(folder / label / f"{i}.jpg", **how)
    return folder


@pytest.fixture(scope="module")
def board(photos, tmp_path_factory):
    """Three algorithms and what they are together."""
    return train(
        str(photos),
        only=["logistic-regression", "decision-tree", "knn"],
        effort="standard",
        portfolio=write_nothing(tmp_path_factory.mktemp("portfolio") / "none.json"),
        out=str(tmp_path_factory.mktemp("boards")),
    )


def write_nothing(path):
    path.write_text('{"classification": [], "regression": []}')
    return str(path)


def test_columns_see_the_photo_shrunk_and_learn_from_it(board):
    run = board.run("nearest-class-mean")
    assert board.dataset().cells["image"].shape == (60, 192, 192, 3)
    assert run.model.manifest["representation"] == {
        "kind": "pixels", "height": 192, "width": 192, "mode": "RGB", "shrunk": [32, 32],
    }  # fmt: skip
    assert run.score > 0.7


@pytest.mark.parametrize("algorithm", ["knn", "combination"])
def test_a_script_shrinks_and_turns_photos_as_the_run_does(board, photos, algorithm, tmp_path):
    run = board.run(algorithm)
    path = export_script(run, tmp_path / "script")
    assert "zerotohero" not in "".join(p.read_text("utf-8") for p in path.parent.glob("*.py"))
    said = [call(path, photos), call(path, "--train")]
    found = np.array([[float(row[c]) for c in run.classes] for row in csv.DictReader(io.StringIO(said[0]))])
    assert np.abs(found - run.predict_proba(str(photos))).max() <= 1e-9
    if algorithm == "knn":
        assert float(said[1].rpartition("mean:")[2]) == pytest.approx(run.score, abs=1e-9)
    with np.load(path.parent / "training.npz") as stored:
        assert stored["image"].shape[1:] == (32, 32, 3)


def call(path, *args):
    """Run a script and return what it prints."""
    done = subprocess.run(
        [sys.executable, str(path), *map(str, args)], capture_output=True, text=True, check=False, env=os.environ
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_explain_says_which_side_of_the_photo_spoke(board, photos):
    why = explain(board.run("nearest-class-mean"), str(photos / "left" / "3.jpg"))
    assert why.picture.shape == (192, 192, 3)
    half = why.heat.shape[1] // 2
    assert why.heat[:, :half].sum() + why.heat[:, half:].sum() == pytest.approx(why.end - why.base)
    assert why.end > why.base


def test_the_try_page_takes_a_photo(board, photos):
    answers = Answers(open_run(f"{board.folder.name}:knn", str(board.folder.parent)))
    assert answers.page == "photo"
    sent = base64.b64encode((photos / "right" / "7.jpg").read_bytes()).decode()
    said = answers.answer({"image": sent})
    assert said["prediction"] == "right"
    assert said["neighbours"][0]["similarity"] > 0.99  # the photo itself is a training row, or nearly


def test_pages_show_photos_small(board, tmp_path):
    cells = board.dataset().cells
    assert len(tile(np.asarray(cells["image"][0]), "one", 160)) < 20_000
    sheet(cells["image"], cells["label"], tmp_path / "sheet.png", per_label=3)
    with Image.open(tmp_path / "sheet.png") as page:
        assert page.width < 3 * 130 + 200
