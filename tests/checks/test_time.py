import dataclasses

import numpy as np
import pytest

from zerotohero.checks.time import SPEC

N = 400


@pytest.fixture
def hours():
    return np.datetime64("2019-12-20T00", "h") + np.arange(N)


def parts(moments):
    days, months, years = (moments.astype(f"M8[{u}]") for u in "DMY")
    return {
        "jahr": years.astype(int) + 1970,
        "monat": (months - years).astype(int) + 1,
        "tag": (days - months).astype(int) + 1,
        "stunde": (moments - days).astype(int),
    }


def test_rows_in_the_order_of_a_date_are_found(table, hours, rng):
    (found,) = SPEC.run(table(when=hours, x=rng.normal(size=N)), "x", "regression")
    assert found.where == ("when",)
    assert (found.severity, found.act, found.fix) == (
        "warning",
        {"time": "when"},
        "--time none (only if the order says nothing)",
    )
    assert found.evidence["moments"] == N


def test_newest_first_is_an_order_too(table, hours, rng):
    (found,) = SPEC.run(table(when=hours[::-1], x=rng.normal(size=N)), "x", "regression")
    assert found.where == ("when",)


def test_a_few_rows_out_of_place_change_nothing(table, hours, rng):
    postponed = np.arange(N) + np.where(rng.random(N) < 0.1, 5, 0)
    (found,) = SPEC.run(table(when=hours[np.minimum(postponed, N - 1)], x=rng.normal(size=N)), "x", "regression")
    assert found.where == ("when",)
    swapped = np.concatenate([np.arange(N // 2, N), np.arange(N // 2)])
    assert SPEC.run(table(when=hours[swapped], x=rng.normal(size=N)), "x", "regression") == []


def test_a_few_days_with_many_rows_each_order_them(table, hours, rng):
    (found,) = SPEC.run(table(when=hours[np.sort(np.arange(N) % 20)], x=rng.normal(size=N)), "x", "regression")
    assert found.evidence["moments"] == 20


def test_year_month_day_hour_order_the_rows_together_whatever_they_are_called(table, rng):
    moments = np.datetime64("2018-01-01T00", "h") + 7 * np.arange(3000)
    (found,) = SPEC.run(table(flag=np.zeros(3000), **parts(moments), x=rng.normal(size=3000)), "x", "regression")
    assert found.where == ("jahr", "monat", "tag", "stunde")
    assert found.act == {"time": ["jahr", "monat", "tag", "stunde"]}


def test_shuffled_rows_have_no_order(table, hours, rng):
    mixed = hours[rng.permutation(N)]
    assert SPEC.run(table(when=mixed, **parts(mixed), x=rng.normal(size=N)), "x", "regression") == []


def test_a_table_sorted_by_a_small_number_is_not_ordered_in_time(table, rng):
    data = table(year=np.sort(rng.integers(70, 83, N)), month=rng.integers(1, 13, N), x=rng.normal(size=N))
    assert SPEC.run(data, "x", "regression") == []


def test_three_days_or_years_with_hours_are_too_little_to_order_rows(table, rng):
    day = np.datetime64("2020-02-01") + np.repeat(np.arange(3), 100)
    assert SPEC.run(table(day=day, x=rng.normal(size=300)), "x", "regression") == []
    data = table(year=np.repeat(np.arange(2000, 2020), 24), lap=np.tile(np.arange(24), 20), x=rng.normal(size=480))
    assert SPEC.run(data, "x", "regression") == []


def test_two_dates_and_the_finer_one_is_taken(table, hours):
    (found,) = SPEC.run(table(day=hours.astype("M8[D]"), hour=hours, x=np.arange(N)), "x", "regression")
    assert found.where == ("hour",)


def test_declared_time_is_obeyed_and_said(table, hours, rng):
    data = dataclasses.replace(table(when=hours[rng.permutation(N)], x=rng.normal(size=N)), time="when")
    (found,) = SPEC.run(data, "x", "regression")
    assert found.act == {"time": "when"}


@pytest.mark.parametrize("step", [1, 0.25, 1 / 12], ids=["years", "quarters", "months"])
def test_a_column_that_counts_the_years_is_time(table, step, rng):
    years = np.round(1899 + step * np.arange(1, 121), 3)
    (found,) = SPEC.run(table(yr=years, x=rng.normal(size=120)), "x", "regression")
    assert found.act == {"time": "yr"}
    assert SPEC.run(table(yr=rng.permutation(years), x=rng.normal(size=120)), "x", "regression") == []
    assert SPEC.run(table(no=years + 3000, x=rng.normal(size=120)), "x", "regression") == []
    assert SPEC.run(table(yr=np.sort(years + rng.uniform(0, 5, 120)), x=rng.normal(size=120)), "x", "regression") == []
