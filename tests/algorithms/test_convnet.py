"""The convolutional network: what it sees, what it keeps, and that it answers where there is no PyTorch."""

import json
import subprocess
import sys

import numpy as np
import pytest

from zerotohero.algorithms.convnet import SPEC

BAR = 5  # pixels


def bars(n, rng, size=16):
    """Pictures of one bar somewhere, upright (1) or lying (0)."""
    X, y = rng.integers(0, 60, (n, size, size)), rng.integers(0, 2, n)
    for picture, upright in zip(X, y):
        r, c = rng.integers(0, size - BAR, 2)
        place = (slice(r, r + BAR), c) if upright else (r, slice(c, c + BAR))
        picture[place] = 255
    return X.astype(np.uint8), y


def fitted(X, y, task="classification", **params):
    pytest.importorskip("torch")
    params = {"views": 4000, "width": 8, "precision": "float32", **params}
    return SPEC.make(task, 0, **params).fit(X, y)


def test_it_finds_a_shape_wherever_it_stands():
    rng = np.random.default_rng(0)
    X, y = bars(300, rng)
    X_new, y_new = bars(200, rng)
    model = fitted(X, y, augment="none")
    found = SPEC.predict(SPEC.arrays(model), X_new)
    assert (found.argmax(axis=1) == y_new).mean() > 0.97


def test_it_answers_with_values_in_their_unit():
    rng = np.random.default_rng(0)
    X, _ = bars(300, rng)
    bright = X.mean(axis=(1, 2)) * 1000 + 5e6
    model = fitted(X, bright, "regression", augment="none")
    found = SPEC.predict(SPEC.arrays(model), X)
    assert np.corrcoef(found, bright)[0, 1] > 0.9
    assert abs(found.mean() - bright.mean()) < bright.std()


@pytest.mark.parametrize("shape", [(12, 12), (33, 20, 3), (40, 50)])
def test_numpy_answers_what_pytorch_answers_whatever_the_shape(shape):
    rng = np.random.default_rng(0)
    X = (
        rng.integers(0, 256, (40, *shape)).astype(np.uint8)
        if len(shape) == 3 or shape[0] == 12
        else rng.normal(size=(40, *shape)).astype(np.float32)
    )
    model = fitted(X, np.arange(40) % 3, views=200)
    arrays = SPEC.arrays(model)
    np.testing.assert_allclose(SPEC.predict(arrays, X), model.predict_proba(X), atol=1e-5)
    SPEC.prove(arrays, {"D": int(np.prod(shape)), "K": 3, "C": shape[2] if len(shape) == 3 else 1})


def test_labels_need_not_be_numbers_from_zero():
    rng = np.random.default_rng(0)
    X, y = bars(200, rng)
    model = fitted(X, np.array(["lying", "upright"])[y], views=2000, augment="none")
    assert list(model.classes_) == ["lying", "upright"]
    assert (model.predict(X) == np.array(["lying", "upright"])[y]).mean() > 0.9


def test_the_grid_is_halved_until_about_seven_cells_are_left():
    from zerotohero.algorithms._convnet import halvings_of

    assert [halvings_of(s, s) for s in (4, 14, 28, 32, 64, 96)] == [1, 1, 2, 2, 3, 4]
    assert [halvings_of(*s) for s in ((28, 112), (112, 28), (1, 28))] == [2, 2, 0], "of the shorter side"


def test_a_model_file_predicts_and_a_script_too_where_pytorch_cannot_be_imported(tmp_path):
    pytest.importorskip("torch")
    from zerotohero.export.script.write import export_script
    from zerotohero.train.train import train

    board = train("letters:120", only=["convnet"], effort="quick", out=str(tmp_path / "boards"), threads=1,
                  settings=["convnet.views=600", "convnet.width=4"])  # fmt: skip
    run = board.run("convnet")
    path = export_script(run, tmp_path / "script")
    folder = tmp_path / "pictures"
    folder.mkdir()
    from PIL import Image

    for i, picture in enumerate(board.dataset().cells["image"][:6]):
        Image.fromarray(np.asarray(picture)).save(folder / f"{i}.png")
    blocked = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("torch", "zerotohero")[: 1 + ("run.py" in sys.argv)]:
            raise ImportError(f"{name} must not be needed")
sys.meta_path.insert(0, Blocked())
"""
    read = f"""
import json
from zerotohero.leaderboard.model import Model
model = Model.load({str(run.folder / "model.hero")!r})
import numpy as np
X = np.load({str(tmp_path / "X.npy")!r})
print(json.dumps(model.predict({{"image": X}}).tolist()))
"""
    X = np.asarray(board.dataset().cells["image"][:6])
    np.save(tmp_path / "X.npy", X)
    found = _python(blocked + read)
    expected = run.model.predict({"image": X})
    assert np.array_equal(json.loads(found), expected)
    script = _python(blocked + f"import runpy; sys.argv = ['run.py', {str(folder)!r}]; sys.path.insert(0, {str(path.parent)!r})\n"
                     f"runpy.run_path({str(path)!r}, run_name='__main__')")  # fmt: skip
    rows = [line.split(",")[1:] for line in script.splitlines()[1:]]
    np.testing.assert_allclose(np.array(rows, float), expected, atol=1e-12)
    assert (
        sum(len(p.read_text("utf-8").splitlines()) for p in path.parent.glob("*.py") if p.name != "estimator.py") <= 250
    )


def _python(text):
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
