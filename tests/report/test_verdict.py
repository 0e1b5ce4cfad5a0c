"""Can I trust this? The answer follows the evidence."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from zerotohero.report.evidence import Evidence
from zerotohero.report.parts import Section
from zerotohero.report.standing import against_rival
from zerotohero.report.verdict import verdict


def answer(run, **sections):
    return verdict(Evidence(run), {id: Section(id, id, (), facts=facts) for id, facts in sections.items()})


def like(run, board=None, **changes):
    board = run.board if board is None else board
    return SimpleNamespace(**{**vars(run), "board": board, **changes})


def board_like(board, **changes):
    kept = {k: getattr(board, k) for k in ("manifest", "runs", "fold", "y", "weight", "uses", "folder")}
    return SimpleNamespace(**{**kept, **changes})


def topics(said):
    return {p.topic: p.kind for p in said.points}


def test_a_model_far_ahead_may_be_trusted_for_rows_like_these(digits_board):
    said = answer(digits_board.best)
    assert said.answer.startswith("Yes, for rows like these, from the same source")
    assert topics(said)["Clearly ahead of the best plain rival."] == "good"


def test_a_model_that_beats_no_rival_is_not_trusted(digits_board):
    rival = next(r for r in digits_board.ranked if r.baseline)
    worse = like(digits_board.best, score=rival.score - 0.05, fold_scores=[s - 0.05 for s in rival.fold_scores])
    said = answer(worse)
    assert said.answer.startswith("Not yet")
    assert topics(said)["It beats no rival."] == "bad"


def test_a_lead_that_may_be_luck_is_called_so(digits_board):
    rival = next(r for r in digits_board.ranked if r.baseline)
    changes = np.array([0.05, -0.04, 0.05, -0.04, 0.02])
    scores = np.array(rival.fold_scores) + changes
    close = like(digits_board.best, score=float(scores.mean()), fold_scores=scores.tolist())
    assert topics(answer(close))["Hardly ahead of a rival."] == "care"
    found = against_rival(close)
    assert found["ahead"] == pytest.approx(changes.mean())
    assert found["error"] == pytest.approx(np.sqrt(changes.var(ddof=1) * (1 / 5 + 1 / 4)))  # Nadeau and Bengio


def test_a_perfect_score_on_a_table_is_doubted_and_on_pictures_is_not(digits_board):
    for kind, start in (("table", "Only if all its columns are known"), ("images", "Yes")):
        board = board_like(digits_board, manifest={**digits_board.manifest, "kind": kind})
        perfect = like(digits_board.best, board, score=1.0, fold_scores=[1.0] * 5)
        assert answer(perfect).answer.startswith(start)
        assert answer(like(digits_board.best, board)).answer.startswith("Yes")


def test_a_column_that_may_give_the_answer_away_comes_before_everything(digits_board):
    leak = {"code": "giveaway", "severity": "warning", "where": ["price"], "evidence": {}, "why": "", "fix": ""}
    board = board_like(digits_board, manifest={**digits_board.manifest, "findings": [leak]})
    assert answer(like(digits_board.best, board)).answer.startswith("Only if all its columns are known")
    board.manifest["findings"] = [{**leak, "severity": "problem"}]
    assert answer(like(digits_board.best, board)).answer.startswith("Not before what is marked")
    board.manifest["findings"] = [{**leak, "severity": "note"}]
    assert answer(like(digits_board.best, board)).answer.startswith("Yes")


def test_looks_at_the_test_set_are_counted(digits_board):
    use = {"run": digits_board.best.id, "score": 0.94, "interval": [0.89, 0.99]}
    tested = topics(answer(like(digits_board.best, board_like(digits_board, uses=[use]))))
    assert tested["Tested."] == "good" and "Not tested yet." not in tested
    assert (
        f"On the {digits_board.manifest['test_rows']} rows"
        in answer(like(digits_board.best, board_like(digits_board, uses=[use]))).measured
    )
    often = answer(like(digits_board.best, board_like(digits_board, uses=[use] * 5)))
    assert topics(often)["Tested."] == "care"
    assert "looked at 5 times" in str(often.points)
    other = answer(like(digits_board.best, board_like(digits_board, uses=[{**use, "run": "other"}])))
    assert "test set]] was asked once already" in str(other.points)
    assert "is untouched" in str(answer(digits_board.best).points)


def test_a_test_that_falls_short_of_the_promise_is_not_called_good(digits_board):
    for low, high, topic in ((0.5, 0.6, "Tested, and worse than it promised."), (0.5, 0.999, "Tested."), (0.998, 0.999, "Tested.")):  # fmt: skip
        use = {"run": digits_board.best.id, "score": high, "interval": [low, high]}
        kinds = topics(answer(like(digits_board.best, board_like(digits_board, uses=[use]))))
        assert kinds[topic] == ("good" if topic == "Tested." else "care")


def test_the_score_without_a_doubtful_column_is_told_where_it_was_measured(digits_board, tmp_path):
    leak = {"code": "giveaway", "severity": "warning", "where": ["price", "tax"], "evidence": {}, "why": "", "fix": ""}
    board = board_like(digits_board, manifest={**digits_board.manifest, "findings": [leak]})
    run = like(digits_board.best, board, folder=tmp_path)
    assert "this score is worth nothing" in str(answer(run).points)
    for drop, told in ((["tax"], False), (["tax", "price"], True)):
        (tmp_path / "study.json").write_text(json.dumps({"trials": [{"drop": drop, "score": 0.654}]}))
        assert ("If not, count on 0.654 (accuracy without them)." in str(answer(run).points)) is told


def test_a_class_that_is_hardly_found_is_named_with_what_would_find_more(digits_board):
    counts = {"classes": ["no", "yes"], "counts": [[950, 50], [120, 80]]}
    at = {"miss_costs": 5, "threshold": 0.0049, "recall": 0.75, "flagged": 0.3}
    cuts = {"positive": "yes", "table": [at], "measured_cost": None, "chosen": None}
    (point,) = [p for p in answer(digits_board.best, confusion=counts, thresholds=cuts).points if "misses" in p.topic]
    assert point.kind == "care" and "It finds 80 of 200 `yes`. " in point.said
    assert "say `yes` from 0.005 on: it then finds 75 of 100, and flags 30 of 100 rows." in point.said
    at["flagged"] = 0.94
    said = str(answer(digits_board.best, confusion=counts, thresholds=cuts).points)
    assert "80 of 200 `yes`." in said and "a miss costs" not in said
    for fine in ([[950, 50], [60, 140]], [[60, 40], [42, 58]], [[950, 50], [6, 3]]):  # found; all alike; nine rows
        counts["counts"] = fine
        assert "It misses many." not in topics(answer(digits_board.best, confusion=counts))
    counts |= {"classes": ["a", "b", "c"], "counts": [[950, 50, 0], [50, 30, 0], [60, 0, 40]]}
    said = str(answer(digits_board.best, confusion=counts).points)
    assert "It finds 30 of 80 `b`, and too few of 1 other class." in said


def test_a_rival_that_costs_no_more_is_the_answer_to_costs(digits_board):
    asked = {"miss": 10.0, "false alarm": 1.0, "positive": "1"}
    rival = next(r for r in digits_board.ranked if r.baseline)
    board = board_like(digits_board, manifest={**digits_board.manifest, "cost": asked})
    facts = {"chosen": 0.0, "measured_cost": {"per_row": 0.5, "most_probable": 1.3}}
    for price, kind, start in ((0.5, "bad", "Not for the costs you gave"), (0.6, "good", "Yes")):
        board.runs = [
            like(rival, board, cost={"per_row": price}),
            like(digits_board.best, board, id="other", cost={"per_row": 0.4}),
        ]
        said = answer(like(digits_board.best, board, cost={"per_row": 0.5}), thresholds=facts)
        point = next(p for p in said.points if "costs" in p.topic)
        assert point.kind == kind and said.answer.startswith(start)
        assert "(`other`) costs least: 0.4." in point.said
        right = digits_board.best.oof[1].argmax(1) == digits_board.y[digits_board.best.oof[0]]
        assert f"right for {100 * right.mean():.0f} of 100 rows" in point.said


def test_points_say_what_the_sections_measured(digits_board):
    said = answer(
        digits_board.best,
        probabilities={"off": 0.08, "off_by_luck": 0.01, "believable": False},
        interval={"level": 0.9, "coverage": 0.8},
        learning={"verdict": "climbing", "gain": 0.02},
        thresholds={"chosen": 0.07, "measured_cost": {"per_row": 0.5, "most_probable": 1.3}},
    )
    kinds = topics(said)
    assert kinds["Do not take its probabilities at their word."] == "care"
    assert kinds["It says how far off it may be."] == "care"
    uneven = {
        "level": 0.9,
        "coverage": 0.9,
        "by_fifth_of_prediction": [0.99, 0.99, 0.97, 0.93, 0.62],
        "least": "highest",
    }
    (point,) = [p for p in answer(digits_board.best, interval=uneven).points if "how far off" in p.topic]
    assert point.kind == "care" and "the fifth with the highest predictions for 62 only" in point.said
    assert kinds["Not finished learning."] == "care"
    assert kinds["It answers by your costs."] == "good"
    assert "off by 8.0 points" in str(said.points)
