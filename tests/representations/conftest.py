"""Cells of every kind, for the tests of this room."""

import numpy as np
import pytest


@pytest.fixture
def columns():
    return [
        ("age", "number"),
        ("pay", "number"),
        ("city", "category"),
        ("id", "category"),
        ("day", "date"),
        ("say", "words"),
    ]


@pytest.fixture
def make_cells():
    def make(rows=600, seed=0):
        rng = np.random.default_rng(seed)
        cells = {
            "age": rng.normal(40, 9, rows),
            "pay": rng.lognormal(3, 2, rows),
            "city": rng.choice(np.array(["Rome", "Oslo", "Bonn", None], object), rows),
            "id": np.array([f"K{i}-{i % 7}" for i in range(rows)], object),
            "day": np.datetime64("2020-01-01", "s") + rng.integers(0, 10**8, rows),
            "say": np.array([" ".join(rng.choice(["so", "be", "it", "well"], 3)) for _ in range(rows)], object),
        }
        cells["age"][::7], cells["day"][::5], cells["say"][::9] = np.nan, np.datetime64("NaT"), None
        return cells

    return make
