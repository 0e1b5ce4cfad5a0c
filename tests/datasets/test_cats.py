import numpy as np
import pytest

from zerotohero.checks._run import run_checks
from zerotohero.core.dataset import missing
from zerotohero.datasets.cats import BREEDS, SPEC


@pytest.fixture(scope="module")
def cats():
    return SPEC.load()


def test_there_are_enough_cats_and_two_questions(cats):
    assert len(cats) >= 2000
    assert cats.target == "breed"
    assert cats.targets == ("breed", "seconds_of_petting")
    assert sorted(set(cats.cells["breed"].tolist())) == sorted(BREEDS)


def test_the_same_cats_come_every_time_and_as_many_as_asked(cats):
    assert SPEC.load().fingerprint == cats.fingerprint
    assert len(SPEC.load(300)) == 300


def test_a_few_cells_are_missing_but_no_answer_is(cats):
    gone = {name: missing(cells).mean() for name, cells in cats.cells.items()}
    assert 0.01 < max(gone.values()) < 0.1
    assert gone["breed"] == gone["seconds_of_petting"] == 0


def test_cats_are_possible(cats):
    assert np.nanmin(cats.cells["weight_kg"]) > 0.3 and np.nanmax(cats.cells["weight_kg"]) < 15
    assert cats.cells["seconds_of_petting"].min() >= 1


def test_no_check_finds_fault_with_the_cats(cats):
    for target, task in (("breed", "classification"), ("seconds_of_petting", "regression")):
        assert run_checks(cats, target, task, "structure") + run_checks(cats, target, task, "judge") == []


def test_trees_beat_lines_and_both_beat_guessing(cats):
    """The leaderboard has a story: bent borders between breeds, and seconds that hang on combinations."""
    from sklearn.ensemble import GradientBoostingRegressor, RandomForestClassifier
    from sklearn.linear_model import LogisticRegression, Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    columns = []
    for name in cats.names():
        if name in cats.targets:
            continue
        cells = cats.cells[name]
        if cells.dtype == object:
            columns += [(cells == word).astype(float) for word in sorted(set(cells.tolist()) - {None})]
        else:
            columns.append(np.where(np.isnan(cells), np.nanmedian(cells), cells))
    X, half = np.column_stack(columns), np.arange(len(cats)) < 1600
    breed, seconds = cats.cells["breed"].astype(str), cats.cells["seconds_of_petting"]

    def score(model, y):
        return model.fit(X[half], y[half]).score(X[~half], y[~half])

    forest = score(RandomForestClassifier(50, random_state=0), breed)
    line = score(make_pipeline(StandardScaler(), LogisticRegression(max_iter=300)), breed)
    assert 0.70 < line < forest - 0.03 < 0.92
    boosting = score(GradientBoostingRegressor(max_depth=4, subsample=0.6, random_state=0), seconds)
    line = score(make_pipeline(StandardScaler(), Ridge()), seconds)
    assert 0.45 < line < boosting - 0.05 < 0.75
