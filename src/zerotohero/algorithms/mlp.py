"""A deep network for tables: columns become learned numbers, dense layers mix them, several members vote.

Shapes as in ``_mlp.py``: N rows, D columns, F waves, E and G learned numbers per number and per category, M members,
W inputs of the first layer, H width, K outputs; C rows of the table of all categories; L hidden layers.
"""

import numpy as np

from zerotohero.algorithms._knobs import knobs
from zerotohero.core.params import Hyperparameter
from zerotohero.core.specs import AlgorithmSpec, ArraySchema

MOST_CATEGORIES = 10_000_000


def make(task, seed, threads=1, columns=None, **params):
    """Return an unfitted estimator; ``columns`` say which columns are codes."""
    from zerotohero.algorithms._mlp import MLP

    codes = tuple(c.codes for c in columns) if columns else ()
    return MLP(task, codes=codes, threads=threads, random_state=seed, **params)


def arrays(model):
    """Return what a prediction needs."""
    own = {name: value.double().numpy() for name, value in model.network_.state_dict().items()}
    places = model.codes_ == 0
    wide = {}
    for name in ("frequency", "phase", "mix"):  # a place for every column, so that no array is empty
        wide[name] = np.zeros((len(places), *own[name].shape[1:]), np.float32)
        wide[name][places] = own[name]
    depth = len(model.network_.hidden)
    layers = [np.append(own[f"hidden.{i}.weight"].T.ravel(), own[f"hidden.{i}.bias"]) for i in range(depth)]
    return {
        **wide,
        "codes": model.codes_,
        "center": model.center_,
        "scale": model.scale_x_,
        "table": own["table"].astype(np.float32),
        "signs": own["signs"].astype(np.float32),
        "layers": np.concatenate(layers).astype(np.float32),
        "head": own["head"] * model.scale_,
        "bias": own["bias"] * model.scale_ + model.shift_,
    }


def predict(arrays, X):
    """Return the mean of the members' probabilities (N, K), or of their values (N,)."""
    codes = arrays["codes"]
    x = np.clip((np.clip(X, -1e100, 1e100) - arrays["center"]) / arrays["scale"], -1e6, 1e6)
    x = np.where(codes > 0, np.clip(X, 0, np.maximum(codes - 1, 0)), x / np.sqrt(1 + (x / 3) ** 2))
    found = [answer_table(arrays, x[start : start + 2000]) for start in range(0, max(len(x), 1), 2000)]
    return np.concatenate(found)


def answer_table(arrays, x):
    """Return probabilities (N, K) or values (N,) for scaled columns (N, D)."""
    numbers, categories = np.flatnonzero(arrays["codes"] == 0), np.flatnonzero(arrays["codes"] > 0)
    value = x[:, numbers, None]  # (N, I, 1)
    waves = np.cos(2 * np.pi * (value * arrays["frequency"][numbers].astype(float) + arrays["phase"][numbers]))
    mixed = np.einsum("nif,ife->nie", waves, arrays["mix"][numbers].astype(float))
    starts = np.append(0, np.cumsum(arrays["codes"][categories]))[:-1]
    learned = arrays["table"][x[:, categories].astype(int) + starts]  # (N, J, G)
    parts = [np.concatenate([value, mixed], axis=2), learned]  # (N, I, E + 1), (N, J, G)
    h = np.hstack([part.reshape(len(x), part.shape[1] * part.shape[2]) for part in parts])[:, None] * arrays[
        "signs"
    ].astype(float)  # (N, M, W)
    flat, width = arrays["layers"].astype(float), arrays["head"].shape[1]
    while len(flat):
        count = h.shape[2] * width
        z = h @ flat[:count].reshape(-1, width) + flat[count : count + width]
        h, flat = z / (1 + np.exp(-np.maximum(z, -500))), flat[count + width :]
    scores = np.einsum("nmh,mhk->nmk", h, arrays["head"]) + arrays["bias"]
    if scores.shape[2] == 1:
        return scores.mean(axis=1)[:, 0]
    exp = np.exp(scores - scores.max(axis=2, keepdims=True))
    return (exp / exp.sum(axis=2, keepdims=True)).mean(axis=1)


def schema(task):
    """Return what the arrays must look like."""
    return {
        "codes": ArraySchema(("D",), "i4"),
        "center": ArraySchema(("D",)),
        "scale": ArraySchema(("D",)),
        "frequency": ArraySchema(("D", "F"), "f4"),
        "phase": ArraySchema(("D", "F"), "f4"),
        "mix": ArraySchema(("D", "F", "E"), "f4"),
        "table": ArraySchema(("C", "G"), "f4"),
        "signs": ArraySchema(("M", "W"), "f4"),
        "layers": ArraySchema(("P",), "f4"),
        "head": ArraySchema(("M", "H", "K")),
        "bias": ArraySchema(("M", "K")),
    }


def prove(arrays, dims):
    """Raise ValueError unless codes fit the table, and the weights the layers."""
    codes = arrays["codes"].astype(np.int64)
    if codes.min() < 0 or codes.sum() > MOST_CATEGORIES or dims["C"] != max(int(codes.sum()), 1):
        raise ValueError(f"codes that do not fit a table of {dims['C']} categories")
    if not (arrays["scale"] > 0).all():
        raise ValueError("a scale must be above 0")
    inputs = int((codes == 0).sum()) * (dims["E"] + 1) + int((codes > 0).sum()) * dims["G"]
    if inputs != dims["W"]:
        raise ValueError(f"{dims['W']} signs for {inputs} learned numbers")
    first, other = (dims["W"] + 1) * dims["H"], (dims["H"] + 1) * dims["H"]
    rest = len(arrays["layers"]) - first
    if rest < 0 or rest % other:
        raise ValueError("there are not as many weights as the layers need")
    if any(np.abs(arrays[name]).max() > 1e6 for name in ("frequency", "phase", "mix", "table", "signs", "layers")):
        raise ValueError("a weight is too large to be one")


def seconds(n, d, k):
    """Return reference seconds of one fit."""
    return 2.0 + 5e-5 * min(500_000, 60 * n) * (1 + d / 100)


def bytes(n, d, k):
    """Return the peak memory of one fit."""
    return 400_000_000 + 24 * n * d


SPEC = AlgorithmSpec(
    id="mlp",
    title="deep network for tables",
    idea="Turn every column into a few learned numbers, mix them in layers, and let several such networks vote.",
    good_at="thousands of rows, smooth dependence on many columns; beside boosting, because it errs elsewhere",
    bad_at="few rows; it takes its time, and trees often do as well",
    name_says="multilayer perceptron: layers of units that each weigh all of the layer before",
    tasks=("classification", "regression"),
    make=make,
    arrays=arrays,
    predict=predict,
    schema=schema,
    prove=prove,
    seconds=seconds,
    bytes=bytes,
    style="codes",
    hyperparameters=(
        Hyperparameter("views", 500_000, low=100, high=1_000_000_000, scale="log", meaning="how many rows it looks at in all", tuned=False),
        Hyperparameter("epochs", 60, low=1, high=10_000, scale="log", meaning="how often it looks at each row at most", tuned=False),
        Hyperparameter("width", 128, low=4, high=1024, scale="log", meaning="how many units each layer has"),
        Hyperparameter("layers", 3, low=1, high=8, meaning="how many layers of units"),
        Hyperparameter("members", 8, low=1, high=64, scale="log", meaning="how many networks vote, with shared layers"),
        Hyperparameter("pitch", 0.3, low=0.01, high=10.0, scale="log", meaning="how sharply it may bend along one column"),
        *knobs(learning_rate=0.003, weight_decay=0.02, smoothing=0.0),
        Hyperparameter("dropout", 0.1, low=0.0, high=0.9, meaning="share of units left out at random"),
        Hyperparameter("batch", 256, low=8, high=16_384, scale="log", meaning="how many rows decide about one step"),
        Hyperparameter("held_out", 0.0, low=0.0, high=0.5, meaning="share of the rows that says when to stop"),
    ),
    by_effort={"thorough": {"views": 2_000_000, "epochs": 150}},
    source="https://arxiv.org/abs/2410.24210",
    note="A perceptron of 1958 had one layer and could not learn exclusive-or; the name stayed.",
    effort="standard",
    extra="deep",
    module="torch",
    wants_columns=True,
    kinds=("table",),
    threads=True,
    watched=True,
)  # fmt: skip
