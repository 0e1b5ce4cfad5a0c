"""The data set that is made: folders, file names, sessions; what cannot be a label is said in one sentence."""

import os

import numpy as np
import pytest
from PIL import Image

from zerotohero.core.errors import DataError, UsageError
from zerotohero.serve.collect import folder as collect_folder
from zerotohero.serve.collect.folder import Collection, read_label, split_labels


def names(collection, label):
    """Return what lies on the disk under a label."""
    return sorted(p.name for p in (collection.folder / label).iterdir())


@pytest.mark.parametrize("label", ["happy", "very happy", "glücklich", "猫", "a" * 60, "v1.2", "-", "don't"])
def test_ordinary_words_of_any_script_are_labels(label):
    assert read_label(f"  {label} ") == label


@pytest.mark.parametrize(
    "label",
    ["", "   ", ".", "..", ".hidden", "end.", "a/b", "a\\b", "../up", "a:b", "a\x00b", "a\u202eb", "CON", "nul.txt", "a" * 61, None, 3],
)  # fmt: skip
def test_what_cannot_be_a_folder_is_no_label(label):
    with pytest.raises(DataError, match="make a label"):
        read_label(label)


def test_a_label_comes_once_whatever_its_capitals_or_its_accents_are_made_of():
    with pytest.raises(DataError, match="there is 'Happy'"):
        read_label("happy", ["Happy"])
    with pytest.raises(DataError, match="not there yet"):
        read_label("gl\u0075\u0308cklich", ["glücklich"])
    with pytest.raises(DataError, match="not there yet"):
        split_labels("a,b, A")
    assert split_labels("a, b") == ["a", "b"] and split_labels(None) == []


def test_each_example_is_a_file_at_once_and_an_existing_folder_goes_on(tmp_path):
    first = Collection(tmp_path / "faces", ["happy", "grumpy"], "camera")
    first.add("happy", b"1", ".png")
    assert names(first, "happy") == [f"{first._takes['happy'][0]}-000001.png"] and names(first, "grumpy") == []
    again = Collection(tmp_path / "faces", ["Happy", "sleepy"])
    assert again.labels == ["grumpy", "happy", "sleepy"] and len(again.files["happy"]) == 1
    again.add("happy", b"2", ".png")
    assert len(names(again, "happy")) == 2, "nothing is overwritten, even in the same second"


def test_pictures_of_one_press_share_a_session_and_a_pause_begins_another(tmp_path):
    faces = Collection(tmp_path / "faces", ["happy"], "camera")
    presses = [(1, 0.0), (1, 0.1), (1, 99.0), (2, 100.0), (3, 110.0), (4, 120.0), (5, 130.0)]
    sessions = [faces.add("happy", b"", ".png", press, now).rpartition("-")[0] for press, now in presses]
    held, soon, lone, joined, after = sessions[2], *sessions[3:]
    assert sessions[0] == sessions[1] == held, "however long one press lasts"
    assert soon == held, "a press right after it looks the same"
    assert lone != held and joined == lone, "one picture alone is no group: the next joins it"
    assert after != lone
    assert [n[-10:] for n in names(faces, "happy")].count("000001.png") == 3


def test_a_new_session_begins_a_new_take_of_the_camera(tmp_path):
    faces = Collection(tmp_path / "faces", ["happy"], "camera")
    one = faces.add("happy", b"", ".png", 1, 0.0)
    faces.begin_session()
    assert faces.add("happy", b"", ".png", 1, 0.1).rpartition("-")[0] != one.rpartition("-")[0]


def test_drawings_of_one_sitting_share_a_session_until_another_begins(tmp_path):
    doodles = Collection(tmp_path / "doodles", ["star", "moon"], "pad")
    one = doodles.add("star", b"", ".png", 1, 0.0)
    other = doodles.add("moon", b"", ".png", 2, 500.0)
    assert one == other, "the same session, the same number, another folder"
    doodles.begin_session()
    assert doodles.add("star", b"", ".png", 3, 501.0).rpartition("-")[0] != one.rpartition("-")[0]


def test_undo_takes_this_sittings_last_ones_and_what_is_taken_out_stays_aside(tmp_path):
    faces = Collection(tmp_path / "faces", ["happy", "grumpy"], "camera")
    kept = faces.add("happy", b"1", ".png")
    gone = faces.add("grumpy", b"2", ".png")
    assert faces.undo() == ("grumpy", gone) and names(faces, "grumpy") == []
    assert (faces.folder / ".removed" / "grumpy" / gone).read_bytes() == b"2"
    again = Collection(tmp_path / "faces")
    assert again.undo() is None, "what was there before is not taken back by a key"
    again.remove("happy", kept)
    assert names(again, "happy") == [] and ".removed" not in again.labels
    with pytest.raises(DataError, match="an example of 'happy'"):
        again.remove("happy", "../../secret.png")


def test_thin_labels_say_how_many_are_wanted(tmp_path):
    faces = Collection(tmp_path / "faces", ["a", "b", "c"], "camera")
    for i in range(30):
        faces.add("a", b"", ".png", i, 10.0 * i)
        faces.add("b", b"", ".png", 0, 0.1 * i)
    for i in range(70):
        faces.add("a", b"", ".png", i, 1000 + 10.0 * i)
    thin = {c["label"]: c["thin"] for c in faces.counts()}
    assert (
        thin["c"] == "0 of 30 wanted, 0 of 3 takes" and thin["b"].startswith("1 of 3 takes wanted") and thin["a"] == ""
    )
    faces.files["c"] = [f"IMG_{i}.jpg" for i in range(40)]
    assert not {c["label"]: c["thin"] for c in faces.counts()}["c"], "of photos that were sorted nobody knows the takes"
    faces.files["c"] = []
    faces.source = "pad"
    assert {c["label"]: c["thin"] for c in faces.counts()}["b"] == "34 wanted: another label has 100"


def test_what_is_there_says_what_it_came_from_and_another_source_is_refused(tmp_path):
    for name, size, mode, source in (("d", 28, "L", "pad"), ("p", 256, "RGB", "camera")):
        folder = tmp_path / name / "happy"
        folder.mkdir(parents=True)
        Image.new(mode, (size, size)).save(folder / "x-000001.png")
        assert Collection(tmp_path / name).source == source
        with pytest.raises(UsageError, match="made with the"):
            Collection(tmp_path / name, source="microphone")


def test_a_file_loose_pictures_and_a_folder_that_cannot_be_written_are_refused(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("x")
    with pytest.raises(DataError, match="got a file"):
        Collection(tmp_path / "file")
    (tmp_path / "heap").mkdir()
    (tmp_path / "heap" / "1.png").write_bytes(b"")
    with pytest.raises(DataError, match="--sort"):
        Collection(tmp_path / "heap")

    def full(path, data):
        path.open("wb").write(data[:1])
        raise OSError(28, "No space left on device")

    faces = Collection(tmp_path / "faces", ["happy"])
    monkeypatch.setattr(collect_folder.Path, "write_bytes", full)
    with pytest.raises(DataError, match="No space left"):
        faces.add("happy", b"12", ".png")
    assert faces.files["happy"] == [] and all(n.startswith(".") for n in os.listdir(faces.folder / "happy"))
    assert Collection(faces.folder).files["happy"] == [], "half a file is no example"


def test_the_splits_check_finds_the_sessions(tmp_path):
    from zerotohero.checks.group import SPEC
    from zerotohero.data.images import read_images

    faces, rng = Collection(tmp_path / "faces", ["happy", "grumpy"], "camera"), np.random.default_rng(0)
    for take in range(6):
        for i in range(4 if take < 5 else 1):  # one lone picture of a label does not matter
            path = tmp_path / "one.png"
            Image.fromarray(rng.integers(0, 255, (8, 8, 3), np.uint8)).save(path)
            for label in faces.labels:
                faces.add(label, path.read_bytes(), ".png", take, 100.0 * take + i)
    dataset = read_images(faces.folder)
    (found,) = SPEC.run(dataset, "label", "classification")
    assert found.act == {"groups": "stem"} and len(set(dataset.cells["stem"])) == found.evidence["groups"] >= 5
