"""Frozen features on a leaderboard: weights asked for, borrowed, kept; features shared by all folds; real photos."""

import subprocess
import sys
import zipfile

import numpy as np
import pytest
from PIL import Image

from zerotohero.algorithms._frozen import FrozenFeatures
from zerotohero.algorithms.frozen_features import SPEC
from zerotohero.core.errors import DataError
from zerotohero.core.weights import NEEDED, digest
from zerotohero.export.script.write import export_script
from zerotohero.report.inside.album import Album
from zerotohero.report.inside.net import network_of
from zerotohero.serve.nearest import Nearest
from zerotohero.train.train import train

pytest.importorskip("torch")


@pytest.fixture(scope="module")
def photos(tmp_path_factory):
    """Twenty-four photos of 80 x 70: stripes one way or the other, on any colour."""
    folder, rng = tmp_path_factory.mktemp("photos"), np.random.default_rng(0)
    for kind in ("lying", "standing"):
        (folder / kind).mkdir()
        for i in range(12):
            waves = 90 * np.sin(np.arange(80) * rng.uniform(0.8, 1.2))
            waves = np.broadcast_to(waves[:70, None] if kind == "lying" else waves[None], (70, 80))
            pixels = rng.integers(110, 140, 3) + waves[:, :, None] + rng.normal(0, 4, (70, 80, 3))
            Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(folder / kind / f"{i}.png")
    return folder


def board(photos, tmp_path, **options):
    return train(
        str(photos), only=["frozen-features"], effort="quick", out=str(tmp_path / "boards"), workers=1, **options
    )


def test_without_weights_the_row_says_how_to_get_them(photos, tmp_path):
    row = next(r for r in board(photos, tmp_path).runs if r.algorithm == "frozen-features")
    assert (row.status, row.why) == ("skipped", NEEDED)


def test_weights_that_are_none_are_refused_before_any_work(photos, tmp_path):
    (tmp_path / "weights.npz").write_bytes(b"no weights")
    with pytest.raises(DataError, match=r"weights.npz: neither"):
        board(photos, tmp_path, weights=str(tmp_path / "weights.npz"))


def test_weights_in_the_folder_are_taken_and_all_folds_share_the_features(photos, tmp_path, tiny_weights, monkeypatch):
    monkeypatch.setenv("ZEROTOHERO_WEIGHTS", str(tiny_weights.parent))
    made = board(photos, tmp_path, settings=["frozen-features.C=100"])
    run = made.run("frozen-features")
    assert run.params["weights"] == digest(tiny_weights)
    assert (made.folder / "weights" / digest(tiny_weights)).read_bytes() == tiny_weights.read_bytes()
    keys = np.concatenate([np.load(path)["keys"] for path in (made.folder / "features").glob("*/*.npz")])
    assert len(keys) == len(np.unique(keys, axis=0)) == 24  # each photo once, in five folds and the final fit
    assert run.score > 0.6  # by a network that has learned nothing
    rows, _ = run.oof
    cells = made.dataset().cells["image"][rows]
    assert (run.model.predict({"image": cells}).argmax(axis=1) == made.y[rows]).mean() > 0.8
    net = network_of(run.model)
    every = Album(net, made, work=0)
    monkeypatch.setattr("zerotohero.report.inside.album.FEWEST", 5)
    few, own = Album(net, made, work=0), made.dataset().cells["image"][rows[0]]
    assert (len(few.rows), len(few.among)) == (5, 24)  # the nearest are sought among all, as their features were kept
    assert [n.row for n in few.nearest(own, own)] == [n.row for n in every.nearest(own, own)]
    shown, alike = Nearest(run)({"image": own[None]}, count=7)  # the try page's: the picture itself first
    assert shown[0] == rows[0] and alike[0] == pytest.approx(1, abs=1e-4)
    assert set(shown[1:]) == {n.row for n in every.nearest(own, own)}
    path = export_script(run, tmp_path / "script")
    done = subprocess.run([sys.executable, str(path), "--train"], capture_output=True, text=True, check=True)
    assert float(done.stdout.rpartition("mean:")[2]) == pytest.approx(run.score, abs=1e-9)


def test_amounts_are_answered_too(tiny_weights):
    rng = np.random.default_rng(0)
    light = rng.uniform(40, 200, 40)
    X = np.clip(light[:, None, None, None] + rng.normal(0, 5, (40, 20, 20, 3)), 0, 255).astype(np.uint8)
    model = FrozenFeatures("regression", tiny_weights).fit(X[:30], light[:30])
    assert np.corrcoef(model.predict(X[30:]), light[30:])[0, 1] > 0.7
    np.testing.assert_allclose(SPEC.predict(SPEC.arrays(model), X[30:]), model.predict(X[30:]), rtol=1e-5)


def test_the_model_file_is_small_and_complete(tiny_weights):
    X = np.random.default_rng(0).integers(0, 256, (8, 16, 16)).astype(np.uint8)
    arrays = SPEC.arrays(FrozenFeatures(weights=tiny_weights).fit(X, np.arange(8) % 2))
    assert arrays["weights"].dtype == np.float32 and arrays["grid"].tolist() == [16, 16, 1]


def test_real_cats_and_dogs_are_told_apart(shared_data, tmp_path):
    some = tmp_path / "some.zip"
    with zipfile.ZipFile(shared_data / "images" / "cats_dogs_2000.zip") as all_, zipfile.ZipFile(some, "w") as few:
        names = sorted(n for n in all_.namelist() if n.endswith(".jpg"))
        for kind in ("cat", "dog"):
            for name in [n for n in names if kind in n][:20]:
                few.writestr(name, all_.read(name))
    made = board(some, tmp_path, weights=str(shared_data / "weights" / "mobilenet_v1_0.75_224.npz"))
    run = made.run("frozen-features")
    assert run.score >= 0.85  # of forty
    assert (run.folder / "model.hero").stat().st_size < 12e6
