"""A later file under the same name: its test set is the old one, or it is said that it is not."""

import numpy as np
import pandas as pd
import pytest

from zerotohero.train.options import Options
from zerotohero.train.plan import make_plan
from zerotohero.train.train import _write_plan


@pytest.fixture
def table():
    """600 rows of 60 houses, one day after the other; the price is a noisy sum."""
    rng = np.random.default_rng(0)
    house = np.repeat(np.arange(60), 10)
    area = rng.normal(size=600)
    return pd.DataFrame({
        "house": [f"H{h:03d}" for h in house],
        "floor": house % 7 + rng.normal(0, 0.1, 600),
        "area": area,
        "kind": np.where(rng.random(600) < 0.5, "flat", "villa"),
        "price": area + rng.normal(size=600),
    })  # fmt: skip


@pytest.fixture
def planned(tmp_path):
    """Return a function that plans a training on a table and leaves the leaderboard behind."""

    def planned(table, **asked):
        path = tmp_path / "houses.csv"
        table.to_csv(path, index=False)
        plan = make_plan(str(path), Options(target="price", out=str(tmp_path), **asked), lambda *_, **__: None)
        _write_plan(plan, tmp_path / "houses-price")
        return plan

    return planned


def said(plan):
    return [f"{f.why} {f.fix}" for f in plan.findings if f.code == "test-set"]


def test_more_rows_and_nearly_all_rows_keep_the_test_set_and_nothing_is_said(planned, table):
    assert said(planned(table.iloc[:500])) == []
    assert said(planned(table)) == []
    assert said(planned(table.iloc[50:])) == []


def test_it_is_said_where_other_rows_are_split_in_another_way(planned, table):
    first = planned(table)
    assert first.groups == "house"
    (now,) = said(planned(table.drop(columns="house")))
    assert "the rows were split by house then, and are row by row in this file" in now
    assert said(planned(table)) != []  # and back again
    assert said(planned(table.drop(columns="house"), group="none")) == []  # as somebody asked


def test_too_few_rows_for_a_test_set_are_said(planned, table):
    planned(table)
    (now,) = said(planned(table.iloc[:150]))
    assert "this file has 150 rows, too few to keep any aside" in now


def test_by_time_a_file_that_ends_before_the_test_begins_has_another_one(planned, table):
    table["day"] = pd.date_range("2024-01-01", periods=600).strftime("%Y-%m-%d")
    plain = table.drop(columns=["house", "floor"])
    planned(plain)
    (now,) = said(planned(plain.iloc[:300]))
    assert "too few rows" in now and "the whole file again" in now
