"""What becomes of an algorithm whose optional extra is not installed."""

import pytest

from zerotohero import train
from zerotohero.core.specs import AlgorithmSpec


@pytest.fixture
def bare(monkeypatch):
    """A Python without any optional extra."""
    monkeypatch.setattr(AlgorithmSpec, "installed", property(lambda spec: not spec.module))


def test_an_algorithm_without_its_extra_is_a_row_that_says_what_to_install(bare, tmp_path):
    board = train("moons", only=("lightgbm", "logistic-regression"), effort="quick", workers=1, out=str(tmp_path))
    row = next(r for r in board.runs if r.algorithm == "lightgbm")
    assert (row.status, row.why) == ("skipped", "needs pip install 'zerotohero[boosters]'")
    assert not [r for r in board.runs if r.algorithm == "catboost"]  # nobody asked for it
