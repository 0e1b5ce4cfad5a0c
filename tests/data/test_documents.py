"""Documents: .txt files in one folder per label."""

import shutil

import pytest

from zerotohero.core.errors import DataError
from zerotohero.data.bring import bring
from zerotohero.data.documents import read_documents


@pytest.fixture
def reviews(tmp_path):
    folder = tmp_path / "reviews"
    for name, text in {"good/1": "Schön!\r\nWirklich", "good/2": " ", "bad/1": "Schlecht, sehr schlecht"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.txt").write_bytes(text.encode("cp1252"))
    (folder / "README.md").write_text("# where they came from", encoding="utf-8")
    (folder / "good" / ".hidden.txt").write_text("left by a program", encoding="utf-8")
    return folder


def test_a_folder_is_a_table_of_texts_whose_folders_are_the_answers(reviews):
    data = bring(reviews)
    assert (data.kind, data.target, len(data)) == ("table", "label", 3)
    assert data.cells["text"].tolist() == ["Schlecht, sehr schlecht", "Schön!\nWirklich", None]
    assert data.cells["label"].tolist() == ["bad", "good", "good"]
    assert data.cells["file"].tolist() == ["bad/1.txt", "good/1.txt", "good/2.txt"]
    assert [data.type(n) for n in data.names()] == ["words", "category", "name"]


def test_a_zip_is_the_same_data(reviews, tmp_path):
    packed = shutil.make_archive(str(tmp_path / "reviews"), "zip", tmp_path, "reviews")
    data = bring(packed)
    assert data.cells["label"].tolist() == ["bad", "good", "good"]
    assert data.cells["file"][0] == "reviews/bad/1.txt"


def test_new_documents_need_no_label_and_may_come_as_a_table(reviews, tmp_path):
    recipe = bring(reviews).recipe
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "a.txt").write_text("gut", encoding="utf-8")
    new = bring(tmp_path / "new", recipe)
    assert (new.cells["text"].tolist(), new.cells["label"].tolist()) == (["gut"], [None])
    (tmp_path / "new.csv").write_text("text,more\nso gut,1\n", encoding="utf-8")
    assert bring(tmp_path / "new.csv", recipe).cells["text"].tolist() == ["so gut"]


def test_a_file_that_is_no_text_is_left_out_and_named(reviews):
    (reviews / "bad" / "2.txt").write_bytes(b"\x89PNG" + bytes(90))
    data = bring(reviews)
    assert len(data) == 3 and "bad/2.txt" in data.notes[0]


def test_texts_in_one_heap_are_lines_of_text_and_for_documents_one_message(reviews):
    assert bring(reviews / "good").kind == "text"
    with pytest.raises(DataError, match="2 in no folder"):
        read_documents(reviews / "good")
