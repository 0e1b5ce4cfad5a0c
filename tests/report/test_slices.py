"""Slices where a run is much worse: planted ones are found, noise is left alone."""

from types import SimpleNamespace

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from zerotohero.report.badness import by_pairs, measure
from zerotohero.report.evidence import Evidence
from zerotohero.report.slices import cut, weak_slices
from zerotohero.report.weak import weak, weakest

N = 3000


def evidence(cells, types, y, predictions, classes=("no", "yes"), metric="accuracy", **manifest):
    """Return the Evidence of a made-up run that predicted this."""
    manifest = {
        "kind": "table", "task": "classification" if classes else "regression", "classes": list(classes),
        "metric": metric, "target": "y", "split": {}, "features": [[n, types.get(n, "number")] for n in cells],
        **manifest,
    }  # fmt: skip
    dataset = SimpleNamespace(cells=cells)
    board = SimpleNamespace(manifest=manifest, y=y, fold=np.zeros(len(y), int), weight=None, dataset=lambda: dataset)
    return Evidence(SimpleNamespace(board=board, oof=(np.arange(len(y)), predictions)))


@pytest.fixture
def table():
    rng = np.random.default_rng(0)
    cells = {
        "age": rng.uniform(18, 90, N),
        "city": rng.choice(np.array(["Paris", "Ulm", "Rome", None], object), N),
        **{f"noise {i}": rng.normal(size=N) for i in range(15)},
    }
    return cells, rng.integers(0, 2, N), rng


def answers(y, wrong):
    """Return probabilities that are wrong in these rows."""
    return np.eye(2)[np.where(wrong, 1 - y, y)] * 0.8 + 0.1


def test_a_planted_slice_is_found_and_said_with_its_numbers(table):
    cells, y, rng = table
    paris = cells["city"] == "Paris"
    wrong = rng.random(N) < np.where(paris, 0.35, 0.1)
    made = evidence(cells, {"city": "category"}, y, answers(y, wrong))
    found, looks = weak_slices(made)
    assert [s.where for s in found] == ["city = Paris"]
    assert found[0].inside == pytest.approx(wrong[paris].mean())
    assert found[0].elsewhere == pytest.approx(wrong[~paris].mean())
    assert looks > 300
    section = weak(made)
    assert weakest(made, section) == (
        f"rows with city = Paris: accuracy {1 - wrong[paris].mean():.2f}, "
        f"elsewhere {1 - wrong[~paris].mean():.2f} (n = {paris.sum():,})"
    )


def test_a_slice_of_two_columns_is_found_where_neither_alone_tells(table):
    cells, y, rng = table
    both = (cells["city"] == "Ulm") & (cells["age"] >= np.quantile(cells["age"], 0.75))
    made = evidence(cells, {"city": "category"}, y, answers(y, rng.random(N) < np.where(both, 0.6, 0.1)))
    made.__dict__["telling"] = list(cells)
    found, _ = weak_slices(made)
    assert found[0].where.startswith("age ≥ ") and found[0].where.endswith(" and city = Ulm")


def test_luck_is_not_called_a_slice():
    """With errors spread by chance, nearly no table has a slice: one in a hundred would be by design."""
    said = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        cells, y = {f"x{i}": rng.normal(size=400) for i in range(12)}, rng.integers(0, 2, 400)
        said += bool(weak_slices(evidence(cells, {}, y, answers(y, rng.random(400) < 0.15)))[0])
    assert said <= 1


def test_groups_that_are_few_make_no_slice(table):
    cells, y, rng = table
    paris = cells["city"] == "Paris"
    made = evidence(cells, {"city": "category"}, y, answers(y, rng.random(N) < np.where(paris, 0.5, 0.1)),
                    split={"groups": "who"})  # fmt: skip
    cells["who"] = np.where(paris, "one person", np.arange(N).astype(str)).astype(object)
    assert weak_slices(made)[0] == []
    cells["who"] = (np.arange(N) % 50).astype(str).astype(object)
    assert len(weak_slices(made)[0]) == 1


def test_wild_errors_of_a_few_rows_make_no_slice_but_a_shift_does(table):
    cells, _, rng = table
    y = rng.normal(size=N)
    paris = cells["city"] == "Paris"
    error = rng.normal(size=N)
    error[np.flatnonzero(paris)[:2]] = 1e4  # two wild rows: the mean is huge, the ranks are not
    made = evidence(cells, {"city": "category"}, y, y + error, classes=(), metric="rmse")
    assert weak_slices(made)[0] == []
    made = evidence(cells, {"city": "category"}, y, y + error * np.where(paris, 2, 1), classes=(), metric="rmse")
    assert [s.where for s in weak_slices(made)[0]] == ["city = Paris"]


def test_under_roc_auc_a_slice_is_judged_by_pairs_of_its_own_rows(table):
    cells, y, rng = table
    paris = cells["city"] == "Paris"
    p = np.clip(0.5 + np.where(paris, 0.02, 0.25) * (2 * y - 1) + rng.normal(0, 0.15, N), 0, 1)
    made = evidence(cells, {"city": "category"}, y, np.stack([1 - p, p], 1), metric="roc_auc")
    found, _ = weak_slices(made)
    assert found[0].where == "city = Paris"
    assert 1 - found[0].inside == pytest.approx(roc_auc_score(y[paris], p[paris]), abs=0.002)
    assert 1 - found[0].elsewhere == pytest.approx(roc_auc_score(y[~paris], p[~paris]), abs=0.002)


def test_a_slice_of_likely_rows_is_not_weak_for_being_likely(table):
    """More of Paris is a yes, and so its probabilities are higher; within Paris pairs are ranked as well as elsewhere."""
    cells, _, rng = table
    odds = 1.5 * rng.normal(size=N) + 1.2 * (cells["city"] == "Paris")
    p = 1 / (1 + np.exp(-odds))
    y = (rng.random(N) < p).astype(int)
    made = evidence(cells, {"city": "category"}, y, np.stack([1 - p, p], 1), metric="roc_auc")
    assert weak_slices(made)[0] == []


def test_the_standard_error_of_pairs_is_what_repeating_shows():
    rng = np.random.default_rng(0)
    areas, chances = [], []
    for _ in range(300):
        y = rng.integers(0, 2, 300)
        p = 1 / (1 + np.exp(-rng.normal(size=300) - y))
        n, inside, _, chance = by_pairs(p, y == 1)((np.arange(300) < 100).astype(int), 2)
        areas.append(inside[1])
        chances.append(chance[1])
    assert n.tolist() == [200, 100]
    assert np.mean(np.array(chances) < 0.1) == pytest.approx(0.1, abs=0.05)  # no difference: chances are even
    assert np.mean(areas) == pytest.approx(0.24, abs=0.01)  # P(N(0,1) > N(1,1))


def test_mistakes_count_what_they_cost_where_costs_were_given():
    y = np.array([0, 1, 1])
    cost = {"miss": 10.0, "false alarm": 2.0, "positive": "yes"}
    made = evidence({}, {}, y, np.array([[0.1, 0.9], [0.9, 0.1], [0.2, 0.8]]), cost=cost)
    assert measure(made)(np.arange(3), 3)[1].tolist() == [2.0, 10.0, 0.0]


def test_pictures_have_no_slices(digits_board):
    assert weak(Evidence(digits_board.best)) is None


def test_a_least_value_that_fills_a_quarter_is_a_slice_of_its_own(table):
    _, y, rng = table
    debt, assets = np.append(np.zeros(2400), rng.uniform(1, 9, 600)), np.append(np.zeros(900), rng.uniform(1, 9, 2100))
    made = evidence({"debt": debt, "assets": assets}, {}, y, answers(y, y < 0))

    def sizes(name):
        codes, words = cut(made, name)
        return {words[k]: int((codes == k).sum()) for k in np.unique(codes)}

    assert sizes("debt") == {"debt = 0": 2400, "debt > 0": 600}  # and none that holds every row
    assert sizes("assets")["assets = 0"] == 900
    assert list(sizes("assets").values()) == [900, 600, 750, 750]
