"""Why this prediction: for every algorithm, in the person's words, with pushes that make up the whole difference."""

import io
import re
from dataclasses import replace

import numpy as np
import pytest
from rich.console import Console

from zerotohero.core.errors import DataError, UnknownIdError, UsageError
from zerotohero.leaderboard.model import Model, join
from zerotohero.leaderboard.open import open_run
from zerotohero.leaderboard.run import Run
from zerotohero.report.explain import explain as rooms
from zerotohero.report.explain import shares
from zerotohero.report.explain.explain import explain
from zerotohero.report.explain.players import Columns
from zerotohero.report.explain.shapley import of_all_coalitions
from zerotohero.report.explain.view import explain_view, write_picture
from zerotohero.train.train import train


def shown(renderable):
    console = Console(width=80, color_system=None, record=True, file=io.StringIO())
    console.print(renderable)
    return console.export_text()


def scored(board):
    return [run for run in board.ranked if run.has_model]


@pytest.mark.parametrize("name", ["moons_board", "petting_board"])
def test_pushes_lead_from_the_training_rows_to_this_row_for_every_algorithm(request, name, monkeypatch):
    monkeypatch.setattr(shares, "WORK", 1.0)
    board = request.getfixturevalue(name)
    data, at = board.dataset(), 7
    for run in scored(board):
        why = explain(run, data, row=at)
        assert why.base + sum(p.push for p in why.pushes) == pytest.approx(why.end, abs=1e-6), run.algorithm
        said = run.predict_proba(data.take([at])) if run.classes else run.predict(data.take([at]))
        if run.classes and not why.notes:
            assert why.level(why.end) == pytest.approx(said[0].max(), abs=1e-6), run.algorithm
        if not run.classes:
            assert why.level(why.end) == pytest.approx(said[0], rel=1e-9), run.algorithm


def test_sums_and_trees_agree_with_asking_about_every_set_of_columns(petting_board, monkeypatch):
    """What the arrays say is what the model itself says when it is asked 2^P times."""
    monkeypatch.setattr(rooms, "BACKGROUND", 4)
    data = petting_board.dataset()
    compared = set()
    for run in scored(petting_board):
        exact = explain(run, data, row=3)
        if exact.method != "exact Shapley values" or run.baseline:
            continue
        names = [name for name, _ in run.model.manifest["features"]]
        cells = {n: data.cells[n][[3]] for n in names}
        background, _ = rooms._background(run, cells, 0)
        game = rooms.Game.of(run.model, cells, background, Columns(cells).owners, len(names))
        slow = of_all_coalitions(game.answers, game.count, game.backgrounds)
        fast = {p.column: p.push for p in exact.pushes}
        assert [fast[n] for n in names] == pytest.approx(slow, abs=1e-7), run.algorithm
        compared.add(run.algorithm)
    assert {"ridge", "random-forest", "gradient-boosting", "histogram-boosting"} <= compared


def test_a_model_whose_arrays_mean_something_else_is_asked_instead(moons_board):
    """Weights that the model does not use as a weighted sum must not be trusted."""
    run = next(r for r in moons_board.ranked if r.algorithm == "logistic-regression")
    assert explain(run, moons_board.dataset(), row=1).method == "exact Shapley values"
    spec, bent = run.model.spec, replace(run.model)
    bent.__dict__["spec"] = replace(spec, predict=lambda arrays, X: spec.predict(arrays, np.tanh(X)))
    why = explain(with_model(run, bent), moons_board.dataset(), row=1)
    assert why.method.startswith("exact Shapley values from all 4 sets")


def with_model(run, model):
    """Return the run as if it had this model."""
    changed = Run({**run.record}, run.board)
    changed.__dict__["model"] = model
    return changed


def test_a_combination_for_a_number_has_the_weighted_pushes_of_its_members(petting_board):
    runs = [next(r for r in petting_board.ranked if r.algorithm == a) for a in ("ridge", "random-forest")]
    both = with_model(runs[0], join([r.model for r in runs], [0.3, 0.7]))
    said, *own = (explain(r, petting_board.dataset(), row=4) for r in (both, *runs))
    assert said.method == "exact Shapley values"
    of = [{p.column: p.push for p in why.pushes} for why in own]
    expected = [0.3 * of[0][p.column] + 0.7 * of[1][p.column] for p in said.pushes]
    if said.background == own[0].background == own[1].background:
        assert [p.push for p in said.pushes] == pytest.approx(expected, abs=1e-9)
    assert said.level(said.end) == pytest.approx(both.model.predict(petting_board.dataset().take([4]).cells)[0])


def test_a_combination_for_a_class_is_explained_as_a_probability(moons_board):
    runs = [next(r for r in moons_board.ranked if r.algorithm == a) for a in ("logistic-regression", "random-forest")]
    both = with_model(runs[0], join([r.model for r in runs], [0.5, 0.5]))
    why = explain(both, moons_board.dataset(), row=4)
    assert why.scale == "probability"
    assert why.end == pytest.approx(why.probability)
    assert why.base + sum(p.push for p in why.pushes) == pytest.approx(why.end)


@pytest.mark.parametrize("outcome", [0, 1])
def test_a_calibration_that_is_a_line_in_log_odds_is_explained_with_it(moons_board, outcome):
    run = next(r for r in moons_board.ranked if r.algorithm == "logistic-regression")
    sigmoid = {**run.model.manifest, "calibration": {"kind": "sigmoid", "a": 1.7, "b": -0.3}}
    unsure = {name: 0.2 * array for name, array in run.model.arrays.items()}
    why = explain(with_model(run, Model(sigmoid, unsure)), moons_board.dataset(), row=4, outcome=run.classes[outcome])
    assert why.level(why.end) == pytest.approx(why.probability)
    assert why.base + sum(p.push for p in why.pushes) == pytest.approx(why.end)
    assert why.notes == ()
    isotonic = {**sigmoid, "calibration": {"kind": "isotonic", "x": [0.1, 0.9], "y": [0.3, 0.6]}}
    why = explain(with_model(run, Model(isotonic, unsure)), moons_board.dataset(), row=4, outcome=run.classes[outcome])
    assert "before its calibration" in why.notes[0]
    assert f"{why.level(why.end):.2f} into {why.probability:.2f}" in why.notes[0]


def test_the_words_of_a_text_push_by_themselves_where_there_is_little_else(tmp_path):
    file = tmp_path / "texts.csv"
    lines = [f"{'win a prize now' if i % 3 == 0 else 'see you at lunch'} {'today' * (i % 2)},{'spam' if i % 3 == 0 else 'ham'}"
             for i in range(240)]  # fmt: skip
    file.write_text("\n".join(["text,kind", *lines]), "utf-8")
    cells = {"text": np.array(["Win a lunch"], object)}
    players = Columns.of(cells, [["text", "words"]])
    assert players.names == [("text", None), ("text", "win"), ("text", "a"), ("text", "lunch")]
    board = train(str(file), target="kind", types={"text": "words"}, only=["logistic-regression"], workers=1,
                  effort="quick", out=str(tmp_path / "boards"), split="random", anyway=["giveaway"])  # fmt: skip
    why = explain(board.run("logistic-regression"), [{"text": "Win a lunch", "kind": None}], outcome="spam")
    push = {p.column: p.push for p in why.pushes}
    assert push["text: win"] > 0 > push["text: lunch"]
    whole = explain(
        board.run("logistic-regression"), [{"text": "Win a lunch", "kind": None}], outcome="spam", words=False
    )
    assert [p.column for p in whole.pushes] == ["text"]
    assert whole.pushes[0].push == pytest.approx(sum(push.values()))


def test_one_hot_and_gaps_of_a_column_act_together(petting_board):
    why = explain(petting_board.best, petting_board.dataset(), row=0)
    names = [name for name, _ in petting_board.best.model.manifest["features"]]
    assert sorted(p.column for p in why.pushes) == sorted(names)


def test_the_other_class_is_pushed_the_other_way(moons_board):
    run = next(r for r in moons_board.ranked if r.algorithm == "logistic-regression")
    one, other = (explain(run, moons_board.dataset(), row=5, outcome=c) for c in run.classes)
    assert [p.push for p in one.pushes] == pytest.approx([-p.push for p in other.pushes])
    assert one.probability + other.probability == pytest.approx(1)


def test_an_estimate_is_repeatable_and_states_its_error(petting_board, monkeypatch):
    monkeypatch.setattr(shares, "WORK", 1.0)
    run = next(r for r in petting_board.ranked if r.algorithm == "knn")
    one, again = (explain(run, petting_board.dataset(), row=2, seed=1) for _ in range(2))
    assert not one.exact
    assert [p.push for p in one.pushes] == [p.push for p in again.pushes]
    assert 0 < max(p.error for p in one.pushes) < abs(one.pushes[0].push)
    assert "standard error" in " ".join(shown(explain_view(one)).split())


def test_a_bare_model_file_is_compared_with_a_typical_row(petting_board):
    bare = open_run(petting_board.best.path)
    why = explain(bare, petting_board.dataset(), row=0)
    assert "typical row" in why.background
    typical = why.level(why.base)
    y = petting_board.y
    assert np.quantile(y, 0.1) < typical < np.quantile(y, 0.9)
    assert why.base + sum(p.push for p in why.pushes) == pytest.approx(why.end)


def test_pictures_are_explained_by_patches(letters_board):
    run = next(r for r in letters_board.ranked if r.algorithm == "logistic-regression")
    why = explain(run, letters_board.dataset(), row=3)
    assert why.heat.shape == (14, 14)
    assert why.heat.sum() == pytest.approx(why.end - why.base)
    assert re.search(r"The (top|bottom|left|right|middle)\b.* of the picture speaks most for", shown(explain_view(why)))


def test_words_say_what_pushed_and_that_it_is_no_cause(moons_board):
    why = explain(moons_board.best, moons_board.dataset(), row=3)
    text = " ".join(shown(explain_view(why)).split())
    assert why.pushes[0].column in text
    assert "not what causes" in text
    assert "mean of" in text or "middle of" in text
    assert max(map(len, shown(explain_view(why)).splitlines())) <= 80


def test_pictures_hold_the_words_and_no_markup_of_the_data(petting_board, letters_board, tmp_path):
    data = petting_board.dataset()
    why = explain(petting_board.best, data, row=3)
    nasty = type(why)(**{**vars(why), "target": "<script>x</script>"})
    for file in ("why.svg", "why.html"):
        write_picture(nasty, tmp_path / file)
        text = (tmp_path / file).read_text("utf-8")
        assert "<script" not in text
        assert "How it is misread" in text
    with pytest.raises(UsageError, match=r"\.svg or \.html"):
        write_picture(why, tmp_path / "why.png")
    run = next(r for r in letters_board.ranked if r.algorithm == "logistic-regression")
    write_picture(explain(run, letters_board.dataset(), row=1), tmp_path / "d.png")
    assert (tmp_path / "d.png").read_bytes()[:4] == b"\x89PNG"


def test_a_row_or_class_that_is_not_there_is_named(moons_board):
    with pytest.raises(DataError, match="rows 0 to 999"):
        explain(moons_board.best, moons_board.dataset(), row=1000)
    with pytest.raises(UnknownIdError, match="class"):
        explain(moons_board.best, moons_board.dataset(), outcome="purple")
