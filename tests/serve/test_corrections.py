"""A wrong answer that is put right is kept in the very form that `hero train DATA --also` reads."""

import base64
import io
import time

import numpy as np
import pytest
from PIL import Image

from zerotohero.core.dataset import Dataset
from zerotohero.core.errors import DataError
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.data._wav import wav_bytes
from zerotohero.data.bring import bring
from zerotohero.data.documents import COLUMNS as DOCUMENTS
from zerotohero.data.images import COLUMNS, RATED
from zerotohero.serve.answers import Answers
from zerotohero.serve.corrections import Corrections
from zerotohero.serve.sound_answers import SoundAnswers


def photo(colour, kind="JPEG"):
    """Return the bytes of a small photo."""
    file = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(file, kind)
    return file.getvalue()


def url(data):
    return "data:;base64," + base64.b64encode(data).decode()


def images_run(fake, columns, answers, classes):
    """Return a run of four photos of 64 x 64 with these answers."""
    pixels = np.random.default_rng(0).integers(0, 256, (4, 64, 64, 3), np.uint8)
    y = np.unique(answers, return_inverse=True)[1] if classes else np.array(answers)
    cells = {"image": pixels, columns[1].name: np.array(answers, object if classes else float)}
    cells |= {"file": np.array(list("abcd"), object), "stem": np.full(4, None, object)}
    data = Dataset(
        "pets", "images", cells, ReadingRecipe("images", columns, height=64, width=64, mode="RGB"), "my pets"
    )
    return type(fake)(data, y, columns[1].name, classes, np.array([0, 1, 0, 1]))


def test_a_drawing_is_kept_as_the_model_saw_it(drawing_run, tmp_path):
    answers, stroke = Answers(drawing_run), np.zeros((320, 320), np.uint8)
    stroke[40:280, 150:170] = 255
    question = {"image": url(np_png(stroke))}
    seen = answers.answer(question)["seen"]
    kept = Corrections(answers, tmp_path)
    for _ in range(2):
        told = kept.keep({**question, "truth": "I"})
    assert told == {"place": str(tmp_path / "bars-corrections"), "kept": 2}
    read = bring(kept.place, recipe=answers.recipe)
    assert read.cells["label"].tolist() == ["I", "I"]
    wanted = np.asarray(Image.open(io.BytesIO(base64.b64decode(seen.partition(",")[2]))))
    assert np.array_equal(read.cells["image"][0], wanted) and wanted.max() == 255
    assert kept.command == f"hero train bars --also {tmp_path}/bars-corrections"


def np_png(pixels):
    """Return pixels as the bytes of a PNG."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def test_a_photo_is_kept_as_it_came(drawing_run, tmp_path):
    run = images_run(drawing_run, COLUMNS, ["cat", "dog"] * 2, ["cat", "dog"])
    kept = Corrections(Answers(run), tmp_path)
    kept.keep({"image": url(photo("red")), "truth": "dog"})
    kept.keep({"image": url(photo("blue", "PNG")), "truth": "cat"})
    assert {p.relative_to(kept.place).parts[0]: p.read_bytes() for p in kept.place.rglob("*.*")} == {
        "dog": photo("red"),
        "cat": photo("blue", "PNG"),
    }
    assert sorted(bring(kept.place, recipe=Answers(run).recipe).cells["label"]) == ["cat", "dog"]
    assert "hero train 'my pets' --also" in kept.command


def test_a_rated_photo_comes_with_its_score(drawing_run, tmp_path):
    run = images_run(drawing_run, RATED, [1.0, 2.0, 3.0, 4.0], [])
    kept = Corrections(Answers(run), tmp_path)
    kept.keep({"image": url(photo("red")), "truth": 4.5})
    kept.keep({"image": url(photo("blue")), "truth": "2"})
    assert sorted(bring(kept.place, recipe=Answers(run).recipe).cells["score"]) == [2.0, 4.5]


def test_a_sound_is_kept_as_it_came(drawing_run, tmp_path):
    tone = (9000 * np.sin(np.arange(2400) / 4)).astype(np.int16)
    columns = tuple(ColumnRecipe(n, t) for n, t in (("sound", "sound"), ("label", "category"), ("file", "name")))
    recipe = ReadingRecipe("sounds", columns, rate=8_000, samples=2_400)
    cells = {
        "sound": np.array([tone] * 4),
        "label": np.array(["a", "b"] * 2, object),
        "file": np.array(list("1234"), object),
    }
    run = type(drawing_run)(
        Dataset("tones", "sounds", cells, recipe, "tones"), np.array([0, 1] * 2), "label", ["a", "b"], np.arange(4) % 2
    )
    kept = Corrections(SoundAnswers(run), tmp_path)
    kept.keep({"sound": url(wav_bytes(tone, 8_000)), "truth": "b"})
    read = bring(kept.place, recipe=recipe)
    assert read.cells["label"].tolist() == ["b"] and np.array_equal(read.cells["sound"][0], tone)


def test_a_row_is_written_with_the_columns_marks_and_dates_of_the_training_file(number_run, tmp_path):
    answers = Answers(number_run)
    kept = Corrections(answers, tmp_path)
    rows = [
        ({"weight": 1234.5, "colour": 'dark "red", or; so', "born": "2021-12-31", "remark": "two\nlines"}, 99.5),
        ({"weight": None, "colour": None, "born": None}, "1e3"),
        ({}, 0),
    ]
    for row, truth in rows:
        kept.keep({"row": row, "truth": truth})
    text = kept.place.read_text(encoding="utf-8").splitlines()
    assert text[0] == "weight,colour,born,remark,price" and text[1].startswith("1234.5 kg,") and "31/12/2021" in text[1]
    read = bring(kept.place, recipe=answers.recipe).cells
    assert read["price"].tolist() == [99.5, 1000.0, 0.0]
    assert read["weight"][0] == 1234.5 and np.isnan(read["weight"][1:]).all()
    assert read["colour"].tolist() == ['dark "red", or; so', None, None]
    assert str(read["born"][0]) == "2021-12-31T00:00:00" and np.isnat(read["born"][1])
    assert kept.command.startswith("hero train cats --target price --also ")


def test_a_document_is_a_text_under_its_label(table_run, tmp_path):
    cells = {name: np.array([f"{name} {i}" for i in range(4)], object) for name in ("text", "label", "file")}
    cells["label"] = np.array(["good", "bad"] * 2, object)
    data = Dataset("films", "table", cells, ReadingRecipe("table", DOCUMENTS), "films")
    run = type(table_run)(data, np.array([1, 0] * 2), "label", ["bad", "good"], np.arange(4) % 2)
    run.model.manifest["features"] = [["text", "words"]]
    kept = Corrections(Answers(run), tmp_path)
    kept.keep({"row": {"text": "naïve, but great"}, "truth": "good"})
    read = bring(kept.place, recipe=data.recipe).cells
    assert (read["text"].tolist(), read["label"].tolist()) == (["naïve, but great"], ["good"])


@pytest.mark.parametrize("truth", [None, "", "J", 3, ["I"], "../I"])
def test_only_a_known_class_is_a_true_answer(drawing_run, tmp_path, truth):
    kept = Corrections(Answers(drawing_run), tmp_path)
    with pytest.raises(DataError, match="one of -, I"):
        kept.keep({"image": [255] * 400, "truth": truth})
    assert not list(tmp_path.iterdir()) and kept.kept == 0


@pytest.mark.parametrize("truth", [None, "", "much", True, float("nan"), float("inf"), []])
def test_only_a_number_is_a_true_amount(number_run, tmp_path, truth):
    with pytest.raises(DataError, match="a number"):
        Corrections(Answers(number_run), tmp_path).keep({"row": {}, "truth": truth})
    assert not list(tmp_path.iterdir())


def test_an_empty_pad_another_files_columns_and_a_full_disk_are_one_message(drawing_run, number_run, tmp_path):
    kept, mine = Corrections(Answers(drawing_run), tmp_path), "my,own,file,of,five\n1,2,3,4,5\n"
    with pytest.raises(DataError, match="empty pad"):
        kept.keep({"image": [0] * 400, "truth": "I"})
    assert kept.kept == 0
    (tmp_path / "cats-corrections.csv").write_text(mine)
    with pytest.raises(DataError, match="rename that file"):
        Corrections(Answers(number_run), tmp_path).keep({"row": {}, "truth": 1})
    assert (tmp_path / "cats-corrections.csv").read_text() == mine
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match="can be written"):
        Corrections(Answers(drawing_run), tmp_path / "file").keep({"image": [255, 0] * 200, "truth": "I"})


@pytest.mark.parametrize("label", ["../up", "a/b", "..", "a\\b"])
def test_a_label_that_could_lead_elsewhere_names_no_folder(drawing_run, tmp_path, label):
    run = images_run(drawing_run, COLUMNS, [label, "dog"] * 2, sorted([label, "dog"]))
    with pytest.raises(DataError, match="can name a folder"):
        Corrections(Answers(run), tmp_path).keep({"image": url(photo("red")), "truth": label})
    assert not list(tmp_path.iterdir())


def test_the_page_without_a_folder_keeps_nothing(serve, drawing_run):
    page = serve(drawing_run)
    assert "corrections" not in page("POST", "describe", {})[2]
    assert page("POST", "correct", {"image": [0] * 400, "truth": "I"})[0] == 404


# In a browser.

ANSWER = "document.getElementById('prediction').textContent"


def test_in_a_browser_a_wrong_row_is_kept(browser, serve, table_run, tmp_path):
    browser.open(serve(table_run, tmp_path).server.url)
    browser.until(f"{ANSWER} === 'light' || {ANSWER} === 'heavy'")
    assert str(tmp_path) in browser.js("document.getElementById('kept').textContent")
    browser.js("document.getElementById('truth').value = 'heavy'; document.querySelector('#correct button').click()")
    browser.until("document.getElementById('kept').textContent.startsWith('1 kept')")
    assert browser.js("document.querySelector('#correct button').disabled"), "once is enough"
    assert (tmp_path / "cats-corrections.csv").read_text().splitlines()[1].endswith(",heavy")
    assert not browser.logs


def test_in_a_browser_the_camera_is_answered_live_and_one_of_its_pictures_is_kept(
    browser, serve, drawing_run, tmp_path
):
    run = images_run(drawing_run, COLUMNS, ["cat", "dog"] * 2, ["cat", "dog"])
    browser.open(serve(run, tmp_path).server.url)
    browser.until("!document.getElementById('photo').hidden")
    browser.js("document.getElementById('camera').click()")
    browser.until(f"['cat', 'dog'].includes({ANSWER})")
    asked = len(run.asked)
    browser.js("document.getElementById('truth').focus()")
    browser.js("document.getElementById('truth').value = 'dog'")
    end = time.monotonic() + 10
    while len(run.asked) < asked + 3 and time.monotonic() < end:
        time.sleep(0.05)
    assert browser.js("document.getElementById('truth').value") == "dog", "live answers leave it as it is"
    browser.js("document.querySelector('#correct button').click()")
    browser.until("document.getElementById('kept').textContent.startsWith('1 kept')")
    (path,) = (tmp_path / "pets-corrections" / "dog").iterdir()
    assert Image.open(path).size == (256, 256)
    browser.js("document.getElementById('camera').click()")
    assert browser.js("document.getElementById('video').hidden && !document.getElementById('drop').hidden")
    assert not browser.logs


def test_in_a_browser_without_a_camera_it_says_so(browser, serve, drawing_run):
    run = images_run(drawing_run, COLUMNS, ["cat", "dog"] * 2, ["cat", "dog"])
    browser.open(serve(run).server.url)
    browser.until("!document.getElementById('photo').hidden")
    browser.js(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError')); "
        "document.getElementById('camera').click()"
    )
    browser.until("document.getElementById('problem').textContent.includes('did not allow the camera')")
    assert browser.js("document.getElementById('correct').hidden"), "nowhere to keep it"
