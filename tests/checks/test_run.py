"""All checks together: order, the traps on real tables, and silence where there is none."""

import json
from pathlib import Path

import numpy as np
import pytest

from zerotohero.checks._run import run_checks
from zerotohero.checks._wording import listed, option
from zerotohero.data.table import read_table

TABLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "tables"
PLANTED = {"titanic.csv": ["alive"], "Wage.csv.gz": ["logwage"]}
ASKED = {"bank.csv.gz": {"duration"}, "student_mat.csv": {"G2", "G1"}, "taxis.csv.gz": {"total", "fare"}}
KEYS = {"airbnb_listings.csv.gz": ("host_name",), "grad_salary.csv.gz": ("CollegeID",)}
MOMENTS = {"airquality.csv.gz": ("Date",), "pollution.csv.gz": ("year", "month", "day", "hour")}
TARGETS = {
    "HR_comma_sep.csv.gz": "left", "UniversalBank.csv": "Personal Loan", "Vehicle.csv": "Class",
    "Wage.csv.gz": "wage", "airbnb_listings.csv.gz": "price", "airquality.csv.gz": "CO(GT)",
    "ames/train.csv": "SalePrice", "automobile.csv": "price", "bank.csv.gz": "deposit",
    "california_housing.csv.gz": "median_house_value", "covtype_sample.csv.gz": "Cover_Type",
    "electrical_grid.csv.gz": "stabf", "farm-ads.csv.gz": "1", "framingham.csv": "TenYearCHD",
    "grad_salary.csv.gz": "Salary", "horse-colic.csv": "23", "income.csv.gz": "income >50K",
    "marketing_data.csv": "Response", "mpg.csv": "mpg", "mushrooms.csv.gz": "type", "nba.csv": "TARGET_5Yrs",
    "penguins.csv": "species", "pima-indians-diabetes.csv": "9", "pollution.csv.gz": "pm2.5",
    "student_mat.csv": "G3", "taxis.csv.gz": "tip", "telco_churn.csv.gz": "Churn", "titanic.csv": "survived",
    "titanic_kaggle_train.csv": "Survived", "travel_insurance.csv.gz": "Claim", "winequality-white.csv": "12",
    "wisc_bc_data.csv": "diagnosis",
}  # fmt: skip
SMALL = ["titanic.csv", "Wage.csv.gz", "student_mat.csv", "taxis.csv.gz", "automobile.csv", "mushrooms.csv.gz"]


def findings(file):
    if not TABLES.is_dir():
        pytest.skip("shared data are not here")
    dataset, target = read_table(TABLES / file), TARGETS[file]
    many = dataset.type(target) == "number" and len(np.unique(dataset.cells[target])) > 15
    task = "regression" if many else "classification"
    train = dataset.take(np.random.default_rng(0).random(len(dataset)) < 0.8)
    return run_checks(dataset, target, task, "structure") + run_checks(train, target, task, "judge")


@pytest.mark.parametrize("file", [pytest.param(f, marks=() if f in SMALL else pytest.mark.slow) for f in TARGETS])
def test_only_planted_traps_stop_and_only_known_ones_are_asked_about(file):
    found = findings(file)
    assert [f.where[0] for f in found if f.severity == "problem"] == PLANTED.get(file, [])
    asked = [set(f.where) for f in found if (f.code, f.severity) == ("giveaway", "warning")]
    assert asked == ([ASKED[file]] if file in ASKED else [])
    assert [f.where for f in found if f.code == "group"] == ([KEYS[file]] if file in KEYS else [])
    assert [f.where for f in found if f.code == "time"] == ([MOMENTS[file]] if file in MOMENTS else [])
    for f in found:
        assert all(isinstance(v, int | float) for v in f.evidence.values()), f.evidence
        assert f.fix.startswith("--") and f.why.endswith((".", "?"))
        json.dumps(f.as_dict())


def test_the_gravest_finding_comes_first(table, rng):
    y = np.array(["no"] * 180 + ["yes"] * 20, object)
    data = table(
        no=np.arange(200), again=np.where(y == "no", "dead", "alive"), flat=np.ones(200), x=rng.normal(size=200), y=y
    )
    found = run_checks(data, "y", "classification", "judge")
    assert [(f.severity, f.code) for f in found] == [
        ("problem", "giveaway"),
        ("note", "constant"),
        ("note", "imbalance"),
    ]
    assert [f.code for f in run_checks(data, "y", "classification", "structure")] == ["copies", "identifier"][1:]


def test_structure_checks_do_without_a_target(table, rng):
    assert run_checks(table(x=rng.normal(size=50)), None, None, "structure") == []


def test_checks_give_the_same_findings_twice(table, rng):
    patient = np.repeat(np.arange(40), 5)
    data = table(who=[f"P{p}" for p in patient], age=rng.normal(size=40)[patient], y=rng.normal(size=200))
    assert run_checks(data, "y", "regression", "structure") == run_checks(data, "y", "regression", "structure")


def test_names_are_quoted_for_the_shell_and_listed_as_a_phrase():
    assert option("--drop", "zip", "due date") == "--drop zip --drop 'due date'"
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed("abcdefgh") == "a, b, c, d, e and 3 more"
