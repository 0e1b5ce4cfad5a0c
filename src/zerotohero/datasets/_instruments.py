"""Six instruments that the program plays itself: harmonics that swell, tremble and fade, and what a room adds.

Shapes: T samples of one tone; a tone is a sum of partials, each a pure wave.
"""

from dataclasses import dataclass

import numpy as np

RATE = 8_000  # samples a second
SAMPLES = 4_800  # 0.6 s
NOTES = ("C", "D", "E", "F", "G", "A", "B")
_STEPS = (0, 2, 4, 5, 7, 9, 11)  # semitones above C
PLAYERS = ("Ada", "Bela", "Cleo", "Dani", "Emil", "Fay", "Gus", "Hana", "Ivo", "Jule", "Kim", "Lou")


@dataclass(frozen=True)
class Instrument:
    """How a tone is built.

    Parameters
    ----------
    slope : float
        Harmonic h has amplitude h ** -slope: small is bright.
    even : float
        How loud the harmonics 2, 4, ... are beside the odd ones.
    attack, fade : float
        Seconds until it is loud, and until a harmonic has lost two thirds (divided by its number); 0: it stays.
    vibrato : float
        Share by which the pitch trembles.
    breath : float
        Noise beside the tone.
    formant : float
        Hz around which its body makes everything louder; 0: nowhere.
    ratios : tuple of float
        Partials that are no multiples of the pitch, as bells have; empty: harmonics.
    """

    slope: float
    even: float
    attack: float
    fade: float = 0.0
    vibrato: float = 0.0
    breath: float = 0.0
    formant: float = 0.0
    ratios: tuple = ()


INSTRUMENTS = {
    "flute": Instrument(2.2, 0.8, 0.07, vibrato=0.006, breath=0.03),
    "clarinet": Instrument(1.1, 0.12, 0.04, breath=0.008),
    "violin": Instrument(1.0, 1.0, 0.08, vibrato=0.012, formant=2600),
    "trumpet": Instrument(0.9, 1.0, 0.035, formant=1200),
    "guitar": Instrument(1.2, 0.9, 0.004, fade=0.5),
    "bell": Instrument(0.5, 1.0, 0.002, fade=0.7, ratios=(0.5, 1.0, 1.2, 1.5, 2.0, 2.5, 2.66, 3.0, 4.0)),
}


def play(instrument, pitch, habits, rng):
    """Return one tone (T,) float, about -1 to 1.

    Parameters
    ----------
    instrument : Instrument
    pitch : float
        Hz of the first harmonic.
    habits : dict
        The player's: ``tuning``, ``bright``, ``swift``, ``echo``, ``hiss``, ``even``: see ``habits_of``.
    rng : numpy.random.Generator
    """
    t = np.arange(SAMPLES) / RATE
    pitch = pitch * habits["tuning"] * rng.normal(1, 0.004)
    tremble = instrument.vibrato * rng.uniform(0.3, 1.5)
    phase = 2 * np.pi * pitch * (t + tremble / (2 * np.pi * 5.5) * np.sin(2 * np.pi * 5.5 * t + rng.uniform(0, 6)))
    fade = t / (instrument.fade * rng.uniform(0.6, 1.4)) if instrument.fade else 0 * t
    slope = instrument.slope + habits["bright"] + rng.normal(0, 0.15)
    tone = np.zeros(SAMPLES)
    if instrument.ratios:
        for ratio in instrument.ratios:
            if pitch * ratio < RATE / 2:
                tone += ratio**-slope * np.exp(-fade * ratio) * np.sin(phase * ratio)
    else:
        wave = np.exp(1j * phase - fade)  # its h-th power is the h-th harmonic, which fades h times as fast
        harmonic = np.ones(SAMPLES, complex)
        for h in range(1, int(RATE / 2 / pitch) + 1):
            harmonic *= wave
            even = instrument.even * habits["even"] if h % 2 == 0 else 1
            body = 1 + 3 * np.exp(-(((h * pitch - instrument.formant) / 500) ** 2)) if instrument.formant else 1
            tone += even * body * h**-slope * harmonic.imag
    attack = instrument.attack * habits["swift"] * rng.uniform(0.7, 1.4)
    tone *= 1 - np.exp(-t / attack)
    end = rng.integers(SAMPLES // 2, SAMPLES)  # the player lets go
    tone *= np.clip((end - np.arange(SAMPLES)) / (0.03 * RATE), 0, 1)
    tone /= np.abs(tone).max()
    delay = int(habits["room"] * RATE)
    tone[delay:] += habits["echo"] * tone[:-delay]
    tone += (instrument.breath + habits["hiss"]) * rng.normal(size=SAMPLES) * rng.uniform(0.5, 1.5)
    tone[end + delay :] = 0
    return tone / np.abs(tone).max() * rng.uniform(0.25, 0.95)


def habits_of(rng):
    """Return how one player plays, and in which room."""
    return {
        "tuning": rng.normal(1, 0.01),
        "bright": rng.normal(0, 0.35),  # added to every slope
        "swift": np.exp(rng.normal(0, 0.4)),  # attacks are this many times as long
        "even": np.exp(rng.normal(0, 0.5)),
        "echo": rng.uniform(0, 0.5),
        "room": rng.uniform(0.01, 0.05),  # seconds until the echo
        "hiss": 10 ** rng.uniform(-3, -1.5),
    }


def record(n, seed=0):
    """Return ``n`` recordings: sounds (n, T) int16, and instrument, note and player (n,) of str.

    Examples
    --------
    >>> sounds, instruments, notes, players = record(12, seed=1)
    >>> sounds.shape, sounds.dtype.name, instruments[0] in INSTRUMENTS
    ((12, 4800), 'int16', True)
    """
    rng = np.random.default_rng(seed)
    habits = [habits_of(rng) for _ in PLAYERS]
    names = tuple(INSTRUMENTS)
    which = np.arange(n)
    instrument, player = which % len(names), which // len(names) % len(PLAYERS)
    note, octave = rng.integers(len(NOTES), size=n), rng.integers(3, 6, size=n)
    pitch = 261.63 * 2.0 ** ((np.array(_STEPS)[note] + 12 * (octave - 4)) / 12)  # C4 is 261.63 Hz
    sounds = np.array([play(INSTRUMENTS[names[i]], hz, habits[p], rng) for i, p, hz in zip(instrument, player, pitch)])
    notes = np.array([f"{NOTES[k]}{o}" for k, o in zip(note, octave)])
    order = rng.permutation(n)
    return (
        np.round(sounds[order] * 32_767).astype(np.int16),
        np.array(names)[instrument[order]],
        notes[order],
        np.array(PLAYERS)[player[order]],
    )
