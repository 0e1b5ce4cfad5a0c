"""A champion meets new rows: who is better on rows that neither has seen, and what is said about them."""

import io
import json
import zipfile
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from zerotohero.core.errors import DataError, HeroError, TargetError, UsageError
from zerotohero.leaderboard.open import open_run
from zerotohero.leaderboard.run import Run
from zerotohero.tasks._split import TEST
from zerotohero.train.against import _as_the_champion_reads, _same_rows, _seen, as_candidates, meet, must_compare
from zerotohero.train.against_verdict import used, verdict
from zerotohero.train.options import Options
from zerotohero.train.plan import make_plan
from zerotohero.train.train import train

HOW = {"effort": "quick", "only": ["logistic-regression"]}


def rows(n, seed, turned=False, town="Paris"):
    """Flats that are sold or not; ``turned``: large ones are not wanted any more, and they have grown."""
    rng = np.random.default_rng(seed)
    area, age = rng.normal(110 if turned else 80, 20, n), rng.normal(30, 9, n)
    wanted = (110 - area if turned else area - 80) / 10 + rng.normal(0, 1, n)
    return pd.DataFrame(
        {"area": area, "age": age, "town": rng.choice([town, "Lyon"], n), "sold": np.where(wanted > 0, "yes", "no")}
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with the champion's rows and leaderboard, the rows of other months, and the champion as a file."""
    folder = tmp_path_factory.mktemp("against")
    months = {"april": rows(600, 0), "may": rows(600, 1, turned=True), "june": rows(400, 2)}
    for name, frame in months.items():
        frame.to_csv(folder / f"{name}.csv", index=False)
    board = train(str(folder / "april.csv"), "sold", out=str(folder / "boards"), **HOW)
    (folder / "april.hero").write_bytes(board.best.path.read_bytes())
    return folder


@pytest.fixture(scope="module")
def may(place):
    """What is said of champion and challenger in May, and the Board."""
    board = train(str(place / "may.csv"), against="april-sold:best", out=str(place / "boards"), **HOW)
    return board.manifest["against"], board


def test_where_the_world_has_turned_the_challenger_takes_over(place, may):
    against, board = may
    assert against["verdict"] == "replace" and against["says"].endswith("replace the champion")
    frame = pd.read_csv(place / "may.csv")[board.fold == TEST]
    by_hand = [np.mean(run.predict(frame.drop(columns="sold").to_dict("records")) == frame["sold"])
               for run in (open_run(place / "april.hero"), board.best)]  # fmt: skip
    assert against["difference"]["scores"] == pytest.approx(by_hand)
    assert against["difference"]["rows"] == len(frame) and against["difference"]["gain"] > 0.3
    assert [m["column"] for m in against["moved"]] == ["area"]
    assert against["next"]["command"] == f"hero serve {board.best.id}"
    assert board.next[0]["command"] == against["next"]["command"] and len(board.next) <= 3


def test_the_look_at_the_rows_kept_aside_is_counted(may):
    (use,) = may[1].uses
    assert use["run"] == may[1].best.id and use["against"].startswith("april-sold:")
    assert use["use"] == 1 and used(may[1], may[0])["use"] == 2


def test_the_champion_stands_on_the_leaderboard_and_in_the_report(may):
    from rich.console import Console

    from zerotohero.report.board_view import board_view
    from zerotohero.report.report import report_html, report_markdown

    against, board = may
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(board_view(board))
    lines = console.export_text().splitlines()
    (line,) = [i for i, text in enumerate(lines) if "the champion" in text and "logistic regression" in text]
    assert f"{against['champion']['score']:.3f}" in lines[line]
    assert "best" in lines[line - 4], "it stands in its place by score: behind the best and the rivals"
    assert "Champion and challenger" in report_markdown(board.best)
    page = report_html(board.best)
    assert "the champion" in page and "half of them up to" in page
    assert "half of them up to" not in report_html(board.best, rows=False)


def met(place, frame, against="april-sold:best", **more):
    """Return the Champion that meets these rows, and the plan for them; nothing is fitted."""
    options = Options(against=against, out=str(place / "boards"), **{**HOW, "only": ("logistic-regression",), **more})
    champion, dataset, options = meet(frame, options)
    return champion, make_plan(dataset, options, lambda *a, **k: None)


def judged(champion, plan):
    """Return the verdict on a challenger that is always right; nothing is fitted."""

    def answer(cells):
        return np.eye(len(plan.classes))[[plan.classes.index(name) for name in cells["sold"]]]

    rows = np.flatnonzero(plan.fold >= 0)
    challenger = SimpleNamespace(id="new", title="new", algorithm="new", cost=None, score=1.0, score_std=0.0, fold_scores=[],
                                 has_model=True, model=SimpleNamespace(predict=answer),
                                 oof=(rows, answer(plan.dataset.take(rows).cells)))  # fmt: skip
    board = SimpleNamespace(ranked=[challenger], manifest=plan.manifest(), dataset=lambda: plan.dataset)
    return verdict(champion, board, plan)


def right(champion, frame):
    """Return (N,) bool: where the champion is right, asked as anybody would ask it."""
    return champion.run.predict(frame.drop(columns="sold").to_dict("records")) == frame["sold"].to_numpy()


def test_where_nothing_has_changed_the_champion_stays_and_few_rows_are_judged_fold_by_fold(place, hero):
    rows(150, 6).to_csv("few.csv", index=False)  # in the empty folder of this test
    how = ("--only", "logistic-regression", "--effort", "quick", "--json")
    code, said, err = hero("train", "few.csv", "--against", place / "april.hero", *how)
    assert code == 0, err
    against = json.loads(said)["against"]
    assert against["verdict"] == "no difference" and "keep the champion" in against["says"]
    assert against["moved"] == [] and "cannot be known" in against["notes"][0]
    assert against["next"]["command"] == f"hero serve {place / 'april.hero'}"
    assert against["difference"]["rows"] == 150 and not against["tested"]
    assert any("flatters it" in note for note in against["notes"])


def test_rows_that_the_champion_learned_from_are_known_and_those_it_was_not_shown_are_not(place):
    april = pd.read_csv(place / "april.csv")
    champion, _ = met(place, pd.concat([rows(300, 5), april], ignore_index=True))
    run = champion.run
    assert not champion.seen[:300].any()
    assert np.array_equal(champion.seen[300:], run.board.fold != TEST)
    again, plan = met(place, april.sample(frac=1, random_state=0))
    assert np.array_equal(plan.test.rows, again.fresh), "a file in another order: the same rows are kept aside"
    must_compare(again, plan)
    refitted = replace(again, seen=_seen(Run({**run.record, "parent": "x"}, run.board), again.dataset, ()))
    with pytest.raises(DataError, match=r"all .* rows of the comparison are among those it learned from"):
        must_compare(refitted, plan)


@pytest.mark.parametrize("n, tested", [(300, True), (90, False)])
def test_rows_that_the_champion_learned_from_judge_neither(place, n, tested):
    april, board = pd.read_csv(place / "april.csv"), open_run("april-sold:best", str(place / "boards")).board
    learned = april[board.fold != TEST].head(n // 3)
    turned = learned.assign(sold=np.where(learned["sold"] == "yes", "no", "yes"))  # they would change every score
    frame, fresh = pd.concat([turned, rows(n, 8)], ignore_index=True), np.arange(n // 3 + n) >= n // 3
    frame["floor"] = fresh.cumsum() % 7  # another content: rows that it learned from may now be kept aside
    champion, plan = met(place, frame)
    against, good = judged(champion, plan), right(champion, frame)
    among = plan.test.rows if tested else plan.fold >= 0
    assert against["tested"] == tested and against["difference"]["rows"] == (among & fresh).sum()
    assert against["difference"]["scores"] == pytest.approx([good[among & fresh].mean(), 1.0])
    by_fold = [good[(plan.fold == k) & fresh].mean() for k in range(plan.n_folds)]
    assert against["champion"]["score"] == pytest.approx(np.mean(by_fold))
    left_out = (among & ~fresh).sum()
    assert left_out and any(note.startswith(f"{left_out} rows were left out") for note in against["notes"])


def test_a_champion_that_knows_most_rows_of_the_folds_has_no_score_on_them(place):
    frame = pd.concat([pd.read_csv(place / "april.csv").head(200), rows(60, 8)], ignore_index=True)
    assert judged(*met(place, frame))["champion"]["score"] is None


def test_classes_that_only_one_of_the_two_knows_are_not_mixed_up(place):
    frame = rows(220, 8)
    frame["sold"] = np.where(frame["area"] < 80, "let", "yes")  # where the champion says "no"
    champion, plan = met(place, frame)
    assert (plan.classes, champion.run.classes) == (("let", "yes"), ["no", "yes"])
    against, good = judged(champion, plan), right(champion, frame)
    assert against["difference"]["scores"] == pytest.approx([good[plan.test.rows].mean(), 1.0])
    assert against["champion"]["score"] == pytest.approx(np.mean([good[plan.fold == k].mean() for k in range(5)]))
    assert "no new row has the answer 'no', which the champion knows" in against["notes"]


def test_flats_of_one_house_are_drawn_together(place):
    flats, houses = 5, 100
    frame = rows(houses, 8)
    frame["sold"] = np.where((frame["area"] > 80) == (frame.index % 3 > 0), "yes", "no")  # in every third it is wrong
    frame["house"] = [f"house {i}" for i in frame.index]
    frame = frame.loc[np.repeat(frame.index, flats)].reset_index(drop=True)
    frame["age"] += frame.index / 1e6  # no copies
    champion, plan = met(place, frame, group="house")
    difference = judged(champion, plan)["difference"]
    wrong, drawn = 1 - right(champion, frame)[plan.test.rows].mean(), plan.test.rows.sum() / flats
    assert difference["standard_error"] == pytest.approx(np.sqrt(wrong * (1 - wrong) / drawn), rel=0.2) and wrong > 0.1


def test_rows_without_an_answer_are_left_out_for_both(place):
    frame = rows(300, 8)
    frame.loc[::7, "sold"] = None
    champion, plan = met(place, frame)
    expected = frame["area"][frame["sold"].notna()].tolist()
    assert [d.cells["area"].tolist() for d in (champion.dataset, plan.dataset)] == [expected, expected]


@pytest.mark.parametrize("gone", ["age", "town"])
def test_a_column_that_is_gone_is_empty_for_the_champion_and_tells_no_rows_apart(place, gone):
    april = pd.read_csv(place / "april.csv")
    champion, plan = met(place, april.drop(columns=gone))
    run = champion.run
    assert champion.lacking == (gone,) and np.array_equal(champion.seen, run.board.fold != TEST)
    expected = run.predict_proba(april.assign(**{gone: None}).drop(columns="sold").to_dict("records"))
    assert np.array_equal(run.model.predict(champion.dataset.cells), expected)
    manifest = {"features": [["area", "number"], ["built", "date"]]}
    reader = SimpleNamespace(model=SimpleNamespace(recipe=plan.dataset.recipe, manifest=manifest))
    theirs, lacking = _as_the_champion_reads(reader, plan.dataset, plan.dataset, plan.options, "ask")
    assert lacking == ("built",) and np.isnat(theirs.cells["built"]).all()


def test_answers_that_the_champion_reads_otherwise_are_refused(place, tmp_path):
    model = open_run(place / "april.hero").model
    marks = {"type": "number", "decimal": ",", "thousands": "."}  # as where it learned: "1.500" was 1500 there
    columns = [replace(c, **marks) if c.name == "sold" else c for c in model.recipe.columns]
    recipe = replace(model.recipe, columns=tuple(columns)).as_dict()
    model.save(tmp_path / "comma.hero", recipe=recipe, classes=["1.525", "2.525"])
    frame = rows(300, 8)
    frame["sold"] = np.where(frame["sold"] == "yes", 1.525, 2.525)
    frame.to_csv(tmp_path / "points.csv", index=False)
    with pytest.raises(DataError, match="other answers in 'sold' that way"):
        met(place, str(tmp_path / "points.csv"), str(tmp_path / "comma.hero"))
    dataset = met(place, rows(300, 8))[1].dataset
    with pytest.raises(DataError, match="300 rows, or 299 that way"):
        _same_rows(dataset, dataset.take(np.arange(299)), "sold", "ask")


def test_the_champions_settings_are_learned_anew(place, tmp_path):
    path = tmp_path / "knn.hero"
    model = open_run(place / "april.hero").model
    model.save(path, params={**model.manifest["params"], "C": 0.3})
    champion, plan = met(place, rows(300, 7), str(path), only=("knn",))
    more = [c for c in as_candidates(champion, plan, []) if c.algorithm == "logistic-regression"]
    assert [c.params["C"] for c in more] == [0.3] and more[0].asked == {"C": 0.3} and more[0].id
    assert as_candidates(champion, plan, more) == more, "it is among them already"
    dear, other = (replace(more[0], id=id, skipped="too dear") for id in (more[0].id, "another"))
    assert as_candidates(champion, plan, [dear, other]) == [other, *more], "once, and fitted; others keep their row"


def test_columns_that_came_and_went_and_answers_nobody_heard_of(place, tmp_path):
    frame = rows(500, 4).drop(columns="age").assign(garden=1.0 * (np.arange(500) % 3))
    frame.loc[frame["area"] > 95, "sold"] = "let"
    board = train(frame, against=str(place / "april.hero"), out=str(tmp_path), **HOW)
    against, said = board.manifest["against"], " ".join(board.manifest["against"]["notes"])
    assert "lack 'age': empty for the champion" in said and "have 'garden', which the champion does not know" in said
    new = int((frame["sold"][board.fold == TEST] == "let").sum())
    assert f"'let': it is wrong on these {new}" in said
    assert (
        against["verdict"] == "replace" and against["difference"]["scores"][0] <= 1 - new / (board.fold == TEST).sum()
    )
    with pytest.raises(DataError, match="none of them"):
        met(place, frame[["garden", "sold"]])


BAD = {
    "another target": (lambda f: f, {"target": "area"}, UsageError, "the champion's own question: 'sold'"),
    "no answers": (lambda f: f.drop(columns="sold"), {}, TargetError, "a column 'sold'"),
    "other answers": (lambda f: f.replace({"yes": "oui", "no": "non"}), {}, TargetError, "'oui'"),
    "another task": (lambda f: f, {"task": "regression"}, UsageError, "the champion's task, classification"),
    "two test sets": (lambda f: f, {"test_file": __file__}, UsageError, "without --test-file"),
}


@pytest.mark.parametrize("what", BAD)
def test_rows_that_ask_something_else_are_refused_before_any_fit(what, place, tmp_path):
    change, asked, kind, said = BAD[what]
    with pytest.raises(kind, match=said):
        train(change(rows(300, 7)), against=str(place / "april.hero"), out=str(tmp_path / "new"), **{**HOW, **asked})
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("data", ["letters:300", "verses"])
def test_another_kind_of_data_is_refused(data, place, tmp_path):
    with pytest.raises(DataError, match="table, as the champion learned from"):
        train(data, against=str(place / "april.hero"), out=str(tmp_path))


def test_a_champion_that_cannot_be_opened_is_one_message(place, tmp_path):
    whole = (place / "april.hero").read_bytes()
    (tmp_path / "half.hero").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "old.pkl").write_bytes(b"\x80\x04N.")
    with zipfile.ZipFile(place / "april.hero") as old, zipfile.ZipFile(tmp_path / "newer.hero", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b'"format": 1', b'"format": 9') if name == "manifest.json" else data)
    for ref in ("nowhere.hero", tmp_path / "half.hero", tmp_path / "old.pkl", tmp_path / "newer.hero", "no-such-run"):
        with pytest.raises(HeroError) as caught:
            train(str(place / "june.csv"), against=str(ref), out=str(tmp_path / "new"), **HOW)
        assert caught.value.try_
    assert not (tmp_path / "new").exists()


def test_one_that_writes_verse_is_refused(lyrics_board, tmp_path):
    with pytest.raises(UsageError, match="one that writes verse"):
        train("verses", against=str(lyrics_board.run("plain-ngram").path), out=str(tmp_path))
