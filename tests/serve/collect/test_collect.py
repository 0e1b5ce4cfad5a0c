"""The page on which a data set is made: what it is answered, and that it works by hand, in a browser."""

import base64
import io
import time
from threading import Thread

import numpy as np
import pytest
from PIL import Image

from zerotohero.data._wav import wav_bytes
from zerotohero.serve.collect.collect import CollectServer, Desk
from zerotohero.serve.collect.folder import Collection
from zerotohero.serve.collect.sort import Sorting
from zerotohero.serve.collect.train import Training

from ..conftest import Client


def png(pixels):
    """Return pixels as a data URL."""
    file = io.BytesIO()
    Image.fromarray(np.asarray(pixels, np.uint8)).save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


PHOTO = png(np.full((256, 256, 3), 99))
STROKE = np.zeros((320, 320), np.uint8)
STROKE[60:200, 100:120] = 255


@pytest.fixture
def collect(tmp_path):
    """Return a function that serves the page in a thread and gives a Client."""
    servers = []

    def start(source=None, sort=None, labels=("happy", "grumpy")):
        collection = Collection(tmp_path / "made", labels, source)
        server = CollectServer(collection, Sorting(sort, collection) if sort else None, tmp_path / "boards")
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        servers.append(server)
        client = Client(server)
        client.server, client.folder = server, collection.folder
        return client

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def files(client, label):
    """Return the paths of what lies under a label."""
    return sorted((client.folder / label).iterdir())


def test_a_picture_is_kept_without_what_else_its_file_says(collect):
    client, file = collect("camera"), io.BytesIO()
    told = Image.Exif()
    told[0x010E] = "at home, 52.5 N"
    Image.new("RGB", (40, 30)).save(file, "JPEG", exif=told)
    sent = base64.b64encode(file.getvalue()).decode()
    status, _, said = client("POST", "add", {"label": "happy", "image": sent})
    assert status == 200 and said["labels"][1]["count"] + said["labels"][0]["count"] == 1
    (path,) = files(client, "happy")
    assert Image.open(path).size == (40, 30) and b"at home" not in path.read_bytes()
    assert said["added"]["name"] == path.name and said["added"]["image"].startswith("data:image/png")


def test_a_drawing_is_kept_large_and_in_the_middle_in_28_x_28_greys(collect):
    client = collect("pad")
    assert client("POST", "add", {"label": "happy", "image": png(STROKE)})[0] == 200
    (path,) = files(client, "happy")
    kept = np.asarray(Image.open(path))
    rows, columns = np.flatnonzero(kept.max(1) > 99), np.flatnonzero(kept.max(0) > 99)
    assert kept.shape == (28, 28) and len(rows) >= 22 and abs(columns.mean() - 13.5) < 1
    status, _, said = client("POST", "add", {"label": "happy", "image": png(np.zeros((320, 320)))})
    assert status == 422 and "empty pad" in said["error"]["came"]


def test_a_recording_is_kept_as_it_came_and_silence_is_refused(collect):
    client = collect("microphone")
    tone = (9000 * np.sin(np.arange(8000) / 5)).astype(np.int16)
    wav = wav_bytes(tone, 16_000)
    assert client("POST", "add", {"label": "happy", "sound": base64.b64encode(wav).decode()})[0] == 200
    assert [p.read_bytes() for p in files(client, "happy")] == [wav]
    for data in (wav_bytes(0 * tone, 16_000), b"RIFF", b"", b"hello" * 99):
        status, _, said = client("POST", "add", {"label": "happy", "sound": base64.b64encode(data).decode()})
        assert status == 422 and said["error"]["asked"] == "keep the recording"
    assert len(files(client, "happy")) == 1


@pytest.mark.parametrize(
    ("path", "question"),
    [
        ("add", {"label": "happy", "image": "data:image/png;base64,AAAA"}),
        ("add", {"label": "happy", "image": "not base64!"}),
        ("add", {"label": "happy", "image": 3}),
        ("add", {"label": "happy"}),
        ("add", {"label": "../up", "image": PHOTO}),
        ("add", {"label": ["happy"], "image": PHOTO}),
        ("add", []),
        ("label", {"label": "a/b"}),
        ("label", {"label": "HAPPY"}),
        ("label", {}),
        ("source", {"source": "scanner"}),
        ("remove", {"label": "happy", "name": "../../x"}),
        ("examples", {"label": "happy", "start": -1}),
        ("examples", {"label": "nobody"}),
        ("decide", {"name": "x", "label": "happy"}),
        ("undo", {}),
        ("train", {}),
        ("predict", {"image": PHOTO}),
        ("model", {}),
    ],
)
def test_what_makes_no_sense_is_one_sentence_and_the_next_request_is_answered(collect, path, question):
    client = collect("camera")
    status, _, said = client("POST", path, question)
    assert status == 422 and set(said["error"]) == {"message", "asked", "expected", "came", "try"}, said
    assert "BytesIO" not in str(said)
    assert sorted(p.name for p in client.folder.iterdir()) == ["grumpy", "happy"] and not files(client, "happy")
    assert client("POST", "add", {"label": "happy", "image": PHOTO})[0] == 200


def test_a_body_that_is_too_large_and_a_foreign_page_are_refused(collect):
    client = collect("camera")
    assert client("POST", "add", b"x", Content_Length="99999999")[0] == 413
    assert client("POST", "add", {"label": "happy", "image": PHOTO}, Origin="http://evil.example")[0] == 403
    status, _, said = client.at("POST", "/add", {"label": "happy", "image": PHOTO})
    assert status == 403 and "`hero collect`" in said["error"]["try"]
    assert not files(client, "happy")


def test_undo_and_the_cross_take_out_and_older_ones_are_shown_on_request(collect):
    client = collect("camera")
    for _ in range(13):
        added = client("POST", "add", {"label": "happy", "image": PHOTO})[2]["added"]["name"]
    first = client("POST", "examples", {"label": "happy"})[2]
    rest = client("POST", "examples", {"label": "happy", "start": 10})[2]
    assert first["examples"][0]["name"] == added and first["more"] and not rest["more"]
    assert len({e["name"] for e in first["examples"] + rest["examples"]}) == 13
    client("POST", "undo", {})
    client("POST", "remove", {"label": "happy", "name": rest["examples"][0]["name"]})
    assert {p.name for p in files(client, "happy")} == {e["name"] for e in first["examples"][1:] + rest["examples"][1:]}


def test_a_source_can_be_changed_until_something_is_recorded(collect):
    client = collect()
    assert client("POST", "add", {"label": "happy", "image": PHOTO})[0] == 422, "nobody said from where"
    for source in ("microphone", "camera"):
        assert client("POST", "source", {"source": source})[2]["source"] == source
    client("POST", "add", {"label": "happy", "image": PHOTO})
    assert client("POST", "source", {"source": "pad"})[0] == 422


def test_every_kind_of_picture_that_can_be_learned_from_can_be_sorted(tmp_path):
    (tmp_path / "heap").mkdir()
    for kind in ("bmp", "gif", "webp", "jpg", "png"):
        Image.new("RGB", (30, 20), "red").save(tmp_path / "heap" / f"a.{kind}")
    collection = Collection(tmp_path / "made", ["happy"])
    desk = Desk(collection, Sorting(tmp_path / "heap", collection))
    while name := desk.questions["describe"]({})["sorting"]["name"]:
        desk.questions["decide"]({"name": name, "label": "happy"})
    assert len(collection.files["happy"]) == 5
    assert all(e["image"] for e in desk.questions["examples"]({"label": "happy"})["examples"])


def test_a_file_that_cannot_be_read_can_only_be_skipped(tmp_path):
    (tmp_path / "heap").mkdir()
    (tmp_path / "heap" / "a.png").write_bytes(b"no picture")
    collection = Collection(tmp_path / "made", ["happy"])
    desk = Desk(collection, Sorting(tmp_path / "heap", collection))
    at = desk.questions["describe"]({})["sorting"]
    assert at["image"] is None and at["problem"]
    with pytest.raises(Exception, match="skip it"):
        desk.questions["decide"]({"name": "a.png", "label": "happy"})
    assert desk.questions["decide"]({"name": "a.png", "label": None})["sorting"]["name"] is None


# In a browser.


def hold(browser, key, seconds):
    """Press a number key and let it go."""
    names = {"key": key, "code": f"Digit{key}", "windowsVirtualKeyCode": ord(key)}
    browser.send("Input.dispatchKeyEvent", type="keyDown", text=key, **names)
    time.sleep(seconds)
    browser.send("Input.dispatchKeyEvent", type="keyUp", **names)


COUNTS = "[...document.querySelectorAll('.count')].map(c => parseInt(c.textContent))"


def opened(browser, client):
    """Open the page."""
    browser.open(client.server.url)
    browser.until("!document.getElementById('main').hidden")


def test_in_a_browser_a_drawing_is_kept_by_key_and_taken_back(browser, collect):
    client = collect("pad")
    opened(browser, client)
    browser.js("document.getElementById('canvas').focus()")
    for key, code in (("ArrowLeft", None), (" ", "Space"), ("ArrowRight", None), ("ArrowRight", None)):
        browser.key(key, code)
    browser.key("2", "Digit2")
    browser.until(f"{COUNTS}.join() === '0,1'")
    assert len(files(client, "grumpy")) == 1
    browser.key("2", "Digit2")
    browser.until("document.getElementById('problem').textContent.includes('The pad is empty')")
    browser.key("u", "KeyU")
    browser.until(f"{COUNTS}.join() === '0,0'")
    browser.js("document.getElementById('new-label').focus()")
    browser.send("Input.insertText", text="sleepy 1")
    browser.key("Enter", text="\r")
    browser.until("document.querySelectorAll('.shoot').length === 3")
    assert (client.folder / "sleepy 1").is_dir()
    outside = [u for u in browser.requests if not u.startswith((client.server.url, "data:", "about:", "blob:"))]
    assert browser.requests and not outside and not browser.logs


def test_in_a_browser_the_camera_shoots_while_the_key_is_held(browser, collect):
    client = collect()
    opened(browser, client)
    assert browser.js("document.querySelector('.shoot').disabled")
    browser.js("document.querySelector('[data-source=camera]').click()")
    browser.until("!document.getElementById('camera').hidden")
    browser.js("document.getElementById('camera-on').click()")
    browser.until("document.getElementById('video').videoWidth > 0 && !document.querySelector('.shoot').disabled")
    hold(browser, "1", 0.9)
    browser.until(f"{COUNTS}[0] >= 2 && !document.querySelector('.label.on')")
    names = [p.name for p in files(client, "happy")]
    assert len({n.rpartition("-")[0] for n in names}) == 1, "one press, one session"
    assert Image.open(files(client, "happy")[0]).size == (256, 256)
    browser.js("document.getElementById('camera-on').click()")
    assert browser.js("document.querySelector('.shoot').disabled && !document.getElementById('video').srcObject")
    assert not browser.logs


def test_in_a_browser_the_microphone_records_a_wav(browser, collect):
    client = collect("microphone")
    opened(browser, client)
    browser.js("document.getElementById('seconds').value = '2'")  # the pretended microphone beeps once a second
    browser.key("1", "Digit1")
    browser.until("document.getElementById('heard').textContent.startsWith('Now: happy')")
    browser.until(f"{COUNTS}[0] === 1")
    (path,) = files(client, "happy")
    assert path.read_bytes()[:4] == b"RIFF" and path.stat().st_size > 30_000
    assert not browser.logs


def test_in_a_browser_the_tab_key_stops_once_in_a_list_and_arrows_go_on(browser, collect):
    client = collect("camera")
    for _ in range(3):
        newest = client("POST", "add", {"label": "happy", "image": PHOTO})[2]["added"]["name"]
    opened(browser, client)
    browser.until("document.querySelectorAll('.cross').length === 3")
    assert browser.js("[...document.querySelectorAll('.cross')].map(c => c.tabIndex).join()") == "0,-1,-1"
    browser.js("document.querySelector('.cross').focus()")
    browser.key("ArrowRight")
    assert browser.js("document.activeElement.ariaLabel") == f"Take out {files(client, 'happy')[1].name}"
    browser.key(" ", "Space")
    browser.until(f"{COUNTS}[0] === 2")
    assert len(files(client, "happy")) == 2 and newest in [p.name for p in files(client, "happy")]
    assert not browser.logs


def test_in_a_browser_without_camera_it_says_so_and_the_page_stays(browser, collect):
    client = collect("camera")
    opened(browser, client)
    browser.js(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError')); "
        "document.getElementById('camera-on').click()"
    )
    browser.until("document.getElementById('problem').textContent.includes('No camera was found')")
    assert browser.js("document.getElementById('camera-on').textContent") == "Start the camera"


def test_in_a_browser_a_folder_is_sorted_by_keys(browser, collect, tmp_path):
    (tmp_path / "heap").mkdir()
    for name in "abc":
        Image.new("RGB", (20, 10), "red").save(tmp_path / "heap" / f"{name}.png")
    client = collect(sort=tmp_path / "heap")
    opened(browser, client)
    shown = "document.querySelector('#at-hand img')?.alt"
    for key, then in (("1", "b.png"), ("s", "c.png"), ("u", "b.png"), ("2", "c.png"), ("2", None)):
        browser.key(key, f"Key{key}")
        browser.until(f"{shown} === {then!r}" if then else "document.querySelector('.finished') !== null")
    browser.until(f"{COUNTS}.join() === '1,2'")
    assert [p.name for p in files(client, "grumpy")] == ["b.png", "c.png"]
    assert len(list((tmp_path / "heap").iterdir())) == 3 and not browser.logs


@pytest.mark.parametrize("width", [360, 1000])
def test_in_a_browser_nothing_is_wider_than_the_window(browser, collect, width):
    browser.send("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width < 500)
    client = collect("pad", labels=("x" * 60, "grumpy"))
    opened(browser, client)
    assert browser.js("document.documentElement.scrollWidth") <= width


@pytest.mark.slow
def test_in_a_browser_what_was_drawn_is_learned_and_answered_on_the_same_page(browser, collect, monkeypatch):
    browser.send("Emulation.setDeviceMetricsOverride", width=1000, height=900, deviceScaleFactor=1, mobile=False)
    usual = Training.words.fget
    monkeypatch.setattr(Training, "words", property(lambda self: [*usual(self), "--only", "knn", "--workers", "1"]))
    client, rng = collect("pad"), np.random.default_rng(0)
    opened(browser, client)
    assert browser.js("document.getElementById('train').disabled")
    for _ in range(8):
        stroke, at = np.zeros((320, 320), np.uint8), int(rng.integers(100, 200))
        stroke[40:280, at : at + 20] = 255  # it stands, or it lies
        client("POST", "add", {"label": "happy", "image": png(stroke)})
        client("POST", "add", {"label": "grumpy", "image": png(stroke.T)})
    opened(browser, client)
    browser.until("!document.getElementById('train').disabled")
    browser.js("document.getElementById('train').click()")
    browser.until("!document.getElementById('stop').hidden")
    browser.until("!document.getElementById('answer').hidden", 120)
    assert "accuracy" in browser.js("document.getElementById('train-says').textContent")
    browser.js("document.getElementById('canvas').focus()")
    for key, code in [("ArrowLeft", None), (" ", "Space"), *[("ArrowRight", None)] * 8]:
        browser.key(key, code)
    browser.until("document.getElementById('prediction').textContent === 'grumpy'")
    browser.js("document.getElementById('clear').click()")
    browser.until("document.getElementById('prediction').textContent === 'Show it something.'")
    assert not browser.logs
