"""`hero generate`: verse by a trained run; what needs rows is refused for it."""

import json

import pytest

from zerotohero.train.next import train_again
from zerotohero.train.train import train

SEEN = ["the cat sat down upon the mat", "a dog came in and saw the cat", "the cat put on a yellow hat",
        "the dog was wet and that was that", "we ran all day and in the night", "the moon came up and it was bright",
        "the dog came home and saw the light", "the cat was wrong the dog was right"]  # fmt: skip


@pytest.fixture(scope="module")
def board(tmp_path_factory):
    """Rhyming n-grams and a rival, trained on 40 lines."""
    folder = tmp_path_factory.mktemp("lyrics")
    lines = [line.replace("the ", f"{word} ") for word in ("the", "a", "my", "his", "her") for line in SEEN]
    (folder / "songs.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return train(
        str(folder / "songs.txt"), only=["rhyming-ngram", "plain-ngram"], effort="quick", out=str(folder / "boards")
    )


WISHES = ("--lines", 4, "--syllables", 8, "--seed", 5)


def test_a_run_and_its_file_write_the_same(hero, board):
    out = board.folder.parent
    code, one, err = hero("generate", "rhyming-ngram", *WISHES, "--json", "--out", out)
    assert code == 0, err
    path = board.run("rhyming-ngram").path
    other = json.loads(hero("generate", path, *WISHES, "--json")[1])
    one = json.loads(one)
    assert len(one["lines"]) == 4 and one["lines"] == other["lines"]


def test_the_copy_limit_is_that_of_the_command(hero, board):
    out = board.folder.parent
    longest = {}
    for limit in (2, 6):
        args = ("--lines", 8, "--syllables", 8, "--copy-limit", limit, "--scheme", "free", "--temperature", 0.1)
        found = [
            json.loads(hero("generate", "rhyming-ngram", *args, "--seed", s, "--json", "--out", out)[1])
            for s in range(3)
        ]
        longest[limit] = max(f["longest"]["size"] for f in found)
        assert {f["copy_limit"] for f in found} == {limit}
    assert longest[2] <= 2 < longest[6] <= 6


def test_a_rival_is_told_to_step_aside(hero, board):
    code, _, err = hero("generate", "plain-ngram", "--out", board.folder.parent)
    assert code == 1 and "hero generate rhyming-ngram" in err


def test_a_run_that_answers_rows_writes_no_verse(hero, moons_board):
    code, _, err = hero("generate", "knn", "--out", moons_board.folder.parent)
    assert code == 1 and "hero rap" in err and err.count("This did not work") == 1


def test_without_a_leaderboard_it_says_how_to_make_one(hero):
    code, _, err = hero("generate")
    assert code == 1 and "hero train" in err


@pytest.mark.parametrize("verb", [["predict", "{run}", "{file}", "-o", "-"], ["explain", "{run}", "{file}"]])
def test_commands_that_need_rows_name_this_one(hero, board, verb, tmp_path):
    (tmp_path / "new.txt").write_text("a line\n", encoding="utf-8")
    words = [w.format(run="rhyming-ngram", file="new.txt") for w in verb]
    code, _, err = hero(*words, "--out", board.folder.parent)
    assert code == 1 and "hero generate rhyming-ngram" in err and err.count("This did not work") == 1


def test_one_column_of_a_table_is_learned_and_written_from(hero, tmp_path):
    lyrics = "\n".join(SEEN)
    rows = [f'Song {i},19{i},"{lyrics}\nand this was song number {i}"' for i in range(10, 15)]
    (tmp_path / "songs.csv").write_text("\n".join(["title,year,lyrics", *rows]), encoding="utf-8")
    asked = {"types": {"lyrics": "lines"}, "only": ["rhyming-ngram"], "effort": "quick", "workers": 1}
    board = train(str(tmp_path / "songs.csv"), **asked, out=str(tmp_path / "boards"))
    assert (board.manifest["task"], board.manifest["target"], board.manifest["rows"]) == ("generation", "lyrics", 45)
    assert "--type lyrics=lines" in train_again(board.manifest)
    code, said, err = hero("generate", "best", *WISHES, "--out", tmp_path / "boards")
    assert code == 0, err
    verse = [line for line in said.splitlines() if line.startswith("  ")]
    assert len(verse) >= 4
    assert {word.lower() for line in verse[:4] for word in line.split()} <= {w for line in SEEN for w in line.split()} | {
        "this", "song", "number"}  # fmt: skip
