"""`hero board` through the command line."""

import json


def test_board_lists_every_run_with_rivals_marked(hero, moons_board):
    code, said, _ = hero("board", "--out", moons_board.folder.parent)
    assert code == 0
    for run in moons_board.ranked:
        assert f"{run.score:.3f}" in said
    assert said.count("rival") >= sum(r.baseline for r in moons_board.ranked)
    assert "what each step brought" in said


def test_json_is_the_leaderboard_and_nothing_else(hero, moons_board):
    code, said, _ = hero("board", "--out", moons_board.folder.parent, "--json")
    assert code == 0
    plain = json.loads(said)
    assert plain.pop("rank")["of"] == len(moons_board.ranked)
    assert plain == json.loads(json.dumps(moons_board.as_dict()))


def test_published_figures_stand_in_the_ranking_and_are_remembered(hero, moons_board, tmp_path):
    (tmp_path / "figures.csv").write_text("ann,0.99999\nbob,0.5\n")
    code, said, _ = hero("board", "--out", moons_board.folder.parent, "--peers", "figures.csv")
    try:
        assert code == 0
        assert "is better than 1 of 2 published figures" in " ".join(said.split())
        assert "ann" in hero("board", "--out", moons_board.folder.parent)[1]
    finally:
        hero("board", "--out", moons_board.folder.parent, "--peers", "none")
    assert "published" not in hero("board", "--out", moons_board.folder.parent)[1]


def test_board_is_found_by_the_beginning_of_its_name(hero, moons_board):
    assert hero("board", moons_board.folder.name[:4], "--out", moons_board.folder.parent)[0] == 0
    code, _, err = hero("board", "mons", "--out", moons_board.folder.parent)
    assert code == 1
    assert moons_board.folder.name in err


def test_a_stopped_training_is_told_and_a_finished_one_is_not(hero, moons_board, monkeypatch):
    told = "this training was stopped"
    assert told not in hero("board", "--out", moons_board.folder.parent)[1]
    monkeypatch.setattr(type(moons_board), "next", [])
    assert told in hero("board", "--out", moons_board.folder.parent)[1]
