"""Bad input gets one clear message, exit code 1 or 2, no traceback, and nothing is lost."""

import json
import os
import zipfile

import numpy as np
import pytest

GOOD = "a,b,y\n" + "".join(f"{i % 7},{i % 5},{'no' if i % 3 else 'yes'}\n" for i in range(60))


def refused(hero, *args):
    """Run a command that cannot work; return what it says, in one string."""
    code, out, err = hero(*args)
    assert code in (1, 2), (code, out, err)
    assert "Traceback" not in err
    assert "try" in err or "Usage" in err or "Error" in err
    return err


FILES = {
    "empty": b"",
    "header only": b"a,b,y\n",
    "one row": b"a,b,y\n1,2,yes\n",
    "one class": ("a,b,y\n" + "1,2,yes\n" * 40).encode(),
    "a picture called csv": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "only NUL bytes": b"\0" * 3000,
    "NUL bytes among good rows": GOOD.replace("3,3,no", "3,\x003,no", 1).encode(),
    "no value in any cell": ("a,b,y\n" + ",,\n" * 40).encode(),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_cannot_be_learned_from_is_refused(hero, tmp_path, kind):
    (tmp_path / "data.csv").write_bytes(FILES[kind])
    message = refused(hero, "train", "data.csv", "--target", "y")
    assert message.count("\n") <= 6
    assert not (tmp_path / "hero-boards").exists() or not list((tmp_path / "hero-boards").glob("*/runs/*"))


USABLE = {
    "a broken quote half-way": GOOD.replace("5,0,no", '5,"0,no', 1),
    "numbers beyond all measure": GOOD.replace("3,3,no", "1e400,3,no", 1).replace("4,4,no", "-1e308,1e308,no", 1),
    "duplicate and empty names": GOOD.replace("a,b,y", "a,a,y", 1).replace("\n", ",\n").replace("y,\n", "y,\n", 1),
    "emoji and quotes in names": GOOD.replace("a,b,y", '"🐈 [{:""}]",b,y', 1),
    "a newline in a name": GOOD.replace("a,b,y", '"a\nb",b,y', 1),
    "one column without values": GOOD.replace("a,b,y", "a,b,y,empty", 1)
    .replace("yes\n", "yes,\n")
    .replace("no\n", "no,\n"),
    "a byte-order mark and semicolons": "\ufeff" + GOOD.replace(",", ";"),
}


@pytest.mark.parametrize("kind", USABLE)
def test_dirt_is_survived(hero, tmp_path, kind):
    (tmp_path / "data.csv").write_text(USABLE[kind], encoding="utf-8")
    code, out, err = hero(
        "train",
        "data.csv",
        "--target",
        "y",
        "--only",
        "knn,decision-tree,logistic-regression",
        "--effort",
        "quick",
        "--json",
        "--anyway",
        "giveaway",
    )
    assert code == 0, err
    board = json.loads(out)
    assert [r["status"] for r in board["runs"] if not r["baseline"]] == ["ok"] * 3
    assert board["rows"] >= 59
    assert hero("predict", "best", "data.csv")[0] == 0


def test_an_unknown_target_is_answered_with_the_nearest_name(hero, tmp_path):
    (tmp_path / "data.csv").write_text(GOOD.replace("a,b,y", "a,b,answer"), encoding="utf-8")
    assert "--target 'answer'" in refused(hero, "train", "data.csv", "--target", "anwser")


def test_no_target_exits_with_2_and_lists_the_columns(hero, tmp_path):
    (tmp_path / "data.csv").write_text(GOOD.replace("a,b,y", "a,b,answer"), encoding="utf-8")
    code, _, err = hero("train", "data.csv")
    assert code == 2
    assert "'a', 'b', 'answer'" in err


def test_json_errors_have_four_parts(hero):
    code, out, _ = hero("train", "nowhere.csv", "--json")
    assert code == 1
    assert set(json.loads(out)["error"]) == {"asked", "expected", "came", "try"}
    code, out, _ = hero("train", "cats", "--target", "brede", "--json")
    assert code == 1
    assert "breed" in json.loads(out)["error"]["try"]


@pytest.mark.parametrize(
    "args",
    [
        ("train", "cats", "--only", "knnn"),
        ("train", "cats", "--metric", "acuracy"),
        ("train", "cats", "--set", "knn.neighbors=0"),
        ("train", "cats", "--set", "knn.neighbors"),
        ("train", "cats", "--effort", "fast"),
        ("train", "cats", "--target", "breed", "--task", "regression"),
        ("train", "cats", "--workers", "0"),
        ("trian", "cats"),
        ("train", "cats", "--tagret", "breed"),
        ("predict", "best", "nowhere.csv"),
        ("test", "best"),
        ("board",),
        ("report", "best"),
        ("look", "nowhere"),
    ],
)
def test_a_wrong_word_gets_one_message(hero, args):
    refused(hero, *args)


def test_a_file_whose_columns_differ_is_refused_and_nothing_is_written(hero, tmp_path):
    (tmp_path / "data.csv").write_text(GOOD, encoding="utf-8")
    assert (
        hero("train", "data.csv", "--target", "y", "--only", "knn", "--effort", "quick", "--anyway", "giveaway")[0] == 0
    )
    (tmp_path / "other.csv").write_text("a,c\n1,2\n", encoding="utf-8")
    message = refused(hero, "predict", "best", "other.csv")
    assert "'b'" in message
    assert "'c'" in message
    assert not (tmp_path / "predictions.csv").exists()


def test_what_exists_is_not_overwritten_without_yes(hero, tmp_path):
    (tmp_path / "data.csv").write_text(GOOD, encoding="utf-8")
    hero("train", "data.csv", "--target", "y", "--only", "knn", "--effort", "quick", "--anyway", "giveaway")
    (tmp_path / "predictions.csv").write_text("mine", encoding="utf-8")
    assert "--yes" in refused(hero, "predict", "best", "data.csv")
    assert (tmp_path / "predictions.csv").read_text() == "mine"
    assert hero("predict", "best", "data.csv", "--yes")[0] == 0


def test_a_corrupt_picture_among_good_ones_is_left_out_and_named(hero, tmp_path):
    from PIL import Image

    rng = np.random.default_rng(0)
    for label, level in (("día claro", 200), ("noche", 40)):
        folder = tmp_path / "mis fotos é" / label
        folder.mkdir(parents=True)
        for i in range(30):
            Image.fromarray(rng.normal(level, 20, (16, 16)).clip(0, 255).astype(np.uint8)).save(
                folder / f"foto {i}.png"
            )
    (tmp_path / "mis fotos é" / "noche" / "roto.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    code, out, err = hero("train", "mis fotos é", "--only", "nearest-class-mean,knn", "--effort", "quick")
    assert code == 0, err
    assert "roto.png" in out
    assert hero("predict", "best", "mis fotos é")[0] == 0
    assert "noche/foto 1.png" in (tmp_path / "predictions.csv").read_text("utf-8")


def test_a_folder_without_pictures_is_refused(hero, tmp_path):
    (tmp_path / "nothing").mkdir()
    refused(hero, "train", "nothing")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_explained(hero, tmp_path):
    (tmp_path / "closed").mkdir(mode=0o500)
    assert "--out" in refused(hero, "train", "moons", "--only", "knn", "--effort", "quick", "--out", "closed")


def test_a_place_that_cannot_be_a_folder_is_explained(hero, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "--out" in refused(hero, "train", "moons", "--only", "knn", "--effort", "quick", "--out", "file/boards")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_explained(monkeypatch, tmp_path):
    import errno

    from zerotohero.core.errors import BoardError
    from zerotohero.leaderboard import journal

    def full(self, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(journal.Path, "write_bytes", full)
    with pytest.raises(BoardError, match="the disk is full"):
        journal.write_json(tmp_path / "x.json", {})
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["model.pkl", "model.joblib", "model.h5"])
def test_files_that_could_run_code_are_refused_and_explained(hero, tmp_path, name):
    (tmp_path / name).write_bytes(b"\x80\x04.")
    assert "a pickle" in (said := refused(hero, "predict", name, "cats")) or "HDF5" in said


def test_a_zip_of_pictures_and_a_zip_of_a_table_are_both_data(hero, tmp_path):
    with zipfile.ZipFile(tmp_path / "table.zip", "w") as archive:
        archive.writestr("inner.csv", GOOD)
    assert (
        hero("train", "table.zip", "--target", "y", "--only", "knn", "--effort", "quick", "--anyway", "giveaway")[0]
        == 0
    )


def test_a_thousand_columns_are_trained(hero, tmp_path):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(80, 1000)).round(2), rng.integers(0, 2, 80)
    X[:, 7] += 3 * y
    header = ",".join(f"c{i}" for i in range(1000)) + ",y"
    rows = "\n".join(",".join(map(str, row)) + f",{'ab'[k]}" for row, k in zip(X, y))
    (tmp_path / "wide.csv").write_text(header + "\n" + rows, encoding="utf-8")
    code, _, err = hero("train", "wide.csv", "--target", "y", "--only", "logistic-regression", "--effort", "quick")
    assert code == 0, err
