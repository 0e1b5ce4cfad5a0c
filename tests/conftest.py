"""Leaderboards that many tests look at: trained once per session, never changed; workers that stay; and a browser."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest

from .warm_pool import cold, warm

os.environ.setdefault("COLUMNS", "100")
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"

# Fewer trees than the program itself takes: what is tested does not depend on their number.
SMALL = ("random-forest.trees=20", "gradient-boosting.trees=30", "histogram-boosting.iterations=30")

# Started in the background, a process ignores Ctrl-C, and so would the programs under test.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def shared_data():
    """The folder of real data that lies beside the project."""
    if not SHARED.is_dir():
        pytest.skip("the shared folder of real data is not here")
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def nobodys_weights(tmp_path_factory):
    """An empty folder of weights: what lies in a person's own must not change a test."""
    os.environ["ZEROTOHERO_WEIGHTS"] = str(tmp_path_factory.mktemp("weights"))


@pytest.fixture(scope="session")
def tiny_weights(tmp_path_factory):
    """A file of weights of MobileNet v1, an eighth as wide, drawn at random: nothing that it sees means anything."""
    rng, arrays, channels = np.random.default_rng(0), {}, 4
    layers = [("conv1", "kernel", (3, 3, 3, 4), 27)]
    for block, times in enumerate((2, 4, 4, 8, 8, 16, 16, 16, 16, 16, 16, 32, 32), 1):
        layers.append((f"conv_dw_{block}", "depthwise_kernel", (3, 3, channels, 1), 9))
        layers.append((f"conv_pw_{block}", "kernel", (1, 1, channels, 4 * times), channels))
        channels = 4 * times
    for name, kernel, shape, inputs in layers:
        outputs = shape[2] if kernel == "depthwise_kernel" else shape[3]
        arrays[f"{name}/{kernel}"] = rng.normal(0, (2 / inputs) ** 0.5, shape)
        for part, middle in (("gamma", 1.0), ("beta", 0.2), ("moving_mean", 0.0), ("moving_variance", 1.0)):
            arrays[f"{name}_bn/{part}"] = middle + 0.1 * rng.uniform(-1, 1, outputs)
    path = tmp_path_factory.mktemp("tiny") / "tiny.npz"
    np.savez(path, **{name: array.astype(np.float32) for name, array in arrays.items()})
    return path


@pytest.fixture(scope="session", autouse=True)
def warm_workers():
    """Let every training of this session share its workers."""
    yield from warm()


@pytest.fixture
def cold_workers(monkeypatch):
    """Start workers for each training, as the program does: for what their start has to do with."""
    cold(monkeypatch)


def trained(tmp_path_factory, name, data, **options):
    """Train into a fresh folder, quick unless told, and return the Board."""
    from zerotohero.train.train import train

    return train(data, out=str(tmp_path_factory.mktemp(name)), **{"effort": "quick", **options})


@pytest.fixture(scope="session")
def moons_board(tmp_path_factory):
    """Every algorithm of quick on 1,000 points in two half circles."""
    return trained(tmp_path_factory, "moons", "moons", settings=SMALL)


@pytest.fixture(scope="session")
def petting_board(tmp_path_factory):
    """Every algorithm of quick on the cats' seconds: numbers, categories, gaps; a regression."""
    return trained(tmp_path_factory, "petting", "cats", target="seconds_of_petting", settings=SMALL)


@pytest.fixture(scope="session")
def letters_board(tmp_path_factory):
    """Some of the first project's letters, two algorithms."""
    return trained(tmp_path_factory, "letters", "letters:1000", only=["logistic-regression", "knn"])


@pytest.fixture(scope="session")
def lyrics_board(tmp_path_factory):
    """The writers on a quarter of the built-in verses, a line a row."""
    from importlib.resources import files

    text = files("zerotohero.datasets").joinpath("verses.txt").read_text("utf-8")
    path = tmp_path_factory.mktemp("text") / "lyrics.txt"
    path.write_text("\n".join(text.splitlines()[:280]), "utf-8")
    return trained(tmp_path_factory, "lyrics", str(path))


@pytest.fixture
def hero(tmp_path, monkeypatch, capsys):
    """Run a command line in an empty folder: ``hero("train", "moons")`` -> (exit code, stdout, stderr)."""
    from zerotohero.cli.main import run

    monkeypatch.chdir(tmp_path)

    def call(*args):
        capsys.readouterr()
        code = run([str(a) for a in args])
        out, err = capsys.readouterr()
        return code, out, err

    return call


class Browser:
    """Chromium without a window, spoken to over a pipe in its DevTools protocol."""

    def __init__(self, program, width=1000, height=900):
        self.profile = tempfile.mkdtemp()
        to_browser, self.out = os.pipe()
        self.back, from_browser = os.pipe()

        def wire():  # the protocol wants descriptors 3 and 4
            kept = os.dup(to_browser), os.dup(from_browser)
            os.dup2(kept[0], 3)
            os.dup2(kept[1], 4)

        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
        flags += ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]  # a camera and a microphone
        flags += [
            f"--user-data-dir={self.profile}",
            f"--window-size={width},{height}",
            "--remote-debugging-pipe",
            "about:blank",
        ]
        self.process = subprocess.Popen(
            [program, *flags], preexec_fn=wire, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(to_browser)
        os.close(from_browser)
        self.number, self.rest, self.session = 0, b"", None
        targets = self.send("Target.getTargets")["targetInfos"]
        page = next(t["targetId"] for t in targets if t["type"] == "page")
        self.session = self.send("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        self.requests, self.logs = [], []
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.send(f"{domain}.enable")

    def send(self, method, **params):
        """Return the result of one command; events that pass by are noted."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        while True:
            while b"\0" not in self.rest:
                more = os.read(self.back, 1 << 20)
                if not more:
                    raise RuntimeError("the browser has gone")
                self.rest += more
            line, _, self.rest = self.rest.partition(b"\0")
            said = json.loads(line)
            if said.get("method") == "Network.requestWillBeSent":
                self.requests.append(said["params"]["request"]["url"])
            if said.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown"):
                self.logs.append(said["params"])
            if said.get("id") == self.number:
                if "error" in said:
                    raise RuntimeError(f"{method}: {said['error']}")
                return said["result"]

    def open(self, url):
        """Load a page."""
        self.requests.clear()
        self.logs.clear()
        self.send("Page.navigate", url=url)

    def js(self, expression):
        """Return the value of an expression in the page."""
        return self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)[
            "result"
        ].get("value")

    def until(self, expression, seconds=15):
        """Wait until the expression is true; return its value."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            value = self.js(expression)
            if value:
                return value
            time.sleep(0.05)
        raise AssertionError(f"never true: {expression}; page says {self.js('document.body.innerText')!r}; {self.logs}")

    def mouse(self, kind, x, y, **more):
        """Send one mouse event at a point of the page."""
        held = {"button": "left", "buttons": 0 if kind == "mouseReleased" else 1, "clickCount": 1}
        self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, **{**held, **more})

    def key(self, key, code=None, **more):
        """Press and release one key."""
        text = {"text": key} if len(key) == 1 else {}
        codes = {"ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "Backspace": 8, "Tab": 9}
        names = {"key": key, "code": code or key, "windowsVirtualKeyCode": codes.get(key, ord(key[0]))}
        self.send("Input.dispatchKeyEvent", type="keyDown", **names, **text, **more)
        self.send("Input.dispatchKeyEvent", type="keyUp", **names, **more)

    def close(self):
        """End the program that was started here."""
        self.process.kill()
        self.process.wait()
        os.close(self.out)
        os.close(self.back)
        shutil.rmtree(self.profile, ignore_errors=True)


@pytest.fixture(scope="module")
def browser():
    """Return a Browser, or skip where there is none."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
    if program is None or os.name == "nt":
        pytest.skip("no Chromium on this machine: the page is not tried in a browser here")
    browser = Browser(program)
    yield browser
    browser.close()


@pytest.fixture
def axe(browser):
    """Return a function that gives what axe-core finds critical, serious or moderate on the page that is open, one line each."""
    script = Path(sys.prefix) / "axe" / "node_modules" / "axe-core" / "axe.min.js"
    if not script.is_file():
        pytest.skip(
            "axe-core is not here (`make test` fetches it where there is npm): pages are not checked for accessibility"
        )
    source = script.read_text(encoding="utf-8")
    found = (
        "axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations.filter(({impact}) => "
        "['critical', 'serious', 'moderate'].includes(impact)).flatMap(({id, nodes}) => nodes.map(({target, any, all, none}) => "
        "`${id}: ${target.join(' ')}: ${[...any, ...all, ...none].map(({message}) => message).join('; ')}`)))"
    )

    def check():
        browser.js(f"{source}; 0")
        return browser.js(found)

    return check
