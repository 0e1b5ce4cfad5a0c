"""A sound on a page: its spectrogram as a small picture, its outline, its numbers, and the sound itself to listen to.

Shapes: T samples; F frames; M mel bands.
"""

import base64
from itertools import pairwise

import numpy as np

from zerotohero.data._wav import wav_bytes
from zerotohero.representations.spectrogram import SpectrogramRepresentation

SIDE = 120  # pixels of a thumbnail
_FULL = 32_768


def length(sound):
    """Return how many samples come before the zeros that fill the sound up, 1 at least."""
    heard = np.flatnonzero(sound)
    return int(heard[-1]) + 1 if len(heard) else 1


def spectrogram(sound, rate):
    """Return the log-mel spectrogram of the part that is heard, (M, F) from 0 to 1, low pitches first."""
    heard = np.asarray(sound)[None, : length(sound)]
    return SpectrogramRepresentation(rate, heard.shape[1], "grid").transform({"sound": heard})[0]


def pitches(rate):
    """Return the mel band, as a fraction of M, at which each of a few round pitches in Hz lies."""
    mel = lambda hz: np.log10(1 + hz / 700)  # noqa: E731
    return {hz: mel(hz) / mel(rate / 2) for hz in (250, 500, 1000, 2000, 4000, 8000) if hz < 0.9 * rate / 2}


def coloured(grid):
    """Return a spectrogram (M, F) as pixels (M, F, 3) uint8: high pitches on top, loud is light."""
    import matplotlib as mpl

    return (mpl.colormaps["magma"](grid[::-1])[..., :3] * 255).astype(np.uint8)


def thumbnail(sound, rate):
    """Return the spectrogram of a sound, its filling too, as pixels (120, 120, 3) uint8: all have the same time axis."""
    sound = np.asarray(sound)[None]
    pixels = coloured(SpectrogramRepresentation(rate, sound.shape[1], "grid").transform({"sound": sound})[0])
    down, across = (np.arange(SIDE) * n // SIDE for n in pixels.shape[:2])
    return pixels[down][:, across]


def player(sound, rate):
    """Return HTML that plays the sound: a WAV inside the page."""
    data = base64.b64encode(wav_bytes(sound[: length(sound)], rate)).decode("ascii")
    return f'<audio controls preload="none" src="data:audio/wav;base64,{data}"></audio>'


def envelope(sound, places):
    """Return the outline of the part that is heard: (places,) peaks, 0 to 1 of full scale."""
    heard = np.abs(np.asarray(sound[: length(sound)], float)) / _FULL
    edges = np.linspace(0, len(heard), places + 1).astype(int)
    return np.array([heard[a : max(b, a + 1)].max() for a, b in pairwise(edges)])


def numbers(sounds, rate):
    """Return how long and how loud sounds (N, T) are, as a dict of arrays (N,).

    ``seconds`` without the filling; ``loudness``, the root of the mean square in dB below full scale; ``quiet``, the
    share of hundredths of a second more than 40 dB below the loudest; ``clipped``, whether over 1 % of the samples
    stand still at full scale.
    """
    found = {"seconds": [], "loudness": [], "quiet": [], "clipped": []}
    step = max(rate // 100, 1)
    for sound in sounds:
        heard = np.asarray(sound[: length(sound)], float) / _FULL
        frames = heard[: max(len(heard) // step, 1) * step]
        power = (frames.reshape(-1, min(step, len(frames))) ** 2).mean(axis=1)
        full = np.abs(heard) >= 0.984
        still = full[2:] & (heard[2:] == heard[1:-1]) & (heard[1:-1] == heard[:-2])
        found["seconds"].append(len(heard) / rate)
        found["loudness"].append(10 * np.log10(max((heard**2).mean(), 1e-12)))
        found["quiet"].append((power < power.max() * 1e-4).mean())
        found["clipped"].append(still.sum() > 0.01 * len(heard))
    return {name: np.array(values) for name, values in found.items()}


def typical(sounds, rows, count=1, groups=None):
    """Return ``count`` of these rows whose length is near the middle, of different groups where there are some.

    Parameters
    ----------
    sounds : ndarray (N, T)
    rows : ndarray (R,) of int
    count : int
    groups : ndarray (N,) or None
    """
    lengths = np.array([length(sounds[row]) for row in rows])
    order = rows[np.argsort(np.abs(lengths - np.median(lengths)), kind="stable")].tolist()
    if groups is not None:
        seen = {}
        for row in order:
            seen.setdefault(groups[row], row)
        order = [*seen.values(), *(row for row in order if row not in seen.values())]
        names = list(seen)
        order = sorted(order[: len(names)], key=lambda row: str(groups[row])) + order[len(names) :]
    return order[:count]
