"""A container's folder: what the Dockerfile says works when it is done by hand, and nothing of it is left half."""

import csv
import hashlib
import importlib.util
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from base64 import urlsafe_b64decode
from importlib.metadata import version
from pathlib import Path

import pytest

from zerotohero.core.extras import EXTRAS
from zerotohero.export import _installed
from zerotohero.export._installed import pinned, write_wheel
from zerotohero.export.container import export_container
from zerotohero.leaderboard.open import open_run
from zerotohero.train.train import train


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    board = train("moons:200", only=["logistic-regression"], effort="quick", out=str(tmp_path_factory.mktemp("b")))
    return board.run("logistic-regression")


@pytest.fixture(scope="module")
def folder(run, tmp_path_factory):
    folder = tmp_path_factory.mktemp("c") / "service"
    export_container(run, folder)
    return folder


def told(folder):
    """The Dockerfile's lines as {word: [rest, ...]}."""
    found = {}
    for line in (folder / "Dockerfile").read_text("utf-8").replace("\\\n", " ").splitlines():
        word, _, rest = line.partition(" ")
        found.setdefault(word, []).append(rest)
    return found


def test_every_file_that_it_copies_is_there_and_is_let_through(folder):
    let_through = (folder / ".dockerignore").read_text("utf-8").splitlines()
    assert let_through[0] == "*"
    for line in told(folder)["COPY"]:
        for name in line.split()[:-1]:
            assert (folder / name).exists()
            assert any(Path(name).match(rule.lstrip("!")) for rule in let_through[1:])


def test_it_is_slim_needs_no_root_and_asks_itself(folder):
    words = told(folder)
    assert words["FROM"] == [f"python:{sys.version_info[0]}.{sys.version_info[1]}-slim"]
    assert words["USER"] == ["hero"] and any("useradd" in line for line in words["RUN"])
    assert list(words).index("USER") > list(words).index("COPY")
    assert "/v2/health/live" in words["HEALTHCHECK"][0]
    assert json.loads(words["CMD"][0])[:3] == ["hero", "serve", "model.hero"]
    assert "HERO_TOKEN" in (folder / "README.md").read_text("utf-8")
    assert "TOKEN" not in (folder / "Dockerfile").read_text("utf-8"), "no secret is baked in"


def test_the_model_is_the_runs_own_bytes_and_a_bare_file_does_as_well(run, folder, tmp_path):
    assert (folder / "model.hero").read_bytes() == run.path.read_bytes()
    export_container(open_run(folder / "model.hero"), tmp_path / "again")
    assert (tmp_path / "again" / "model.hero").read_bytes() == run.path.read_bytes()


def test_every_requirement_is_pinned_to_what_is_installed(folder):
    first, *lines = [x for x in (folder / "requirements.txt").read_text("utf-8").splitlines() if not x.startswith("#")]
    assert first.startswith("./zerotohero-") or first == f"zerotohero=={version('zerotohero')}"
    names = set()
    for line in lines:
        name, pin = re.fullmatch(r"([a-z0-9-]+)==([^ ;]+)(?: ; .+)?", line).groups()
        if importlib.util.find_spec(name.replace("-", "_")) or name not in " ".join(EXTRAS["serve"].packages):
            assert version(name) == pin
        names.add(name)
    assert names >= {
        "numpy",
        "scikit-learn",
        "click",
        "starlette",
        "uvicorn",
        "h11",
        "anyio",
        "scipy",
    }  # h11, scipy: of others
    assert not names & {"torch", "pytest", "ruff", "lightgbm", "zerotohero"}


def test_what_other_systems_need_keeps_its_condition(monkeypatch):
    class Dist:
        version = "1"

        def __init__(self, requires):
            self.requires = requires

    known = {"zerotohero": Dist(["a>=1", 'b; sys_platform == "win32"', "x; extra == 'other'"]),
             "a": Dist(['c[fast]>1 ; python_version < "4"']), "b": Dist(["d"]), "c": Dist(["e; extra == 'fast'", "f; extra == 'slow'"]),
             "d": Dist(None), "e": Dist(None), "f": Dist(None), "x": Dist(None)}  # fmt: skip

    monkeypatch.setattr(_installed, "distribution", known.__getitem__)
    assert pinned([]) == ["a==1", 'b==1 ; (sys_platform == "win32")', 'c==1 ; (python_version < "4")',
                          'd==1 ; (sys_platform == "win32")', 'e==1 ; (python_version < "4")']  # fmt: skip


def test_from_an_index_it_is_named_and_no_wheel_lies_there(run, tmp_path, monkeypatch):
    from zerotohero.export import container

    monkeypatch.setattr(container, "from_an_index", lambda: True)
    export_container(run, tmp_path / "c")
    assert f"zerotohero=={version('zerotohero')}" in (tmp_path / "c" / "requirements.txt").read_text("utf-8")
    assert not list((tmp_path / "c").glob("*.whl")) and ".whl" not in " ".join(told(tmp_path / "c")["COPY"])


def test_the_wheel_holds_the_whole_program_and_its_record_is_true(tmp_path):
    import zerotohero

    path = write_wheel(tmp_path)
    root = Path(zerotohero.__file__).parent
    with zipfile.ZipFile(path) as wheel:
        names = set(wheel.namelist())
        (about,) = {n.partition("/")[0] for n in names if n.endswith("/RECORD")}
        record = {row[0]: row for row in csv.reader(io.StringIO(wheel.read(f"{about}/RECORD").decode()))}
        assert set(record) == names
        for name in (f"{about}/METADATA", "zerotohero/cli/main.py", "zerotohero/web/style.css"):
            digest = urlsafe_b64decode(record[name][1].removeprefix("sha256=") + "==")
            assert digest == hashlib.sha256(wheel.read(name)).digest() and int(record[name][2]) == len(wheel.read(name))
        assert "hero = zerotohero.cli.main:main" in wheel.read(f"{about}/entry_points.txt").decode()
    for source in [*root.rglob("*.py"), *root.rglob("*.js"), *root.rglob("*.css"), *root.rglob("*.txt")]:
        assert f"zerotohero/{source.relative_to(root).as_posix()}" in names


def test_the_command_says_how_to_build_and_overwrites_nothing_unasked(hero, run, tmp_path):
    code, said, err = hero("export", run.path, "--to", "container", "-o", "service")
    assert code == 0, err
    assert "docker build -t moons service" in said
    assert hero("export", run.path, "--to", "container", "-o", "service")[0] == 1
    (tmp_path / "service" / "mine.txt").write_text("kept")
    code, said, _ = hero("export", run.path, "--to", "container", "-o", "service", "--yes", "--json")
    assert code == 0 and "Dockerfile" in json.loads(said)["files"]
    assert (tmp_path / "service" / "mine.txt").exists()
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]


@pytest.mark.slow
def test_done_by_hand_it_is_healthy_and_answers_whoever_has_the_token(folder, run, tmp_path):
    """The wheel alone is installed anew; what it needs is taken from here, so that no network is needed."""
    pytest.importorskip("uvicorn")
    words = told(folder)
    (wheel,) = folder.glob("*.whl")
    site = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-index", "--no-deps", "--target", site, wheel]
    subprocess.run(pip, check=True)
    command = json.loads(words["CMD"][0])
    port = "8137"
    command = [sys.executable, str(site / "bin" / command[0]), *command[1:-1], port]
    env = {**os.environ, "PYTHONPATH": str(site), "HERO_TOKEN": "secret", "HERO_NAMES": "a.example b.example:1"}
    check = json.loads(re.search(r"CMD (\[.*\])", words["HEALTHCHECK"][0])[1])
    check = [sys.executable, "-c", check[2].replace("8000", port)]
    body = json.dumps({"x": 0.0, "y": 1.0}).encode()

    def ask(**headers):
        asked = urllib.request.Request(
            f"http://127.0.0.1:{port}/predict", body, {"Content-Type": "application/json", **headers}
        )
        with urllib.request.urlopen(asked, timeout=20) as reply:
            return json.load(reply)

    with subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, text=True) as service:
        try:
            for _ in range(300):
                if subprocess.run(check, stderr=subprocess.DEVNULL, check=False).returncode == 0:
                    break
                time.sleep(0.1)
            said = ask(Authorization="Bearer secret", Host="a.example")
            assert said["predictions"][0]["prediction"] == run.predict([{"x": 0.0, "y": 1.0}])[0]
            for headers, status in (({}, 401), ({"Authorization": "Bearer secret", "Host": "c.example"}, 421)):
                with pytest.raises(urllib.error.HTTPError) as refused:
                    ask(**headers)
                assert refused.value.code == status
        finally:
            service.terminate()
        assert service.wait(timeout=30) in (0, -signal.SIGTERM)
