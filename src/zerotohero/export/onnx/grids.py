"""Pictures and sounds as ONNX: one input, the cells that our reading gives, and what the representation makes of them.

N pictures or sounds, H pixels high, W wide, T samples, F frames of R samples, B frequencies, M mel bands, P stretches.
"""

import numpy as np

from zerotohero.representations._mel import cepstra, mel_filters


def picture_input(g, recipe):
    """Declare the input for pictures: (N, H, W) or (N, H, W, 3) uint8; return its name."""
    return g.input("image", np.uint8, ["N", recipe.height, recipe.width, *(3,) * (recipe.mode == "RGB")])


def sound_input(g, recipe):
    """Declare the input for sounds: (N, T) int16; return its name."""
    return g.input("sound", np.int16, ["N", recipe.samples])


def picture_numbers(g, made, image):
    """Return what the PixelsRepresentation ``made`` gives: pictures as they are, or (N, D) float64 from 0 to 1."""
    if made.grid:
        return image
    x = g.cast(image, float)
    if made.shrinks:
        colours = 3 if made.mode == "RGB" else 1
        height, width = made.shrunk
        tall, wide = made.height // height, made.width // width
        x = g.shaped(x, -1, height, tall, width, wide, colours)
        x = g.add("ReduceSum", x, np.array([2, 4]), keepdims=0)
        area = tall * wide  # the rounded mean; half of a whole number is added, so that the division cannot go wrong
        x = g.add("Floor", g.chain(x, ("Add", area // 2 + 0.25), ("Div", float(area))))
    count = int(np.prod(made.shape_))  # one divisor for each: a single one would be moved into a product, in float32
    return g.add("Div", g.shaped(x, -1, count), np.full(count, 255.0))


def sound_numbers(g, made, sound):
    """Return what the SpectrogramRepresentation ``made`` gives: (N, M, F) float32, or (N, D) float64."""
    s = made.state_
    power = _mel_power(g, s, g.cast(sound, float))  # (N, F, M)
    loudest = g.add("ReduceMax", power, np.array([1, 2]))
    loudest = g.add("Where", g.add("Greater", loudest, 0.0), loudest, 1.0)
    share, lowest = g.add("Div", power, loudest), 10 ** (-s["depth"] / 10)
    level = g.add("Log", g.add("Max", share, lowest))
    level = g.chain(level, ("Mul", 10 / s["depth"] / np.log(10)), ("Add", 1.0))
    softest = 1 + 10 / s["depth"] * np.log10(lowest)  # to the last bit: what is not above it does not count as heard
    grid = g.add("Where", g.add("Greater", share, lowest), level, softest)
    if not s["parts"]:
        return g.cast(g.add("Transpose", grid, perm=np.array([0, 2, 1])), np.float32)
    stretches = _pooled(g, s, grid, sound)  # (N, P, M)
    if s["cepstra"]:
        stretches = g.add("MatMul", stretches, cepstra(np.eye(s["bands"]), s["cepstra"]))
    return g.shaped(stretches, -1, int(np.prod(made.shape_)))


def _mel_power(g, s, x):
    """Return the power in every mel band of every frame, (N, F, M): cut, faded, and a Fourier transform as a product."""
    frames, window, size = -(-s["samples"] // s["hop"]), s["window"], s["size"]
    padded = g.add("Pad", x, np.array([0, window // 2, 0, window]))
    places = np.arange(frames)[:, None] * s["hop"] + np.arange(window)
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(window) / window)
    cut = g.add("Mul", g.add("Gather", padded, places, axis=1), hann)  # (N, F, R)
    turns = np.arange(window)[:, None] * np.arange(size // 2 + 1) % size * (2 * np.pi / size)  # (R, B)
    real, imaginary = g.add("MatMul", cut, np.cos(turns)), g.add("MatMul", cut, np.sin(turns))
    power = g.add("Add", g.add("Mul", real, real), g.add("Mul", imaginary, imaginary))
    return g.add("MatMul", power, mel_filters(s["bands"], size, s["rate"]))


def _pooled(g, s, grid, sound):
    """Return the means of P equal stretches of each sound's own length, (N, P, M), as ``_mel.pooled`` does."""
    place = np.arange(1, s["samples"] + 1.0)
    heard = g.cast(g.add("Not", g.add("Equal", g.cast(sound, np.int32), np.int32(0))), float)
    last = g.add("ReduceMax", g.add("Mul", heard, place), np.array([1]))  # samples, (N, 1)
    length = g.add("Max", g.add("Ceil", g.add("Div", last, float(s["hop"]))), 1.0)
    edges = g.add("Mul", length, np.linspace(0, 1, s["parts"] + 1))  # frames, (N, P + 1)
    low = g.add("Unsqueeze", g.columns(edges, np.arange(s["parts"])), np.array([2]))
    high = g.add("Unsqueeze", g.columns(edges, np.arange(1, s["parts"] + 1)), np.array([2]))
    frame = np.arange(-(-s["samples"] // s["hop"]), dtype=float)
    inside = g.add("Sub", g.add("Min", high, frame + 1), g.add("Max", low, frame))
    weights = g.add("Div", g.add("Max", inside, 0.0), g.add("Sub", high, low))  # (N, P, F)
    return g.add("MatMul", weights, grid)
