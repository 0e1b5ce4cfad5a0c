"""What a network showed of itself, drawn in characters."""

import io

import numpy as np
import pytest
from rich.console import Console

from zerotohero.report.steps_view import LINE, PALETTE, border_pixels, curve, resized, steps_view, told


def halves(side=8):
    """Return the grid of two classes: class 0 left, class 1 right."""
    row = "o" * (side // 2) + "0" * (side // 2)
    other = "0" * (side // 2) + "o" * (side // 2)
    return {"side": side, "grid": [row * side, other * side]}


def event(step, loss, **more):
    return {"event": "step", "step": step, "of": 10, "loss": loss, "score": 0.5, "rate": 0.01, "title": "a net", **more}


def printed(view, width=90):
    console = Console(width=width, record=True, file=io.StringIO(), force_terminal=True)
    console.print(view)
    return console.export_text()


def test_each_half_has_its_class_s_colour_and_a_line_between():
    pixels = border_pixels(halves(), [], (16, 16))
    assert (pixels[:, 8] == LINE).all()
    for column, k in ((0, 0), (15, 1)):
        nearest = np.linalg.norm(PALETTE - pixels[3, column] * 2, axis=1).argmin()
        assert nearest == k
    assert (pixels[0] == pixels[-1]).all()


def test_a_row_of_the_data_stands_at_its_place_in_full_colour():
    pixels = border_pixels(halves(), [[0.99, 0.01, 0], [0.0, 1.0, 1]], (16, 16))
    assert (pixels[15, 15] == PALETTE[0]).all()  # to the right and down: across 0.99, up 0.01
    assert (pixels[0, 0] == PALETTE[1]).all()


def test_an_unsure_answer_is_darker_than_a_sure_one():
    sure = border_pixels(halves(), [], (16, 16))[0, 0].sum()
    unsure = border_pixels({"side": 8, "grid": ["Q" * 64, "N" * 64]}, [], (16, 16))[0, 0].sum()
    assert unsure < 0.5 * sure


def test_a_number_is_blue_when_low_and_orange_when_high():
    pixels = border_pixels({"side": 8, "grid": [("0" * 4 + "o" * 4) * 8]}, [], (8, 8))
    assert pixels[0, 0, 2] > pixels[0, 0, 0] and pixels[0, 7, 0] > pixels[0, 7, 2]


def test_resizing_keeps_a_slope_a_slope():
    slope = np.linspace(0, 1, 9)[None, None, :].repeat(9, axis=1)
    large = resized(slope, (18, 36))[0]
    assert large.shape == (18, 36) and np.all(np.diff(large, axis=1) >= 0)
    np.testing.assert_allclose(large[0, 4:-4], (np.arange(36)[4:-4] + 0.5) / 36 * 9 / 8 - 0.5 / 8)


def test_the_curve_falls_from_the_top_left_and_ends_where_the_steps_end():
    lines = [line.plain for line in curve([(1, 1.0), (50, 0.0)], 100, 40, 6)]
    rows = [line.partition("│")[2] for line in lines[:6]]
    first = [i for i, row in enumerate(rows) if row[0] != "⠀"]
    assert first == [0]
    wide = len(rows[0])
    drawn = max(i for row in rows for i, dot in enumerate(row) if dot != "⠀")
    assert abs(drawn - wide / 2) <= 1  # half of the steps are done
    assert rows[5][drawn] != "⠀" and lines[-1].endswith("100 steps")


def test_the_whole_picture_fits_its_width_and_says_what_it_shows():
    events = [event(1, 0.7, **halves(), points=[[0.5, 0.5, 0]]), event(10, 0.2, **halves())]
    text = printed(steps_view(events, "a net, fold 1", ("cats", "dogs"), ("age", "size"), 86, 18))
    assert max(map(len, text.splitlines())) <= 90 and len(text.splitlines()) <= 19
    for words in ("a net, fold 1", "10 of 10", "0.2", "50.0% right", "● cats", "● dogs", "age →", "size ↑"):
        assert words in text


def test_without_a_border_there_is_the_curve_and_the_reason_of_a_blow_up():
    events = [event(1, 0.7), event(2, None, why="it blew up at step 2: too long steps")]
    text = printed(steps_view(events, "a net", (), (), 60, 16))
    assert "▀" not in text and "it blew up at step 2" in text and "R² 0.500" in text


@pytest.mark.parametrize(("classes", "words"), [(("a", "b"), "50.0% right"), ((), "R² 0.500")])
def test_one_step_in_words(classes, words):
    assert told(event(3, 0.25), classes) == f"step       3 of 10, loss 0.25, {words} while learning"
