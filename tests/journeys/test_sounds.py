"""Journey: someone has a folder of recordings and wants to know which instrument plays."""

import csv
import io
import json
import subprocess
import sys

import numpy as np
import pytest
from click.testing import CliRunner

from zerotohero.cli.main import hero
from zerotohero.data._wav import wav_bytes
from zerotohero.datasets.notes import load
from zerotohero.leaderboard.open import open_run


def run(*words):
    result = CliRunner().invoke(hero, [*map(str, words)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """240 recordings: instrument/player_number.wav."""
    notes, where = load(240), tmp_path_factory.mktemp("sounds")
    for i, (sound, label, player) in enumerate(zip(*(notes.cells[n] for n in ("sound", "label", "player")))):
        path = where / "recordings" / label / f"{player}_{i}.wav"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(wav_bytes(sound, 8_000))
    return where


@pytest.fixture(scope="module")
def trained(folder):
    only = "logistic-regression,knn,multinomial-naive-bayes"
    words = ["recordings", "--only", only, "--effort", "quick", "--out", folder / "boards", "--yes", "--json"]
    words[0] = folder / "recordings"
    return json.loads(run("train", *words).splitlines()[-1])


def test_players_are_groups_and_the_models_beat_chance(folder, trained):
    best = open_run("best", folder / "boards")
    assert best.board.manifest["split"]["groups"] == "stem"
    assert best.score > 0.6  # 1/6 is chance
    assert {r.algorithm for r in best.board.runs} >= {"logistic-regression", "knn", "multinomial-naive-bayes"}


def test_new_files_are_predicted_alike_by_command_script_and_page(folder, trained, tmp_path):
    (tmp_path / "new").mkdir()
    extra = load(300)
    for i in range(48):
        (tmp_path / "new" / f"{i:02}.wav").write_bytes(wav_bytes(extra.cells["sound"][i], 8_000))
    out = ["--out", folder / "boards", "--yes"]
    rows = list(csv.DictReader(io.StringIO(run("predict", "best", tmp_path / "new", "--proba", "-o", "-", *out))))
    right = np.mean([row["prediction"] == label for row, label in zip(rows, extra.cells["label"])])
    assert len(rows) == 48 and right >= 0.6  # 1/6 is chance
    run("export", "best", "--to", "script", "-o", tmp_path / "script", *out)
    script = subprocess.run(
        [sys.executable, tmp_path / "script" / "run.py", tmp_path / "new"], capture_output=True, text=True
    )
    assert script.returncode == 0, script.stderr
    for mine, theirs in zip(rows, csv.DictReader(io.StringIO(script.stdout)), strict=True):
        assert mine["prediction"] == theirs["prediction"]
        for label in set(extra.cells["label"]):
            assert float(mine[label]) == pytest.approx(float(theirs[label]), abs=1e-9)


def test_the_report_shows_and_plays_the_worst_mistakes(folder, trained, tmp_path):
    run("report", "knn", "-o", tmp_path / "r.html", "--out", folder / "boards", "--yes")
    page = (tmp_path / "r.html").read_text("utf-8")
    mistakes = page.partition('id="mistakes"')[2].partition("</section>")[0]
    assert mistakes.count("<audio controls") == mistakes.count("<img ") > 3
    assert "media-src data:" in page and "recognizes" in page and "sounds" in page


def test_one_sound_is_explained_stretch_by_stretch(folder, trained):
    sound = next((folder / "recordings" / "bell").iterdir())
    said = json.loads(run("explain", "logistic-regression", sound, "--out", folder / "boards", "--json"))
    assert len(said["pushes"]) == 10 and "stretch 1 of 10" in json.dumps(said["pushes"])


def test_a_label_with_one_file_is_left_out_and_said(folder, tmp_path):
    sounds = load(60)
    for i, (sound, label) in enumerate(zip(sounds.cells["sound"], sounds.cells["label"])):
        path = tmp_path / "d" / label / f"{i}.wav"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(wav_bytes(sound, 8_000))
    (tmp_path / "d" / "gong").mkdir()
    (tmp_path / "d" / "gong" / "1.wav").write_bytes(wav_bytes(sounds.cells["sound"][0][::-1], 8_000))
    assert "gong" not in json.loads(run("look", tmp_path / "d", "--json"))["labels"]
    assert "labels with one are left out: 'gong'" in " ".join(run("look", tmp_path / "d").split())


def test_a_test_set_of_one_speaker_has_an_interval_and_a_warning(tmp_path):
    sounds = load(288)
    for i, (sound, label) in enumerate(zip(sounds.cells["sound"], sounds.cells["label"])):
        path = tmp_path / "d" / label / f"{('ann', 'ben', 'cat')[i % 3]}_{i}.wav"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(wav_bytes(sound, 8_000))
    run("train", tmp_path / "d", "--only", "knn", "--effort", "quick", "--out", tmp_path / "b", "--yes", "--json")
    said = json.loads(run("test", "knn", "--out", tmp_path / "b", "--json").splitlines()[-1])
    low, high = said["interval"]
    assert low < said["score"] < high and "all of one stem" in said["how"]
