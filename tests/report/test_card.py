"""The model card."""

import copy
import re

import pytest

from zerotohero.report.card import card, rows_sentence
from zerotohero.report.evidence import Evidence


def terms(run, rows=True):
    return dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", card(Evidence(run, rows)).html(), re.DOTALL))


@pytest.fixture
def changed(digits_board, monkeypatch):
    manifest = copy.deepcopy(digits_board.manifest)
    monkeypatch.setattr(digits_board, "manifest", manifest)
    return digits_board


def test_card_answers_what_people_ask(digits_board):
    said = terms(digits_board.best)
    assert {"Data", "Question", "Rows", "Split", "Metric", "Algorithm", "Hyperparameters", "Made",
            "Training rows inside"} <= set(said)  # fmt: skip
    assert "1,797: 1,497 for training, 300 set aside as the test set, never used so far" in said["Rows"]
    assert "KFold(5, shuffle=True, random_state=42)" in said["Split"]
    assert "2026-01-02" in said["Made"] and "seed 42" in said["Made"] and "scikit-learn" in said["Made"]


def test_card_names_the_hyperparameters_with_their_meaning(digits_board, monkeypatch):
    from zerotohero.core.specs import find

    knob = find("algorithms", "logistic-regression").hyperparameters[0]
    monkeypatch.setattr(digits_board.best, "params", {knob.name: 0.25})
    assert (
        f"<code>{knob.name} = 0.25</code> <span class=soft>{knob.meaning}"
        in terms(digits_board.best)["Hyperparameters"]
    )


def test_card_gives_the_reason_of_the_split(changed):
    changed.manifest["split"]["groups"] = "typeface"
    assert "rows of one typeface belong together" in terms(changed.best)["Split"]
    changed.manifest["split"] |= {"groups": None, "time": ["year", "month"]}
    assert "ordered by year, month: a fold&#x27;s model saw only earlier rows" in terms(changed.best)["Split"]


def test_card_says_which_training_rows_the_file_holds(digits_board, monkeypatch):
    assert "no rows" in terms(digits_board.best)["Training rows inside"]
    monkeypatch.setattr(digits_board.best, "algorithm", "knn")
    assert "no rows" not in terms(digits_board.best)["Training rows inside"]


def test_notes_quote_cells_and_stay_away_without_rows(changed):
    changed.manifest["notes"] = ["3 cells such as 'Mr. X' were read as missing."]
    assert "Mr. X" in terms(changed.best)["Data"]
    assert "Mr. X" not in terms(changed.best, rows=False)["Data"]


def test_few_rows_have_no_test_set_and_the_card_says_so(changed):
    changed.manifest |= {"rows": 150, "test_rows": 0}
    assert rows_sentence(changed) == "150, all for training: too few to set a test set aside"
