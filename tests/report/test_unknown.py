"""What this model does not know."""

import copy

import numpy as np
import pytest

from zerotohero.report.evidence import Evidence
from zerotohero.report.unknown import judged_under, not_tested_on, unknown


@pytest.fixture
def changed(digits_board, monkeypatch):
    monkeypatch.setattr(digits_board, "manifest", copy.deepcopy(digits_board.manifest))
    return digits_board


def test_what_was_not_tested_follows_the_split(changed):
    assert any("hero test" in s for s in not_tested_on(changed))
    assert any("later" in s for s in not_tested_on(changed))
    changed.manifest["split"]["time"] = ["year"]
    assert not any("later" in s for s in not_tested_on(changed))


def test_copies_groups_and_time_it_was_judged_under_are_named(changed):
    assert judged_under(Evidence(changed.best)) == []
    changed.manifest["split"] |= {"groups": "patient", "time": ["day"], "copies": 12}
    said = judged_under(Evidence(changed.best))
    assert [any(word in s for s in said) for word in ("patient", "day", "12 rows are copies")] == [True] * 3


def test_ranges_are_those_of_the_training_rows(houses_board):
    section = unknown(Evidence(houses_board.best))
    rooms = houses_board.dataset().cells["rooms"][houses_board.fold != -1]
    known = {c["column"]: c for c in section.facts["columns"]}
    assert known["rooms"]["knows"] == f"{rooms.min():.0f} to {rooms.max():.0f}"
    area = houses_board.dataset().cells["area"][houses_board.fold != -1]
    assert known["area"]["missing"] == pytest.approx(np.isnan(area).mean())
    assert any("never seen an empty cell in `rooms`" in s for s in section.facts["sentences"])


def test_a_class_with_few_rows_is_named_with_its_number(digits_board, monkeypatch):
    y = digits_board.y.copy()
    sevens = np.flatnonzero((y == 7) & (digits_board.fold != -1))
    y[sevens[12:]] = 1
    monkeypatch.setattr(digits_board, "y", y)
    assert any("Few rows to learn from: `7` (12)" in s for s in unknown(Evidence(digits_board.best)).facts["sentences"])
