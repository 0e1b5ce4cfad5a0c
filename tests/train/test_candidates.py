"""Who is fitted, in which order, and what becomes of an algorithm whose optional extra is not installed."""

from dataclasses import replace

import pytest

from zerotohero import train
from zerotohero.core.events import EventLog
from zerotohero.core.specs import AlgorithmSpec
from zerotohero.train.candidates import candidates
from zerotohero.train.options import Options
from zerotohero.train.plan import make_plan


@pytest.fixture
def bare(monkeypatch):
    """A Python without any optional extra."""
    monkeypatch.setattr(AlgorithmSpec, "installed", property(lambda spec: not spec.module))


def test_an_algorithm_without_its_extra_is_a_row_that_says_what_to_install(bare, tmp_path):
    board = train("moons", only=("lightgbm", "logistic-regression"), effort="quick", workers=1, out=str(tmp_path))
    row = next(r for r in board.runs if r.algorithm == "lightgbm")
    assert (row.status, row.why) == ("skipped", "needs an extra: hero add boosters")
    assert not [r for r in board.runs if r.algorithm == "catboost"]  # nobody asked for it


def test_who_borrows_weights_is_a_row_for_photos_and_none_for_letters(monkeypatch, tmp_path):
    monkeypatch.setattr(AlgorithmSpec, "installed", property(lambda spec: True))
    plan = make_plan("letters:300", Options(effort="quick", out=str(tmp_path)), EventLog())
    assert "frozen-features" not in {c.algorithm for c in candidates(plan)}
    asked = replace(plan, options=replace(plan.options, only=("frozen-features",)))
    row = next(c for c in candidates(asked) if c.algorithm == "frozen-features")
    assert (row.skipped, row.params) == ("needs weights: hero add mobilenet, or --weights FILE", {})


def test_the_rows_of_quick_come_before_whatever_else_standard_takes(tmp_path):
    plan = make_plan("moons", Options(effort="standard", out=str(tmp_path)), EventLog())
    found = candidates(plan)
    places = [0 if c.spec.baseline else 1 if c.spec.effort == "quick" else 2 for c in found if c.final]
    assert places == sorted(places) and set(places) == {0, 1, 2}
    assert [c.final for c in found] == sorted((c.final for c in found), reverse=True)  # the portfolio comes last


def test_where_minutes_are_counted_likely_winners_come_before_what_costs_more_and_nothing_is_left_out(tmp_path):
    calm = make_plan("houses:2000", Options(effort="standard", anyway=("giveaway",), out=str(tmp_path)), EventLog())
    hurried = replace(calm, options=replace(calm.options, minutes=0.5))
    usual, found = candidates(calm), candidates(hurried)
    assert {c.id for c in found} == {c.id for c in usual}
    assert all(c.spec.baseline for c in found[:2])
    fitted = [c for c in found if not c.skipped and not c.spec.baseline]
    fits = [c for c in fitted if c.seconds * calm.n_folds <= 18]
    boosting = [i for i, c in enumerate(fits) if not c.final]  # of the portfolio
    dear = max(range(len(fits)), key=lambda i: fits[i].seconds if fits[i].final else 0)
    assert boosting and min(boosting) < dear
    assert [c for c in fitted if c.seconds * calm.n_folds > 18] == fitted[len(fits) :]  # most of the time: last
