"""The voice, with a stand-in for espeak-ng."""

import os
import stat
import sys

import numpy as np
import pytest

from zerotohero.core.errors import HeroError
from zerotohero.verse.beat import wav
from zerotohero.verse.voice import has_voice, speak

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in is a script")


def program(folder, monkeypatch, text):
    """Put a program called espeak-ng on the path, and nothing else."""
    path = folder / "espeak-ng"
    path.write_text(f"#!{sys.executable}\n{text}", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", str(folder))


def test_its_samples_come_back_at_our_rate(tmp_path, monkeypatch):
    (tmp_path / "said.wav").write_bytes(wav(np.full(1000, 0.25), rate=11_025))
    program(tmp_path, monkeypatch, f"import sys\nassert sys.stdin.read() == 'a line'\n"
            f"sys.stdout.buffer.write(open({str(tmp_path / 'said.wav')!r}, 'rb').read())\n")  # fmt: skip
    assert has_voice()
    samples = speak("a line")
    assert len(samples) == 2000 and samples == pytest.approx(0.25, abs=1e-3)


def test_without_it_the_message_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not has_voice()
    with pytest.raises(HeroError, match="apt install espeak-ng"):
        speak("a line")


def test_a_voice_that_fails_is_one_message(tmp_path, monkeypatch):
    program(tmp_path, monkeypatch, "print('no wave')\n")
    with pytest.raises(HeroError, match="sound from espeak-ng"):
        speak("a line")
