"""One function opens ids, paths, frames and records."""

import pandas as pd
import pytest

from zerotohero.core.errors import DataError
from zerotohero.datasets._open import load, open_dataset


def test_built_in_ids_come_with_their_size():
    assert len(open_dataset("moons:50")) == 50
    assert open_dataset("moons").kind == "table"
    assert load is open_dataset


def test_a_path_is_read(tmp_path, monkeypatch):
    (tmp_path / "My data (2).csv").write_text("a,b\n1,x\n2,y\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    data = open_dataset("My data (2).csv", types={"a": "category"})
    assert (data.name, data.type("a")) == ("My-data-2", "category")
    assert open_dataset(tmp_path / "My data (2).csv").origin == str(tmp_path / "My data (2).csv")


def test_home_is_expanded(tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_text("a\n1\n", encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert len(open_dataset("~/a.csv")) == 1


def test_an_id_wins_over_a_folder_of_that_name_unless_it_is_written_as_a_path(tmp_path, monkeypatch):
    (tmp_path / "moons").mkdir()
    monkeypatch.chdir(tmp_path)
    assert len(open_dataset("moons:20")) == 20
    with pytest.raises(DataError, match="empty folder"):
        open_dataset("./moons")


def test_frames_and_records_are_taken():
    assert len(open_dataset(pd.DataFrame({"a": [1, 2]}))) == 2
    assert len(open_dataset([{"a": 1}])) == 1


@pytest.mark.parametrize(
    ("word", "guess"), [("mons", "moons"), ("moon:20", "moons"), ("house.csv", "houses.csv"), ("houses", "houses.csv")]
)
def test_a_wrong_word_gets_the_nearest_id_or_file(tmp_path, monkeypatch, word, guess):
    (tmp_path / "houses.csv").write_text("a\n1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    if word == "houses":
        monkeypatch.setattr("zerotohero.datasets._open.discover", lambda kind: {})
    with pytest.raises(DataError, match=rf"did you mean '{guess}'"):
        open_dataset(word)


@pytest.mark.parametrize("size", ["many", "0", "-5"])
def test_a_size_that_is_no_number_is_one_message(size):
    with pytest.raises(DataError, match="a number of rows after the colon"):
        open_dataset(f"moons:{size}")
