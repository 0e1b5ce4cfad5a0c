"""WAV files, read block by block: 8, 16, 24 and 32 bits, float, mono or many channels, plain or extensible.

Source: Microsoft and IBM, Multimedia Programming Interface and Data Specifications 1.0 (1991), and WAVEFORMATEXTENSIBLE.
"""

import struct

import numpy as np

_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_LARGEST_HEADER = 1 << 20  # bytes of one chunk that says what the sound is
_SKIPPED = 1 << 16  # bytes at a time of a chunk that says nothing about it
_UNKNOWN = 0xFFFFFFFF  # the length that a recorder writes while it still records


class WavFile:
    """A WAV file, open for reading from its first sample on.

    Parameters
    ----------
    file : binary file
        Read forwards only; it need not be seekable.

    Attributes
    ----------
    rate : int
        Samples a second.
    channels : int

    Raises
    ------
    ValueError
        This is no WAV file, or one of a kind that is not read here.
    """

    def __init__(self, file):
        self._file = file
        head = file.read(12)
        if not head:
            raise ValueError("an empty file")
        if len(head) < 12 or head[:4] not in (b"RIFF", b"RF64") or head[8:] != b"WAVE":
            raise ValueError("no WAV file: it does not begin with RIFF and WAVE")
        known = False
        while True:
            chunk = file.read(8)
            if len(chunk) < 8:
                raise ValueError("a WAV file that ends before its first sample")
            name, size = chunk[:4], int.from_bytes(chunk[4:], "little")
            if name == b"data" and known:
                self._left = None if size in (0, _UNKNOWN) else size  # 0: a recorder that was cut off
                return
            if name == b"data":
                raise ValueError("a WAV file whose samples come before their format")
            if name == b"fmt ":
                if not 16 <= size <= _LARGEST_HEADER:
                    raise ValueError("a WAV file with a damaged header")
                self._understand(file.read(size + size % 2))
                known = True
                continue
            skip = size + size % 2  # chunks begin at even places
            while skip > 0 and (passed := len(file.read(min(skip, _SKIPPED)))):
                skip -= passed

    def _understand(self, header):
        """Take rate, channels and the type of one sample from the format chunk."""
        if len(header) < 16:
            raise ValueError("a WAV file with a damaged header")
        kind, self.channels, self.rate, _, frame, bits = struct.unpack("<HHIIHH", header[:16])
        if kind == _EXTENSIBLE and len(header) >= 26:
            kind = int.from_bytes(header[24:26], "little")
        sizes = {_PCM: (8, 16, 24, 32), _FLOAT: (32, 64)}
        if kind not in sizes:
            raise ValueError(f"a compressed WAV file (format {kind:#x}); saved as PCM it can be read")
        if bits not in sizes[kind] or not 1 <= self.channels <= 64 or frame != self.channels * bits // 8:
            raise ValueError("a WAV file with a damaged header")
        self._float, self._bytes = kind == _FLOAT, bits // 8

    def read(self, frames):
        """Return up to ``frames`` samples of every channel, float32 (M, channels) from -1 to 1; M is 0 at the end.

        Float files may hold anything, NaN too: it comes as it is.
        """
        wanted = frames * self.channels * self._bytes
        if self._left is not None:
            wanted = min(wanted, self._left)
        data = self._file.read(wanted)
        if self._left is not None:
            self._left -= len(data)
        data = data[: len(data) // (self.channels * self._bytes) * self.channels * self._bytes]  # cut off: whole frames
        return self._numbers(data).reshape(-1, self.channels)

    def _numbers(self, data):
        """Return bytes as float32 (M * channels,)."""
        if self._float:
            with np.errstate(over="ignore"):  # a float64 beyond float32 is as good as infinite
                return np.frombuffer(data, f"<f{self._bytes}").astype(np.float32)
        if self._bytes == 1:
            return (np.frombuffer(data, np.uint8).astype(np.float32) - 128) / 128
        if self._bytes == 3:
            wide = np.zeros((len(data) // 3, 4), np.uint8)
            wide[:, 1:] = np.frombuffer(data, np.uint8).reshape(-1, 3)  # the upper three bytes: the sign is kept
            return wide.view("<i4")[:, 0].astype(np.float32) / 2**31
        return np.frombuffer(data, f"<i{self._bytes}").astype(np.float32) / 2 ** (8 * self._bytes - 1)


def wav_bytes(samples, rate):
    """Return samples, int16 (N,), as the bytes of a mono WAV file."""
    data = np.asarray(samples, "<i2").tobytes()
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16, _PCM, 1, rate, 2 * rate, 2, 16, b"data", len(data))  # fmt: skip
    return head + data
