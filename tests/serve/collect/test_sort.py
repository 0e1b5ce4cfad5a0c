"""Sorting a folder: copies, never moves; skips, takes back, goes on where it stopped."""

import pytest
from PIL import Image

from zerotohero.core.errors import DataError, UsageError
from zerotohero.serve.collect.folder import Collection
from zerotohero.serve.collect.sort import JOURNAL, Sorting


@pytest.fixture
def heap(tmp_path):
    """Return a folder of three pictures and a text, two of them called alike."""
    for name, colour in (("a.png", "red"), ("b.jpg", "blue"), ("sub/a.png", "green")):
        path = tmp_path / "heap" / name
        path.parent.mkdir(exist_ok=True, parents=True)
        Image.new("RGB", (9, 7), colour).save(path)
    (tmp_path / "heap" / "notes.txt").write_text("mine")
    return tmp_path / "heap"


@pytest.fixture
def pets(tmp_path):
    """Return an empty collection."""
    return Collection(tmp_path / "pets", ["cat", "dog"])


def content(folder):
    """Return path -> bytes of everything in a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_copies_go_to_the_labels_under_their_own_names_and_the_originals_stay(heap, pets):
    before, sorting = content(heap), Sorting(heap, pets)
    for label in ("cat", None, "cat"):
        sorting.decide(sorting.next, label)
    assert sorting.next is None and sorting.done == 3
    assert content(heap) == before
    assert content(pets.folder / "cat") == {"a.png": before["a.png"], "a (2).png": before["sub/a.png"]}
    assert pets.files["dog"] == []


def test_it_goes_on_where_it_stopped_even_after_a_line_that_was_cut_off(heap, pets):
    Sorting(heap, pets).decide("a.png", "cat")
    Sorting(heap, pets).decide("b.jpg", None)
    with (pets.folder / JOURNAL).open("a") as file:
        file.write('{"from": "half')
    again = Sorting(heap, Collection(pets.folder))
    assert (again.done, again.next) == (2, "sub/a.png")


def test_undo_takes_the_copy_out_and_the_file_comes_again_a_skipped_one_too(heap, pets):
    sorting = Sorting(heap, pets)
    sorting.decide("a.png", "cat")
    sorting.decide("b.jpg", None)
    assert (sorting.undo(), sorting.next) == ("b.jpg", "b.jpg")
    assert (sorting.undo(), sorting.next) == ("a.png", "a.png")
    assert pets.files["cat"] == [] and sorting.undo() is None
    assert Sorting(heap, Collection(pets.folder)).done == 0


def test_a_copy_that_was_deleted_by_hand_is_to_be_sorted_again(heap, pets):
    Sorting(heap, pets).decide("a.png", "cat")
    (pets.folder / "cat" / "a.png").unlink()
    assert Sorting(heap, Collection(pets.folder)).next == "a.png"


def test_a_key_that_is_pressed_twice_copies_once(heap, pets):
    sorting = Sorting(heap, pets)
    sorting.decide("a.png", "cat")
    sorting.decide("a.png", "dog")
    assert (pets.files["cat"], pets.files["dog"]) == (["a.png"], [])


def test_no_path_from_a_request_reaches_the_disk(heap, pets):
    for name in ("../pets/secret", "/etc/passwd", "notes.txt", ""):
        with pytest.raises(DataError):
            Sorting(heap, pets).read(name)
    with pytest.raises(DataError, match="find the label"):
        Sorting(heap, pets).decide("a.png", "../outside")


def test_a_folder_without_pictures_or_the_collection_itself_is_refused(heap, pets, tmp_path):
    for folder, error in ((tmp_path / "none", DataError), (pets.folder, UsageError), (tmp_path, UsageError)):
        with pytest.raises(error):
            Sorting(folder, pets)
    (tmp_path / "words").mkdir()
    with pytest.raises(DataError, match="none of them"):
        Sorting(tmp_path / "words", pets)
    with pytest.raises(DataError, match="a file"):
        Sorting(heap / "notes.txt", pets)
    with pytest.raises(UsageError, match="which holds sounds"):
        Sorting(heap, Collection(tmp_path / "words2", ["a"], "microphone"))


def test_decisions_about_another_folder_do_not_count_here(heap, pets, tmp_path):
    sorting = Sorting(heap, pets)
    sorting.decide("a.png", "cat")
    (tmp_path / "more").mkdir()
    Image.new("RGB", (9, 7), "blue").save(tmp_path / "more" / "a.png")
    assert (Sorting(tmp_path / "more", pets).next, Sorting(heap, pets).next) == ("a.png", "b.jpg")


def test_names_that_differ_in_capitals_only_are_one_name_on_some_disks(pets):
    assert [pets.add_copy("cat", name, b"") for name in ("A.png", "a.png", "a.PNG")] == [
        "A.png",
        "a (2).png",
        "a (3).PNG",
    ]
