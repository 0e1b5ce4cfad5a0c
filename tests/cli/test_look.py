"""`hero look` through the command line."""

import json

import pytest


@pytest.fixture
def houses(tmp_path):
    """Forty made-up houses with a gap, a place and a price."""
    lines = ["street,rooms,price,zip"]
    lines += [f"road {i},{'' if i == 3 else i % 5 + 1},{10_000 + 977 * i % 5000},{10_000 + i % 4}" for i in range(40)]
    (tmp_path / "houses.csv").write_text("\n".join(lines), "utf-8")
    return "houses.csv"


def test_look_says_what_is_there(hero, houses):
    code, said, _ = hero("look", houses, "--target", "price")
    assert code == 0
    assert "houses" in said and "40 rows, 4 columns" in said
    assert "to predict: price (regression)" in said
    assert "rooms" in said and "street" in said


def test_json_counts_missing_and_distinct(hero, houses):
    code, said, _ = hero("look", houses, "--target", "price", "--json")
    found = json.loads(said)
    assert code == 0
    assert set(found) == {"dataset", "task", "rows", "columns", "findings"}
    rooms = next(c for c in found["columns"] if c["name"] == "rooms")
    assert (found["rows"], rooms["missing"], rooms["distinct"]) == (40, 1, 5)


def test_type_is_obeyed(hero, houses):
    found = json.loads(hero("look", houses, "--type", "zip=category", "--json")[1])
    assert next(c["type"] for c in found["columns"] if c["name"] == "zip") == "category"


def test_without_a_target_it_still_looks(hero, houses):
    code, said, _ = hero("look", houses)
    assert code == 0
    assert "--target" in said


def test_picture_is_written_and_not_overwritten(hero, houses, tmp_path):
    code, said, _ = hero("look", houses, "--picture", "h.png")
    assert code == 0
    assert "wrote h.png" in said
    before = (tmp_path / "h.png").read_bytes()
    assert before.startswith(b"\x89PNG")
    code, _, err = hero("look", houses, "--picture", "h.png")
    assert (code, (tmp_path / "h.png").read_bytes()) == (1, before)
    assert "--yes" in err


def test_unknown_column_is_answered_with_the_nearest(hero, houses):
    code, _, err = hero("look", houses, "--target", "pric")
    assert code == 1
    assert "'price'" in err
