"""`hero explain` through the command line."""

import json


def test_explain_says_what_pushed_and_draws_it(hero, moons_board, tmp_path):
    out = moons_board.folder.parent
    code, said, _ = hero("explain", "logistic-regression", "moons", "--row", "3", "--out", out, "--svg", "why.svg")
    assert code == 0
    assert "exact Shapley values" in " ".join(said.split()) or "Exact Shapley values" in " ".join(said.split())
    assert (tmp_path / "why.svg").read_text("utf-8").startswith("<svg")


def test_json_pushes_make_up_the_difference(hero, moons_board):
    code, said, _ = hero(
        "explain", "random-forest", "moons", "--row", "3", "--out", moons_board.folder.parent, "--json"
    )
    plain = json.loads(said)
    assert code == 0
    assert abs(plain["base"] + sum(p["push"] for p in plain["pushes"]) - plain["end"]) < 1e-9


def test_a_row_beyond_the_file_is_one_message(hero, moons_board):
    code, _, err = hero("explain", "best", "moons", "--row", "99999", "--out", moons_board.folder.parent)
    assert code == 1
    assert "rows 0 to 999" in err


def test_an_existing_picture_is_not_overwritten_unasked(hero, moons_board, tmp_path):
    (tmp_path / "why.svg").write_text("mine")
    code, _, err = hero("explain", "best", "moons", "--out", moons_board.folder.parent, "--svg", "why.svg")
    assert code == 1
    assert "--yes" in err
