"""Now what: commands that do again what was asked, and sentences that know who is ahead."""

from types import SimpleNamespace

from zerotohero.cli.commands.train import command
from zerotohero.train.next import next_steps, train_again, trial_worth

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


def test_columns_that_bring_nothing_are_offered_only_where_the_gain_stands_out():
    trial = {"gain": 0.02, "gain_se": 0.01}
    assert trial_worth(trial, noise=0.04) == 0.02
    assert trial_worth(trial, noise=0.1) is None  # a quarter of the noise over the folds is more
    assert trial_worth({"gain": 0.02, "gain_se": 0.03}, noise=0.0) is None
