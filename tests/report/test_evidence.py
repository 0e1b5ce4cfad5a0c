"""What a report reads, and what it keeps to itself when no rows may be shown."""

import numpy as np

from zerotohero.report.evidence import Evidence


def test_a_category_is_named_from_ten_rows_on(houses_board, monkeypatch):
    town = houses_board.dataset().cells["town"].copy()
    training = np.flatnonzero(houses_board.fold != -1)
    town[training] = "Ulm"
    town[training[:10]], town[training[10:19]] = "ten", "nine"
    monkeypatch.setitem(houses_board.dataset().cells, "town", town)
    hidden, open_ = Evidence(houses_board.best, rows=False), Evidence(houses_board.best)
    assert [hidden.shown("town", v) for v in ("ten", "nine", "never")] == ["ten", "a rare value", "a rare value"]
    assert open_.shown("town", "nine") == "nine"


def test_without_rows_the_ends_of_a_column_are_what_ten_rows_reach(houses_board):
    area = houses_board.dataset().cells["area"][houses_board.fold != -1]
    ordered = np.sort(area[~np.isnan(area)])
    assert Evidence(houses_board.best).ends("area") == (ordered[0], ordered[-1])
    assert Evidence(houses_board.best, rows=False).ends("area") == (ordered[9], ordered[-10])


def test_the_most_telling_columns_come_first_as_measured_or_as_they_go_with_the_target(houses_board, studied):
    assert Evidence(studied).telling[:2] == ["area", "rooms"]
    (studied.folder / "study.json").write_text("{}")
    assert Evidence(studied).telling[0] == "area"
    (studied.folder / "study.json").write_text("not json")
    assert Evidence(studied).study == {}


def test_counts_are_of_training_rows_only(houses_board):
    cells = houses_board.dataset().cells["town"][houses_board.fold != -1]
    assert sum(Evidence(houses_board.best).counts("town").values()) == sum(c is not None for c in cells)
