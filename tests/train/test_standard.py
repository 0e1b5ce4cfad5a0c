"""The efforts beyond quick: a portfolio, a combination that predicts the same everywhere, tuning, a study."""

import json

import numpy as np
import pytest

from zerotohero.core.errors import DataError, ParameterError, UnknownIdError, UsageError
from zerotohero.core.specs import find
from zerotohero.leaderboard.model import Model
from zerotohero.leaderboard.open import open_board
from zerotohero.train.next import doubling, next_steps
from zerotohero.train.options import costs
from zerotohero.train.portfolio import read_portfolio
from zerotohero.train.refit import refit
from zerotohero.train.test import test as judge_on_test_rows
from zerotohero.train.train import train

FAST = ["logistic-regression", "knn", "decision-tree", "gaussian-naive-bayes"]
SHORT = {
    "classification": [
        {"algorithm": "logistic-regression", "params": {"C": 0.01}},
        {"algorithm": "knn", "params": {"neighbors": 25}},
        {"algorithm": "knn", "params": {"neighbors": 10}},  # our default: it stands already
    ],
    "regression": [{"algorithm": "ridge", "params": {"alpha": 100.0}}],
}


def small_portfolio(folder):
    path = folder / "portfolio.json"
    path.write_text(json.dumps(SHORT), "utf-8")
    return str(path)


@pytest.fixture(scope="module")
def moons(tmp_path_factory):
    folder = tmp_path_factory.mktemp("standard")
    return train("moons", only=FAST, effort="standard", portfolio=small_portfolio(folder), cost="miss=5,false alarm=1",
                  out=str(folder / "b"), workers=2)  # fmt: skip


def combination(board):
    return next(r for r in board.ranked if r.algorithm == "combination")


def test_the_portfolio_adds_configurations_once_and_a_combination_stands_beside_them(moons):
    settings = [(r.algorithm, r.asked) for r in moons.ranked if r.algorithm in ("knn", "logistic-regression")]
    assert sorted(map(str, settings)) == sorted(
        map(
            str,
            [
                ("knn", {}),
                ("knn", {"neighbors": 25}),
                ("logistic-regression", {}),
                ("logistic-regression", {"C": 0.01}),
            ],
        )
    )
    run = combination(moons)
    assert len(run.members) >= 2
    assert sum(m["weight"] for m in run.members) == pytest.approx(1)
    assert run.has_model and all(moons.run(m["run"]).has_model for m in run.members)


def test_the_combination_answers_as_its_members_do_together(moons):
    run, data = combination(moons), moons.dataset()
    cells = data.take(np.arange(50)).cells
    expected = sum(
        m["weight"] * moons.run(m["run"]).model.expand(_raw(moons.run(m["run"]), cells)) for m in run.members
    )
    bare = Model({**run.model.manifest, "calibration": None}, run.model.arrays)
    assert np.abs(bare.predict(cells) - expected).max() < 1e-12


def _raw(run, cells):
    model = run.model
    return model.spec.predict(model.arrays, model.features(cells))


def test_its_score_comes_from_weights_that_did_not_see_the_fold(moons):
    run = combination(moons)
    rows, predictions = run.oof
    metric = find("tasks", "classification").metric(moons.manifest["metric"])
    scores = [metric.score(moons.y[rows[f]], predictions[f], None, moons.manifest["classes"])
              for f in (moons.fold[rows] == k for k in range(5))]  # fmt: skip
    assert run.score == pytest.approx(np.mean(scores))
    assert np.array_equal(rows, np.flatnonzero(moons.fold >= 0))


def test_a_cost_moves_the_threshold_and_the_answers(moons):
    run = moons.best
    threshold = run.model.manifest["threshold"]
    assert threshold["positive"] == moons.manifest["cost"]["positive"]
    assert threshold["value"] < 0.5
    p = run.model.predict(moons.dataset().cells)
    positive = run.classes.index(threshold["positive"])
    labels = run.labels(p)
    assert ((labels == threshold["positive"]) == (p[:, positive] >= threshold["value"])).all()
    assert run.cost["per_row"] < run.cost["most_probable"]


def test_a_combination_can_be_tested_refitted_and_refitting_keeps_weights(moons):
    run, out = combination(moons), str(moons.folder.parent)
    score = judge_on_test_rows(run.id, out=out)
    assert score.interval[0] <= score.score <= score.interval[1]
    again = refit(run.id, out=out)
    assert [w for w, _ in again.model.members] == [m["weight"] for m in run.members]
    assert again.model.manifest["threshold"] == run.model.manifest["threshold"]
    assert not list((moons.folder / "runs").glob(f"{again.id}-*"))


def test_the_study_of_the_best_run_is_written(moons):
    study = json.loads((moons.best.folder / "study.json").read_text("utf-8"))
    learning = study["learning"]
    assert learning["rows"] == sorted(learning["rows"]) and len(learning["score"]) == len(learning["rows"]) >= 3
    worse = {i["column"]: i["worse"] for i in study["importance"]}
    assert set(worse) == {n for n, _ in map(tuple, moons.manifest["features"])}
    assert max(worse.values()) > 0.1
    curve = study["dependence"][0]
    assert len(curve["at"]) == len(curve["mean"]) and all(np.array(curve["low"]) <= np.array(curve["high"]))
    assert not list((moons.folder / "runs").glob("*-rows*")) and not list((moons.folder / "runs").glob("*-without*"))


def test_training_again_fits_nothing_again_and_keeps_one_combination(moons, tmp_path):
    events = []
    board = train("moons", only=FAST, effort="standard", portfolio=small_portfolio(tmp_path), cost="miss=5,false alarm=1",
                  out=str(moons.folder.parent), workers=2, on_event=events.append)  # fmt: skip
    assert not [e for e in events if e["event"] == "fold"]
    assert [r.algorithm for r in board.ranked].count("combination") == 1
    assert [r.id for r in board.ranked] == [r.id for r in moons.ranked]


def test_the_best_run_is_the_one_whose_mistakes_cost_least(moons):
    costs = {r.id: r.cost["per_row"] for r in moons.ranked}
    assert len(set(costs.values())) > 1
    assert costs[moons.best.id] == min(costs.values())
    assert moons.best.has_model


def test_an_altered_weight_is_refused(moons, tmp_path):
    model = combination(moons).model
    members = [dict(m) for m in model.manifest["members"]]
    members[0]["weight"] = 5.0
    model.save(tmp_path / "a.hero", members=members)
    with pytest.raises(Exception, match="weight"):
        Model.load(tmp_path / "a.hero")
    members[0]["weight"] = model.manifest["members"][0]["weight"] / 2
    model.save(tmp_path / "b.hero", members=members)
    with pytest.raises(Exception, match="sum to 1"):
        Model.load(tmp_path / "b.hero")


def test_numbers_are_combined_on_the_scale_they_were_fitted_on(tmp_path):
    board = train("houses:300", only=["random-forest", "gradient-boosting", "lasso"], effort="standard", portfolio=small_portfolio(tmp_path),
                  metric="rmsle", drop=["insurance_value"], out=str(tmp_path / "b"), workers=2)  # fmt: skip
    run = combination(board)
    cells = board.dataset().take(np.arange(20)).cells
    logs = sum(m["weight"] * _raw(board.run(m["run"]), cells) for m in run.members)
    assert np.allclose(run.model.predict(cells), np.expm1(logs), rtol=1e-12)
    low, high = run.predict_interval(board.dataset().take(np.arange(20)))
    assert (low < run.model.predict(cells)).all() and (run.model.predict(cells) < high).all()
    assert 0.8 <= run.coverage <= 1


def test_tuned_runs_are_scored_on_fresh_folds(tmp_path):
    board = train(
        "moons",
        only=["knn"],
        effort="thorough",
        portfolio=small_portfolio(tmp_path),
        out=str(tmp_path / "b"),
        workers=2,
    )
    tuned = [r for r in board.ranked if r.fold_key]
    assert 1 <= len(tuned) <= 2
    for run in tuned:
        assert not np.array_equal(run.fold, board.fold)
        assert np.array_equal(np.sort(run.oof[0]), np.flatnonzero(board.fold >= 0))
        assert next(r for r, _ in run.parts).tolist() == np.flatnonzero(run.fold == 0).tolist()


@pytest.mark.parametrize("text", ["miss=10", "miss=0,false alarm=1", "miss=x,false alarm=1", "hit=1,false alarm=1"])
def test_a_wrong_cost_says_what_is_expected(text):
    with pytest.raises(ParameterError, match="a miss and a false alarm"):
        costs(text)


def test_a_cost_needs_two_classes_and_a_class_that_exists(tmp_path):
    with pytest.raises(UsageError, match="two classes"):
        train("digits:200", effort="quick", only=["knn"], cost="miss=2,false alarm=1", out=str(tmp_path))
    with pytest.raises(UnknownIdError):
        train("moons", effort="quick", only=["knn"], cost="miss=2,false alarm=1", positive="maybe", out=str(tmp_path))


def test_a_file_that_is_no_portfolio_is_refused(tmp_path):
    (tmp_path / "p.json").write_text('{"classification": [{"algorithm": "no"}]}', "utf-8")
    for path in (tmp_path / "p.json", tmp_path / "gone.json"):
        with pytest.raises(DataError, match="portfolio"):
            read_portfolio(path)


def test_the_built_in_portfolio_holds_allowed_values_only():
    from zerotohero.core.specs import discover

    specs = discover("algorithms")
    for task, entries in read_portfolio().items():
        for entry in entries:
            spec = specs[entry["algorithm"]]
            knobs = {h.name: h for h in spec.hyperparameters}
            assert task in spec.tasks
            assert all(knobs[k].check(v, spec.id) == v for k, v in entry["params"].items())


def test_doubling_the_rows_follows_the_power_law_of_the_curve():
    rows = np.array([100, 200, 400, 800])
    learning = {"rows": rows.tolist(), "score": (1 - 2.0 * rows**-0.5).tolist()}
    assert doubling(learning, True, True) == pytest.approx(2.0 * (800**-0.5 - 1600**-0.5))
    errors = {"rows": rows.tolist(), "score": (3.0 * rows**-0.25).tolist()}
    assert doubling(errors, False, False) == pytest.approx(3.0 * (800**-0.25 - 1600**-0.25))
    flat = {"rows": rows.tolist(), "score": [0.9] * 4}
    assert doubling(flat, True, True) == pytest.approx(0)
    assert doubling(None, True, True) is None


def test_the_next_steps_say_what_is_measured_and_what_is_a_guess(moons):
    steps = next_steps(open_board(moons.folder))
    assert 1 <= len(steps) <= 3
    assert steps[-1]["command"] == "hero test best" and "stop here" in steps[-1]["why"]
    for step in steps:
        assert step["measured"] or "a guess" in step["why"]


def test_rare_classes_are_found_where_every_class_counts_the_same(tmp_path):
    from dataclasses import replace

    from zerotohero.datasets._open import open_dataset

    moons = open_dataset("moons:1500")
    rows = np.flatnonzero((moons.cells["moon"] == moons.cells["moon"][0]) | (np.arange(len(moons)) % 12 == 0))
    rare = replace(moons.take(rows), name="rare")
    shares = {}
    for metric in ("accuracy", "balanced_accuracy"):
        board = train(
            rare, "moon", only=["logistic-regression"], effort="quick", metric=metric, out=str(tmp_path / metric)
        )
        run = board.run("logistic-regression")
        at, p = run.oof
        y = board.y[at]
        small = int(np.argmin(np.bincount(y)))
        shares[metric] = (p.argmax(1)[y == small] == small).mean()
        assert np.array_equal(run.labels(run.model.predict(board.dataset().cells)),
                              np.array(run.classes, object)[run.model.predict(board.dataset().cells).argmax(1)])  # fmt: skip
    assert shares["balanced_accuracy"] > shares["accuracy"] + 0.1
