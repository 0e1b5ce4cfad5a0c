"""Copied runs against a search by looking."""

import numpy as np
import pytest

from zerotohero.verse.copies import Source

RNG = np.random.default_rng(0)
TEXTS = {
    "one word": [[0]],
    "equal words": [[0, 0, 0], [0, 0]],
    "random": [RNG.integers(0, 4, RNG.integers(1, 7)).tolist() for _ in range(30)],
    "lines without words": [[1, 2], [], [0, 3], []],
}
each = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)


def row_of(text):
    return [word for line in text for word in line]


def source(text):
    return Source(np.array(row_of(text), np.int32), np.cumsum([0, *map(len, text)]))


def stands(words, row):
    """Where a run of words stands in a row of words."""
    return [i for i in range(len(row) - len(words) + 1) if row[i : i + len(words)] == list(words)]


def longest(words, begin, row):
    size = 0
    while begin + size < len(words) and stands(words[begin : begin + size + 1], row):
        size += 1
    return size


@each
def test_spans_are_the_longest_shared_runs(text):
    row = row_of(text)
    for seed in range(40):
        words = np.random.default_rng(seed).integers(-1, 6, 12).tolist()  # −1: unknown; 4 and 5: beyond the text
        sizes = [longest(words, b, row) for b in range(len(words))]
        ends = [b + s for b, s in enumerate(sizes)]
        truth = [(b, s) for b, s in enumerate(sizes) if s and ends[b] > max(ends[:b], default=0)]
        found = source(text).spans(words)
        assert [(f.begin, f.size) for f in found] == truth
        starts = np.cumsum([0, *map(len, text)])
        for span in found:
            at = stands(words[span.begin : span.begin + span.size], row)
            assert any(starts[span.line] <= i < starts[span.line + 1] for i in at)


@each
@pytest.mark.parametrize("size", [1, 2, 3, 9])
def test_holds_finds_every_run_and_no_other(text, size):
    row = row_of(text)
    for seed in range(20):
        words = np.random.default_rng(seed).integers(-1, 6, 12)
        truth = [bool(stands(words[i : i + size].tolist(), row)) for i in range(12 - size + 1)]
        assert source(text).holds(words, size).tolist() == truth
    assert source(text).holds(np.zeros(0, int), size).tolist() == []


def test_a_run_may_go_over_a_line_break():
    (span,) = source([[0, 1], [2, 3]]).spans([1, 2, 3])
    assert (span.begin, span.size, span.line) == (0, 3, 0)
    assert source([[0, 1], [2, 3]]).holds(np.array([1, 2]), 2).tolist() == [True]
