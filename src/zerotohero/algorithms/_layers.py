"""A convolutional network as data, and its prediction in plain NumPy: no framework is needed to answer.

A network is a program, one row of whole numbers a layer, and all its weights in one array, in the order in which the
program takes them::

    (operation, size, stride, outputs, bend)
    0 convolution   size x size, as many zeros around as size // 2; weights (size, size, inputs, outputs), bias (outputs)
    1 depthwise     the same, each channel on its own; weights (size, size, channels), bias (channels)
    2 largest       of each size x size window
    3 mean          over all places: (N, H, W, C) -> (N, C)
    4 dense         weights (inputs, outputs), bias (outputs)
    5 keep          remember what is here
    6 add           what was remembered; size > 0: after a convolution of that size and stride
    bend: 0 none, 1 ReLU, 2 ReLU up to 6, 3 SiLU: x / (1 + exp(-x))
    stride below 0, of a convolution: as long, but with zeros at the far sides only, as TensorFlow does it for even sizes

Shapes used below: N rows, H and W cells of a grid, C channels, K outputs.
"""

import numpy as np

from zerotohero.core.specs import ArraySchema

CONVOLUTION, DEPTHWISE, LARGEST, MEAN, DENSE, KEEP, ADD = range(7)
MOST_LAYERS, MOST_CELLS = 400, 2**28
BENDS = {"ReLU": 1, "ReLU6": 2, "SiLU": 3}
SCHEMA = {
    "program": ArraySchema(("L", 5), "i4"),
    "weights": ArraySchema(("P",), "f4"),
    "shape": ArraySchema((3,), "i4"),
    "mean": ArraySchema(("C",)),
    "spread": ArraySchema(("C",)),
}


def predict_grid(arrays, X):
    """Return probabilities (N, K), or values (N,) of a network with one output, for grids X (N, H, W) or (N, H, W, C).

    Computed in float64, so many rows at a time that memory stays small.
    """
    shape = tuple(arrays["shape"])
    X = np.asarray(X).reshape(len(X), *shape)
    program, weights = arrays["program"].tolist(), arrays["weights"].astype(float)
    widest = max([9, *(size * size for operation, size, _, _, _ in program if operation < 2)])
    channels = max([shape[2], *(outputs for operation, _, _, outputs, _ in program if operation in (0, 1))])
    rows = max(1, 8_000_000 // (shape[0] * shape[1] * widest * channels))
    found = [np.empty((0, program[-1][3]))]
    for start in range(0, len(X), rows):
        block = (X[start : start + rows].astype(float) - arrays["mean"]) / arrays["spread"]
        with np.errstate(over="ignore", invalid="ignore"):  # weights of an altered file may overflow ...
            found.append(run_layers(program, weights, block))
    scores = np.clip(np.nan_to_num(np.concatenate(found)), -1e300, 1e300)  # ... and must give numbers all the same
    if scores.shape[1] == 1:
        return scores[:, 0]
    exp = np.exp(scores - scores.max(axis=1, keepdims=True))  # shift: exp cannot overflow
    return exp / exp.sum(axis=1, keepdims=True)


def run_layers(program, weights, grid):
    """Return what the last layer gives, (N, K), for a grid (N, H, W, C)."""
    at, kept = 0, None
    for operation, size, stride, outputs, bend in program:
        if operation == 6 and size:
            kept, at = take_weights(weights, at, kept, 0, size, stride, outputs)
        elif operation in (0, 1, 4):
            grid, at = take_weights(weights, at, grid, operation, size, stride, outputs)
        if operation == 2:
            grid = cut_windows(grid, size, stride).max(axis=(-2, -1))
        elif operation == 3:
            grid = grid.mean(axis=(1, 2))
        elif operation == 5:
            kept = grid
        elif operation == 6:
            grid = grid + kept
        if bend in (1, 2):
            grid = np.clip(grid, 0, 6.0 if bend == 2 else None)
        elif bend == 3:
            grid = grid / (1 + np.exp(-np.maximum(grid, -500)))
    return grid


def take_weights(weights, at, grid, operation, size, stride, outputs):
    """Return the grid after a layer with weights, and where the next layer's begin."""
    inputs = grid.shape[-1]
    if operation == 4:
        shape, size = (inputs, outputs), 0
    else:
        shape = (size, size, inputs, outputs) if operation == 0 else (size, size, inputs)
    count = int(np.prod(shape))
    weight, bias = weights[at : at + count].reshape(shape), weights[at + count : at + count + outputs]
    if operation == 4:
        found = grid @ weight
    elif operation == 1:
        windows = pad_and_cut(grid, size, stride)
        found, part = np.zeros(windows.shape[:4], windows.dtype), np.empty(windows.shape[:4], windows.dtype)
        for i in range(size):  # one product per place of the filter: memory is read in its order
            for j in range(size):
                found += np.multiply(windows[..., i, j], weight[i, j], out=part)
    else:
        windows = pad_and_cut(grid, size, stride)  # (N, H', W', C, size, size)
        columns = windows.transpose(0, 1, 2, 4, 5, 3).reshape(-1, size * size * inputs)
        found = (columns @ weight.reshape(-1, outputs)).reshape(*windows.shape[:3], outputs)
    return found + bias, at + count + outputs


def pad_and_cut(grid, size, stride):
    """Return all windows of a grid with size // 2 zeros around, or, with a stride below 0, at the far sides only."""
    side = size // 2
    near = side if stride > 0 else 0
    return cut_windows(np.pad(grid, ((0, 0), (near, side), (near, side), (0, 0))), size, abs(stride))


def cut_windows(grid, size, stride):
    """Return the windows (N, H', W', C, size, size) of a grid (N, H, W, C), as a view."""
    return np.lib.stride_tricks.sliding_window_view(grid, (size, size), axis=(1, 2))[:, ::stride, ::stride]


def pack(network, shape, mean, spread, scale=1.0, shift=0.0):
    """Return the arrays of a PyTorch ``Sequential`` of convolutions, batch norms, bends, poolings and dense layers.

    It may hold residual blocks: modules with a ``detour`` and a ``shortcut`` (empty, or one convolution), whose answers
    are added. Batch norms become part of the convolution before them; dropout and flattening leave no trace.

    Parameters
    ----------
    network : torch Sequential, in evaluation mode
    shape : tuple
        (H, W, C) of one grid.
    mean, spread : array_like (C,)
        What the network subtracts from its input, and then divides by.
    scale, shift : float
        Of the answers of the last layer: scale * answer + shift.
    """
    layers = _rows(network)
    layers[-1][1], layers[-1][2] = layers[-1][1] * scale, layers[-1][2] * scale + shift
    return {
        "program": np.array([row for row, _, _ in layers], np.int32),
        "weights": np.concatenate([np.append(w.ravel(), b) for _, w, b in layers]).astype(np.float32),
        "shape": np.array(shape, np.int32),
        "mean": np.asarray(mean, float),
        "spread": np.asarray(spread, float),
    }


def _rows(network):
    """Return a list of [[operation, size, stride, outputs, bend], weight, bias], one for each layer of the program."""
    layers, nothing = [], np.zeros(0)
    for module in network:
        kind = type(module).__name__
        if kind == "Conv2d":
            stride, weight = module.stride[0], _array(module.weight)  # (outputs, inputs, size, size)
            if module.kernel_size[0] > 1 and module.padding[0] == 0:  # after zeros at the far sides
                stride = -stride
            alone = module.groups > 1
            weight = weight[:, 0].transpose(1, 2, 0) if alone else weight.transpose(2, 3, 1, 0)
            bias = np.zeros(module.out_channels) if module.bias is None else _array(module.bias)
            row = [DEPTHWISE if alone else CONVOLUTION, module.kernel_size[0], stride, module.out_channels, 0]
            layers.append([row, weight, bias])
        elif kind == "BatchNorm2d":
            times = _array(module.weight) / np.sqrt(_array(module.running_var) + module.eps)
            layers[-1][1] = layers[-1][1] * times
            layers[-1][2] = (layers[-1][2] - _array(module.running_mean)) * times + _array(module.bias)
        elif kind == "Linear":
            layers.append([[DENSE, 0, 0, module.out_features, 0], _array(module.weight).T, _array(module.bias)])
        elif kind in BENDS:
            layers[-1][0][4] = BENDS[kind]
        elif kind == "MaxPool2d":
            layers.append([[LARGEST, module.kernel_size, module.stride, 0, 0], nothing, nothing])
        elif kind == "AdaptiveAvgPool2d":
            layers.append([[MEAN, 0, 0, 0, 0], nothing, nothing])
        elif hasattr(module, "detour"):  # a residual block
            row, weight, bias = (_rows(module.shortcut) or [[[ADD, 0, 0, 0, 0], nothing, nothing]])[0]
            layers += [[[KEEP, 0, 0, 0, 0], nothing, nothing], *_rows(module.detour), [[ADD, *row[1:]], weight, bias]]
        elif kind not in ("Dropout", "Flatten", "Identity", "ZeroPad2d"):
            raise TypeError(f"no layer here is called {kind}")
    return layers


def prove(arrays, dims):
    """Raise ValueError unless the program can be run on grids of D cells, ends in K outputs, and uses all weights."""
    shape = [int(size) for size in arrays["shape"]]
    if min(shape) < 1 or int(np.prod(shape)) != dims["D"] or shape[2] != dims["C"]:
        raise ValueError(f"the grid {shape} has not {dims['D']} cells in {dims['C']} channels")
    if not (arrays["spread"] > 0).all():
        raise ValueError("a spread must be above 0")
    program = arrays["program"].tolist()
    if not 1 <= len(program) <= MOST_LAYERS or program[-1][0] != DENSE:
        raise ValueError(f"a network has 1 to {MOST_LAYERS} layers and ends in a dense one")
    used, kept = 0, None
    for operation, size, stride, outputs, bend in program:
        place = len(shape) == 3
        known = 0 <= operation <= ADD and 0 <= bend <= 3
        sized = (
            operation in (MEAN, DENSE, KEEP)
            or (operation == ADD and size == 0)
            or (size >= 1 and (stride >= 1 or stride == -2))
        )
        if not (known and sized and place == (operation != DENSE)):
            raise ValueError(f"layer {[operation, size, stride, outputs, bend]} cannot be run here")
        if operation in (CONVOLUTION, DEPTHWISE) or (operation == ADD and size):
            before = kept if operation == ADD else shape
            if before is None or size % 2 == 0 or not 1 <= outputs <= MOST_CELLS:
                raise ValueError("a convolution has an odd size, and outputs")
            if operation == DEPTHWISE and outputs != before[2]:
                raise ValueError("a depthwise convolution keeps its channels")
            used += size * size * before[2] * (1 if operation == DEPTHWISE else outputs) + outputs
            near = 1 if stride > 0 else 1 + size // 2
            after = [(side - near) // abs(stride) + 1 for side in before[:2]] + [outputs]
            shape, kept = (shape, after) if operation == ADD else (after, kept)
        if operation == ADD and kept != shape:
            raise ValueError("what is added must have the same shape")
        if operation == KEEP:
            kept = shape
        elif operation == LARGEST:
            shape = [(side - size) // stride + 1 for side in shape[:2]] + [shape[2]]
        elif operation == MEAN:
            shape = shape[2:]
        elif operation == DENSE:
            used += shape[0] * outputs + outputs
            shape = [outputs]
        if min(shape) < 1 or int(np.prod(shape)) > MOST_CELLS:
            raise ValueError(f"a layer gives {shape}")
    if shape != [dims["K"]] or used != len(arrays["weights"]):
        raise ValueError(f"the network ends in {shape[0]} outputs instead of {dims['K']}, or its weights do not fit it")


def _array(tensor):
    """Return a tensor as float64."""
    return tensor.detach().cpu().double().numpy()


def levelled(X):
    """Return spectrograms (N, M, F) against their own loudness: minus the mean over the time in which something is heard.

    Half of it is each band's own mean, half that of all bands: a throat and a microphone make whole bands louder, but so
    do vowels. Frames in which no band is above 0 do not count and stay 0. Source: Atal (1974), who takes all of each
    band's mean.
    """
    X = np.asarray(X, np.float32)
    heard = X.max(axis=1, keepdims=True) > 0  # (N, 1, F)
    own = (X * heard).sum(axis=2, keepdims=True) / np.maximum(heard.sum(axis=2, keepdims=True), 1)  # (N, M, 1)
    return ((X - (own + own.mean(axis=1, keepdims=True)) / 2) * heard).astype(np.float32)
