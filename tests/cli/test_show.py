"""What a training looks like while it runs."""

import io
import time

import pytest
from rich.console import Console

from zerotohero.cli.show import TrainingView
from zerotohero.core.progress import listening, tell

SPLIT = {"event": "split", "rows": 90, "test_rows": 10, "folds": 5, "groups": None, "by_time": ["day"]}
TIME = {
    "code": "time",
    "severity": "warning",
    "where": ["day"],
    "why": "day orders the rows: so.",
    "fix": "--time none",
}


@pytest.fixture
def seen():
    """Return a view and what it has printed."""
    text = io.StringIO()
    return TrainingView(console=Console(file=text, width=100)), text.getvalue


@pytest.mark.parametrize(("splitter", "seed"), [("TimeSeriesSplit(5)", 42), ("KFold(5, random_state=7)", 7)])
def test_the_short_form_names_a_number_even_where_the_split_needs_none(seen, splitter, seed):
    view, text = seen
    view({**SPLIT, "splitter": splitter, "findings": []})
    assert f"random_state={seed}) is the short form" in text()


def test_a_finding_is_told_by_what_was_found_before_how_to_go_against_it(seen):
    view, text = seen
    view({**SPLIT, "splitter": "TimeSeriesSplit(5)", "findings": [TIME]})
    assert text().index("! time: day orders the rows") < text().index("--time none")


def test_of_the_notes_only_a_column_that_tells_nearly_all_is_told(seen):
    view, text = seen
    notes = [{**TIME, "severity": "note", "code": code, "why": f"{code} found: so."} for code in ("giveaway", "copies")]
    view({**SPLIT, "splitter": "TimeSeriesSplit(5)", "findings": notes})
    assert "! giveaway: giveaway found" in text() and "copies found" not in text()


def test_the_time_left_counts_the_dear_fits_that_are_still_to_come(seen):
    view, _ = seen
    view({"event": "fit", "candidates": 2, "fits": 10, "workers": 1, "already": 0, "rows": 9, "columns": 2, "expected": 99.5, "greater_is_better": True})  # fmt: skip
    view.started = time.monotonic() - 1
    for fold in range(5):  # the cheap half: 0.05 s each of 100 s in all, in one second
        view({"event": "fold", "algorithm": "majority", "fold": fold, "expected": 0.0})
    left = int(str(view._progress()).partition("about ")[2].split()[0])
    assert 395 <= left <= 405  # (100 - 0.25) / 0.25 seconds; by the number of fits it would be 1


def test_reading_moves_on_a_terminal_and_is_silent_elsewhere(seen):
    text = io.StringIO()
    view = TrainingView(console=Console(file=text, width=100, force_terminal=True))
    view.wait("reading")
    with listening(view.reading):
        tell(340, 2000, "pictures")
        assert "340 of 2,000 pictures" in str(view.live.status)
    view.close()
    view, said = seen
    with listening(view.reading):
        tell(340, 2000, "pictures")
    assert said() == ""
