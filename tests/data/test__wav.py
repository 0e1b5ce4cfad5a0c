"""WAV files of every common kind come out as numbers from -1 to 1; anything else is one clear reason."""

import io
import struct

import numpy as np
import pytest
from scipy.io import wavfile

from zerotohero.data._wav import WavFile, wav_bytes

WAVE = 0.8 * np.sin(np.arange(2_000) / 7)


def written(samples, rate=8_000):
    """Return what scipy writes for samples of this type."""
    out = io.BytesIO()
    wavfile.write(out, rate, samples)
    return out.getvalue()


def read(data, frames=300):
    """Return (WavFile, all its samples (M, channels)), read in blocks."""
    sound, blocks = WavFile(io.BytesIO(data)), []
    while len(block := sound.read(frames)):
        blocks.append(block)
    return sound, np.concatenate([np.zeros((0, sound.channels)), *blocks])


@pytest.mark.parametrize(
    ("samples", "step"),
    [
        ((WAVE * 127 + 128).astype(np.uint8), 1 / 60),
        ((WAVE * 32_767).astype(np.int16), 1 / 16_000),
        ((WAVE * (2**31 - 1)).astype(np.int32), 1e-6),
        (WAVE.astype(np.float32), 1e-6),
        (WAVE, 1e-6),
    ],
    ids=["8", "16", "32", "float32", "float64"],
)
def test_samples_of_every_type_are_read(samples, step):
    sound, found = read(written(samples))
    assert (sound.rate, sound.channels, found.shape) == (8_000, 1, (2_000, 1))
    np.testing.assert_allclose(found[:, 0], WAVE, atol=step)


def test_24_bits_in_an_extensible_file_with_other_chunks():
    whole = (WAVE * (2**23 - 1)).astype(np.int32)
    data = b"".join(int(v).to_bytes(3, "little", signed=True) for v in whole)
    guid = struct.pack("<H", 1) + bytes.fromhex("000000001000800000aa00389b71")
    fmt = struct.pack("<HHIIHHHHI", 0xFFFE, 1, 44_100, 3 * 44_100, 3, 24, 22, 24, 4) + guid
    chunks = b"LIST" + struct.pack("<I", 5) + b"hello\0" + b"fmt " + struct.pack("<I", len(fmt)) + fmt
    sound, found = read(b"RIFF\0\0\0\0WAVE" + chunks + b"data" + struct.pack("<I", len(data)) + data)
    assert sound.rate == 44_100
    np.testing.assert_allclose(found[:, 0], WAVE, atol=1e-6)


def test_channels_stand_side_by_side():
    both = np.stack([WAVE, -WAVE / 2], axis=1).astype(np.float32)
    np.testing.assert_array_equal(read(written(both))[1], both)


def test_a_recording_that_was_cut_off_is_read_as_far_as_it_goes():
    data = written((WAVE * 32_767).astype(np.int16))
    assert len(read(data[:-101])[1]) == 2_000 - 51  # half a sample is none


def test_what_is_written_is_what_scipy_reads():
    samples = (WAVE * 9_000).astype(np.int16)
    rate, found = wavfile.read(io.BytesIO(wav_bytes(samples, 22_050)))
    assert rate == 22_050
    np.testing.assert_array_equal(found, samples)


GOOD = wav_bytes((WAVE * 9_000).astype(np.int16), 8_000)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "an empty file"),
        (b"ID3 something", "does not begin with RIFF"),
        (GOOD[:30], "damaged header"),
        (GOOD[:40], "ends before its first sample"),
        (GOOD[:20] + b"\x55\0" + GOOD[22:], "compressed WAV file .format 0x55."),
        (GOOD[:34] + b"\x07\0" + GOOD[36:], "damaged header"),
        (GOOD[:22] + b"\0\0" + GOOD[24:], "damaged header"),
        (GOOD[:12] + GOOD[36:], "samples come before their format"),
    ],
)
def test_what_is_no_wav_says_why(data, why):
    with pytest.raises(ValueError, match=why):
        WavFile(io.BytesIO(data))
