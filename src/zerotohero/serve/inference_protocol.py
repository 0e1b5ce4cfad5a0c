"""The Open Inference Protocol, version 2, in JSON: tensors in, tensors out, as other model servers speak it.

A table is asked with one tensor per column ([N] or [N, 1]; BYTES for texts and dates), or, where all columns are numbers,
with one tensor [N, D]. Pictures are one tensor [N, H, W] or [N, H, W, 3] of UINT8, sounds one [N, T] of INT16.
The answer holds ``predict`` [N] and, for classes, ``probabilities`` [N, K].

Source: https://github.com/kserve/open-inference-protocol
"""

import math

import numpy as np

from zerotohero.serve.bodies import at_most
from zerotohero.serve.refusal import Refusal, shown

NUMBERS = {"FP64": np.float64, "FP32": np.float32, "FP16": np.float16, "INT64": np.int64, "INT32": np.int32, "INT16": np.int16,
           "INT8": np.int8, "UINT64": np.uint64, "UINT32": np.uint32, "UINT16": np.uint16, "UINT8": np.uint8, "BOOL": np.bool_}  # fmt: skip
TRY = "the inputs that GET /v2/models/{name} lists"
GRIDS = {"images": ("image", "UINT8"), "sounds": ("sound", "INT16")}


def metadata(served):
    """Return what a model takes and gives, as the protocol words it."""
    recipe = served.recipe
    if served.kind in GRIDS:
        name, datatype = GRIDS[served.kind]
        colours = [3] if recipe.mode == "RGB" else []
        shape = [recipe.height, recipe.width, *colours] if served.kind == "images" else [recipe.samples]
        inputs = [{"name": name, "datatype": datatype, "shape": [-1, *shape]}]
    else:
        inputs = [
            {"name": n, "datatype": "FP64" if t == "number" else "BYTES", "shape": [-1]} for n, t in served.features
        ]
    outputs = [{"name": "predict", "datatype": "BYTES" if served.classes else "FP64", "shape": [-1]}]
    if served.classes:
        shape = [-1, len(served.classes)]
        outputs.append(
            {"name": "probabilities", "datatype": "FP64", "shape": shape, "parameters": {"classes": served.classes}}
        )
    return {
        "name": served.name,
        "versions": [served.id],
        "platform": "zerotohero",
        "inputs": inputs,
        "outputs": outputs,
    }


def cells_of(question, served):
    """Return the cells that the tensors of a request hold.

    Raises
    ------
    Refusal
        400: tensors that are not what they say; 413: too many rows.
    RecordError
        A value is not what its column holds.
    """
    tensors = question.get("inputs") if isinstance(question, dict) else None
    if not isinstance(tensors, list) or not tensors or not all(isinstance(t, dict) for t in tensors):
        raise Refusal(400, "read the request", '{"inputs": [{"name", "shape", "datatype", "data"}]}', "no inputs", TRY)
    if served.kind in GRIDS:
        return _grid(tensors, served)
    if len(tensors) == 1 and _shape(tensors[0])[1:] == (len(served.features),) and len(served.features) > 1:
        return _matrix(tensors[0], served)
    columns, rows = {}, None
    for tensor in tensors:
        name, values = _name(tensor), _flat(tensor)
        if name in columns:
            raise Refusal(400, "read the inputs", "each input once", f"{shown(name)} twice", TRY)
        rows = len(values) if rows is None else rows
        if len(values) != rows:
            raise Refusal(
                400, "read the inputs", f"data of the same length, {rows}", f"{len(values)} in {shown(name)}", TRY
            )
        columns[name] = values
    at_most(range(rows))
    return served.cells([dict(zip(columns, row)) for row in zip(*columns.values())])


def answer_to(question, served, predictions, labels, key):
    """Return the protocol's answer to these predictions, with the outputs that were asked for.

    ``key`` is the id under which their truth may be told.
    """
    outputs = [
        {"name": "predict", "datatype": "BYTES" if served.classes else "FP64", "shape": [len(labels)], "data": labels}
    ]
    if served.classes:
        flat = predictions.ravel().tolist()
        outputs.append({"name": "probabilities", "datatype": "FP64", "shape": list(predictions.shape), "data": flat})
    wanted = question.get("outputs")
    if isinstance(wanted, list) and wanted:
        names = [w.get("name") if isinstance(w, dict) else None for w in wanted]
        known = [output["name"] for output in outputs]
        strange = next((name for name in names if name not in known), None)
        if strange is not None or None in names:
            raise Refusal(400, "give these outputs", " or ".join(known), shown(strange), 'no "outputs": then all come')
        outputs = [output for output in outputs if output["name"] in names]
    found = {"model_name": served.name, "model_version": served.id, "parameters": {"feedback": key}}
    found["outputs"] = outputs
    return found | ({"id": question["id"]} if isinstance(question.get("id"), str) else {})


def _name(tensor):
    """Return a tensor's name."""
    if not isinstance(tensor.get("name"), str):
        raise Refusal(400, "read an input", "a text as its name", shown(tensor.get("name")), TRY)
    return tensor["name"]


def _shape(tensor):
    """Return a tensor's shape as a tuple."""
    shape = tensor.get("shape")
    if not isinstance(shape, list) or not all(type(n) is int and 0 <= n < 2**31 for n in shape) or not shape:
        raise Refusal(400, f"read the input {shown(_name(tensor))}", "a shape such as [1, 4]", shown(shape), TRY)
    return tuple(shape)


def _flat(tensor):
    """Return the values of a column [N] or [N, 1] as a list."""
    shape, data = _shape(tensor), tensor.get("data")
    if type(data) is list and shape == (len(data),) and data:
        return data
    if len(shape) > 2 or (len(shape) == 2 and shape[1] != 1):
        raise Refusal(400, f"read the input {shown(_name(tensor))}", "the shape [N] or [N, 1]", f"{list(shape)}", TRY)
    if not isinstance(data, list):
        raise Refusal(400, f"read the input {shown(_name(tensor))}", "a list as data", shown(data), TRY)
    if len(shape) == 2 and all(isinstance(v, list) and len(v) == 1 for v in data):
        data = [v[0] for v in data]
    if len(data) != shape[0] or not data:
        raise Refusal(
            400, f"read the input {shown(_name(tensor))}", f"data of length {max(shape[0], 1)}", f"{len(data)}", TRY
        )
    return data


def _array(tensor, datatype):
    """Return a tensor of numbers as an array of its shape; its data may be nested."""
    shape, name = _shape(tensor), _name(tensor)
    if datatype not in NUMBERS:
        raise Refusal(
            400, f"read the input {shown(name)}", f"a datatype among {', '.join(NUMBERS)}", shown(datatype), TRY
        )
    try:
        found = np.array(tensor.get("data"), np.float64)
    except (ValueError, TypeError, OverflowError):
        raise Refusal(400, f"read the input {shown(name)}", "numbers", "something else", TRY) from None
    if found.size != math.prod(shape) or found.shape not in (shape, (found.size,)) or not found.size:
        raise Refusal(
            400, f"read the input {shown(name)}", f"data of the shape {list(shape)}", f"{list(found.shape)}", TRY
        )
    at_most(range(shape[0]))
    return found.reshape(shape)


def _matrix(tensor, served):
    """Return the cells of one tensor [N, D], columns in the order of the model's inputs."""
    text = next((name for name, kind in served.features if kind != "number"), None)
    if text is not None:
        raise Refusal(
            400, "read the input", f"an input for each column, as {shown(text)} holds no numbers", "one for all", TRY
        )
    X = _array(tensor, tensor.get("datatype"))
    if not np.isfinite(X).all():  # null becomes NaN: that one is allowed
        nulls = np.array([v is None for v in np.array(tensor["data"], object).ravel()])
        if not np.isfinite(X.ravel()[~nulls]).all():
            raise Refusal(400, "read the input", "finite numbers", "one that is too large", TRY)
    for k, codes in served.missing_numbers:
        X[np.isin(X[:, k], codes), k] = np.nan
    return {name: X[:, k] for k, (name, _) in enumerate(served.features)}


def _grid(tensors, served):
    """Return the cells of one tensor of pictures or sounds."""
    (name, datatype), inputs = GRIDS[served.kind], metadata(served)["inputs"][0]
    if len(tensors) != 1 or _name(tensors[0]) != name or list(_shape(tensors[0])[1:]) != inputs["shape"][1:]:
        came = " and ".join(f"{shown(_name(tensor))} {list(_shape(tensor))}" for tensor in tensors[:3])
        raise Refusal(400, "read the inputs", f"one input {shown(name)} of the shape {inputs['shape']}", came, TRY)
    values, kind = _array(tensors[0], tensors[0].get("datatype")), np.dtype(NUMBERS[datatype])
    limits = np.iinfo(kind)
    if not ((values >= limits.min) & (values <= limits.max) & (values == np.round(values))).all():
        raise Refusal(
            400, f"read the input {shown(name)}", f"whole numbers from {limits.min} to {limits.max}", "others", TRY
        )
    return {name: values.astype(kind)}
