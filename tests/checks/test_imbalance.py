import pytest

from zerotohero.checks.imbalance import SPEC


def run(table, *counts):
    y = [f"class {i}" for i, n in enumerate(counts) for _ in range(n)]
    return SPEC.run(table(y=y), "y", "classification")


def test_a_binary_class_under_a_fifth_is_judged_by_roc_auc(table):
    (found,) = run(table, 190, 810)
    assert found.evidence == {"share": 0.19, "rows": 190, "classes": 2, "common_share": 0.81}
    assert "ROC AUC" in found.why
    assert (found.severity, found.where, found.fix) == (
        "note",
        ("y",),
        "--metric accuracy (only if each row counts the same)",
    )


def test_one_of_several_under_a_twentieth_is_judged_by_balanced_accuracy(table):
    (found,) = run(table, 45, 500, 455)
    assert "balanced accuracy" in found.why


@pytest.mark.parametrize("counts", [(200, 800), (50, 500, 450), (100,)])
def test_common_enough_classes_give_no_finding(table, counts):
    assert run(table, *counts) == []


def test_a_class_of_a_few_rows_is_a_warning(table):
    assert run(table, 4, 500, 455)[0].severity == "warning"


def test_numbers_have_no_classes(table):
    assert SPEC.run(table(y=[1.0, 2.0, 3.0]), "y", "regression") == []
