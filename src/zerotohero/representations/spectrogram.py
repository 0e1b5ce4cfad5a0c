"""A sound as a picture: how loud every pitch is at every moment (log-mel spectrogram); nothing is learned.

Shapes: N sounds of T samples; M mel bands; F frames; P stretches of time; C cepstra.
"""

import numpy as np

from zerotohero.core.specs import Feature
from zerotohero.representations._contract import Representation
from zerotohero.representations._mel import spectrogram

BANDS = 40  # mel bands
PARTS, CEPSTRA = 20, 13  # of a row of numbers
HOP = 0.010  # seconds from one frame to the next: speech changes about as fast
WINDOW = 2.5  # hops that a frame covers
MOST_FRAMES = 128  # of a grid; longer sounds get longer hops
DEPTH = 60.0  # decibels below the loudest cell that still count
_KEYS = {"kind", "rate", "samples", "bands", "hop", "window", "size", "parts", "cepstra", "depth"}


class SpectrogramRepresentation(Representation):
    """Sound cells to numbers.

    A grid keeps time: (N, M, F) float32 from 0 (60 dB below the sound's loudest cell, or less) to 1, low pitches
    first, zeros where the sound is over. Otherwise each sound's own length is cut into P equal stretches, so that fast
    and slow speech compare, and X is (N, P * C) float64: the cepstra of each stretch, which say how its spectrum bends
    and not at which pitch somebody speaks. For counts, which have to be 0 or more, it is (N, P * M): the mel bands.

    Parameters
    ----------
    rate : int
        Samples a second.
    samples : int
        T.
    style : str
        See ``core.specs.AlgorithmSpec``: "grid", "counts", or any other.
    """

    stateless = True
    laborious = True
    column = "sound"

    def __init__(self, rate, samples, style="linear"):
        hop = max(round(HOP * rate), -(-samples // MOST_FRAMES))
        window = round(WINDOW * hop)
        self.state_ = {
            "kind": "spectrogram",
            "rate": rate,
            "samples": samples,
            "bands": BANDS,
            "hop": hop,
            "window": window,
            "size": 1 << (window - 1).bit_length(),  # the next power of two: the transform is fastest
            "parts": 0 if style == "grid" else PARTS,
            "cepstra": 0 if style in ("grid", "counts") else CEPSTRA,
            "depth": DEPTH,
        }

    @property
    def grid(self):
        """Whether X keeps time: (N, M, F)."""
        return not self.state_["parts"]

    @property
    def dtype(self):
        """Of X: a grid takes half the room."""
        return np.float32 if self.grid else float

    @property
    def shape_(self):
        """The shape of one row of X."""
        s = self.state_
        return (s["bands"], -(-s["samples"] // s["hop"])) if self.grid else (s["parts"] * (s["cepstra"] or s["bands"]),)

    def fit(self, cells, y=None):
        """Check the shape of ``cells["sound"]`` and return self."""
        self._sounds(cells)
        return self

    def transform(self, cells):
        """Return ``cells["sound"]`` (N, T) int16 as (N, M, F) float32, or (N, D) float64, stretch by stretch."""
        return spectrogram(self._sounds(cells), self.state_)

    @property
    def columns_(self):
        """A ``Feature`` for each number of a row, such as ``Feature("sound", "stretch 3 of 20, cepstrum 1")``."""
        s = self.state_
        highest = 2595 * np.log10(1 + s["rate"] / 2 / 700)
        pitches = 700 * (10 ** (np.linspace(0, highest, s["bands"] + 2)[1:-1] / 2595) - 1)
        pitches = [f"{hz:,.0f} Hz" for hz in pitches]
        if self.grid:
            moments = [f"{i * s['hop'] / s['rate']:.3f} s" for i in range(self.shape_[1])]
            return tuple(Feature(self.column, f"{hz}, {moment}") for hz in pitches for moment in moments)
        if s["cepstra"]:
            pitches = [f"cepstrum {i}" for i in range(s["cepstra"])]
        moments = [f"stretch {i + 1} of {s['parts']}" for i in range(s["parts"])]
        return tuple(Feature(self.column, f"{moment}, {hz}") for moment in moments for hz in pitches)

    @classmethod
    def from_state(cls, state):
        """Return the representation with this ``state_``; raise ValueError where it is not one."""
        if not isinstance(state, dict) or set(state) != _KEYS or state["kind"] != "spectrogram":
            raise ValueError(f"the state of a spectrogram must have the keys {', '.join(sorted(_KEYS))}")
        sizes = {k: state[k] for k in _KEYS - {"kind", "depth"}}
        if not all(type(size) is int and size >= 0 for size in sizes.values()):
            raise ValueError(f"a spectrogram's sizes must be whole numbers; got {state!r:.300}")
        s = sizes
        if not (
            1_000 <= s["rate"] <= 192_000
            and 1 <= s["samples"] <= 600 * s["rate"]
            and 1 <= s["bands"] <= 512
            and s["parts"] <= 512
            and s["cepstra"] <= s["bands"]
            and s["hop"] >= 1
            and s["samples"] <= 4096 * s["hop"]
            and 1 <= s["window"] <= s["size"] <= 1 << 20
            and type(state["depth"]) is float
            and 1 <= state["depth"] <= 300
        ):
            raise ValueError(f"a spectrogram of impossible size; got {state!r:.300}")
        made = cls(s["rate"], s["samples"])
        made.state_ = dict(state)
        return made

    def _sounds(self, cells):
        """Return the sounds if they have the working length."""
        sounds = np.asarray(cells[self.column])
        expected = (self.state_["samples"],)
        if sounds.shape[1:] != expected or sounds.dtype != np.int16:
            raise ValueError(
                f"sounds must be int16 of shape {expected}; got {sounds.dtype} of shape {sounds.shape[1:]}"
            )
        return sounds
