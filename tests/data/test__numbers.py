"""Texts are numbers when people mean numbers."""

import numpy as np
import pytest

from zerotohero.data._numbers import Marks, find_marks, is_number, parse


@pytest.mark.parametrize(
    ("texts", "values", "marks"),
    [
        (["1", "-2.5", "+3", ".5", "1e3"], [1, -2.5, 3, 0.5, 1000], Marks()),
        (["1,5", "20,25", "0,125"], [1.5, 20.25, 0.125], Marks(",")),
        (["1,234", "12,345,678", "7"], [1234, 12345678, 7], Marks(".", ",")),
        (["1.234,5", "12,25"], [1234.5, 12.25], Marks(",", ".")),
        (["1 234,5", "12 345,6"], [1234.5, 12345.6], Marks(",", " ")),
        (["1\u202f234", "12\u00a0345"], [1234, 12345], Marks(".", " ")),
        (["1'234.50", "12’345.00"], [1234.5, 12345], Marks(".", "'")),
        (["$84,835.00", "$57,091.00", "-$5.50"], [84835, 57091, -5.5], Marks(".", ",", "$")),
        (["12%", "7.5 %"], [12, 7.5], Marks(suffix="%")),
        (["36 months", "60 months"], [36, 60], Marks(suffix="months")),
        (["3,50 €", "1.200,00 €"], [3.5, 1200], Marks(",", ".", "", "€")),
        (["−3", "−4.5"], [-3, -4.5], Marks()),
    ],
)
def test_marks_are_found_and_read(texts, values, marks):
    found, _ = find_marks(texts, [1] * len(texts))
    assert found == marks
    np.testing.assert_array_equal(parse(texts, found), values)


@pytest.mark.parametrize(
    "texts",
    [["A12", "A13"], ["1. Male", "2. Female"], ["5-6", "7-8"], ["10:30", "11:00"], ["1st", "2nd", "3rd"], ["a", "b"],
     ["2024-01-01", "2024-01-02"], ["1.2.3", "1.2.4"]],
)  # fmt: skip
def test_codes_are_no_numbers(texts):
    assert find_marks(texts, [1] * len(texts)) is None


def test_a_comma_before_three_digits_follows_the_rest_of_the_file():
    texts = ["1,234", "5,678"]
    assert find_marks(texts, [1, 1]) == (Marks(".", ","), True)
    assert find_marks(texts, [1, 1], prefer=",")[0] == Marks(",")
    assert find_marks(["1.234", "5.678"], [1, 1]) == (Marks(), True)
    assert find_marks(["1.234", "5.678"], [1, 1], prefer=",")[0] == Marks(",", ".")


def test_too_large_is_infinite_and_nonsense_is_nan():
    np.testing.assert_array_equal(parse(["1e400", "x", "", "１２"]), [np.inf, np.nan, np.nan, 12])


@pytest.mark.parametrize(
    ("text", "is_one"), [("1", True), (" 1.5 ", True), ("1e5", True), ("", False), ("1_000", False)]
)
def test_is_number(text, is_one):
    assert is_number(text) is is_one
