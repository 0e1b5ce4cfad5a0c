"""Networks as ONNX: layer programs (see ``algorithms/_layers.py``) in float32, the network for tables in float64.

Functions as in ``formulas``; X is what the representation gives: (N, H, W) or (N, H, W, C), or (N, D).
N rows, H and W cells of a grid, C channels, K outputs, M members.
"""

import numpy as np

from zerotohero.export.onnx.formulas import answer


def grid(g, arrays, x):
    """A convolutional network."""
    height, width, channels = (int(size) for size in arrays["shape"])
    cells = g.shaped(g.cast(x, float), -1, height, width, channels)
    cells = g.chain(cells, ("Sub", arrays["mean"]), ("Div", arrays["spread"]))
    return _answered(g, arrays, layers(g, arrays, g.cast(cells, np.float32)))


def sounds(g, arrays, x):
    """The same for spectrograms (N, M, F), against their own loudness: see ``_layers.levelled``."""
    heard = g.cast(g.add("Greater", g.add("ReduceMax", x, np.array([1])), np.float32(0)), np.float32)  # (N, 1, F)
    frames = g.add("Max", g.add("ReduceSum", heard, np.array([2])), np.float32(1))  # (N, 1, 1)
    own = g.add("Div", g.add("ReduceSum", g.add("Mul", x, heard), np.array([2])), frames)  # (N, M, 1)
    level = g.add("Mul", g.add("Add", own, g.add("ReduceMean", own, np.array([1]))), np.float32(0.5))
    return grid(g, arrays, g.add("Mul", g.add("Sub", x, level), heard))


def photos(g, arrays, x):
    """The mean over a picture, stretched to the network's size, and its mirror image."""
    side, shape = int(arrays["shape"][0]), [int(size) for size in arrays["grid"]]
    cells = g.shaped(g.cast(x, float), -1, *shape)
    if shape[2] == 1:
        cells = g.add("Concat", cells, cells, cells, axis=3)
    cells = g.add("Transpose", cells, perm=np.array([0, 3, 1, 2]))  # (N, 3, H, W)
    if shape[0] != side:
        cells = g.add("MatMul", stretching(shape[0], side), cells)
    if shape[1] != side:
        cells = g.add("MatMul", cells, stretching(shape[1], side).T)
    wide = arrays["mean"][:, None, None], arrays["spread"][:, None, None]
    cells = g.cast(g.chain(cells, ("Sub", wide[0]), ("Div", wide[1])), np.float32)
    cells = g.add("Transpose", cells, perm=np.array([0, 2, 3, 1]))
    mirror = g.add("Gather", cells, np.arange(side)[::-1].copy(), axis=2)
    both = g.add("Add", layers(g, arrays, cells), layers(g, arrays, mirror))
    return _answered(g, arrays, g.add("Mul", both, 0.5))


def stretching(size, side):
    """Return (side, size): the weights with which ``_mobilenet.stretched`` draws straight lines between pixels."""
    at = np.clip((np.arange(side) + 0.5) * size / side - 0.5, 0, size - 1)
    near, weights = np.floor(at).astype(int), np.zeros((side, size))
    np.add.at(weights, (np.arange(side), near), 1 - (at - near))
    np.add.at(weights, (np.arange(side), np.minimum(near + 1, size - 1)), at - near)
    return weights


def layers(g, arrays, x):
    """Return what the last layer gives, (N, K) float64, for cells (N, H, W, C) float32."""
    flat, inputs = arrays["weights"], int(arrays["shape"][2])
    x, kept = g.add("Transpose", x, perm=np.array([0, 3, 1, 2])), None  # (N, C, H, W)
    for operation, size, stride, outputs, bend in arrays["program"].tolist():
        if operation in (0, 1) or (operation == 6 and size):
            before = kept[1] if operation == 6 else inputs
            shape = (size, size, before) if operation == 1 else (size, size, before, outputs)
            count = int(np.prod(shape))
            weight, bias, flat = flat[:count].reshape(shape), flat[count : count + outputs], flat[count + outputs :]
            source = kept[0] if operation == 6 else x
            found = _convolution(g, source, weight, bias, stride)
            x, inputs = (g.add("Add", x, found), inputs) if operation == 6 else (found, outputs)
        elif operation == 2:
            sizes = {"kernel_shape": np.array([size, size]), "strides": np.array([stride, stride])}
            x = g.add("MaxPool", x, **sizes)
        elif operation == 3:
            x = g.add("ReduceMean", x, np.array([2, 3]), keepdims=0)
        elif operation == 4:
            weight, bias = flat[: inputs * outputs].reshape(inputs, outputs), flat[inputs * outputs :][:outputs]
            x, flat, inputs = g.add("Gemm", x, weight, bias), flat[(inputs + 1) * outputs :], outputs
        elif operation == 5:
            kept = (x, inputs)
        else:
            x = g.add("Add", x, kept[0])
        x = _bent(g, x, bend)
    return g.cast(x, float)


def _convolution(g, x, weight, bias, stride):
    """Return x (N, C, H, W) after a convolution; ``weight`` is (size, size, inputs, outputs), or without outputs."""
    size, near = len(weight), len(weight) // 2
    alone = weight.ndim == 3
    kernel = weight.transpose(2, 0, 1)[:, None] if alone else weight.transpose(3, 2, 0, 1)
    pads = [near] * 4 if stride > 0 else [0, 0, near, near]
    return g.add(
        "Conv",
        x,
        np.ascontiguousarray(kernel),
        bias,
        kernel_shape=np.array([size, size]),
        strides=np.array([abs(stride)] * 2),
        pads=np.array(pads),
        group=weight.shape[2] if alone else 1,
    )


def _bent(g, x, bend):
    """Return x bent as the program says."""
    if bend == 1:
        return g.add("Relu", x)
    if bend == 2:
        return g.add("Clip", x, np.float32(0), np.float32(6))
    return g.add("Mul", x, g.add("Sigmoid", x)) if bend == 3 else x


def _answered(g, arrays, scores):
    """Return the scores of a program as probabilities or values."""
    return answer(g, scores, int(arrays["program"][-1][3]))


def mlp(g, arrays, x):
    """Every column becomes a few learned numbers, and dense layers mix them; the mean over members."""
    codes = arrays["codes"].astype(int)
    numbers, categories = np.flatnonzero(codes == 0), np.flatnonzero(codes > 0)
    parts = []
    if len(numbers):
        parts.append(_numbers(g, arrays, g.columns(x, numbers), numbers))
    if len(categories):
        highest = (codes[categories] - 1).astype(float)
        code = g.chain(g.columns(x, categories), ("Min", highest), ("Max", 0.0))
        starts = np.append(0, np.cumsum(codes[categories]))[:-1]
        learned = g.add("Gather", arrays["table"].astype(float), g.add("Add", g.cast(code, np.int64), starts), axis=0)
        parts.append(g.shaped(learned, 0, len(categories) * arrays["table"].shape[1]))
    found = parts[0] if len(parts) == 1 else g.add("Concat", *parts, axis=1)  # (N, W)
    h = g.add("Mul", g.add("Unsqueeze", found, np.array([1])), arrays["signs"].astype(float))  # (N, M, W)
    flat, (_, width, outputs) = arrays["layers"].astype(float), arrays["head"].shape
    inputs = arrays["signs"].shape[1]
    while len(flat):
        count = inputs * width
        z = g.chain(h, ("MatMul", flat[:count].reshape(inputs, width)), ("Add", flat[count : count + width]))
        h, flat, inputs = g.add("Mul", z, g.add("Sigmoid", z)), flat[count + width :], width
    h = g.add("Transpose", h, perm=np.array([1, 0, 2]))  # (M, N, H)
    scores = g.chain(h, ("MatMul", arrays["head"]), ("Add", arrays["bias"][:, None]))  # (M, N, K)
    shares = g.add("Softmax", scores, axis=2) if outputs > 1 else scores
    return g.add("ReduceMean", shares, np.array([0]), keepdims=0)


def _numbers(g, arrays, x, numbers):
    """Return columns of numbers (N, I) as what the network learned of them: (N, I (E + 1))."""
    x = g.chain(
        x, ("Max", -1e100), ("Min", 1e100), ("Sub", arrays["center"][numbers]), ("Div", arrays["scale"][numbers])
    )
    x = g.chain(x, ("Max", -1e6), ("Min", 1e6))
    third = g.add("Div", x, 3.0)
    x = g.add("Div", x, g.add("Sqrt", g.add("Add", g.add("Mul", third, third), 1.0)))
    value = g.add("Unsqueeze", x, np.array([2]))  # (N, I, 1)
    frequency, phase, mix = (arrays[name][numbers].astype(float) for name in ("frequency", "phase", "mix"))
    turns = g.chain(value, ("Mul", frequency), ("Add", phase), ("Mul", 2 * np.pi))  # (N, I, F)
    waves = g.add("Transpose", g.add("Cos", turns), perm=np.array([1, 0, 2]))  # (I, N, F)
    mixed = g.add("Transpose", g.add("MatMul", waves, mix), perm=np.array([1, 0, 2]))  # (N, I, E)
    return g.shaped(g.add("Concat", value, mixed, axis=2), 0, len(numbers) * (mix.shape[2] + 1))
