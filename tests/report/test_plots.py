"""Pictures of numbers: at the right place, in the page's colours, without outside references."""

import re

import numpy as np
import pytest

from zerotohero.report import plots


def test_dots_stand_at_their_share_of_the_scale():
    svg = plots.dots([0.2, 0.5], 0.35, 0.0, 1.0)
    assert re.findall(r'cx="([\d.]+)%"', svg) == ["20.00", "50.00"]
    assert 'x1="35.00%"' in svg


def test_a_fold_without_a_score_has_no_dot():
    assert plots.dots([0.2, float("nan")], 0.2, 0.0, 1.0).count("<circle") == 1


@pytest.mark.parametrize("values", [[0.1, 0.9], [5.0], [0.0, 0.0], [1e6, 3e6], [-2.0, 1.0]])
def test_scale_holds_all_values_with_round_ticks_inside(values):
    low, high, ticks = plots.scale(values)
    assert low < min(values) and max(values) < high
    assert ticks and all(low <= t <= high for t in ticks)


@pytest.mark.parametrize(("most", "least"), [(100, 3), (2e9, 2), (9e13, 1)])
def test_numbers_beside_a_scale_do_not_run_into_each_other(most, least):
    """The width of all labels, at 5.5 points a letter, fits the plot; few marks are better than none."""
    values = np.linspace(0, most, 50)
    figure, axes = plots.new_axes("across", "up")
    axes.scatter(values, values)
    plots.svg(figure)
    low, high = axes.get_xlim()
    shown = [plots.number(t) for t in axes.get_xticks() if low <= t <= high]
    assert len(shown) >= least and len(shown) * (max(map(len, shown)) + 1) * 5.5 < 0.75 * 4.4 * 72


@pytest.fixture(scope="module")
def drawn():
    rng = np.random.default_rng(0)
    y = rng.uniform(1e4, 5e5, 3000)
    predicted = y * rng.lognormal(0, 0.1, 3000)
    return {
        "scatter": plots.predicted_against_true(y, predicted),
        "logarithmic": plots.predicted_against_true(y, predicted, logarithmic=True),
        "histogram": plots.residuals(y, predicted),
    }


@pytest.mark.parametrize("name", ["scatter", "logarithmic", "histogram"])
def test_svg_is_inline_in_page_colours_and_small(drawn, name):
    svg = drawn[name]
    assert svg.startswith("<svg viewBox=") and svg.endswith("</svg>\n")
    assert not re.search(r"http|<style|<!--|#0[1-6]0[2-7]", svg)
    assert "var(--main)" in svg
    assert len(svg) < 160_000


def test_at_most_1200_rows_are_drawn(drawn):
    assert 1200 <= drawn["scatter"].count("<use") < 1220


def test_exact_predictions_can_be_drawn():
    y = np.array([1.0, 2.0, 3.0])
    assert "<svg" in plots.residuals(y, y)
    assert "<svg" in plots.predicted_against_true(y, y)


def test_same_numbers_give_the_same_picture():
    y = np.linspace(1, 9, 50)
    assert plots.residuals(y, y + 1) == plots.residuals(y, y + 1)
