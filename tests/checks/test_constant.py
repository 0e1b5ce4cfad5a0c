import numpy as np

from zerotohero.checks.constant import SPEC


def test_one_value_and_no_value_are_named(table):
    data = table(
        same=["x"] * 30,
        empty=np.full(30, np.nan),
        sometimes=["x"] * 29 + [None],  # a gap says something
        number=np.arange(30.0),
        y=np.zeros(30),
    )
    (found,) = SPEC.run(data, "y", "regression")
    assert found.where == ("same", "empty")
    assert found.evidence == {"columns": 2, "empty": 1}
    assert found.act == {"drop": ["same", "empty"]}


def test_changing_columns_give_no_finding(table):
    assert SPEC.run(table(x=np.arange(5.0), y=np.arange(5.0)), "y", "regression") == []
