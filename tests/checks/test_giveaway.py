import numpy as np
import pytest

from zerotohero.checks.giveaway import SPEC


@pytest.fixture
def data(rng):
    """A function that makes two honest columns and a target that depends on them."""
    a, b = rng.normal(size=600), rng.normal(size=600)
    score = a + b + rng.normal(0, 1.2, 600)
    return {"a": a, "b": b}, score, np.where(score > 0, "yes", "no")


def found(table, target, task, **columns):
    return [(f.severity, f.where) for f in SPEC.run(table(**columns, y=target), "y", task)]


def test_the_target_in_other_words_is_a_problem(table, data):
    columns, _, answer = data
    other_words = np.where(answer == "yes", "alive", "dead")
    (finding,) = SPEC.run(table(**columns, also=other_words, y=answer), "y", "classification")
    assert (finding.severity, finding.where) == ("problem", ("also",))
    assert "--drop also" in finding.fix and "--anyway giveaway" in finding.fix


def test_a_cell_that_is_filled_for_one_class_only_is_a_problem(table, data, rng):
    columns, _, answer = data
    boat = np.where(answer == "yes", rng.integers(1, 20, 600).astype(str), None)
    assert found(table, answer, "classification", **columns, boat=boat) == [("problem", ("boat",))]


def test_one_wrong_cell_is_no_longer_the_target_again(table, data):
    columns, _, answer = data
    also = np.where(answer == "yes", 1.0, 0.0)
    also[0] = 1 - also[0]
    assert "problem" not in dict(found(table, answer, "classification", **columns, also=also))


def test_a_text_that_names_its_own_class_is_a_problem(table, data, rng):
    columns, _, _ = data
    answer = rng.choice(["Civilian Dictatorship", "Monarchy", "Military"], 600)
    names = rng.choice(["ann", "bob", "cleo"], 600)
    note = np.array([f"{who}.{1900 + i}.{a.upper()}" for i, (who, a) in enumerate(zip(names, answer))], object)
    note[:20] = None
    (finding,) = SPEC.run(table(**columns, note=note, y=answer), "y", "classification")
    assert (finding.severity, finding.where) == ("problem", ("note",)) and "--drop note" in finding.fix
    both = np.array([f"{who}: civilian dictatorship, monarchy or military" for who in names], object)
    assert found(table, answer, "classification", **columns, note=both) == []  # every class is named
    late = np.where(rng.random(600) < 0.2, "unknown", note)
    assert "problem" not in dict(found(table, answer, "classification", **columns, note=late))


def test_many_values_for_one_class_are_no_problem(table, data, rng):
    columns, _, answer = data
    odor = np.where(answer == "yes", rng.choice(["almond", "none"], 600), rng.choice(["foul", "fishy", "musty"], 600))
    assert "problem" not in dict(found(table, answer, "classification", **columns, odor=odor))


@pytest.mark.parametrize("again", [np.exp, lambda y: -3 * y + 7, lambda y: np.round(y, 3)])
def test_a_monotone_function_of_a_number_is_a_problem(table, data, again):
    columns, score, _ = data
    assert found(table, score, "regression", **columns, z=again(score)) == [("problem", ("z",))]


def test_a_close_number_is_no_problem_but_is_asked_about(table, data, rng):
    _, score, _ = data
    noise = {f"n{i}": rng.normal(size=600) for i in range(4)}
    later = score + rng.normal(0, 0.2, 600)
    assert found(table, score, "regression", **noise, later=later) == [("warning", ("later",))]


def test_two_columns_of_a_kind_are_asked_about_together(table, rng):
    mark = rng.normal(size=600)
    columns = {"first": mark + rng.normal(0, 0.3, 600), "second": mark + rng.normal(0, 0.2, 600)}
    columns["age"] = rng.normal(size=600)
    assert found(table, mark, "regression", **columns) == [("warning", ("second", "first"))]


def test_a_strong_column_that_the_inputs_explain_is_honest(table, rng):
    """Height above the sea tells the forest, and soil and rain tell the height: nothing came afterwards."""
    soils = {f"soil{i}": rng.normal(size=900) for i in range(8)}
    height = sum(soils.values()) + rng.normal(0, 0.8, 900)
    forest = np.where(height + rng.normal(0, 1, 900) > 0, "pine", "oak")
    assert found(table, forest, "classification", height=height, **soils) == []


def test_parts_of_a_bill_are_asked_about(table, rng):
    fare, tip = rng.gamma(4, 4, 600), rng.gamma(2, 1, 600)
    columns = {"fare": fare, "total": fare + tip + rng.choice([0.5, 1.0], 600), "km": rng.normal(size=600)}
    (finding,) = SPEC.run(table(**columns, y=tip), "y", "regression")
    assert (finding.severity, set(finding.where)) == ("warning", {"total", "fare"})
    assert finding.fix.startswith("--drop total")


def test_honest_columns_give_no_finding(table, data):
    columns, score, answer = data
    assert found(table, answer, "classification", **columns) == []
    assert found(table, score, "regression", **columns) == []


def test_the_other_question_of_a_data_set_is_never_looked_at(table, data):
    import dataclasses

    columns, score, _ = data
    dataset = dataclasses.replace(table(**columns, twin=score * 2, y=score), targets=("y", "twin"))
    assert SPEC.run(dataset, "y", "regression") == []


def test_an_empty_column_gives_nothing_away(table, data):
    columns, _, answer = data
    assert found(table, answer, "classification", **columns, empty=np.full(600, np.nan)) == []


def test_a_number_cut_into_classes_is_asked_about(table, data):
    columns, score, _ = data
    low = np.where(score <= np.quantile(score, 0.08), "low", "not low")
    assert found(table, score, "regression", **columns, weight_class=low) == [("warning", ("weight_class",))]
    few = np.where(np.argsort(np.argsort(score)) < 19, "low", "not low")  # so few may lie together by chance
    assert found(table, score, "regression", **columns, weight_class=few) == []
    low[:2] = "low"  # two rows elsewhere: not made from it
    low[np.argmin(score)] = "not low"
    assert found(table, score, "regression", **columns, weight_class=low) == []
