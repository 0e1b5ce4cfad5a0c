"""Leaderboards that many tests look at: trained once per session, never changed."""

import os
import signal
from pathlib import Path

import numpy as np
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
