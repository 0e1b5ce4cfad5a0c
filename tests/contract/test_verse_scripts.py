"""Scripts of runs that write: plain Python beside the text, with the model's own probabilities."""

import importlib.util
import os
import subprocess
import sys

import numpy as np
import pytest

from zerotohero.algorithms.rhyming_ngram import RhymingNgram, from_arrays
from zerotohero.export.script.write import export_script


def run_script(path, *args):
    """Run a script where neither zerotohero nor NumPy can be imported; return the lines that it prints."""
    absent = path.parent.parent / "absent"
    for name in ("zerotohero", "numpy"):
        absent.mkdir(exist_ok=True)
        (absent / f"{name}.py").write_text("raise ImportError('a script must not need this')", "utf-8")
    env = {**os.environ, "PYTHONPATH": str(absent), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, str(path), *args], capture_output=True, text=True, encoding="utf-8", check=False, env=env
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def loaded(path):
    """Return the script as a module."""
    spec = importlib.util.spec_from_file_location("verse_script", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def script(lyrics_board, tmp_path_factory):
    return export_script(lyrics_board.run("rhyming-ngram"), tmp_path_factory.mktemp("scripts") / "run")


def test_the_plain_one_fits_on_a_page_and_writes_only_what_followed(lyrics_board, tmp_path):
    path = export_script(lyrics_board.run("plain-ngram"), tmp_path / "run")
    assert len(path.read_text("utf-8").splitlines()) <= 22
    text = (path.parent / "lyrics.txt").read_text("utf-8").splitlines()
    triples = {t for line in text for w in [["", "", *line.split(), ""]] for t in zip(w, w[1:], w[2:])}
    written = run_script(path, "20")
    assert len(written) == 20
    assert {t for line in written for w in [["", "", *line.split(), ""]] for t in zip(w, w[1:], w[2:])} <= triples


def test_the_test_lines_are_not_beside_the_script(lyrics_board, script):
    beside = set((script.parent / "lyrics.txt").read_text("utf-8").splitlines())
    assert len(beside) > 100
    model = RhymingNgram().fit(list(lyrics_board.dataset().cells["line"][np.flatnonzero(lyrics_board.fold != -1)]))
    assert beside == {
        " ".join(model.words_[t] for t in model.tokens_[a:b]) for a, b in zip(model.starts_, model.starts_[1:])
    }


@pytest.mark.parametrize("algorithm", ["rhyming-ngram", "single-words"])
def test_its_log_probabilities_are_the_models(lyrics_board, algorithm, tmp_path):
    run = lyrics_board.run(algorithm)
    path = export_script(run, tmp_path / "run")
    assert len(path.read_text("utf-8").splitlines()) <= 250
    lines = [*[str(line) for line in lyrics_board.dataset().cells["line"]][::3], "The bus, zyzzyva late!", "", "cat"]
    (tmp_path / "new.txt").write_text("\n".join([*lines, "the the"]), "utf-8")
    printed = np.array([line.split(",") for line in run_script(path, "--score", str(tmp_path / "new.txt"))], float)
    expected = run.model.predict({"line": np.array([*lines, "the the"], object)})
    assert np.array_equal(printed[:, 1], expected[:, 1])
    assert np.allclose(printed[:, 0], expected[:, 0], rtol=1e-9, atol=0)


@pytest.mark.parametrize("seen_pairs", [True, False])
def test_its_masses_are_the_models(lyrics_board, script, seen_pairs):
    module, model = loaded(script), from_arrays(lyrics_board.run("rhyming-ngram").model.arrays)
    module.SEEN_PAIRS = seen_pairs
    found = module.ends(6)
    words = sorted(found, key=found.get)[-3:] + sorted(found)[:3]
    for word in words:
        assert found[word] == pytest.approx(model.mass(6, last=word, seen_pairs=seen_pairs), rel=1e-9)
    assert sum(found.values()) == pytest.approx(model.mass(6, seen_pairs=seen_pairs), rel=1e-9)


def test_its_couplets_rhyme_keep_ten_syllables_and_copy_nothing(script):
    written = run_script(script, "4", "1")
    assert written == run_script(script, "4", "1"), "a seed is a seed"
    lines = [line.lower().split() for line in written]
    sound = dict(line.split("\t") for line in (script.parent / "words.txt").read_text("utf-8").splitlines())
    assert [sum(c.isdigit() for word in line for c in sound[word]) for line in lines] == [10] * 4
    text = (script.parent / "lyrics.txt").read_text("utf-8").split()
    runs = {*zip(*(text[i:] for i in range(5)))}
    words = [word for line in lines for word in line]
    assert not runs & {*zip(*(words[i:] for i in range(5)))}
    for one, two in zip(lines[::2], lines[1::2]):
        assert one[-1] != two[-1]
        assert sound[one[-1]].split()[-1] == sound[two[-1]].split()[-1]


def test_a_text_whose_lines_do_not_rhyme_says_so(script, tmp_path):
    (tmp_path / "lyrics.txt").write_text("a b\n", "utf-8")
    (tmp_path / "words.txt").write_text("a\tEY1\nb\tB IY1\n", "utf-8")
    (tmp_path / "run.py").write_text(script.read_text("utf-8"), "utf-8")
    done = subprocess.run([sys.executable, str(tmp_path / "run.py")], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "no two lines of this text rhyme" in done.stderr
