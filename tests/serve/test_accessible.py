"""Every page can be used by everybody: axe-core finds nothing critical or serious on it, by day and by night, wide and narrow."""

import contextlib
import socket
from threading import Thread

import pytest
from PIL import Image

from .test_collect import collect, png  # noqa: F401  (a fixture)
from .test_corrections import images_run
from .test_sound_answers import sound_run  # noqa: F401  (a fixture)

LOOKS = [("light", 1000), ("dark", 390)]


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
def looked(request, browser, axe):
    """Return a function that opens a page in this light and width and gives what is wrong with it."""
    light, width = request.param
    browser.send("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 500)
    browser.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": light}])

    def look(url=None, until="document.readyState === 'complete'", then="0"):
        if url:
            browser.open(url)
        browser.until(until)
        browser.js(then)
        browser.js("new Promise((go) => setTimeout(go, 250))")  # what fades in is there
        return axe()

    yield look
    browser.send("Emulation.setEmulatedMedia", features=[])


ANSWERED = "document.getElementById('prediction').textContent && !document.getElementById('main').hidden"


def test_axe_sees_what_is_wrong(looked, tmp_path):
    (tmp_path / "bad.html").write_text("<html><body><img src='data:,'><button></button><input></body></html>")
    assert {line.partition(":")[0] for line in looked((tmp_path / "bad.html").as_uri())} >= {
        "button-name",
        "image-alt",
        "label",
    }


def test_the_form(looked, serve, table_run, tmp_path):
    assert looked(serve(table_run, tmp_path).server.url, ANSWERED) == []


def test_the_form_of_a_number(looked, serve, number_run, tmp_path):
    assert looked(serve(number_run, tmp_path).server.url, ANSWERED) == []


def test_the_pad_and_its_answer(looked, browser, serve, drawing_run, tmp_path):
    page = serve(drawing_run, tmp_path).server.url
    assert looked(page, ANSWERED) == []
    browser.js("document.getElementById('canvas').focus()")
    for key, code in (("ArrowLeft", None), (" ", "Space"), ("ArrowRight", None)):
        browser.key(key, code)
    assert looked(until="document.querySelectorAll('#neighbours img').length === 4") == []


def test_photos_with_the_camera_on(looked, serve, drawing_run, tmp_path):
    from zerotohero.data.images import COLUMNS

    run = images_run(drawing_run, COLUMNS, ["cat", "dog"] * 2, ["cat", "dog"])
    page = serve(run, tmp_path).server.url
    assert looked(page, ANSWERED) == []
    assert (
        looked(page, ANSWERED, "document.getElementById('camera').click(); new Promise(go => setTimeout(go, 800))")
        == []
    )


def test_sounds(looked, serve, sound_run, tmp_path):  # noqa: F811
    assert looked(serve(sound_run, tmp_path).server.url, ANSWERED) == []


def test_verse(looked, serve, verse_run):
    page = serve(verse_run).server.url
    assert looked(page, "document.querySelectorAll('#lines li').length === 8") == []


@pytest.mark.parametrize("source", [None, "camera", "microphone", "pad"])
def test_the_page_that_collects(looked, collect, source):  # noqa: F811
    client, ready = collect(source), "document.querySelectorAll('.shoot').length === 2"
    if source in ("camera", "pad"):
        for label in ("happy", "grumpy", "happy"):
            client("POST", "add", {"label": label, "image": png([[0] * 9 + [255] * 9] * 9)})
        ready = "document.querySelectorAll('.thumbs img').length === 3"
    assert looked(client.server.url, ready) == []


def test_the_page_that_sorts(looked, collect, tmp_path):  # noqa: F811
    (tmp_path / "heap").mkdir()
    Image.new("RGB", (30, 20), "red").save(tmp_path / "heap" / "a.png")
    client = collect(sort=tmp_path / "heap")
    assert looked(client.server.url, "document.querySelector('#at-hand img') !== null") == []


def test_reports_explanations_and_the_map(looked, hero, letters_board, petting_board, tmp_path):
    pages = []
    for board in (letters_board, petting_board):
        run = board.best.id
        for words in (("report", run, "-o"), ("board", "--compare", run, board.ranked[-1].id, "-o")):
            page = tmp_path / f"{words[0]}-{run}.html"
            assert hero(*words, page, "--out", board.folder.parent, "--yes")[0] == 0
            pages.append(page)
    assert hero("map", "--page", "-o", tmp_path / "map.html")[0] == 0
    for page in (*pages, tmp_path / "map.html"):
        assert looked(page.as_uri()) == [], page.name


@contextlib.contextmanager
def service(runs):
    """Serve runs as `hero serve` does; give the address."""
    uvicorn = pytest.importorskip("uvicorn")
    from zerotohero.serve.run_service import hosts_of, load_models
    from zerotohero.serve.service import Service

    sock = socket.create_server(("127.0.0.1", 0))
    port = sock.getsockname()[1]
    app = Service([served for _, served in load_models(*runs)]).app(hosts_of("127.0.0.1", port, ()))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


def test_the_service_its_page_and_how_to_call_it(looked, browser, petting_board, letters_board):
    with service(((petting_board.best.id,), petting_board.folder.parent)) as at:
        assert looked(f"{at}/docs") == []
        assert looked(f"{at}/", ANSWERED) == []
        browser.js(
            "document.getElementById('true-number').value = 30; document.querySelector('#correct button').click()"
        )
        browser.until("document.getElementById('kept').textContent.startsWith('Thank you')")
        assert browser.js("fetch('/monitor').then(r => r.json()).then(({models}) => JSON.stringify(models))").count(
            '"rows":1'
        )
    with service(((letters_board.best.id,), letters_board.folder.parent)) as at:
        assert looked(f"{at}/", ANSWERED) == []
