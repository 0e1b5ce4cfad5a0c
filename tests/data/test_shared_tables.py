"""Real tables, mess left in, are understood as people understand them."""

from pathlib import Path

import numpy as np
import pytest

from zerotohero.core.dataset import missing
from zerotohero.data.images import read_images
from zerotohero.data.table import read_table

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the real tables are not here (../shared/data)")
NO_HEADER = {"pima-indians-diabetes.csv", "horse-colic.csv", "winequality-white.csv", "farm-ads.csv.gz"}
SMALL = ("automobile.csv", "horse-colic.csv", "marketing_data.csv", "penguins.csv", "pima-indians-diabetes.csv", "mpg.csv",
         "titanic_kaggle_train.csv", "winequality-white.csv", "telco_churn.csv.gz", "mushrooms.csv.gz", "farm-ads.csv.gz")  # fmt: skip


def types_of(dataset):
    return {c.name: c.type for c in dataset.recipe.columns}


def test_ames_test_gets_the_types_of_ames_train():
    train = read_table(SHARED / "tables" / "ames" / "train.csv")
    test = read_table(SHARED / "tables" / "ames" / "test.csv", train.recipe)
    assert list(test.cells) == [name for name in train.cells if name != "SalePrice"]
    assert {n: c.dtype for n, c in test.cells.items()} == {n: train.cells[n].dtype for n in test.cells}
    assert test.notes == ()  # no cell of the test file failed to fit
    assert types_of(train) == types_of(read_table(SHARED / "tables" / "ames" / "test.csv")) | {"SalePrice": "number"}
    assert (train.type("LotFrontage"), int(missing(train.cells["LotFrontage"]).sum())) == ("number", 259)
    assert set(train.cells["MasVnrType"]) == {"BrkFace", "None", "Stone", "BrkCmn", None}


@pytest.mark.parametrize("name", SMALL)
def test_headers_are_told_from_rows(name):
    data = read_table(SHARED / "tables" / name)
    assert data.recipe.header is (name not in NO_HEADER)
    assert "column" not in "".join(data.notes).lower()


def test_types_are_those_that_people_would_give():
    def types(name):
        return types_of(read_table(SHARED / "tables" / name))

    titanic = types("titanic_kaggle_train.csv")
    assert (titanic["Name"], titanic["Ticket"], titanic["Cabin"], titanic["Age"]) == (
        "words",
        "category",
        "category",
        "number",
    )
    telco = types("telco_churn.csv.gz")
    assert (telco["customerID"], telco["TotalCharges"], telco["Partner"]) == ("category", "number", "category")
    marketing = read_table(SHARED / "tables" / "marketing_data.csv")
    assert (marketing.type("Income"), marketing.cells["Income"][0]) == ("number", 84835.0)
    assert marketing.recipe.column("Dt_Customer").date_format == "%m/%d/%y"
    horse = types("horse-colic.csv")
    assert (horse["3"], horse["4"], horse["25"]) == ("number", "number", "category")
    assert types("farm-ads.csv.gz") == {"1": "number", "2": "words"}


def test_zeros_in_pima_stay_and_minus_200_in_airquality_goes():
    pima = read_table(SHARED / "tables" / "pima-indians-diabetes.csv")
    assert int((pima.cells["5"] == 0).sum()) == 374
    air = read_table(SHARED / "tables" / "airquality.csv.gz")
    numbers = [c for c in air.recipe.columns if c.type == "number"]
    assert all(c.missing_numbers == (-200.0,) for c in numbers)
    assert int(np.isnan(air.cells["CO(GT)"]).sum()) == 1683


def test_letters_are_native_and_pets_are_squeezed():
    letters = read_images(SHARED / "images" / "notmnist_letters.zip")
    assert letters.cells["image"].shape == (5000, 28, 28)
    assert sorted(set(letters.cells["label"])) == list("ABCDEFGHIJ")
