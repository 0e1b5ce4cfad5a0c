"""Pairs of files as MNIST has them: found by name, and refused with one message where they do not fit."""

import gzip
import struct
import zipfile

import numpy as np
import pytest

from zerotohero.core.errors import DataError
from zerotohero.data.bring import bring
from zerotohero.data.idx import is_idx

IMAGES = np.random.default_rng(0).integers(0, 256, (6, 5, 4), np.uint8)
LABELS = np.array([3, 1, 4, 1, 5, 9], np.uint8)


def idx(array):
    """Return an array in the format, written by its definition."""
    return bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()


def write(folder, files):
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return folder


@pytest.mark.parametrize(
    ("images", "labels"),
    [
        ("train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
        ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"),
        ("train-images-idx3-ubyte", "train-labels-idx1-ubyte.gz"),
        ("train-images.idx3-ubyte", "train-labels.idx1-ubyte"),
        ("mnist_train_images.gz", "mnist_train_labels.gz"),
        ("emnist-train-Images-idx3-ubyte", "emnist-train-labels-idx1-ubyte"),
    ],
)
def test_the_labels_lie_beside_the_images(tmp_path, images, labels):
    folder = write(tmp_path / "d", {images: idx(IMAGES), labels: idx(LABELS)})
    for path in (folder / images, folder / labels, folder):
        data = bring(path)
        assert (data.cells["image"] == IMAGES).all()
        assert data.cells["label"].tolist() == list("314159")
        assert (data.kind, data.recipe.height, data.recipe.width, data.recipe.mode) == ("images", 5, 4, "L")
        assert "train" in data.name or path == folder


def test_of_four_files_those_called_train_are_read_and_the_others_named(tmp_path):
    files = {f"{half}-{rest}": idx(a) for half in ("t10k", "train") for rest, a in (("images-idx3-ubyte", IMAGES[:3] if half == "t10k" else IMAGES), ("labels-idx1-ubyte", LABELS[:3] if half == "t10k" else LABELS))}  # fmt: skip
    folder = write(tmp_path / "d", files)
    data = bring(folder)
    assert len(data) == 6
    (note,) = data.notes
    assert f"--test-file {folder / 't10k-images-idx3-ubyte'}" in note
    with zipfile.ZipFile(tmp_path / "four.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(f"mnist/{name}", content)
    assert (bring(tmp_path / "four.zip").cells["image"] == IMAGES).all()


def test_by_a_recipe_labels_are_not_needed_and_the_size_is_obeyed(tmp_path):
    write(tmp_path / "d", {"a-images-idx3-ubyte": idx(IMAGES), "a-labels-idx1-ubyte": idx(LABELS)})
    recipe = bring(tmp_path / "d" / "a-images-idx3-ubyte").recipe
    large = np.repeat(np.repeat(IMAGES, 3, axis=1), 3, axis=2)
    new = bring(write(tmp_path / "new", {"b-images-idx3-ubyte": idx(large)}) / "b-images-idx3-ubyte", recipe)
    assert (new.cells["image"] == IMAGES).all()
    assert new.cells["label"].tolist() == [None] * 6


def lie(array, *sizes):
    """Return a file whose header promises these sizes."""
    return bytes([0, 0, 8, len(sizes)]) + struct.pack(f">{len(sizes)}I", *sizes) + array.tobytes()


@pytest.mark.parametrize(
    ("images", "labels", "said"),
    [
        (idx(IMAGES), None, "its labels beside it: a-labels-idx1-ubyte; no such file"),
        (idx(IMAGES), idx(LABELS[:5]), "a label for each of its 6 pictures; 5 in a-labels-idx1-ubyte"),
        (lie(IMAGES, 7, 5, 4), idx(LABELS), "140 bytes, as its header says: 7 x 5 x 4; 120"),
        (lie(IMAGES, 5, 5, 4), idx(LABELS), "100 bytes, as its header says: 5 x 5 x 4; more"),
        (lie(IMAGES, 2**31, 2**31, 2**31), idx(LABELS), "at most 4 GB of pictures"),
        (lie(IMAGES, 0, 5, 4)[:16], idx(LABELS[:0]), r"pictures of bytes"),
        (idx(IMAGES)[:9], idx(LABELS), "a header with the sizes; a file that ends in it"),
        (idx(IMAGES), idx(IMAGES), "an idx file of 1 dimensions; one that begins 00 00 08 03"),
        (idx(IMAGES), b"no idx file", "an idx file of 1 dimensions; one that begins 6e 6f 20 69"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_one_message(tmp_path, images, labels, said):
    files = {"a-images-idx3-ubyte": images} | ({} if labels is None else {"a-labels-idx1-ubyte": labels})
    with pytest.raises(DataError) as error:
        bring(write(tmp_path / "d", files) / "a-images-idx3-ubyte")
    expected, came = said.partition("; ")[::2]
    assert expected in error.value.expected
    assert came in str(error.value.came)


def test_a_damaged_gzip_is_one_message(tmp_path):
    whole = gzip.compress(idx(IMAGES))
    folder = write(
        tmp_path / "d", {"a-images-idx3-ubyte": whole[: len(whole) // 2], "a-labels-idx1-ubyte": idx(LABELS)}
    )
    with pytest.raises(DataError, match="a whole file"):
        bring(folder / "a-images-idx3-ubyte")


def test_other_files_are_not_taken_for_idx(tmp_path):
    table = tmp_path / "images.csv"
    table.write_text("a,b\n1,2\n")
    assert not is_idx(table)
    assert not is_idx(write(tmp_path / "d", {"images": b"text", "1.png": b"x"}))
