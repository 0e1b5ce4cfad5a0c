"""Each function once, what is used before what uses it."""

import re

from zerotohero.algorithms._source import members_source, prediction_source
from zerotohero.algorithms.gradient_boosting import SPEC as boosting
from zerotohero.algorithms.ridge import SPEC as ridge
from zerotohero.core.specs import discover


def test_functions_stand_in_the_order_of_use():
    names = [line.split("(")[0][4:] for line in prediction_source(boosting).splitlines() if line.startswith("def ")]
    assert names == ["find_leaves", "softmax", "sum_trees", "add_trees", "predict"]


def test_nothing_of_ours_is_imported():
    assert "zerotohero" not in prediction_source(boosting) + prediction_source(ridge)


def test_algorithms_share_functions_by_name_only_if_they_are_the_same():
    """Else the members of a combination would overwrite one another's functions in one file."""
    specs = [s for s in discover("algorithms").values() if s.predict]
    names = re.findall(r"^def (\w+)", members_source(specs), re.MULTILINE)
    assert len(set(names)) == len(names)
    assert {f"predict_{s.id.replace('-', '_')}" for s in specs} <= set(names)
