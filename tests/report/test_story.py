"""The story: what was tried, what helped, where it stands, what is next; nothing of any row."""

import shlex
import xml.etree.ElementTree as ElementTree

import pytest

from zerotohero.core.errors import BoardError
from zerotohero.leaderboard.board import Board
from zerotohero.leaderboard.open import open_board
from zerotohero.report.story import story, trainings
from zerotohero.train.train import train


@pytest.fixture(scope="module")
def climbed(tmp_path_factory):
    """Three trainings of somebody's own file: the second helps, the third does not."""
    folder = tmp_path_factory.mktemp("ann's folder")
    lines = []
    for i in range(300):
        a, b = i % 17, i * 7 % 23
        lines.append(f"secret{i},{a},{b},{'yes' if (a > 8 and b > 11) or a < 3 else 'no'}")
    file = folder / "moods.csv"
    file.write_text("\n".join(["who,a,b,happy", *lines]), "utf-8")
    for setting in (("decision-tree.max_depth=2",), (), ("decision-tree.max_depth=2",)):
        board = train(
            str(file),
            target="happy",
            only=["decision-tree"],
            settings=setting,
            effort="quick",
            out=str(folder / "boards"),
            workers=1,
        )
    return board


def test_the_story_tells_every_training_in_order(climbed):
    told = trainings(climbed)
    assert [[r.asked for r in t.new if not r.baseline] for t in told] == [[{"max_depth": 2}], [{}], []]
    assert told[1].best.score > told[1].before.score
    text, _ = story(climbed)
    assert text.index("max_depth=2") < text.index("New best: decision tree") < text.index("nothing new")
    assert text.index("## What was tried") < text.index("## What helped") < text.index("## Where it stands")
    assert f"{climbed.best.score:.3f}" in text
    assert "`hero " in text[text.index("## What is next") :]


def test_nothing_of_a_row_and_no_path_is_told(climbed):
    command = shlex.join(["hero", "train", climbed.manifest["origin"], "--target", "happy"])
    board = Board(climbed.folder, {**climbed.manifest, "next": [{"command": command, "why": "more"}]})
    text, picture = story(board)
    assert "`hero train moods.csv --target happy`" in text
    assert "secret" not in text + picture
    assert "ann" not in text + picture


def test_the_climb_never_falls_and_rivals_stand_beside_it(climbed):
    _, picture = story(climbed)
    root = ElementTree.fromstring(picture)
    paths = [p.get("d") for p in root.iter("{http://www.w3.org/2000/svg}path") if p.get("fill") == "none"]
    heights = [float(step.partition("V")[2]) for step in max(paths, key=len).split("H") if "V" in step]
    assert heights == sorted(heights, reverse=True)  # up on the page is a smaller number
    assert len(heights) == 2
    rivals = [run.title for run in climbed.ranked if run.baseline]
    assert any(title in picture for title in rivals)


def test_a_leaderboard_without_a_model_has_no_story_yet(climbed, tmp_path):
    board = open_board(train("moons", only=["majority"], effort="quick", out=str(tmp_path), workers=1).folder)
    with pytest.raises(BoardError, match="plain rivals only"):
        story(board)
