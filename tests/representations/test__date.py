"""Dates: calendar parts."""

from datetime import datetime, timedelta

import numpy as np

from zerotohero.representations._date import PARTS, apply_date, date_features, fit_date

EVERY = {"parts": list(range(len(PARTS)))}


def test_parts_agree_with_the_standard_library():
    moments = [datetime(1905, 2, 28, 23, 59, 59) + timedelta(days=397 * i, seconds=7001 * i) for i in range(120)]
    parts = apply_date(EVERY, np.array(moments, "datetime64[s]"))
    for moment, row in zip(moments, parts):
        days = (moment - datetime(1970, 1, 1)) / timedelta(days=1)
        assert np.allclose(row[:6], [days, moment.year, moment.month, moment.day, moment.weekday(), moment.hour])


def test_december_is_as_near_to_january_as_june_to_july():
    months = apply_date(EVERY, np.array(["2024-12", "2025-01", "2025-06", "2025-07"], "datetime64[s]"))[:, 6:8]
    assert np.isclose(np.linalg.norm(months[0] - months[1]), np.linalg.norm(months[2] - months[3]))


def test_only_parts_that_vary_are_kept():
    dates = np.array(["2024-03-01", "2024-03-02", "NaT"], "datetime64[s]")
    assert date_features(fit_date(dates, linear=False), "d") == ["d: day count", "d: day", "d: weekday"]
    assert fit_date(dates[:1], linear=True) == fit_date(dates[2:], linear=True) == {"parts": []}


def test_no_date_gives_nan_everywhere():
    assert np.isnan(apply_date(EVERY, np.array(["NaT"], "datetime64[s]"))).all()


def test_the_ends_of_time_are_finite():
    ends = np.array([np.iinfo(np.int64).min + 1, np.iinfo(np.int64).max]).view("datetime64[s]")
    assert np.isfinite(apply_date(EVERY, ends)).all()
