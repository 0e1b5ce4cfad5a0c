"""The index of a text that is kept in files: the same numbers as counted, of this text only, never needed."""

import json
import mmap
from collections import namedtuple

import numpy as np
import pytest

from zerotohero.algorithms.rhyming_ngram import RhymingNgram, arrays, from_arrays
from zerotohero.verse import index
from zerotohero.verse.index import index_of
from zerotohero.verse.kneser_ney import Weights

RNG = np.random.default_rng(0)
TOKENS = RNG.integers(0, 9, 200).astype(np.int32)
STARTS = np.arange(0, 201, 5)
Usage = namedtuple("Usage", "free")


@pytest.fixture(autouse=True)
def _every_text_is_large(monkeypatch):
    monkeypatch.setattr(index, "MAPPED_FROM", 1)


@pytest.fixture
def counting(monkeypatch):
    """How often a text was counted."""
    times = []
    real = index.read_levels
    monkeypatch.setattr(index, "read_levels", lambda *args: times.append(1) or real(*args))
    return times


def everything(found):
    levels, weights = found
    return [
        *(array for level in levels for array in (level.word, level.suffix, level.count, level.first, level.opening)),
        *weights.p,
        *weights.gamma,
    ]


def assert_equal(one, other):
    for a, b in zip(everything(one), everything(other), strict=True):
        assert (a is None) == (b is None)
        if a is not None:
            assert np.asarray(a).dtype == np.asarray(b).dtype
            np.testing.assert_array_equal(a, b)


def mapped(array):
    """Whether an array is a view of a mapped file."""
    while isinstance(array, np.ndarray):
        array = array.base
    return isinstance(array, mmap.mmap)


@pytest.mark.parametrize(("order", "longest"), [(5, 5), (2, 6), (1, 3)])
def test_the_second_time_it_is_mapped_and_the_same(tmp_path, counting, order, longest):
    first = index_of(TOKENS, STARTS, order, longest, tmp_path)
    second = index_of(TOKENS, STARTS, order, longest, tmp_path)
    assert len(counting) == 1
    assert mapped(second[0][2].word) and mapped(second[1].p[2]) and not mapped(first[0][2].word)
    assert_equal(first, second)
    assert isinstance(second[1], Weights)


def test_each_order_has_its_own(tmp_path, counting):
    for order in (2, 3, 2, 3):
        assert_equal(index_of(TOKENS, STARTS, order, 4, tmp_path), index_of(TOKENS, STARTS, order, 4))
    assert len(counting) == 2 + 4


@pytest.mark.parametrize("change", ["a word", "a line"])
def test_another_text_is_counted(tmp_path, counting, change):
    index_of(TOKENS, STARTS, 3, 3, tmp_path)
    tokens, starts = TOKENS.copy(), STARTS.copy()
    if change == "a word":
        tokens[7] = (tokens[7] + 1) % 9
    else:
        starts[7] += 1
    assert_equal(index_of(tokens, starts, 3, 3, tmp_path), index_of(tokens, starts, 3, 3))
    assert len(counting) == 3


@pytest.mark.parametrize("name", ["level-2-word.npy", "level-3-p.npy", "level-0-first.npy"])
def test_what_is_damaged_is_counted_and_mended(tmp_path, counting, name):
    whole = index_of(TOKENS, STARTS, 3, 3, tmp_path)
    path = tmp_path / "3-3" / name
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert_equal(index_of(TOKENS, STARTS, 3, 3, tmp_path), whole)
    assert len(counting) == 2
    index_of(TOKENS, STARTS, 3, 3, tmp_path)
    assert len(counting) == 2


@pytest.mark.parametrize("how", ["lost", "no JSON", "another format", "a list", "not all of it"])
def test_a_table_of_contents_that_is_none_counts_as_no_index(tmp_path, counting, how):
    index_of(TOKENS, STARTS, 3, 3, tmp_path)
    path = tmp_path / "3-3" / "index.json"
    about = json.loads(path.read_text())
    if how == "not all of it":
        del about["sha256"]["level-1-word"]
    texts = {"no JSON": "{", "another format": json.dumps(about | {"format": 0}), "a list": "[]",
             "not all of it": json.dumps(about)}  # fmt: skip
    path.unlink() if how == "lost" else path.write_text(texts[how])
    index_of(TOKENS, STARTS, 3, 3, tmp_path)
    assert len(counting) == 2


def test_it_is_not_kept_where_there_is_no_room(tmp_path, monkeypatch, counting):
    monkeypatch.setattr(index.shutil, "disk_usage", lambda path: Usage(100))
    index_of(TOKENS, STARTS, 3, 3, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_file_in_the_folders_place_changes_nothing(tmp_path):
    (tmp_path / "index").write_text("here first")
    found = index_of(TOKENS, STARTS, 3, 3, tmp_path / "index")
    assert_equal(found, index_of(TOKENS, STARTS, 3, 3))
    assert (tmp_path / "index").read_text() == "here first"


def test_a_writing_that_fails_leaves_nothing(tmp_path, monkeypatch):
    def full(path, array):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(index.np, "save", full)
    index_of(TOKENS, STARTS, 3, 3, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_small_text_is_not_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(index, "MAPPED_FROM", len(TOKENS) + 1)
    index_of(TOKENS, STARTS, 3, 3, tmp_path)
    assert not list(tmp_path.iterdir())


def test_verses_of_a_mapped_index_are_the_same(tmp_path, counting):
    lines = ["the cat sat on the mat", "a cat ate that fat rat", "the rat sat on a hat", "that bat sat on a cat"]
    parts = arrays(RhymingNgram(copy_limit=2).fit(lines))
    made = [from_arrays(parts, folder=tmp_path) for _ in range(2)]
    assert len(counting) == 2  # once by fit
    one, two = (str(m.verse(4, syllables=6, seed=3, scheme="AAAA", temperature=1.5)) for m in made)
    assert one == two
    assert made[0].perplexity(lines) == made[1].perplexity(lines)
