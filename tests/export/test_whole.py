"""A folder that is written appears whole: pulling the plug leaves what was there before."""

import os
import signal
import subprocess
import sys
import time

import pytest

from zerotohero.export._whole import whole
from zerotohero.train.train import train

SLOW_WRITER = """
import sys, time
from zerotohero.export._whole import whole
with whole(sys.argv[1]) as aside:
    (aside / "run.py").write_text("half")
    print("half", flush=True)
    time.sleep(60)
"""


def killed(folder):
    """Kill a writer of ``folder`` after half of its files."""
    with subprocess.Popen(
        [sys.executable, "-c", SLOW_WRITER, str(folder)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout.readline() == "half\n"
        writer.kill()


def test_killed_it_leaves_no_half_folder_and_the_next_one_sweeps_up(tmp_path):
    killed(tmp_path / "run")
    assert not (tmp_path / "run").exists()
    with whole(tmp_path / "run") as aside:
        (aside / "sub").mkdir()
        (aside / "sub" / "a.txt").write_text("a")
    assert [p.name for p in tmp_path.iterdir()] == ["run"]
    assert (tmp_path / "run" / "sub" / "a.txt").read_text() == "a"


def test_what_was_there_stays_as_it_was_until_all_is_written(tmp_path):
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "run.py").write_text("old")
    (folder / "mine.txt").write_text("mine")
    killed(folder)
    assert (folder / "run.py").read_text() == "old"
    with pytest.raises(RuntimeError), whole(folder) as aside:
        (aside / "run.py").write_text("half")
        raise RuntimeError
    assert (folder / "run.py").read_text() == "old"
    (folder / "cells.py").write_text("of the one before")
    with whole(folder, gone=("cells.py", "run.py")) as aside:
        (aside / "run.py").write_text("new")
    assert not (folder / "cells.py").exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["run"]
    assert (folder / "run.py").read_text() == "new" and (folder / "mine.txt").read_text() == "mine"


@pytest.fixture(scope="module")
def board(tmp_path_factory):
    return train("moons:300", only=["random-forest"], effort="quick", out=str(tmp_path_factory.mktemp("boards")))


@pytest.mark.slow
@pytest.mark.parametrize("form", ["script", "container"])
def test_hero_export_that_is_killed_leaves_nothing_half(board, tmp_path, form):
    """Killed at six moments, the last at its end: the folder is absent or whole."""
    command = [sys.executable, "-m", "zerotohero.cli.main", "export", str(board.run("random-forest").id), "--out",
               str(board.folder.parent), "--to", form, "-o"]  # fmt: skip
    started = time.monotonic()
    subprocess.run([*command, str(tmp_path / "all")], check=True, stdout=subprocess.DEVNULL)
    seconds, names = time.monotonic() - started, sorted(p.name for p in (tmp_path / "all").iterdir())
    for i in range(6):
        folder = tmp_path / f"run{i}"
        with subprocess.Popen([*command, str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as export:
            time.sleep(seconds * (0.7 + 0.3 * i / 5))
            os.kill(export.pid, signal.SIGKILL)
        assert not folder.exists() or sorted(p.name for p in folder.iterdir()) == names
