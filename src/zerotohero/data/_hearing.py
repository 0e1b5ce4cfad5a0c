"""One sound file, heard: its first seconds as mono samples at one rate, without the silence at both ends.

Read in blocks of a second, and no further than needed: three hours take the memory of a few seconds.
"""

from fractions import Fraction
from pathlib import PurePosixPath

import numpy as np

from zerotohero.data._wav import WavFile

SLOWEST, FASTEST = 1_000, 768_000  # samples a second that a real file has
MOST_SECONDS = 5.0  # of one sound, from its first tone on
LISTENED = 600  # seconds of a file in which that first tone is looked for
FRAME = 100  # frames a second in which loudness is measured
QUIETER = 40.0  # dB below the loudest frame: silence, where it stands at an end
SOFTER = (30.0, 25.0, 20.0, 15.0)  # tried one after the other where a sound is too long
INAUDIBLE = 1e-4  # of full scale: -80 dB
SCALE = 32_768  # full scale of 16 bits


class About:
    """What a file was like before it was made to fit."""

    def __init__(self, rate, channels):
        self.rate, self.channels = rate, channels
        self.seconds = self.trimmed = self.clipped = 0.0  # seconds read, seconds of silence cut off, share of samples
        self.longer = False
        self.odd = 0  # samples that are no number


def hear(stream, file, rate, most):
    """Return (sound, about): mono int16 at ``rate``, without the silence at its ends, at most ``most`` samples.

    Parameters
    ----------
    stream : binary file
    file : str
        Its name; the suffix says what it is.
    rate : int
        Samples a second that are wanted.
    most : int
        Samples.

    Raises
    ------
    ValueError
        There is nothing to hear, or it cannot be read; decoders may raise anything else.
    """
    sound = open_sound(stream, file)
    about, blocks = About(sound.rate, sound.channels), []
    wanted = most * sound.rate // rate + sound.rate  # of the file's own samples, one block of silence with them
    listened = held = standing = 0
    while listened < LISTENED * sound.rate and held < wanted:
        block = sound.read(sound.rate)
        if not len(block):
            break
        listened += len(block)
        odd = ~np.isfinite(block)
        about.odd += int(odd.any(axis=1).sum())
        block = np.where(odd, 0, block).mean(axis=1)
        if not blocks and np.abs(block).max() < INAUDIBLE:
            about.trimmed += len(block) / sound.rate
            continue  # still silent
        standing += _standing(block)
        blocks.append(block)
        held += len(block)
    if not listened:
        raise ValueError("empty")
    about.longer = held >= wanted and len(sound.read(1)) > 0
    if about.odd == listened:
        raise ValueError("not a single number")
    if not blocks:
        raise ValueError("silent")
    whole = np.concatenate(blocks)
    if np.abs(whole).max() > 1:
        whole = whole / np.abs(whole).max()  # float files are free to be louder than full scale
    about.seconds, about.clipped = listened / sound.rate, standing / held
    if sound.rate != rate:
        from scipy.signal import resample_poly

        ratio = Fraction(rate, sound.rate).limit_denominator(1000)
        whole = resample_poly(whole, ratio.numerator, ratio.denominator)
    first, end = _between_silences(whole, rate)
    about.trimmed += (len(whole) - (end - first)) / rate if end - first < most else first / rate
    about.longer |= end - first > most
    whole = whole[first:end][:most]
    if len(whole) < rate // FRAME:
        raise ValueError("shorter than a hundredth of a second")
    return np.clip(np.round(whole * SCALE), -SCALE, SCALE - 1).astype(np.int16), about


def open_sound(stream, file):
    """Return an open sound with ``rate``, ``channels`` and ``read``; the header is checked."""
    if PurePosixPath(file).suffix.lower() in (".wav", ".wave"):
        sound = WavFile(stream)
    else:
        sound = _Decoded(stream)
    if not SLOWEST <= sound.rate <= FASTEST:
        raise ValueError(f"a header that promises {sound.rate:,} samples a second")
    return sound


class _Decoded:
    """FLAC, OGG and MP3 through the library soundfile, with the face of ``WavFile``."""

    def __init__(self, stream):
        import soundfile

        self._file = soundfile.SoundFile(stream)
        self.rate, self.channels = self._file.samplerate, self._file.channels

    def read(self, frames):
        """Return up to ``frames`` samples, float32 (M, channels)."""
        return self._file.read(frames, "float32", always_2d=True)


def shortened(sound, samples, rate):
    """Return at most ``samples`` of a sound: without what is soft at its ends, as far as it must be, else its beginning.

    A recording begins before the word does, with the hum of a room: cut at a fixed place, the word would be lost.
    """
    for quieter in SOFTER:
        if len(sound) > samples:
            first, end = _between_silences(sound / SCALE, rate, quieter)
            sound = sound[first:end] if end - first <= samples else sound
    return sound[:samples]


def _between_silences(samples, rate, quieter=QUIETER):
    """Return (first, end): where the sound lies between the silences, a hundredth of a second around it."""
    step = max(rate // FRAME, 1)
    frames = samples[: len(samples) // step * step].reshape(-1, step)
    if not len(frames):
        return 0, len(samples)
    power = (frames.astype(float) ** 2).mean(axis=1)  # (frames,)
    loud = np.flatnonzero(power > max(power.max() * 10 ** (-quieter / 10), INAUDIBLE**2 / 2))
    if not len(loud):
        return 0, len(samples)
    end = len(samples) if loud[-1] >= len(frames) - 2 else (loud[-1] + 2) * step
    return max(int(loud[0]) - 1, 0) * step, int(end)


def _standing(block):
    """Return how many samples stand still at full scale, three or more in a row."""
    full = np.abs(block) >= 1 - 2 / 128  # the largest level of 8 bits is 127/128
    run = full[2:] & (block[2:] == block[1:-1]) & (block[1:-1] == block[:-2])
    return int(run.sum())
