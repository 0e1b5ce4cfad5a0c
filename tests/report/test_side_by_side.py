"""Two texts as two columns: nothing is lost, nothing is invented."""

from zerotohero.report.side_by_side import differing, pairs, scripts_in_pairs

OLD = "\n".join(["a", *[f"same {i}" for i in range(20)], "b", "c"])
NEW = "\n".join(["x", *[f"same {i}" for i in range(20)], "b", "d", "e"])


def test_both_texts_can_be_read_off_the_columns():
    found = pairs(OLD, NEW, context=50)
    assert [p.left for p in found if p.mark in "=-~"] == OLD.splitlines()
    assert [p.right for p in found if p.mark in "=+~"] == NEW.splitlines()
    assert [p.mark for p in found if p.mark != "="] == ["~", "~", "+"] and differing(found) == 3


def test_long_equal_stretches_are_left_out_and_counted():
    found = pairs(OLD, NEW)
    assert [p.left for p in found if p.mark == "…"] == ["17 equal lines"]  # 20 and b, two shown at each end
    assert [p.mark for p in pairs(OLD, OLD)] == ["…"]


def test_a_file_that_one_lacks_stands_on_one_side():
    (run, more) = scripts_in_pairs({"run.py": "a"}, {"run.py": "a", "cells.py": "b\nc"})
    assert run[0] == "run.py" and not differing(run[1])
    assert [p.mark for p in more[1]] == ["+", "+"]
