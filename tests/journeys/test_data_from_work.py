"""A quarter of an hour of someone with an export from work: Latin-1, semicolons, copies, customers, an answer in disguise."""

import json

import numpy as np


def export_from_work(path):
    """Write visits of customers: 5 visits each, an age with gaps, a disguised copy of the answer, doubled rows."""
    rng = np.random.default_rng(3)
    lines = ["Kunde;Alter;Ausgaben;Ort;Besuch;Bewertung;gekündigt"]
    for customer in range(120):
        age, town = rng.integers(18, 80), rng.choice(["Köln", "Zürich", "Graz"])
        leaves = rng.random() < 0.2 + 0.5 * (age < 35)
        for visit in range(5):
            spent = f"{rng.normal(80 if leaves else 120, 30):.2f}".replace(".", ",")
            shown = "" if rng.random() < 0.1 else age
            lines.append(
                f"K-{customer:04d};{shown};{spent};{town};{visit + 1};{'schlecht' if leaves else 'gut'};{'ja' if leaves else 'nein'}"
            )
    path.write_text("\n".join([*lines, *lines[1:9]]) + "\n", encoding="latin-1")


def test_customers_stay_together_and_the_answer_in_disguise_stops_training(hero, tmp_path):
    export_from_work(tmp_path / "Kunden Export.csv")
    code, out, _ = hero("look", "Kunden Export.csv", "--target", "gekündigt")
    assert code == 0
    assert "Kunde" in out
    assert "Bewertung" in out

    code, _, err = hero("train", "Kunden Export.csv", "--target", "gekündigt")
    assert code == 1
    assert "--drop Bewertung" in err
    assert "--anyway giveaway" in err

    code, out, err = hero(
        "train",
        "Kunden Export.csv",
        "--target",
        "gekündigt",
        "--drop",
        "Bewertung",
        "--only",
        "knn,random-forest",
        "--effort",
        "quick",
        "--json",
    )
    assert code == 0, err
    board = json.loads(out)
    assert "group" in [f["code"] for f in board["findings"]]
    manifest = json.loads((tmp_path / board["folder"] / "boards").glob("*.json").__next__().read_text("utf-8"))
    assert manifest["split"]["groups"] == "Kunde"
    assert dict(manifest["features"])["Ausgaben"] == "number"

    code, _, err = hero("report", "best")
    assert code == 0, err
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "gekündigt" in page
    assert "<script" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert hero("report", "best")[0] == 1
    assert hero("report", "best", "--yes")[0] == 0


def test_the_stages_are_told_in_the_fields_words(hero, tmp_path):
    export_from_work(tmp_path / "work.csv")
    code, out, _ = hero(
        "train",
        "work.csv",
        "--target",
        "gekündigt",
        "--effort",
        "quick",
        "--drop",
        "Bewertung",
        "--only",
        "decision-tree",
        "--step",
    )
    assert code == 0
    places = [out.index(f"{i} {stage}") for i, stage in enumerate(("data", "split", "fit", "predict", "validate"), 1)]
    assert places == sorted(places)
    for call in (
        "StratifiedGroupKFold(5, shuffle=True, random_state=42)",
        "model.fit(",
        "predict_proba",
        "accuracy_score",
        "train_test_split",
    ):
        assert call in out
    assert "goes in" in out
    assert "Now what?" in out
