"""A beat made of numbers: kick, snare and hi-hat, four beats a bar; and a voice over it."""

import io
import wave

import numpy as np

RATE = 22_050  # samples a second, as espeak-ng writes them
BPM = 90
BAR = 4 * 60 / BPM  # seconds
KICKS = (0, 1.5, 2.5)  # in beats of a bar
SNARES = (1, 3)
HATS = tuple(i / 2 for i in range(8))
LOUDEST = 0.9


def beat(bars, rate=RATE):
    """Return the samples of some bars, mono, from −1 to 1.

    Parameters
    ----------
    bars : int
    rate : int
        Samples a second.

    Returns
    -------
    ndarray (round(bars × BAR × rate),)
    """
    rng = np.random.default_rng(0)
    out = np.zeros(round(bars * BAR * rate))
    drums = ((_kick(rate), KICKS), (_snare(rate, rng), SNARES), (_hat(rate, rng), HATS))
    for bar in range(bars):
        for sound, beats in drums:
            for at in beats:
                _add(out, sound, (bar + at / 4) * BAR, rate)
    return out * (LOUDEST / max(np.abs(out).max(initial=0), 1e-9))


def over_beat(voices, rate=RATE):
    """Return a beat of two bars, then one voice a bar, then one bar more.

    Parameters
    ----------
    voices : list of ndarray
        The samples of each line; line i starts with bar i + 2. One that is longer than a bar is pressed into it.
    """
    out = 0.45 * beat(len(voices) + 3, rate)
    for i, voice in enumerate(voices):
        voice, longest = np.asarray(voice, float), int(BAR * rate)
        if len(voice) > longest:
            voice = np.interp(np.linspace(0, len(voice) - 1, longest), np.arange(len(voice)), voice)
        _add(out, 0.55 * voice / max(np.abs(voice).max(initial=0), 1e-9), (i + 2) * BAR, rate)
    return np.clip(out, -1, 1)


def wav(samples, rate=RATE):
    """Return the bytes of a .wav file of 16 bits, mono."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return file.getvalue()


def _add(out, sound, seconds, rate):
    """Add a sound from this moment on; what is beyond the end is cut."""
    begin = round(seconds * rate)
    end = min(begin + len(sound), len(out))
    out[begin:end] += sound[: end - begin]


def _kick(rate):
    """Return a bass drum: a sine that falls from 120 to 45 Hz and fades."""
    t = np.arange(int(0.3 * rate)) / rate
    phase = 2 * np.pi * (45 * t + 75 * 0.04 * (1 - np.exp(-t / 0.04)))
    return np.sin(phase) * np.exp(-t / 0.09)


def _snare(rate, rng):
    """Return a snare drum: noise over a tone of 180 Hz."""
    t = np.arange(int(0.2 * rate)) / rate
    return 0.5 * rng.standard_normal(len(t)) * np.exp(-t / 0.05) * 0.6 + 0.3 * np.sin(2 * np.pi * 180 * t) * np.exp(
        -t / 0.04
    )


def _hat(rate, rng):
    """Return a hi-hat: the high part of a noise, gone at once."""
    t = np.arange(int(0.06 * rate)) / rate
    return 0.18 * np.diff(rng.standard_normal(len(t)), prepend=0.0) * np.exp(-t / 0.015)
