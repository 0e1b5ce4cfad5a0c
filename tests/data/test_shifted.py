"""What has moved between two sets of rows: which columns, most first, and in which words."""

import numpy as np

from zerotohero.data.shifted import FEWEST, shifted
from zerotohero.data.usual import usual

FEATURES = [("size", "number"), ("town", "category"), ("note", "words"), ("day", "date")]


def cells(rng, n=400, up=0.0, paris=0.5, gone=0.0):
    """Rows of every kind; ``up`` moves the sizes, ``paris`` the towns, ``gone`` empties notes."""
    return {
        "size": rng.normal(up, 1, n),
        "town": rng.choice(np.array(["Paris", "Lyon"], object), n, p=[paris, 1 - paris]),
        "note": np.array([None if r < gone else "x" * int(20 * r + 5) for r in rng.random(n)], object),
        "day": np.datetime64("2024-01-01", "s") + rng.integers(0, 10**6, n),
    }


def test_rows_of_the_same_source_have_not_moved():
    rng = np.random.default_rng(0)
    then = usual(cells(rng), FEATURES)
    assert all(shifted(cells(rng), FEATURES, then) == [] for _ in range(20))


def test_what_moved_most_comes_first_and_is_said_in_its_own_terms():
    rng = np.random.default_rng(1)
    then = usual(cells(rng), FEATURES)
    moved = shifted(cells(rng, up=2.0, paris=0.85, gone=0.6), FEATURES, then)
    assert [m["column"] for m in moved] == sorted(
        (m["column"] for m in moved), key=lambda c: -{m["column"]: m["index"] for m in moved}[c]
    )
    told = {m["column"]: (m["then"], m["now"]) for m in moved}
    assert set(told) == {"size", "town", "note"}
    assert float(told["size"][1].split()[-1]) > 1.5 > float(told["size"][0].split()[-1])
    assert told["town"][0].endswith("Paris") and int(told["town"][1].split("%")[0]) > 75
    assert told["note"] == ("0% missing", told["note"][1]) and told["note"][1].endswith("missing")


def test_too_few_rows_or_nothing_known_says_nothing():
    rng = np.random.default_rng(2)
    then = usual(cells(rng), FEATURES)
    assert shifted(cells(rng, n=FEWEST - 1, up=9), FEATURES, then) is None
    assert shifted(cells(rng), FEATURES, {}) is None
    assert shifted({"size": np.full(200, np.nan)}, FEATURES, then)[0]["now"] == "100% missing"
