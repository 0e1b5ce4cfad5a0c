"""Options that commands share."""

from zerotohero.cli.options import with_out


def test_a_suggested_command_finds_the_leaderboards_where_they_are():
    assert with_out("hero test best", "hero-boards") == "hero test best"
    assert with_out("hero test best", "my boards") == "hero test best --out 'my boards'"
    assert with_out("hero look data.csv --target y", "elsewhere") == "hero look data.csv --target y"


def test_next_names_the_folder_that_was_given(hero):
    assert hero("train", "moons", "--only", "knn", "--effort", "quick", "--out", "elsewhere")[0] == 0
    code, out, _ = hero("next", "--out", "elsewhere")
    assert code == 0
    assert "hero test best --out elsewhere" in out
