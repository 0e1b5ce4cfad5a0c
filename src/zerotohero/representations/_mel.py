"""From samples to a log-mel spectrogram and its cepstra: frame, window, Fourier transform, mel filters, decibels.

Shapes: N sounds of T samples, F frames of W samples each, B frequencies (bins) up to half the rate, M mel bands,
C cepstra.

Sources: Stevens, Volkmann and Newman (1937), "A scale for the measurement of the psychological magnitude pitch"; the
mel formula is that of the Hidden Markov Model Toolkit (Young et al., The HTK Book, section 5.4); the filters have
height 1, as there. Davis and Mermelstein (1980), https://doi.org/10.1109/TASSP.1980.1163420, for the cepstra.
"""

import numpy as np


def mel_filters(bands, size, rate):
    """Return the weights (B, M) with which each frequency counts for each mel band; B = size / 2 + 1.

    Parameters
    ----------
    bands : int
        M, triangles of equal width on the mel scale from 0 to ``rate`` / 2, each overlapping the next by half.
    size : int
        Samples of the Fourier transform.
    rate : int
        Samples a second.
    """
    highest = 2595 * np.log10(1 + rate / 2 / 700)  # HTK: mel = 2595 log10(1 + f / 700)
    corners = 700 * (10 ** (np.linspace(0, highest, bands + 2) / 2595) - 1)  # Hz, (M + 2,)
    frequencies = np.arange(size // 2 + 1) * rate / size  # Hz, (B,)
    low, peak, high = corners[:-2], corners[1:-1], corners[2:]  # (M,)
    up = (frequencies[:, None] - low) / (peak - low)  # (B, M)
    down = (high - frequencies[:, None]) / (high - peak)
    return np.maximum(np.minimum(up, down), 0)


def mel_power(sounds, filters, window, hop, size):
    """Return the power in every mel band of every frame, float64 (N, F, M).

    Parameters
    ----------
    sounds : ndarray (N, T)
        Samples; frame f is the W samples around sample ``f * hop``, zeros beyond both ends.
    filters : ndarray (B, M)
        From ``mel_filters``.
    window : int
        W, samples of a frame; a Hann window lets it fade in and out.
    hop : int
        Samples from one frame to the next.
    size : int
        Samples of the Fourier transform, W or more.
    """
    frames = -(-sounds.shape[1] // hop)  # F
    ends = np.zeros((len(sounds), window))
    padded = np.hstack([ends[:, : window // 2], sounds, ends])  # (N, W / 2 + T + W)
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(window) / window)  # (W,)
    cut = np.lib.stride_tricks.sliding_window_view(padded, window, axis=1)[:, : frames * hop : hop]  # (N, F, W)
    spectrum = np.fft.rfft(cut * hann, size)  # (N, F, B)
    return (spectrum.real**2 + spectrum.imag**2) @ filters  # (N, F, M)


def loudness(power, depth):
    """Return mel powers (N, F, M) as 0 (``depth`` decibels below the sound's loudest cell, or less) to 1 (the loudest).

    The scale is the ear's, and a sound recorded louder or softer looks the same.
    """
    loudest = power.max(axis=(1, 2), keepdims=True)  # (N, 1, 1)
    lowest = 10 ** (-depth / 10)
    return 1 + 10 / depth * np.log10(np.maximum(power / np.where(loudest > 0, loudest, 1), lowest))


def pooled(grid, lengths, parts):
    """Return each sound's frames (N, F, M) as the means of ``parts`` equal stretches of its own length: (N, parts, M).

    A word spoken slowly and the same word spoken fast come to lie on each other.

    Parameters
    ----------
    grid : ndarray (N, F, M)
    lengths : ndarray (N,)
        Frames of each sound, 1 to F; what comes after is filling.
    parts : int
    """
    frame = np.arange(grid.shape[1])  # (F,)
    edges = np.linspace(0, 1, parts + 1) * lengths[:, None]  # frames, (N, parts + 1)
    low, high = edges[:, :-1, None], edges[:, 1:, None]  # (N, parts, 1)
    inside = np.maximum(np.minimum(frame + 1, high) - np.maximum(frame, low), 0)  # of each frame: (N, parts, F)
    return inside / (high - low) @ grid


def cepstra(grid, count):
    """Return the first ``count`` cepstra of log-mel spectra (..., M): (..., C).

    A spectrum as a sum of cosine waves along the bands: the first few say how its outline bends, which is what tells
    vowels and instruments apart; the pitch of the voice ripples faster and is left out. Lifted as the HTK Book does
    (section 5.6, L = 22) and divided by 1.5, so that each varies by about 1.
    """
    bands, order = grid.shape[-1], np.arange(count)
    waves = np.cos(np.pi / bands * (np.arange(bands)[:, None] + 0.5) * order)  # (M, C)
    waves = waves * np.sqrt(np.where(order == 0, 1, 2) / bands)  # orthonormal: the discrete cosine transform II
    return grid @ (waves * (1 + 11 * np.sin(np.pi * order / 22)) / 1.5)


def sound_lengths(sounds, hop):
    """Return how many frames (N,) of each sound (N, T) come before the zeros that fill it up, 1 at least."""
    heard = sounds != 0
    last = sounds.shape[1] - heard[:, ::-1].argmax(axis=1)  # samples, (N,)
    return np.where(heard.any(axis=1), -(-last // hop), 1)


def spectrogram(sounds, state):
    """Return sounds (N, T) int16 as numbers: (N, M, F) where ``state`` has no parts, else (N, parts * M or C).

    Parameters
    ----------
    sounds : ndarray (N, T)
    state : dict
        ``rate`` (samples a second), ``bands``, ``window``, ``hop`` and ``size`` (samples), ``parts``, ``cepstra``
        (0: the bands themselves), ``depth`` (dB).
    """
    filters = mel_filters(state["bands"], state["size"], state["rate"])
    blocks = []
    for start in range(0, max(len(sounds), 1), 256):  # so many at once: memory stays small
        block = np.asarray(sounds[start : start + 256])
        power = mel_power(block.astype(float), filters, state["window"], state["hop"], state["size"])
        grid = loudness(power, state["depth"])
        if state["parts"]:
            grid = pooled(grid, sound_lengths(block, state["hop"]), state["parts"])
            grid = cepstra(grid, state["cepstra"]) if state["cepstra"] else grid
            grid = grid.reshape(len(block), int(np.prod(grid.shape[1:])))
        else:
            grid = grid.transpose(0, 2, 1).astype(np.float32)
        blocks.append(grid)
    return np.concatenate(blocks)
