"""Columns with which the answer may only rise or fall: obeyed by those who can, refused in one sentence where it makes no sense."""

import numpy as np
import pytest

from zerotohero import train
from zerotohero.core.errors import ParameterError, UnknownIdError, UsageError
from zerotohero.train.candidates import candidates
from zerotohero.train.options import Options
from zerotohero.train.plan import make_plan

ONLY = ("histogram-boosting", "gradient-boosting")


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    rng = np.random.default_rng(0)
    area, age, noise = rng.uniform(50, 200, 400), rng.uniform(0, 90, 400), rng.normal(size=400)
    price = 1000 + 10 * area - 5 * age + 300 * noise
    lines = [f"{a:.1f},{b:.1f},{'xyz'[int(b) % 3]},{p:.0f},{'abc'[int(a) % 3]}" for a, b, p in zip(area, age, price)]
    path = tmp_path_factory.mktemp("data") / "houses.csv"
    path.write_text("\n".join(["living area,age,kind,price,zone", *lines]), encoding="utf-8")
    return path


def test_the_answer_of_those_who_can_obey_rises_and_falls_as_asked(file, tmp_path):
    board = train(
        file,
        target="price",
        only=ONLY,
        monotone=("living area=up,age=down",),
        out=str(tmp_path),
        effort="quick",
        workers=1,
    )
    run, free = board.run("histogram-boosting"), board.run("gradient-boosting")
    assert run.title == "histogram boosting (monotone=living area=up,age=down)"
    assert run.reason.endswith("`price` rises with living area, falls with age")
    assert "falls with age" not in free.reason
    steps = np.linspace(40, 210, 200)
    for column, way in (("living area", 1), ("age", -1)):
        rows = [{"living area": 120, "age": 40, "kind": "x", "zone": "a", column: step} for step in steps]
        assert (np.diff(run.predict(rows)) * way >= 0).all()
        assert (np.diff(free.predict(rows)) * way < 0).any()  # as it would without the option


def test_those_who_cannot_obey_stand_aside_unless_they_are_named(file):
    def skipped(**more):
        options = Options(target="price", monotone=("age=down",), effort="quick", **more)
        found = candidates(make_plan(file, options, lambda *_, **__: None))
        return {c.algorithm: c.skipped for c in found if not c.spec.baseline}

    unasked = skipped()
    assert unasked["histogram-boosting"] is None
    assert "cannot obey --monotone" in unasked["ridge"] and "cannot obey" in unasked["random-forest"]
    assert skipped(only=("histogram-boosting", "ridge"))["ridge"] is None


@pytest.mark.parametrize(
    ("asked", "more", "error", "words"),
    [
        ("age=sideways", {}, ParameterError, r"COLUMN=up or COLUMN=down; got 'age=sideways'"),
        ("living aera=up", {}, UnknownIdError, "did you mean 'living area'"),
        ("kind=up", {}, UsageError, "a column of numbers; got one of type category"),
        ("age=up", {"target": "zone"}, UsageError, "two classes; got 3 classes"),
        ("age=up", {"only": ("ridge",)}, UsageError, "histogram-boosting.*; got ridge"),
    ],
)
def test_what_cannot_be_obeyed_is_refused(asked, more, error, words, file, tmp_path):
    with pytest.raises(error, match=words):
        train(
            file, out=str(tmp_path), monotone=(asked,), **{"target": "price", "only": ONLY, "effort": "quick", **more}
        )
