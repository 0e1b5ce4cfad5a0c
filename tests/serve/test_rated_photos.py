"""Drop a photo, get a score: the try page of a run that learned numbers from photos."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from zerotohero.core.dataset import Dataset
from zerotohero.core.recipe import ReadingRecipe
from zerotohero.data.images import RATED


@pytest.fixture
def rating_run(number_run):
    """A score ten times the red of the first pixel, learned from eight coloured photos; the last row is a test row."""
    pixels = np.random.default_rng(0).integers(0, 256, (8, 64, 64, 3), np.uint8)
    files = np.array([f"{i}.jpg" for i in range(8)], object)
    scores = 10.0 * pixels[:, 0, 0, 0]
    cells = {"image": pixels, "score": scores, "file": files, "stem": np.full(8, None, object)}
    data = Dataset("photos", "images", cells, ReadingRecipe("images", RATED, height=64, width=64, mode="RGB"), "photos")
    return type(number_run)(data, scores, "score", [], np.array([0, 1] * 3 + [0, -1]))


def photo(red):
    """Return a plain photo as a data URL."""
    file = io.BytesIO()
    Image.new("RGB", (64, 64), (red, 90, 20)).save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode("ascii")


def test_a_photo_is_answered_with_a_number(serve, rating_run):
    page = serve(rating_run)
    told = page("POST", "describe", {})[2]
    assert (told["page"], told["target"], told["classes"]) == ("photo", "score", [])
    status, _, said = page("POST", "predict", {"image": photo(50)})
    assert status == 200 and said["prediction"] == 500 and said["probabilities"] == []
    assert len(said["neighbours"]) == 3 and "7.jpg" not in [n["file"] for n in said["neighbours"]]
    assert all(n["label"] == rating_run.y[int(n["file"][0])] for n in said["neighbours"])


def test_in_a_browser_a_dropped_photo_shows_its_score_instead_of_bars(browser, serve, rating_run):
    browser.open(serve(rating_run).server.url)
    browser.until("!document.getElementById('photo').hidden")
    assert "score" in browser.js("document.getElementById('welcome').textContent")
    browser.js(
        f"""(async () => {{
          const bytes = Uint8Array.from(atob("{photo(50).partition(",")[2]}"), (c) => c.charCodeAt(0));
          const files = new DataTransfer();
          files.items.add(new File([bytes], "me.png", {{ type: "image/png" }}));
          const input = document.getElementById("file");
          input.files = files.files;
          input.dispatchEvent(new Event("change"));
        }})()"""
    )
    browser.until("document.getElementById('prediction').textContent === '500'")
    assert browser.js("document.querySelectorAll('#bars tr').length") == 0
    assert browser.js("document.getElementById('scale').hidden") is False
