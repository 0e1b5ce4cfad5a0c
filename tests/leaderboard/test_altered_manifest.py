"""A model file whose words were altered is refused with one message, or still gives finite numbers; never a traceback."""

import copy
import random

import numpy as np
import pytest

from zerotohero.core.errors import HeroError
from zerotohero.leaderboard.model import Model
from zerotohero.model_file.read import read_model
from zerotohero.model_file.write import write_model

STRANGE = (None, -1, 0, 2**40, 1e300, "", "x", "../../etc", [], {}, True, [[]], "zerotohero.core", -1e300, 10**400)


def places(plain, path=()):
    """Yield the path of every value in nested JSON."""
    items = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from places(value, (*path, key))


def altered(manifest, rng):
    """Return a copy in which one value was replaced, removed, or moved."""
    plain = copy.deepcopy(manifest)
    path = rng.choice(list(places(plain)))
    inner = plain
    for key in path[:-1]:
        inner = inner[key]
    if rng.random() < 0.2:
        del inner[path[-1]]
    else:
        inner[path[-1]] = rng.choice(STRANGE)
    return plain


@pytest.mark.parametrize("algorithm", ["logistic-regression", "histogram-boosting", "knn", "ridge"])
def test_altered_words_are_refused_or_harmless(algorithm, moons_board, petting_board, tmp_path):
    board = petting_board if algorithm == "ridge" else moons_board
    run, rng = board.run(algorithm), random.Random(algorithm)
    manifest, arrays = read_model(run.path)
    rows = board.dataset().take(slice(0, 5)).cells
    refused = 0
    for _ in range(150):
        try:
            write_model(tmp_path / "altered.hero", altered(manifest, rng), arrays)
        except (OverflowError, ValueError):
            continue  # not JSON that can be written
        try:
            assert np.isfinite(Model.load(tmp_path / "altered.hero").predict(rows)).all()
        except HeroError:
            refused += 1
    assert refused > 20
