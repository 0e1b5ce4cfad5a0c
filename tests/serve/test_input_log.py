"""What was asked is written down so that `hero train` reads it; pictures are not."""

import asyncio
import csv
import stat

import numpy as np
import pytest

pytest.importorskip("prometheus_client")

from zerotohero.data.bring import bring
from zerotohero.serve.input_log import InputLog
from zerotohero.serve.kept_alive import KeptAlive
from zerotohero.serve.served import Served


def lines(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_rows_with_their_truth_are_a_table_to_train_on(petting_board, tmp_path):
    run = petting_board.run("random-forest")
    served, log = Served("cats", run), InputLog(tmp_path / "asked")
    kept = KeptAlive({"cats": served}, None, log)
    cells = {name: column[:50] for name, column in petting_board.dataset().cells.items()}
    cells = {name: cells[name] for name, _ in served.features}
    values = served.predict(cells)
    key = kept.note(served, cells, values, values.tolist())
    truth = [None, *np.arange(1.0, 50.0).tolist()]
    asyncio.run(kept.learn({"id": key, "truth": truth}))
    asked = lines(log.folder / "cats.csv")
    assert [row["row"] for row in asked] == [str(i) for i in range(50)] and {row["id"] for row in asked} == {key}
    assert [float(row["prediction"]) for row in asked] == values.tolist()
    for recipe in (None, served.recipe):  # guessed anew, and as the training file was read
        again = bring(log.folder / "cats-answered.csv", recipe)
        assert again.cells["seconds_of_petting"].tolist() == truth[1:]
        for name, kind in served.features:
            expected = cells[name][1:]
            if kind == "number":
                assert np.array_equal(np.asarray(again.cells[name], float), expected, equal_nan=True), name
            elif recipe:
                assert again.cells[name].tolist() == expected.tolist(), name


def test_of_pictures_only_size_and_hash_are_kept(letters_board, tmp_path):
    served, log = Served("letters", letters_board.run("knn")), InputLog(tmp_path / "asked")
    kept = KeptAlive({"letters": served}, None, log)
    cells = {"image": letters_board.dataset().cells["image"][:2]}
    predictions = served.predict(cells)
    key = kept.note(served, cells, predictions, ["A", "B"])
    asyncio.run(kept.learn({"id": key, "truth": ["A", "C"]}))
    (path,) = log.folder.glob("*.csv")
    assert list(lines(path)[0]) == ["time", "id", "row", "prediction", "size", "sha256"]
    assert len(lines(path)[0]["sha256"]) == 64 and path.stat().st_size < 500


def test_only_this_user_may_read_it_and_a_full_file_makes_room(moons_board, tmp_path):
    served, log = Served("moons", moons_board.run("knn")), InputLog(tmp_path / "asked", most_bytes=2000)
    cells = {"x": np.array([0.5]), "y": np.array([np.nan])}
    for i in range(100):
        log.asked(served, f"{i:016x}", cells, ["upper"])
    now, before = log.folder / "moons.csv", log.folder / "moons.1.csv"
    assert stat.S_IMODE(now.stat().st_mode) == 0o600 and stat.S_IMODE(log.folder.stat().st_mode) == 0o700
    assert now.stat().st_size < 2200 and 2000 <= before.stat().st_size < 2200
    kept = [int(row["id"], 16) for path in (before, now) for row in lines(path)]
    assert kept == list(range(kept[0], 100)) and lines(now)[0]["y"] == ""


def test_a_folder_that_cannot_be_written_is_one_message(tmp_path):
    from zerotohero.core.errors import ParameterError

    (tmp_path / "file").write_text("")
    with pytest.raises(ParameterError, match="--log"):
        InputLog(tmp_path / "file")
