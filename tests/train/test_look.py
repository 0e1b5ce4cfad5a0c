"""A look never fails for a target that nobody named."""

import pytest

from zerotohero.core.errors import HeroError
from zerotohero.train.look import look

FEW = "y,n\n" + "".join(f"{i},{i % 3}\n" for i in range(8))
NAMES = "label,n\n" + "".join(f"street {i},{i}\n" for i in range(12))


@pytest.mark.parametrize(("text", "target"), [(FEW, "y"), (NAMES, "label")], ids=["eight rows", "no label repeats"])
def test_a_column_that_is_only_called_like_an_answer_may_be_none(tmp_path, text, target):
    path = tmp_path / "table.csv"
    path.write_text(text)
    view = look(path)
    assert view.target is None
    assert {c.name for c in view.dataset.columns} == {target, "n"}
    with pytest.raises(HeroError):
        look(path, target)


def test_a_column_that_is_called_like_an_answer_is_one(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("y,n\n" + "".join(f"{'ab'[i % 2]},{i * i % 7}\n" for i in range(40)))
    assert (look(path).target, look(path).task) == ("y", "classification")
