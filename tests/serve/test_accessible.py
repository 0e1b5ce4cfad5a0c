"""Every page can be used by everybody: axe-core finds nothing critical or serious on it, by day and by night, wide and narrow."""

import contextlib
import socket
from threading import Thread

import pytest
from PIL import Image

from .collect.test_collect import collect, png  # noqa: F401  (a fixture)
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


@pytest.fixture(scope="module")
def boards(tmp_path_factory):
    """Two small leaderboards in one folder: pictures of letters, and an amount."""
    from zerotohero.train.train import train

    out = tmp_path_factory.mktemp("boards")
    asked = (
        ("letters:1000", None, ["logistic-regression", "knn"]),
        ("cats", "seconds_of_petting", ["ridge", "decision-tree"]),
    )
    return out, [train(data, target, only=only, effort="quick", out=str(out)) for data, target, only in asked]


@pytest.mark.slow
def test_reports_comparisons_explanations_and_the_map(looked, hero, boards, tmp_path):
    out, (letters, petting) = boards
    for name, board in (("letters", letters), ("cats", petting)):
        run, other = board.best.id, board.ranked[-1].id
        for words in (("report", run), ("board", name, "--compare", run, other)):
            assert hero(*words, "-o", tmp_path / f"{words[0]}-{name}.html", "--out", out, "--yes")[0] == 0
        assert hero("export", run, "--to", "page", "-o", tmp_path / f"{name}-page", "--out", out, "--yes")[0] == 0
    why = ("explain", petting.best.id, "cats", "--row", "3", "--picture", tmp_path / "why.html")
    for words in (why, ("map", "--page", "-o", tmp_path / "map.html")):
        assert hero(*words, *(("--out", out) if words[0] == "explain" else ()), "--yes")[0] == 0
    pages = sorted(tmp_path.rglob("*.html"))
    assert len(pages) == 6 + 4
    assert {str(page.relative_to(tmp_path)): found for page in pages if (found := looked(page.as_uri()))} == {}


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


@pytest.mark.slow
def test_the_service_its_page_and_how_to_call_it(looked, browser, boards):
    out, (letters, petting) = boards
    with service(((petting.best.id,), out)) as at:
        assert looked(f"{at}/docs") == []
        assert looked(f"{at}/", ANSWERED) == []
        browser.js(
            "document.getElementById('true-number').value = 30; document.querySelector('#correct button').click()"
        )
        browser.until("document.getElementById('kept').textContent.startsWith('Thank you')")
        assert '"rows":1' in browser.js(
            "fetch('/monitor').then(r => r.json()).then(({models}) => JSON.stringify(models))"
        )
    with service(((letters.best.id,), out)) as at:
        assert looked(f"{at}/", ANSWERED) == []
