"""Now what: commands that do again what was asked, and sentences that know who is ahead."""

import json
from types import SimpleNamespace

from zerotohero.cli.commands.train import command
from zerotohero.train.next import _more_rows, next_steps, train_again, trial_worth

OPTIONS = {"drop": ["Bewertung"], "anyway": ["giveaway"], "types": {"zip": "category"}, "seed": 7, "group": "none"}
MANIFEST = {"origin": "my file.csv", "target": "price", "options": OPTIONS, "findings": [], "test_rows": 40,
            "metric_title": "RMSE", "greater_is_better": False, "metric": "rmse", "task": "regression"}  # fmt: skip


def test_training_again_repeats_every_option_that_decided_the_rows_and_columns():
    import shlex

    words = shlex.split(train_again(MANIFEST, drop=["b c"], only="knn"))
    asked = command.make_context("train", words[2:]).params
    assert words[:3] == ["hero", "train", "my file.csv"]
    assert asked["target"] == "price"
    assert (asked["drop"], asked["only"], asked["anyway"]) == (("Bewertung", "b c"), ("knn",), ("giveaway",))
    assert (asked["types"], asked["seed"], asked["group"]) == (("zip=category",), 7, "none")


def test_a_rival_that_is_ahead_is_not_said_to_be_beaten(tmp_path):
    def run(algorithm, score, baseline):
        return SimpleNamespace(algorithm=algorithm, title=algorithm, score=score, score_std=0.1, fold_scores=[1] * 5,
                               baseline=baseline, status="ok", why=None, id=algorithm, fit_seconds=1.0, cost=None,
                               folder=tmp_path)  # fmt: skip

    ranked = [run("mean", 1.0, True), run("knn", 3.0, False)]
    steps = next_steps(SimpleNamespace(manifest=MANIFEST, ranked=ranked, runs=ranked, folder=tmp_path))
    assert steps[-1]["why"].startswith("stop here, with mean: simpler, and 2 better than the best model")
    assert any("behind mean" in s["why"] for s in steps)


def test_a_perfect_score_on_a_table_asks_for_the_score_without_the_strongest_column(tmp_path):
    run = SimpleNamespace(algorithm="knn", title="knn", score=1.0, score_std=0.0, fold_scores=[1] * 5, baseline=False,
                          status="ok", why=None, id="knn", fit_seconds=1.0, cost=None, folder=tmp_path)  # fmt: skip
    manifest = {**MANIFEST, "greater_is_better": True, "metric": "r2", "kind": "table"}
    board = run.board = SimpleNamespace(manifest=manifest, ranked=[run], runs=[run], folder=tmp_path)
    (tmp_path / "study.json").write_text('{"importance": [{"column": "tax"}, {"column": "town"}]}')
    assert next_steps(board)[0]["command"] == train_again(manifest, drop=["tax"])
    assert "is 'tax' known when you predict?" in next_steps(board)[0]["why"]
    run.score = 0.99
    assert "--drop tax" not in next_steps(board)[0]["command"]


def test_a_training_whose_minutes_were_up_goes_on_before_any_greater_effort(tmp_path):
    run = SimpleNamespace(algorithm="knn", title="knn", score=1.0, score_std=0.0, fold_scores=[1] * 5, baseline=False,
                          status="ok", why=None, id="knn", fit_seconds=1.0, cost=None, folder=tmp_path)  # fmt: skip
    manifest = {**MANIFEST, "effort": "standard", "untried": 1, "options": {**OPTIONS, "effort": "standard"}}
    steps = next_steps(SimpleNamespace(manifest=manifest, ranked=[run], runs=[run], folder=tmp_path))
    assert steps[0]["command"] == train_again(manifest) and steps[0]["worth"] is None
    assert steps[0]["why"].startswith("1 candidate was not tried when the time was up")
    assert not any("thorough" in s["command"] for s in steps)
    (only,) = next_steps(SimpleNamespace(manifest=manifest, ranked=[], runs=[], folder=tmp_path))
    assert only["command"] == train_again(manifest)  # not one was finished
    manifest["untried"] = 0
    steps = next_steps(SimpleNamespace(manifest=manifest, ranked=[run], runs=[run], folder=tmp_path))
    assert "thorough" in steps[0]["command"]


def test_columns_that_bring_nothing_are_offered_only_where_the_gain_stands_out():
    trial = {"gain": 0.02, "gain_se": 0.01}
    assert trial_worth(trial, noise=0.04) == 0.02
    assert trial_worth(trial, noise=0.1) is None  # a quarter of the noise over the folds is more
    assert trial_worth({"gain": 0.02, "gain_se": 0.03}, noise=0.0) is None


def test_weights_that_could_be_borrowed_come_first_until_they_are_here(tmp_path):
    from zerotohero.core.weights import NEEDED

    def run(algorithm, **more):
        own = {"score": 0.6, "score_std": 0.01, "status": "ok", "why": None, "baseline": False, **more}
        return SimpleNamespace(algorithm=algorithm, title=algorithm.replace("-", " "), fold_scores=[1] * 5, id=algorithm,
                               fit_seconds=1.0, cost=None, folder=tmp_path, **own)  # fmt: skip

    manifest = {**MANIFEST, "greater_is_better": True, "metric": "accuracy", "kind": "images"}
    knn, without = run("knn"), run("frozen-features", score=None, status="skipped", why=NEEDED)
    board = SimpleNamespace(manifest=manifest, ranked=[knn], runs=[knn, without], folder=tmp_path)
    first = next_steps(board)[0]
    assert first["command"] == "hero add mobilenet" and not first["runs"]
    assert first["why"].startswith("frozen features borrow")
    borrowed = run("frozen-features")
    board = SimpleNamespace(manifest=manifest, ranked=[borrowed, knn], runs=[borrowed, knn, without], folder=tmp_path)
    assert all(step["command"] != "hero add mobilenet" for step in next_steps(board))


def test_more_rows_are_a_file_and_more_pictures_a_folder():
    curve = {"rows": [100, 200, 400], "score": [0.7, 0.8, 0.87], "score_std": [0.01] * 3}
    base = {**MANIFEST, "greater_is_better": True, "metric": "accuracy", "target": "label"}
    for kind, words, why in (
        ("table", "your_bigger_file.csv --target label", "rows"),
        ("images", "your_bigger_folder", "pictures"),
    ):
        (step,) = _more_rows({**base, "kind": kind}, {"learning": curve}, noise=0.0)
        assert step["command"] == f"hero train {words}" and f"twice the {why}:" in step["why"]


def test_no_two_steps_are_the_same_command(tmp_path):
    import numpy as np

    answers = np.tile([0.95, 0.05], (9, 1))
    answers[:4] = [0.97, 0.03]  # three or more whose label, 1, the model gives next to nothing
    board = SimpleNamespace(folder=tmp_path, y=np.array([1] * 4 + [0] * 5))
    run = SimpleNamespace(algorithm="knn", title="knn", score=0.6, score_std=0.0, fold_scores=[1] * 5, baseline=False,
                          status="ok", why=None, id="knn", fit_seconds=1.0, cost=None, folder=tmp_path, board=board,
                          oof=(np.arange(9), answers))  # fmt: skip
    manifest = {**MANIFEST, "greater_is_better": True, "metric": "accuracy", "task": "classification", "kind": "table",
                "effort": "thorough"}  # fmt: skip
    board.manifest, board.ranked, board.runs = manifest, [run], [run]
    commands = [s["command"] for s in next_steps(board)]
    assert "hero report knn" in commands and len(commands) == len(set(commands))


def test_columns_that_stand_out_together_are_left_out_together_and_of_a_sum_one(tmp_path):
    run = SimpleNamespace(algorithm="knn", title="knn", score=0.6, score_std=0.0, fold_scores=[1] * 5, baseline=False,
                          status="ok", why=None, id="knn", fit_seconds=1.0, cost=None, folder=tmp_path)  # fmt: skip
    asks = {"code": "giveaway", "severity": "warning", "where": ["sub_grade", "grade"], "evidence": {"strength": 1.0}}
    manifest = {**MANIFEST, "greater_is_better": True, "metric": "r2", "kind": "table", "findings": [asks]}
    board = run.board = SimpleNamespace(manifest=manifest, ranked=[run], runs=[run], folder=tmp_path)
    trials = [
        {"drop": ["sub_grade"], "score": 0.9, "title": "knn", "why": "may hold the answer", "gain": -1, "gain_se": 1}
    ]
    (tmp_path / "study.json").write_text(json.dumps({"trials": trials}))
    first = next_steps(board)[0]
    assert first["command"] == train_again(manifest, drop=["sub_grade", "grade"])
    assert first["why"] == "are 'sub_grade' and 'grade' known when you predict? if not, this is the honest score"
    (tmp_path / "study.json").write_text(json.dumps({"trials": [{**trials[0], "drop": asks["where"]}]}))
    assert next_steps(board)[0]["why"].endswith("the honest score: about 0.9 (measured with knn)")
    asks["evidence"] = {"explained": 0.99}
    assert next_steps(board)[0]["command"] == train_again(manifest, drop=["sub_grade"])


def test_a_lead_that_may_be_luck_is_called_so_as_in_the_report(tmp_path):
    def run(algorithm, scores, baseline=False):
        score = sum(scores) / len(scores)
        return SimpleNamespace(algorithm=algorithm, title=algorithm, score=score, score_std=0.01, fold_scores=scores,
                               baseline=baseline, status="ok", why=None, id=algorithm, fit_seconds=1.0, cost=None,
                               folder=tmp_path)  # fmt: skip

    manifest = {**MANIFEST, "greater_is_better": True, "metric": "accuracy", "kind": "table"}
    rival = run("mean", [0.70, 0.74, 0.72, 0.73, 0.71], baseline=True)
    for scores, luck in (([0.80, 0.71, 0.82, 0.70, 0.77], True), ([0.76, 0.80, 0.77, 0.80, 0.77], False)):
        ranked = [run("knn", scores), rival]
        for each in ranked:
            each.board = SimpleNamespace(manifest=manifest, ranked=ranked, runs=ranked, folder=tmp_path)
        assert ("ahead of the best rival, which may be luck" in next_steps(rival.board)[-1]["why"]) is luck


def test_what_is_left_out_together_is_tried_together():
    from zerotohero.train.study import _suspects

    asks = {"code": "giveaway", "severity": "warning", "where": ["sub_grade", "grade"], "evidence": {"strength": 1.0}}
    features = [("sub_grade", "category"), ("grade", "category"), ("term", "number")]
    plan = SimpleNamespace(manifest=lambda: {"findings": [asks]}, features=features)
    assert _suspects(plan, []) == [("may hold the answer", ("sub_grade", "grade"))]
    plan.features = features[:2]  # nothing would be left
    assert _suspects(plan, []) == []
    asks["evidence"], plan.features = {"explained": 0.99}, features
    assert _suspects(plan, []) == [("may hold the answer", ("sub_grade",))]
