"""Rows in a file are the rows that were taken in, and what was read leaves memory again."""

import numpy as np
import psutil
import pytest

from zerotohero.core import mapped
from zerotohero.core.dataset import hash_cells
from zerotohero.core.mapped import Rows, parts

BYTES = np.random.default_rng(0).integers(0, 256, (40, 5, 3), np.uint8)


@pytest.mark.parametrize("large", [1, 10**9])
def test_rows_come_back_as_they_were(large, monkeypatch):
    monkeypatch.setattr(mapped, "LARGE", large)
    rows = Rows((5, 3), np.uint8, 40)
    for start in range(0, 40, 7):
        rows.append(BYTES[start : start + 7])
    array = rows.array()
    assert isinstance(array, np.memmap) == (large == 1)
    assert (array == BYTES).all()
    assert np.concatenate([part for _, part in parts(array, size=100)]).tolist() == BYTES.tolist()
    assert (array == BYTES).all()  # walked and given back, it can be read again
    assert (hash_cells(array) == hash_cells(BYTES)).all()


def test_what_was_walked_leaves_memory(tmp_path):
    np.save(tmp_path / "large.npy", np.ones((64, 1 << 20), np.uint8))
    array = np.load(tmp_path / "large.npy", mmap_mode="r")
    process = psutil.Process()
    if not hasattr(mapped.mmap, "MADV_DONTNEED"):
        pytest.skip("this system keeps what was read until it needs the memory")
    before = process.memory_info().rss
    total = sum(int(part.sum(dtype=np.int64)) for _, part in parts(array, size=4 << 20))
    assert total == 64 << 20
    assert process.memory_info().rss - before < 24 << 20
    few = mapped.take(array, np.arange(0, 64, 16))
    assert few.shape == (4, 1 << 20)
    assert process.memory_info().rss - before < 32 << 20


def test_a_private_copy_of_a_file_keeps_what_was_written(tmp_path):
    np.save(tmp_path / "rows.npy", np.zeros((4, 100), np.uint8))
    array = np.load(tmp_path / "rows.npy", mmap_mode="c")
    array[2] = 7
    for _ in parts(array, size=100):
        pass
    assert (array[2] == 7).all()


@pytest.mark.parametrize("rows", [np.array([5, 1, 1]), np.arange(40) % 3 == 0, slice(3, 9), np.array([], int)])
def test_taken_rows_are_those_of_the_array(rows, tmp_path):
    np.save(tmp_path / "rows.npy", BYTES)
    array = np.load(tmp_path / "rows.npy", mmap_mode="r")
    assert (mapped.take(array, rows) == BYTES[rows]).all()
    assert (
        mapped.take(array[2:], rows[:38] if isinstance(rows, np.ndarray) else rows)
        == BYTES[2:][rows[:38] if isinstance(rows, np.ndarray) else rows]
    ).all()
    assert mapped.take(BYTES, rows).shape == BYTES[rows].shape
