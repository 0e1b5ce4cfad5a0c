"""Tables and pictures are told apart by looking."""

import zipfile

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from zerotohero.core.errors import DataError
from zerotohero.data.bring import bring


@pytest.fixture
def pictures(tmp_path):
    for label in "ab":
        (tmp_path / "pictures" / label).mkdir(parents=True)
        Image.fromarray(np.zeros((8, 8), np.uint8)).save(tmp_path / "pictures" / label / "1.png")
    return tmp_path / "pictures"


@pytest.fixture
def table(tmp_path):
    (tmp_path / "t.csv").write_text("a,b\n1,x\n2,y\n", encoding="utf-8")
    return tmp_path / "t.csv"


def test_each_kind_is_recognised(pictures, table, tmp_path):
    assert bring(pictures).kind == "images"
    assert bring(str(table)).kind == "table"
    assert bring(pd.DataFrame({"a": [1]})).kind == "table"
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.write(table, "t.csv")
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        for path in pictures.rglob("*.png"):
            archive.write(path, path.relative_to(pictures))
    assert bring(tmp_path / "t.zip").kind == "table"
    assert bring(tmp_path / "p.zip").kind == "images"


def test_the_wrong_kind_for_a_recipe_is_one_message(pictures, table):
    with pytest.raises(DataError, match="expected pictures, as in training"):
        bring(table, bring(pictures).recipe)
    with pytest.raises(DataError, match="expected a table, as in training"):
        bring(pictures, bring(table).recipe)


def test_wrong_paths_are_one_message(pictures, table, tmp_path):
    with pytest.raises(DataError, match=r"t\.csv"):
        bring(tmp_path / "tt.csv")
    with pytest.raises(DataError, match="one picture"):
        bring(pictures / "a" / "1.png")
    (tmp_path / "folder").mkdir()
    with pytest.raises(DataError, match="an empty folder"):
        bring(tmp_path / "folder")
    (tmp_path / "folder" / "t.csv").write_bytes(table.read_bytes())
    with pytest.raises(DataError, match=r"folder with t\.csv"):
        bring(tmp_path / "folder")
