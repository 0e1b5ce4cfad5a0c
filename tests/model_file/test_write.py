"""What is written is complete, repeatable, and never half there."""

import hashlib
import subprocess
import zipfile

import numpy as np
import pytest

from zerotohero.core.errors import ModelFileError
from zerotohero.model_file.read import read_model
from zerotohero.model_file.write import write_model

MANIFEST = {"algorithm": "mean", "features": ["größe", "🐈", 'a"b\n'], "score": 0.1}
ARRAYS = {"a": np.arange(6.0).reshape(2, 3), "b": np.array([1], np.uint8), "c": np.zeros((0, 2), np.int32)}


def test_what_was_written_is_read_back_exactly(tmp_path):
    write_model(tmp_path / "m.hero", MANIFEST, ARRAYS)
    manifest, arrays = read_model(tmp_path / "m.hero")
    assert manifest == {**MANIFEST, "format": 1}
    assert set(arrays) == set(ARRAYS)
    for name, array in ARRAYS.items():
        assert arrays[name].dtype == array.dtype
        np.testing.assert_array_equal(arrays[name], array)


def test_arrays_that_are_views_are_written_in_their_own_order(tmp_path):
    array = np.arange(12.0).reshape(3, 4)
    write_model(tmp_path / "m.hero", {}, {"t": array.T, "s": array[:, ::2]})
    arrays = read_model(tmp_path / "m.hero")[1]
    np.testing.assert_array_equal(arrays["t"], array.T)
    np.testing.assert_array_equal(arrays["s"], array[:, ::2])


def test_the_same_model_gives_the_same_bytes_and_their_sha256(tmp_path):
    digests = [write_model(tmp_path / name, MANIFEST, ARRAYS) for name in ("one.hero", "two.hero")]
    assert digests[0] == digests[1] == hashlib.sha256((tmp_path / "one.hero").read_bytes()).hexdigest()


def test_any_unzip_and_sha256sum_agree_with_the_checksums_inside(tmp_path):
    write_model(tmp_path / "m.hero", MANIFEST, ARRAYS)
    with zipfile.ZipFile(tmp_path / "m.hero") as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    try:
        run = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True)
    except FileNotFoundError:
        pytest.skip("this machine has no sha256sum")
    assert run.stdout.splitlines() == ["arrays.safetensors: OK", "manifest.json: OK"]


def test_a_failed_write_keeps_the_old_file_and_leaves_nothing_behind(tmp_path, monkeypatch):
    write_model(tmp_path / "m.hero", {"old": True}, {})
    monkeypatch.setattr(zipfile.ZipFile, "writestr", full_disk)
    with pytest.raises(ModelFileError, match="No space left"):
        write_model(tmp_path / "m.hero", {"old": False}, {})
    assert read_model(tmp_path / "m.hero")[0]["old"] is True
    assert [path.name for path in tmp_path.iterdir()] == ["m.hero"]


def full_disk(*args, **kwargs):
    raise OSError(28, "No space left on device")


def test_a_missing_folder_is_one_clear_message(tmp_path):
    with pytest.raises(ModelFileError, match="a folder that can be written"):
        write_model(tmp_path / "nowhere" / "m.hero", {}, {})


@pytest.mark.parametrize("array", [np.array(["a"]), np.array([None]), np.array([1.0], np.float16), np.array([True])])
def test_other_types_of_arrays_are_refused(array, tmp_path):
    with pytest.raises(TypeError, match="array 'a' must be one of f8, f4, i8, i4, u1"):
        write_model(tmp_path / "m.hero", {}, {"a": array})


def test_a_manifest_with_nan_is_refused(tmp_path):
    with pytest.raises(ValueError, match="JSON"):
        write_model(tmp_path / "m.hero", {"score": float("nan")}, {})
