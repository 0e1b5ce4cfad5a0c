"""`hero story` through the command line."""


def test_story_writes_markdown_and_the_picture_beside_it(hero, moons_board, tmp_path):
    code, said, _ = hero("story", "--out", moons_board.folder.parent, "-o", "update.md")
    assert code == 0
    assert "update.svg" in said
    text = (tmp_path / "update.md").read_text("utf-8")
    assert "](update.svg)" in text
    assert (tmp_path / "update.svg").read_text("utf-8").startswith("<svg")
    assert hero("story", "--out", moons_board.folder.parent, "-o", "update.md")[0] == 1
