"""Learning curve, importance and dependence: the verdict follows the numbers."""

import re

import pytest

from zerotohero.report.evidence import Evidence
from zerotohero.report.study import dependence, importance, learning


def test_the_learning_curve_says_in_words_what_it_shows(studied):
    section = learning(Evidence(studied))
    assert section.parts[0].caption.startswith(
        "The error still falls, more rows help: the last doubling took off 2000."
    )
    assert section.facts["rows"] == [25, 50, 100, 200]
    assert section.misread.endswith("not of other rows or better columns.")


def test_a_last_doubling_that_brought_nothing_is_said_so(studied):
    evidence = Evidence(studied)
    evidence.__dict__["study"] = {"learning": {"rows": [50, 100], "score": [20e3, 20001.0], "score_std": [90, 90]}}
    assert "the last doubling of the rows brought nothing;" in learning(evidence).parts[0].caption
    assert "It ends at 20,001, not at " in learning(evidence).parts[0].caption  # fewer folds than the score


def test_what_is_known_by_heart_stands_beside_what_is_new(studied):
    evidence = Evidence(studied)
    assert "by heart" not in learning(evidence).parts[0].caption
    evidence.__dict__["study"] = {**evidence.study, "by_heart": {"seen": 1234.0, "unseen": 20432.0}}
    assert "it reaches 1234, on new ones of the same [[fold]] 20,432:" in learning(evidence).parts[0].caption


def test_a_column_that_was_shuffled_once_has_no_spread(studied):
    evidence = Evidence(studied)
    once = {"column": "age", "worse": 10.0, "worse_std": None}
    evidence.__dict__["study"] = {**evidence.study, "importance": [*evidence.study["importance"], once]}
    section = importance(evidence)
    assert section.parts[0].otherwise.rows[-1] == ("age", "10.00", "–")
    assert "2 of 5 columns change nothing" in section.read


def test_columns_that_matter_by_luck_alone_are_counted(studied):
    section = importance(Evidence(studied))
    assert "2 of 4 columns change nothing that can be told from luck" in section.read
    bars = [float(w) for w in re.findall(r'width="([\d.]+)%" height="10"', section.html())]
    assert bars[0] / bars[1] == pytest.approx(51 / 8, rel=0.01)
    assert bars[3] == 0


def test_dependence_draws_numbers_as_curves_and_categories_as_rows(studied):
    section = dependence(Evidence(studied))
    area, town = section.parts[0].said
    assert "<path" in area.svg and "<table" in town.svg
    assert "<script" not in section.html()
    places = [float(x) for x in re.findall(r'cx="([\d.]+)%"', town.svg)]
    assert places == pytest.approx(
        [2 + 96 * (17 - 7) / 23, 2 + 96 * (18 - 7) / 23], abs=0.1
    )  # one scale: 70,000 to 300,000


def test_without_rows_no_curve_reaches_further_than_ten_rows_do(studied):
    open_, hidden = Evidence(studied), Evidence(studied, rows=False)
    low, high = hidden.ends("area")
    d = {**open_.study["dependence"][0], "at": [low - 1, (low + high) / 2, high]}
    open_.__dict__["study"] = hidden.__dict__["study"] = {"dependence": [d]}
    assert len(dependence(open_).facts["columns"][0]["mean"]) == 3
    assert dependence(hidden).facts["columns"][0]["mean"] == d["mean"][1:]


def test_of_several_classes_the_one_that_changes_most_is_drawn(digits_board):
    evidence = Evidence(digits_board.best)
    d = {"column": "x", "kind": "category", "at": ["a", "b"], "mean": [[0.6, 0.3, 0.1], [0.55, 0.05, 0.4]],
         "low": [[0.5, 0.2, 0], [0.5, 0, 0.3]], "high": [[0.7, 0.4, 0.2], [0.6, 0.1, 0.5]]}  # fmt: skip
    evidence.__dict__["study"] = {"dependence": [d]}
    evidence.__dict__["_counted"] = {"x": {"a": 9, "b": 5}}
    figure = dependence(evidence).parts[0].said[0]
    assert [row[1] for row in figure.numbers.rows] == ["10 %", "40 %"]
    assert "most frequent" not in dependence(evidence).read
    evidence._counted["x"] |= {"c": 1}
    assert dependence(evidence).read.endswith("Of a column with many values the most frequent are shown.")
    name = digits_board.manifest["classes"][2]
    assert f"probability of <code>{name}</code>" in figure.svg and f"`{name}`" in figure.numbers.head[1]


def test_what_was_not_measured_has_no_section(houses_board):
    evidence = Evidence(houses_board.best)
    assert learning(evidence) is importance(evidence) is dependence(evidence) is None
    evidence.__dict__["study"] = {"learning": None, "importance": [], "dependence": []}
    assert learning(evidence) is importance(evidence) is dependence(evidence) is None


def test_bars_too_short_to_be_seen_and_flat_curves_are_named_not_drawn(studied):
    evidence = Evidence(studied)
    tiny = [{"column": f"c{i}", "worse": 5.0 - i, "worse_std": 0.1} for i in range(3)]
    level = {"column": "rooms", "kind": "number", "at": [1.0, 5.0], "mean": [17e4, 17.05e4], "low": [8e4, 8e4], "high": [29e4, 29e4]}  # fmt: skip
    found = evidence.study
    evidence.__dict__["study"] = {**found, "importance": [*found["importance"], *tiny], "dependence": [*found["dependence"], level]}  # fmt: skip
    assert len(re.findall("<rect", importance(evidence).html())) == 4
    assert "3 more columns" in importance(evidence).html()
    section = dependence(evidence)
    assert len(section.parts[0].said) == 2 and "Hardly anything moves with `rooms`." in section.read
    level["high"] = [24e4, 29e4]  # the mean stands still, some rows do not
    assert len(dependence(evidence).parts[0].said) == 3


def test_an_order_of_importance_from_few_rows_is_called_so(studied):
    evidence = Evidence(studied)
    assert "50 rows are few" in importance(evidence).read
    evidence.__dict__["study"] = {**evidence.study, "rows_judged": 800}
    assert "few" not in importance(evidence).read
