"""A quarter of an hour of a backend developer: JSON in and out, exit codes, a script to deploy, the Python API."""

import csv
import json
import subprocess
import sys

import numpy as np
import pandas as pd


def requests_log(path, n=600):
    """Write a log of requests: which of them will time out?"""
    rng = np.random.default_rng(7)
    size, region = rng.lognormal(3, 1, n), rng.choice(["eu-1", "us-1", "ap-1"], n)
    retries, cached = rng.integers(0, 4, n), rng.choice(["yes", "no"], n)
    late = size / 20 + retries + 2 * (region == "ap-1") - 2 * (cached == "yes") + rng.normal(0, 0.7, n) > 2.4
    frame = pd.DataFrame({"request_id": [f"r-{i:05d}" for i in range(n)], "payload_kb": size.round(1), "region": region,
                          "retries": retries, "cached": cached, "timed_out": np.where(late, "yes", "no")})  # fmt: skip
    frame.loc[::17, "payload_kb"] = np.nan
    frame.to_csv(path, index=False)
    return frame


def test_from_a_csv_to_a_script_that_runs_without_us(hero, tmp_path):
    frame = requests_log(tmp_path / "requests.csv")
    code, out, _ = hero("look", "requests.csv", "--target", "timed_out", "--json")
    assert code == 0
    assert json.loads(out)["rows"] == 600

    code, out, err = hero(
        "train",
        "requests.csv",
        "--target",
        "timed_out",
        "--only",
        "logistic-regression,histogram-boosting",
        "--effort",
        "quick",
        "--json",
    )
    assert code == 0, err
    board = json.loads(out)
    assert set(board) == {
        "folder",
        "dataset",
        "task",
        "metric",
        "greater_is_better",
        "rows",
        "test_rows",
        "findings",
        "runs",
        "best",
        "next",
    }
    assert board["runs"][0]["id"] == board["best"]
    assert [f["where"] for f in board["findings"] if f["code"] == "identifier"] == [["request_id"]]
    best = board["runs"][0]
    assert best["score"] > max(r["score"] for r in board["runs"] if r["baseline"])
    assert board["next"]

    code, out, _ = hero("test", "best", "--json")
    judged = json.loads(out)
    assert set(judged) >= {"run", "metric", "score", "interval", "rows", "uses"}
    assert judged["uses"] == 1
    assert judged["interval"][0] <= best["score"] <= judged["interval"][1] + 0.1

    frame.drop(columns="timed_out").head(5).to_csv(tmp_path / "new.csv", index=False)
    assert hero("predict", "best", "new.csv", "--proba")[0] == 0
    rows = list(csv.DictReader((tmp_path / "predictions.csv").open(encoding="utf-8")))
    assert list(rows[0]) == ["request_id", "prediction", "no", "yes"]
    assert rows[0]["request_id"] == "r-00000"

    assert hero("export", "best", "--to", "script")[0] == 0
    printed = subprocess.run(
        [sys.executable, "run/run.py", "new.csv"], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    by_script = [float(line.split(",")[2]) for line in printed.splitlines()[1:]]
    assert np.allclose(by_script, [float(r["yes"]) for r in rows], rtol=0, atol=1e-9)


def test_the_same_from_python(tmp_path):
    import zerotohero as zh

    frame = requests_log(tmp_path / "requests.csv", n=400)
    board = zh.train(
        frame, target="timed_out", only=["logistic-regression"], effort="quick", out=str(tmp_path / "boards")
    )
    one = frame.drop(columns="timed_out").head(1)
    assert board.best.predict(one)[0] in ("yes", "no")
    again = zh.open_run(board.best.path)
    assert (again.predict_proba(one) == board.best.predict_proba(one)).all()
    assert "logistic regression" in repr(board)
    assert "<table" in board._repr_html_()
    assert len(zh.load("moons")) == 1000
