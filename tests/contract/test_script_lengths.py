"""No script is longer than can be read at a sitting, whatever the algorithm and the data. Nothing is fitted here.

The script of a run is put together from its settings, its columns and how these are seen; what an estimator has learned
lies beside it as arrays. So every algorithm can be asked for its script on the most demanding data there are.
"""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from zerotohero.core.specs import discover
from zerotohero.export.script.part import Part
from zerotohero.export.script.sound_parts import FILES
from zerotohero.export.script.write import MOST_LINES, script_texts
from zerotohero.leaderboard.model import Model
from zerotohero.representations.make import make_representation
from zerotohero.train.candidate import known_facts, make_candidate
from zerotohero.train.options import Options
from zerotohero.train.plan import make_plan

TOGETHER = 250  # run.py, cells.py and answer.py; what reads sounds is the same for all, and stands in files of its own
APART = ("estimator.py", *FILES)
SPECS = {
    id: s
    for id, s in discover("algorithms").items()
    if s.arrays and s.installed and "generation" not in s.tasks and id != "combination"
}
CALIBRATED = {2: {"kind": "sigmoid", "a": 1.0, "b": 0.0}, 3: {"kind": "temperature", "t": 1.0}}


def everything(n=240):
    """Return rows with numbers, categories, dates, texts, gaps, and several from each person."""
    rng = np.random.default_rng(0)
    words = ["small flat near the park", "old house by the river", "new flat with a garden view"]
    return pd.DataFrame(
        {
            "price": rng.normal(1500, 300, n).round(2),
            "rooms": np.where(rng.random(n) < 0.1, np.nan, rng.integers(1, 9, n)),
            "town": rng.choice(["Ulm", "Bonn", None], n),
            "day": pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 300, n), "D"),
            "text": [f"{rng.choice(words)} {' '.join(rng.choice(list('abcdefgh'), 4))} {i}" for i in range(n)],
            "who": [f"p{i % 40}" for i in range(n)],
            "sold": rng.choice(["yes", "no"], n),
            "kind": rng.choice(["flat", "house", "boat"], n),
            "tax": np.exp(rng.normal(5, 1, n)),
        }
    )


def photos(folder):
    """Write a folder of small colour pictures, two labels."""
    rng = np.random.default_rng(0)
    for label in ("cat", "dog"):
        (folder / label).mkdir(parents=True)
        for i in range(12):
            Image.fromarray(rng.integers(0, 255, (24, 30, 3), dtype=np.uint8)).save(folder / label / f"{i}.png")
    return str(folder)


CASES = {
    "two classes": {"target": "sold", "drop": ("kind", "tax")},
    "three classes that count the same": {"target": "kind", "drop": ("sold", "tax"), "metric": "balanced_accuracy"},
    "a number by its logarithm": {"target": "tax", "drop": ("sold", "kind"), "metric": "rmsle"},
    "photos": {},
    "letters": {},
    "sounds": {},
}


@pytest.fixture(scope="module")
def plans(tmp_path_factory):
    """A plan for each case."""
    folder, found = tmp_path_factory.mktemp("lengths"), {}
    others = {"photos": photos(folder / "photos"), "letters": "letters:60", "sounds": "notes:60"}
    for case, asked in CASES.items():
        table = {} if case in others else {"group": "who", "time": "none"}
        options = Options(out=str(folder / "boards"), **asked, **table)
        found[case] = make_plan(others.get(case) or everything(), options, lambda *a, **k: None)
    return found


def texts(spec, plan):
    """Return the texts of the script of a calibrated run of this algorithm, or None where it does not take these data."""
    if plan.task not in spec.tasks or not spec.takes_kind(plan.dataset.kind) or spec.weights:
        return None
    if spec.id == "categorical-naive-bayes" and plan.dataset.kind != "table":
        return None  # it counts categories, and refuses amounts
    candidate = make_candidate(plan, known_facts(plan), spec, spec.default_params(plan.dataset.kind, plan.task), {}, "")
    style, inner = spec.style_for(candidate.params), np.flatnonzero(plan.training)
    cells = {n: plan.dataset.cells[n][inner] for n, _ in plan.features}
    made = make_representation(list(plan.features), style, plan.dataset.recipe).fit(cells, plan.y[inner])
    calibration = CALIBRATED.get(len(plan.classes))
    own = {"algorithm": spec.id, "params": candidate.params, "representation": made.state_, "classes": list(plan.classes),
           "classes_seen": list(range(len(plan.classes))), "recipe": plan.dataset.recipe.as_dict(), "holds_rows": "",
           "features": [list(f) for f in plan.features], "task": plan.task, "target": plan.target, "prior": plan.prior,
           "log_target": plan.log_target, "calibration": calibration,
           "interval": None if calibration else {"level": 0.9, "low": -1.0, "high": 1.0, "log": plan.log_target}}  # fmt: skip
    board = SimpleNamespace(
        manifest=plan.manifest(), dataset=lambda: plan.dataset, y=plan.y, fold=plan.fold, weight=plan.weight
    )
    run = SimpleNamespace(
        board=board, model=Model(own, {}), members=[], fold=plan.fold, rows_used=200, features=own["features"], params=candidate.params,
        algorithm=spec.id, title=spec.title, calibration=calibration and {"shipped": calibration, "parts": [calibration] * plan.n_folds},
        record={"threads": candidate.threads}, interval=own["interval"], threshold=None, parts=[None] * plan.n_folds, fold_key=None, id="0" * 8, score=0.5, stopped=None,
    )  # fmt: skip
    return script_texts(run, [Part(run, 1.0, run.model, plan.fold)])


@pytest.mark.parametrize("algorithm", SPECS)
def test_its_script_can_be_read(algorithm, plans):
    spec, taken = SPECS[algorithm], 0
    for case, plan in plans.items():
        found = texts(spec, plan)
        if found is None:
            continue
        taken += 1
        lines = {name: len(text.splitlines()) for name, text in found.items()}
        assert lines["run.py"] <= MOST_LINES, (case, lines)
        assert sum(n for name, n in lines.items() if name not in APART) <= TOGETHER, (case, lines)
        assert max(lines.get(name, 0) for name in FILES) <= 150
        for name, text in found.items():
            compile(text, name, "exec")
    assert taken or spec.weights
