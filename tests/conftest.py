"""Leaderboards that many tests look at: trained once per session, never changed."""

import os
import signal
from pathlib import Path

import pytest

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
