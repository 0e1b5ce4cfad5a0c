"""What is in a data set, in the terminal."""

import io
from types import SimpleNamespace

import numpy as np
from rich.console import Console

from zerotohero.core.dataset import Dataset
from zerotohero.core.recipe import ColumnRecipe, ReadingRecipe
from zerotohero.core.specs import Finding
from zerotohero.report.look.look import describe, look_view, sparkline

NASTY = "[red]price[/red]\n<b>"


def table(cells, types):
    recipe = ReadingRecipe("table", tuple(ColumnRecipe(n, types.get(n, "number")) for n in cells))
    return Dataset("t", "table", cells, recipe, "t.csv")


def shown(dataset, target=None, findings=(), width=80):
    view = SimpleNamespace(dataset=dataset, target=target, task=target and "regression", findings=findings)
    console = Console(width=width, color_system=None, record=True, file=io.StringIO())
    console.print(look_view(view))
    return console.export_text()


def mixed():
    n = 100
    words = np.array([f"a long story number {i}" for i in range(n)], object)
    return table(
        {
            "age": np.r_[np.full(25, np.nan), np.arange(75.0)],
            NASTY: np.where(np.arange(n) < 60, "yes", "no").astype(object),
            "when": np.datetime64("2020-01-01", "s") + np.arange(n) * np.timedelta64(86400, "s"),
            "story": words,
            "empty": np.full(n, np.nan),
        },
        {NASTY: "category", "when": "date", "story": "words"},
    )


def test_description_counts_what_is_there():
    columns = {c["name"]: c for c in describe(mixed())["columns"]}
    assert (columns["age"]["missing"], columns["age"]["distinct"]) == (25, 75)
    assert columns["age"]["values"].endswith("0 … 37 … 74")
    assert columns[NASTY]["values"] == "yes 60 %, no 40 %"
    assert columns["when"]["values"] == "2020-01-01 … 2020-04-09"
    assert columns["empty"]["values"] == "no values at all"
    assert describe(mixed())["types"] == {"number": 2, "category": 1, "date": 1, "words": 1}


def test_view_fits_80_columns_and_shows_names_as_text():
    text = shown(mixed(), "age")
    assert max(map(len, text.splitlines())) <= 80
    assert "[red]price[/red]" in text
    assert "25 %" in text and "100 %" in text


def test_five_thousand_columns_are_bounded_and_it_says_so():
    wide = table({f"c{i}": np.arange(12.0) for i in range(5000)}, {})
    text = shown(wide)
    assert len(text.splitlines()) < 60
    assert "5,000 columns" in text
    assert "and 4,960 more columns" in text


def test_pictures_are_counted_by_label():
    recipe = ReadingRecipe("images", (ColumnRecipe("image", "image"), ColumnRecipe("label", "category")), mode="L")
    labels = np.array(["cat"] * 6 + ["dog"] * 3 + [None], object)
    pictures = Dataset("pets", "images", {"image": np.zeros((10, 8, 9), np.uint8), "label": labels}, recipe, "pets")
    facts = describe(pictures)
    assert facts["labels"] == {"cat": 6, "dog": 3}
    assert facts["size"] == (8, 9, "L")
    assert "10 pictures, 9×8 pixels, grey" in shown(pictures)


def test_findings_say_severity_where_why_and_fix():
    finding = Finding("giveaway", "problem", ("[b]alive[/b]",), {}, "It is the target again.", "--drop alive")
    text = shown(mixed(), "age", (finding,))
    assert "problem giveaway  [b]alive[/b]" in text
    assert "It is the target again." in text and "--drop alive" in text
    assert "none; no check has anything to say" in shown(mixed())


def test_sparkline_is_a_histogram_that_one_wild_value_does_not_flatten():
    assert sparkline([0, 0, 0, 0, 1, 2, 2, 3, 4], bins=5)[0] == "█"
    assert sparkline([3.0, 3.0]) == "█"
    assert sparkline([np.nan]) == ""
    steady = np.r_[np.linspace(0, 1, 1000), 1e9]
    assert set(sparkline(steady)) <= set("▇█")
