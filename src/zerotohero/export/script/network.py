"""What a stored network consists of, read from its arrays: the same for every framework it is written in.

Three families: ``grid`` (convnet: a program of layers), ``table`` (mlp: embeddings, then layers that members share),
and ``dense`` (two-layer-net, softmax-regression: nothing but dense layers).
"""

from dataclasses import dataclass, field

import numpy as np

from zerotohero.algorithms import _convnet, _mlp
from zerotohero.algorithms._augment import SUITED, Changes, suited
from zerotohero.algorithms._layers import CONVOLUTION, DENSE, LARGEST, MEAN
from zerotohero.algorithms.two_layer_net import unpacked_layers

FAMILIES = {"convnet": "grid", "mlp": "table", "two-layer-net": "dense", "softmax-regression": "dense"}


@dataclass(frozen=True)
class Layer:
    """One layer: ``kind`` is "convolution", "largest", "mean" or "dense"; weights as in ``_layers.py``."""

    kind: str
    size: int = 0
    bend: str = ""  # "relu", "tanh", "sigmoid"
    weight: np.ndarray | None = None
    bias: np.ndarray | None = None


@dataclass(frozen=True)
class Described:
    """A network and how it was trained.

    Parameters
    ----------
    family : {"grid", "table", "dense"}
    params : dict
        Every hyperparameter of the run, defaults filled in.
    outputs : int
        K.
    setting : dict
        What the network is told about its columns or pictures, as plain data: part of model.json.
    layers : list of Layer
        Of a table, the hidden ones.
    arrays : dict
        The model's own.
    classify : bool
    changes : Changes
        How pictures are changed while it learns.
    rate : dict
        Batch, epochs and schedule: see ``pace``.
    """

    family: str
    params: dict
    outputs: int
    setting: dict
    layers: list
    arrays: dict
    classify: bool
    changes: Changes = field(default_factory=Changes)


def described(run, estimator):
    """Return what the network of a run consists of."""
    arrays, family = run.model.arrays, FAMILIES[run.model.spec.id]
    params, classify = estimator.get_params(), run.board.manifest["task"] == "classification"
    if family == "table":
        places = arrays["codes"] == 0
        names = ("codes", "center", "scale")
        setting = {name: arrays[name].tolist() for name in names}
        arrays = {**arrays, **{name: arrays[name][places] for name in ("frequency", "phase", "mix")}}
        layers = _hidden(arrays)
        outputs = arrays["head"].shape[2]
        return Described(family, params, outputs, setting, layers, arrays, classify)
    if family == "grid":
        layers = _program(arrays)
        setting = {"mean": arrays["mean"].tolist(), "spread": arrays["spread"].tolist()}
    else:
        pairs = unpacked_layers(arrays) if "widths" in arrays else [(arrays["coef"].T, arrays["intercept"])]
        bend = params.get("activation", "")
        layers = [Layer("dense", 0, bend if (W, b) is not pairs[-1] else "", W, b) for W, b in pairs[:-1]]
        layers.append(Layer("dense", 0, "", *pairs[-1]))
        setting = {"inputs": len(pairs[0][0])}
    changes = SUITED["none"]
    if family == "grid":
        kind = run.board.manifest["kind"]
        shape = tuple(int(n) for n in arrays["shape"])
        sample = np.zeros((1, *(shape if shape[2] > 1 else shape[:2])), np.uint8 if kind == "images" else np.float32)
        changes = SUITED[suited(sample, params["augment"])]
    return Described(family, params, len(layers[-1].bias), setting, layers, arrays, classify, changes)


def smallest_batch(net):
    """Return (the fewest steps of an epoch, the smallest batch), (0, 0) where few rows change neither."""
    if net.family == "dense":
        return 0, 0
    module = _convnet if net.family == "grid" else _mlp
    return module.FEWEST_STEPS, module.SMALLEST_BATCH


def _program(arrays):
    """Return the layers of a program."""
    layers, at, channels = [], 0, int(arrays["shape"][2])
    names = {LARGEST: "largest", MEAN: "mean"}
    for operation, size, _, outputs, bend in arrays["program"].tolist():
        if operation in names:
            layers.append(Layer(names[operation], size))
            continue
        shape = (size, size, channels, outputs) if operation == CONVOLUTION else (channels, outputs)
        count = int(np.prod(shape))
        weight, bias = arrays["weights"][at : at + count].reshape(shape), arrays["weights"][at + count :][:outputs]
        kind = {CONVOLUTION: "convolution", DENSE: "dense"}[operation]
        layers.append(Layer(kind, size, "relu" if bend else "", weight, bias))
        at, channels = at + count + outputs, outputs
    return layers


def _hidden(arrays):
    """Return the hidden layers of a network for tables."""
    flat, width, inputs = arrays["layers"], arrays["head"].shape[1], arrays["signs"].shape[1]
    layers = []
    while len(flat):
        count = inputs * width
        layers.append(Layer("dense", 0, "silu", flat[:count].reshape(inputs, width), flat[count : count + width]))
        flat, inputs = flat[count + width :], width
    return layers
