"""Each function once, what is used before what uses it."""

from zerotohero.algorithms._source import prediction_source
from zerotohero.algorithms.gradient_boosting import SPEC as boosting
from zerotohero.algorithms.ridge import SPEC as ridge


def test_functions_stand_in_the_order_of_use():
    names = [line.split("(")[0][4:] for line in prediction_source(boosting).splitlines() if line.startswith("def ")]
    assert names == ["find_leaves", "softmax", "add_trees", "predict"]


def test_nothing_of_ours_is_imported():
    assert "zerotohero" not in prediction_source(boosting) + prediction_source(ridge)
