"""One format reads the whole column; the day's place is decided by all values."""

import numpy as np
import pytest

from zerotohero.data._dates import find_format, parse_dates, parse_iso


def find(texts, order=lambda dates: False):
    return find_format(texts, np.ones(len(texts), int), order)


@pytest.mark.parametrize(
    ("texts", "form", "first"),
    [
        (["2024-01-31", "2024-02-01"], "%Y-%m-%d", "2024-01-31"),
        (["31/01/2024", "05/02/2024"], "%d/%m/%Y", "2024-01-31"),
        (["01/31/2024", "02/05/2024"], "%m/%d/%Y", "2024-01-31"),
        (["6/16/14", "12/1/13"], "%m/%d/%y", "2014-06-16"),
        (["31.01.2024 13:05", "01.02.2024 00:00"], "%d.%m.%Y %H:%M", "2024-01-31T13:05"),
        (["2024-01-31T13:05:10Z", "2024-02-01T00:00:00Z"], "%Y-%m-%dT%H:%M:%S%z", "2024-01-31T13:05:10"),
        (["2024-01-31 13:05:10.25", "2024-02-01 01:00:00.5"], "%Y-%m-%d %H:%M:%S.%f", "2024-01-31T13:05:10"),
        (["2024-01-31 13:05:10+02:00", "2024-02-01 00:00:00+01:00"], "%Y-%m-%d %H:%M:%S%z", "2024-01-31T11:05:10"),
        (["5 May 2024", "17 Jun 2023"], "%d %b %Y", "2024-05-05"),
        (["March 5, 2024", "June 17, 2023"], "%B %d, %Y", "2024-03-05"),
        (["1/31/2024 1:05 PM", "2/1/2024 11:00 AM"], "%m/%d/%Y %I:%M %p", "2024-01-31T13:05"),
        (["20240131", "20240201"], "%Y%m%d", "2024-01-31"),
        (["2024-01", "2024-02"], "%Y-%m", "2024-01-01"),
        (["18:00:00", "19:30:00"], "%H:%M:%S", "1900-01-01T18:00"),
    ],
)  # fmt: skip
def test_usual_formats_are_found(texts, form, first):
    assert find(texts) == (form, True)
    assert parse_dates(texts, form)[0] == np.datetime64(first, "s")


@pytest.mark.parametrize("texts", [["7590-VHVEG", "5575-GNVDE"], ["1.5", "2.5"], ["A/5 21171", "PC 17599"], ["12-13", "14-15"],
                                   ["192.168.0.1", "10.0.0.1"], ["May", "June"], ["1999 Broadway", "2001 Main St"]])  # fmt: skip
def test_codes_are_no_dates(texts):
    assert find(texts)[0] is None


def test_where_both_would_do_the_order_of_the_rows_decides():
    texts = ["01/02/2024", "01/03/2024", "01/04/2024"]
    assert find(texts) == ("%m/%d/%Y", False)
    by_month = lambda dates: dates[0].astype("datetime64[M]") != dates[1].astype("datetime64[M]")  # noqa: E731
    assert find(texts, by_month) == ("%d/%m/%Y", True)


def test_iso_texts_of_any_length_are_read():
    out = parse_iso(["2024-01-31", "2024-01-31T10:00", "2024-01-31T10:00:00+02:00", "x"])
    assert out[1] == np.datetime64("2024-01-31T10:00:00")
    assert out[2] == np.datetime64("2024-01-31T08:00:00")
    assert np.isnat(out[3])
