"""With the answers shuffled there is nothing to learn: whoever scores above chance has peeked."""

from dataclasses import replace

import numpy as np
import pytest

from zerotohero.core.specs import Feature, find
from zerotohero.datasets._open import open_dataset
from zerotohero.representations._contract import Representation
from zerotohero.train.candidate import job
from zerotohero.train.candidates import candidates
from zerotohero.train.options import Options
from zerotohero.train.plan import make_plan
from zerotohero.train.train import _write_plan, train

SEEDS = range(5)
SMALL = ("random-forest.trees=20", "gradient-boosting.trees=30", "histogram-boosting.iterations=30")


def shuffled(dataset, target, seed):
    """Return the data set with its answers permuted."""
    cells = {**dataset.cells, target: np.random.default_rng(seed).permutation(dataset.cells[target])}
    return replace(dataset, cells=cells)


def beats_chance(scores, rows):
    """Whether the mean of these scores is more than 3 standard errors from a coin thrown for each row.

    Scores of one shuffle vary 1.3 times as much as coins do: every fold's model learned from the labels that judge the
    others (measured on 80 shuffles of these rows, where naive Bayes and logistic regression scored 0.501 and 0.501).
    """
    return abs(np.mean(scores) - 0.5) > 3 * 1.3 * np.sqrt(0.25 / rows / len(scores))


@pytest.fixture(scope="module")
def chance_boards(tmp_path_factory):
    cats = open_dataset("cats").take(slice(0, 600))
    half = np.where(np.arange(600) % 2, "even", "odd").astype(object)
    cats = replace(cats, cells={**cats.cells, "breed": half})
    return [
        train(
            shuffled(cats, "breed", s),
            "breed",
            metric="accuracy",
            effort="quick",
            settings=SMALL,
            anyway=["giveaway"],
            out=str(tmp_path_factory.mktemp("chance")),
        )
        for s in SEEDS
    ]


def test_every_algorithm_scores_chance_on_shuffled_answers(chance_boards):
    names = {r.algorithm for b in chance_boards for r in b.ranked}
    assert len(names) >= 9
    for name in names:
        scores = [r.score for b in chance_boards for r in b.ranked if r.algorithm == name]
        rows = int((chance_boards[0].fold >= 0).sum())
        assert not beats_chance(scores, rows), (name, scores)


@pytest.mark.parametrize("effort", ["standard", pytest.param("thorough", marks=pytest.mark.slow)])
def test_combination_calibration_and_tuning_score_chance_on_shuffled_answers(tmp_path, effort):
    few = ["knn", "decision-tree", "logistic-regression", "gaussian-naive-bayes"]
    scores, losses = {"combination": [], "tuned": []}, []
    for seed in SEEDS:
        board = train(shuffled(open_dataset("moons").take(slice(0, 600)), "moon", seed), "moon", metric="accuracy",
                      only=few, effort=effort, anyway=["giveaway"], out=str(tmp_path / str(seed)))  # fmt: skip
        rows, judged = int((board.fold >= 0).sum()), find("tasks", "classification").metric("log_loss")
        for run in board.ranked:
            if not run.baseline and run.calibration:
                at, p = run.oof
                losses.append(judged.score(board.y[at], p, None, board.manifest["classes"]))
            name = "combination" if run.algorithm == "combination" else "tuned" if run.fold_key else None
            scores.get(name, []).append(run.score)
    assert len(scores["combination"]) >= 3 and (effort == "standard" or len(scores["tuned"]) >= 5)
    for name, found in scores.items():
        assert not found or not beats_chance(found, rows), (name, found)
    assert len(losses) >= 5
    assert (
        np.mean(losses) > np.log(2) - 3 * np.std(losses) / np.sqrt(len(losses)) - 0.005
    )  # nobody knows more than a coin


class Peeking(Representation):
    """A representation that knows the answer of every row, the judged ones too: the double that must be caught."""

    answers: dict = {}
    state_: dict = {}
    columns_ = (Feature("x", "the answer"),)

    def fit(self, cells, y=None):
        return self

    def transform(self, cells):
        return np.array([[self.answers[x]] for x in cells["x"]], float)


def test_a_representation_that_peeks_is_caught(tmp_path, monkeypatch):
    from zerotohero.train import fit

    moons, plan, knn = planned(tmp_path, shuffled(open_dataset("moons"), "moon", 0))
    Peeking.answers = dict(zip(moons.cells["x"], plan.y))
    rows = int((plan.fold >= 0).sum())
    honest = [fit.fit_job(job(plan, knn, tmp_path, k))["score"] for k in range(plan.n_folds)]
    assert not beats_chance([np.mean(honest)], rows)
    monkeypatch.setattr(fit, "make_representation", lambda *_: Peeking())
    monkeypatch.setattr(fit, "from_state", lambda _: Peeking())
    fit.shutil.rmtree(tmp_path / "work")
    peeked = [fit.fit_job(job(plan, knn, tmp_path, k))["score"] for k in range(plan.n_folds)]
    assert beats_chance([np.mean(peeked)], rows)


def test_the_representation_is_fitted_without_the_judged_rows(tmp_path, monkeypatch):
    """What a worker's representation is shown while it learns: never a row that it is judged on, never a test row."""
    from zerotohero.representations.table import TableRepresentation
    from zerotohero.train import fit

    shown = []

    class Recording(TableRepresentation):
        def fit(self, cells, y=None):
            shown.append(set(cells["x"].tolist()))
            return super().fit(cells, y)

    monkeypatch.setattr(fit, "make_representation", lambda columns, style, _: Recording(columns, style))
    moons, plan, knn = planned(tmp_path, open_dataset("moons"))
    for k in range(plan.n_folds):
        fit.fit_job(job(plan, knn, tmp_path, k))
        judged = set(moons.cells["x"][(plan.fold == k) | (plan.fold == -1)].tolist())
        assert len(shown) == k + 1
        assert not shown[k] & judged
    fit.fit_job(job(plan, knn, tmp_path, "final"))
    assert shown[-1] == set(moons.cells["x"][plan.fold >= 0].tolist())


def planned(folder, dataset):
    """Return (dataset, plan, the k-nearest-neighbours candidate), with the leaderboard written to ``folder``."""
    plan = make_plan(dataset, Options(metric="accuracy", only=("knn",)), lambda *_, **__: None)
    _write_plan(plan, folder)
    (knn,) = [c for c in candidates(plan) if c.algorithm == "knn"]
    return dataset, plan, knn
