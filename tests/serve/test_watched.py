"""What `hero watch` says about what a service said."""

import pytest
from rich.console import Console

from zerotohero.core.errors import UsageError
from zerotohero.serve.watched import drifted, look_at, watched_view

BINS = {"then": [0.5, 0.5, 0.0], "now": [0.9, 0.1, 0.0]}


def model(rows=500, columns=None, score=None, **more):
    live = {"rows": 40 if score else 3, "metric": "accuracy", "score": score, "tested": 0.9, "tested_std": 0.01}
    return {"model": "cats", "run": "12ab", "drift": {"rows": rows, "columns": columns or {}}, "live": live, **more}


def said(*models):
    console = Console(width=120)
    with console.capture() as capture:
        console.print(watched_view({"models": list(models)}))
    return capture.get()


def test_what_drifted_comes_first_and_is_named():
    columns = {"age": {"index": 0.02, "drifted": False, **BINS}, "size": {"index": 1.2, "drifted": True, **BINS}}
    found = model(columns=columns, score=0.81)
    text = said(found)
    assert "500 latest rows" in text and "size drifted" in text
    assert text.index("size  ") < text.index("age  ") and "█▂" in text.replace("▁", "▂")
    assert "accuracy on 40 rows with true answers: 0.8100; before: 0.9000" in text
    assert drifted({"models": [found]}) == [("cats", "size")]


def test_few_rows_and_models_that_write_are_said_to_be_so():
    assert "7 rows so far" in said(model(rows=7)) and "true answers: 3 so far" in said(model(rows=7))
    assert "1 row so far" in said(model(rows=1))
    assert "it writes" in said({"model": "verses", "run": "1"})
    assert "train it again" in said(model(rows=1000))


def test_nobody_there_is_one_message():
    with pytest.raises(UsageError) as error:
        look_at("http://127.0.0.1:9")
    assert "hero serve" in error.value.try_
    with pytest.raises(UsageError):
        look_at("no address")
