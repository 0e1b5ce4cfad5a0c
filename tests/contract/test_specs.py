"""True of every spec of every kind."""

from pathlib import Path

import pytest

from zerotohero.core.errors import UnknownIdError
from zerotohero.core.specs import discover, find

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("algorithms", "checks", "datasets", "projects", "tasks")
ITEMS = [(kind, id_) for kind in KINDS for id_ in discover(kind)]


def test_the_ids_of_the_first_storey_exist():
    assert {"majority", "mean", "one-level-tree", "nearest-class-mean", "linear-regression", "ridge", "logistic-regression", "knn",
            "decision-tree", "random-forest", "gradient-boosting", "histogram-boosting", "rules"} <= set(discover("algorithms"))  # fmt: skip


@pytest.mark.parametrize(("kind", "id_"), ITEMS)
def test_a_spec_is_named_after_its_file_and_has_its_test(kind, id_):
    file = id_.replace("-", "_")
    assert (ROOT / "src" / "zerotohero" / kind / f"{file}.py").exists()
    assert (ROOT / "tests" / kind / f"test_{file}.py").exists(), f"tests/{kind}/test_{file}.py is missing"


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_id_gets_the_nearest_one(kind):
    first = next(iter(discover(kind)))
    with pytest.raises(UnknownIdError) as caught:
        find(kind, first + "x")
    assert repr(first) in caught.value.try_
    assert caught.value.expected
    assert caught.value.came == repr(first + "x")
