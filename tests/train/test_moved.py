"""What moved, in one sentence, with this training's own score in it."""

from types import SimpleNamespace

from zerotohero.train.moved import what_moved


def row(name, score, baseline=False):
    return SimpleNamespace(id=name, title=name, score=score, baseline=baseline)


BOARD = SimpleNamespace(
    ranked=[row("forest", 0.9), row("mean", 0.8, True), row("tree", 0.7), row("majority", 0.5, True)]
)


def test_the_first_time_it_is_the_rank_among_the_rivals():
    assert what_moved(BOARD, ["tree", "majority"], []) == "tree beats 1 of 2 rivals: 3rd of 4, 0.7; 0.1 behind mean"


def test_later_it_is_the_step_from_the_training_before():
    assert what_moved(BOARD, ["forest"], ["tree"]) == "3rd → 1st of 4: forest"
    fell = what_moved(BOARD, ["tree"], ["forest"])
    assert fell == "no step up: tree comes 3rd of 4; 0.1 behind mean; forest stays 1st"
    assert what_moved(BOARD, ["tree"], ["tree"]) == "still 3rd of 4: tree; 0.1 behind mean"


def test_only_rivals_moved_nothing():
    assert what_moved(BOARD, ["mean"], []) == ""
