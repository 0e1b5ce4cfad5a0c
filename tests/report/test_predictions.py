"""Predictions as CSV: rows keep their names as written, columns never overwrite one another."""

import csv
import io

import numpy as np
import pytest

from zerotohero.core.errors import DataError, UsageError
from zerotohero.report.predictions import predictions_csv
from zerotohero.train.train import train


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A run on rows named by a date and a number with leading zeros."""
    folder = tmp_path_factory.mktemp("named")
    rng = np.random.default_rng(0)
    lines = ["day,code,big,x,y"]
    for i in range(120):
        x = rng.normal()
        lines.append(
            f"{1 + i % 28:02d}.{1 + i // 28:02d}.2021,{i:05d},{12345678901234500000 + i},{x:.3f},{'id' if x > 0 else 'prediction'}"
        )
    (folder / "train.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    board = train(str(folder / "train.csv"), "y", only=["logistic-regression"], time="none", id="day", anyway=["giveaway"],
                  drop=["code", "big"], effort="quick", out=str(folder / "boards"))  # fmt: skip
    return board.run("logistic-regression"), folder / "train.csv"


def rows(text):
    """Return the CSV's rows."""
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("column", "first"), [("day", "01.01.2021"), ("code", "00000"), ("big", "12345678901234500000")]
)
def test_a_submission_copies_the_identifier_as_it_is_written(run, column, first):
    found = rows(predictions_csv(*run, submission=f"{column},answer")[0])
    assert found[0] == [column, "answer"]
    assert found[1][0] == first


def test_the_identifier_stands_first_and_classes_called_like_columns_do_not_overwrite_them(run):
    found = rows(predictions_csv(*run, proba=True)[0])
    assert found[0] == ["day", "prediction", "id", "probability of prediction"]
    assert found[1][0] == "01.01.2021"
    assert all(abs(float(r[2]) + float(r[3]) - 1) < 1e-9 for r in found[1:])


@pytest.mark.parametrize("submission", ["day", "day,", "day,day", "a,b,c"])
def test_a_submission_that_is_no_pair_is_refused(run, submission):
    with pytest.raises(UsageError):
        predictions_csv(*run, submission=submission)


def test_an_identifier_that_is_not_there_is_refused(run):
    with pytest.raises(DataError, match="nowhere"):
        predictions_csv(*run, submission="nowhere,answer")


def test_a_submission_with_probabilities_is_refused(run):
    with pytest.raises(UsageError):
        predictions_csv(*run, proba=True, submission="day,answer")
