"""A leaderboard whose files are damaged: one clear message, or made again by the next training."""

import pytest

import zerotohero as zh
from zerotohero.core.errors import BoardError
from zerotohero.leaderboard.journal import read_arrays, read_json
from zerotohero.leaderboard.open import open_board


@pytest.mark.parametrize("junk", [b"", b"{", b"\xff\xfe{", b"[1]", b'{"key": "gone"}'])
def test_a_damaged_board_is_one_message(tmp_path, junk):
    folder = tmp_path / "b-y"
    folder.mkdir()
    (folder / "board.json").write_bytes(junk)
    with pytest.raises(BoardError):
        open_board(folder, tmp_path)


@pytest.mark.parametrize("junk", [None, b"", b"junk", b"PK\x03\x04"])
def test_damaged_arrays_are_one_message(tmp_path, junk):
    path = tmp_path / "a.npz"
    if junk is not None:
        path.write_bytes(junk)
    with pytest.raises(BoardError, match=r"a\.npz"):
        read_arrays(path)


def test_json_that_is_not_text_is_no_json(tmp_path):
    (tmp_path / "a.json").write_bytes(b"\xff\xfe{")
    assert read_json(tmp_path / "a.json", {}) == {}


def test_the_next_training_makes_again_what_was_cut_off(tmp_path):
    def again():
        return zh.train("moons", only=["nearest-class-mean"], effort="quick", out=tmp_path, workers=1)

    scores = [r.score for r in again().runs]
    (index,) = tmp_path.glob("*/data/*/cells.json")
    index.unlink()  # killed while the cells were written: the index comes last
    for path in tmp_path.glob("*/runs/*/fold-0.npz"):
        path.write_bytes(b"junk")
    assert [r.score for r in again().runs] == scores
    assert index.exists()
