"""`hero export --to page`, pictures: seen in the browser as the run sees them, drawings and photos included."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from zerotohero.data._pictures import decode
from zerotohero.export.page.bundle import bundle
from zerotohero.representations.pixels import shrink
from zerotohero.serve.page import answers_for
from zerotohero.train.train import train


@pytest.fixture(scope="module")
def picture_board(tmp_path_factory):
    """A leaderboard of letters with one quick run."""
    return train(
        "letters:200", only=["nearest-class-mean"], effort="quick", out=str(tmp_path_factory.mktemp("letters"))
    )


@pytest.mark.parametrize(
    "id", ["convnet", "logistic-regression", "knn", "convnet-photos", "frozen-features", "fine-tuned"]
)
def test_the_page_sees_pictures_as_the_run_does(picture_board, fitted, page, id):
    page.open(fitted(picture_board, id))
    letters = picture_board.dataset().cells["image"][:40]
    noise = np.random.default_rng(1).integers(0, 256, (40, 28, 28), np.uint8)
    pictures = np.concatenate([noise, letters, np.roll(letters, 3, axis=2), 255 - letters, 0 * letters[:1]])
    pictures = pictures[:: 1 if id in ("logistic-regression", "knn", "convnet") else 8]
    page.said([answer[:2] for answer in page.sees(pictures)], {"image": pictures})


def test_a_drawing_comes_to_the_model_as_on_the_try_page(picture_board, page):
    run = page.open(picture_board.run("nearest-class-mean"))
    drawings = np.zeros((12, 320, 320), np.uint8)
    for i, (drawing, letter) in enumerate(zip(drawings, picture_board.dataset().cells["image"])):
        large = np.asarray(Image.fromarray(letter).resize((80 + 20 * i, 100 + 15 * i), Image.Resampling.BICUBIC))
        drawing[9 * (i % 4) :, 7 * (i % 3) :][: large.shape[0], : large.shape[1]] = large
    lamp = np.linspace(0.5, 0.95, 320) * np.random.default_rng(0).normal(1, 0.01, (320, 320))
    paper = np.clip((255 - 0.8 * drawings[:2]) * lamp, 0, 255).astype(np.uint8)  # before the camera
    drawings, frame = np.concatenate([drawings, paper]), answers_for(run).frame
    for drawing, (_, _, seen) in zip(drawings, page.sees(drawings, seen=True)):
        assert np.abs(frame.prepare(drawing).ravel().astype(int) - seen).max() <= 1


def test_a_photo_becomes_small_as_it_did_in_training(browser):
    rng = np.random.default_rng(2)
    photo = np.asarray(
        Image.fromarray(rng.integers(0, 256, (9, 12, 3), np.uint8)).resize((400, 300), Image.Resampling.BICUBIC)
    )
    code = bundle("pixels.js", [], "").replace("pixels_js.start();", "globalThis.pixels = pixels_js;")
    browser.open("about:blank")
    browser.js(code)
    cells = base64.b64encode(np.dstack([photo, np.full(photo.shape[:2], 255, np.uint8)]).tobytes()).decode("ascii")
    whole = f"{{height: 300, width: 400, cells: Uint8Array.from(atob('{cells}'), (l) => l.charCodeAt(0))}}"
    for height, width, mode in ((192, 192, "RGB"), (32, 32, "RGB"), (28, 20, "L")):
        expression = f"Array.from(pixels.inSize(pixels.inMode({whole}, '{mode}'), {height}, {width}).cells)"
        file = io.BytesIO()
        Image.fromarray(photo).save(file, "PNG")
        assert browser.js(expression) == decode(file.getvalue(), height, width, mode).ravel().tolist()
    small = "pixels.shrunk({height: 4, width: 6, depth: 1, cells: [...Array(24).keys()]}, 2, 3)"
    assert (
        browser.js(f"Array.from({small}.cells)")
        == shrink(np.arange(24, dtype=np.uint8).reshape(1, 4, 6), 2, 3).ravel().tolist()
    )


def test_an_empty_pad_is_no_answer(picture_board, page):
    page.open(picture_board.run("nearest-class-mean"))
    empty = "Object.assign(document.createElement('canvas'), {width: 320, height: 320})"
    assert page.browser.js(f"model.answer({empty})") is None
    assert page.browser.js(f"model.classify({empty})") == []
