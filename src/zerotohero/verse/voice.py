"""A voice for lines: espeak-ng, where it is installed."""

import io
import shutil
import subprocess
import wave

import numpy as np

from zerotohero.core.errors import HeroError
from zerotohero.verse.beat import RATE

PROGRAM = "espeak-ng"
WORDS_A_MINUTE = 190
SECONDS = 20  # for one line; it takes hundredths of one


def has_voice():
    """Return whether espeak-ng is there."""
    return shutil.which(PROGRAM) is not None


def speak(line, rate=RATE):
    """Return the samples of a spoken line, from −1 to 1.

    Raises
    ------
    HeroError
        espeak-ng is not there, or did not speak.
    """
    asked = "speak a line"
    command = [PROGRAM, "--stdout", "-v", "en-us", "-s", str(WORDS_A_MINUTE), "--stdin"]
    try:
        done = subprocess.run(command, input=line.encode("utf-8"), capture_output=True, check=True, timeout=SECONDS)
        with wave.open(io.BytesIO(done.stdout)) as sound:
            own, width, channels = sound.getframerate(), sound.getsampwidth(), sound.getnchannels()
            raw = sound.readframes(len(done.stdout))
    except FileNotFoundError:
        raise HeroError(asked, PROGRAM, "no such program", how_to_get()) from None
    except (OSError, subprocess.SubprocessError, wave.Error, EOFError) as error:
        raise HeroError(
            asked, f"sound from {PROGRAM}", f"{error!s:.200}", f"{PROGRAM} hello, to see what it says"
        ) from None
    if width != 2:
        raise HeroError(asked, "samples of 16 bits", f"{8 * width} bits", f"another version of {PROGRAM}")
    samples = np.frombuffer(raw[: len(raw) // (2 * channels) * 2 * channels], "<i2").reshape(-1, channels).mean(axis=1)
    samples = samples / 32768
    if own == rate:
        return samples
    return np.interp(np.arange(0, len(samples), own / rate), np.arange(len(samples)), samples)


def how_to_get():
    """Return how espeak-ng is installed."""
    return "apt install espeak-ng, brew install espeak-ng, or winget install eSpeak-NG.eSpeak-NG"
