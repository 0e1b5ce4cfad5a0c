"""A quarter of an hour of someone who climbs competitions: every configuration, refit, a submission, rules as a rival."""

import csv
import json

import numpy as np
import pandas as pd


def competition(folder, n=500):
    """Write train.csv and test.csv with prices that are skewed; return the true prices of the test."""
    rng = np.random.default_rng(5)
    area, rooms = rng.lognormal(4.5, 0.4, 2 * n), rng.integers(1, 7, 2 * n)
    quality = rng.choice(["low", "middle", "high"], 2 * n)
    price = np.exp(7 + 0.9 * np.log(area) + 0.05 * rooms + 0.4 * (quality == "high") + rng.normal(0, 0.15, 2 * n))
    frame = pd.DataFrame(
        {"Id": range(1, 2 * n + 1), "Area": area.round(1), "Rooms": rooms, "Quality": quality, "Price": price.round(0)}
    )
    frame.loc[::9, "Area"] = np.nan
    frame[:n].to_csv(folder / "train.csv", index=False)
    frame[n:].drop(columns="Price").to_csv(folder / "test.csv", index=False)
    return price[n:]


def test_from_the_first_try_to_a_submission(hero, tmp_path):
    truth = competition(tmp_path)
    code, out, err = hero(
        "train",
        "train.csv",
        "--target",
        "Price",
        "--only",
        "knn,ridge",
        "--effort",
        "quick",
        "--set",
        "knn.neighbors=1,3,5,9",
        "--json",
    )
    assert code == 0, err
    board = json.loads(out)
    assert board["metric"] == "rmsle"
    assert not board["greater_is_better"]
    assert len([r for r in board["runs"] if r["algorithm"] == "knn"]) == 4

    (tmp_path / "my_rules.py").write_text(
        "def predict(row):\n    return 60 * (row['Area'] if row['Area'] == row['Area'] else 90)\n", encoding="utf-8"
    )
    code, out, err = hero(
        "train",
        "train.csv",
        "--target",
        "Price",
        "--only",
        "gradient-boosting",
        "--effort",
        "quick",
        "--rules",
        "my_rules.py",
    )
    assert code == 0, err
    assert "rules" in out
    assert "→" in out or "still" in out or "no step up" in out

    code, out, _ = hero("board", "--json")
    ranked = [r for r in json.loads(out)["runs"] if r["status"] == "ok"]
    assert [r["score"] for r in ranked] == sorted(r["score"] for r in ranked)
    assert {"rules", "mean", "one-level-tree"} <= {r["algorithm"] for r in ranked if r["baseline"]}

    code, out, _ = hero("refit", "best", "--json")
    assert code == 0
    run = json.loads(out)["run"]
    code, _, err = hero("predict", run, "test.csv", "--submission", "Id,Price", "-o", "submission.csv")
    assert code == 0, err
    rows = list(csv.DictReader((tmp_path / "submission.csv").open(encoding="utf-8")))
    assert list(rows[0]) == ["Id", "Price"]
    assert [r["Id"] for r in rows] == [str(i) for i in range(501, 1001)]
    error = np.sqrt(np.mean((np.log1p([float(r["Price"]) for r in rows]) - np.log1p(truth)) ** 2))
    promised = min(r["score"] for r in ranked if not r["baseline"])
    assert error < 1.25 * promised  # what the leaderboard promised holds on rows from elsewhere
    assert hero("test", run)[0] == 1
