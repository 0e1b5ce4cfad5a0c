"""The two graphs of a model: from cells to answers, for anybody; from numbers to answers, for our own service."""

import json

import numpy as np

from zerotohero.export.onnx.cells import table_inputs, table_numbers
from zerotohero.export.onnx.finish import labelled
from zerotohero.export.onnx.graph import Graph
from zerotohero.export.onnx.grids import picture_input, picture_numbers, sound_input, sound_numbers
from zerotohero.export.onnx.models import answers
from zerotohero.export.onnx.refusal import refusal
from zerotohero.export.onnx.texts import cut

OUTPUTS = ("label", "probabilities", "value")
MOST_BYTES = 2**31 - 1  # that a file in the wire format may have


def from_cells(model, version):
    """Return (bytes, inputs): the graph from cells to ``label`` and ``probabilities``, or to ``value``.

    ``inputs`` is column -> name of the input: the same, unless that is the name of an output; see ``cells.table_inputs``.

    Raises
    ------
    BoardError
        ONNX cannot repeat the model.
    """
    g, manifest, recipe = Graph(), model.manifest, model.recipe
    if manifest["task"] == "generation":
        raise refusal("one that writes verse, word by word")
    g.reserve(*OUTPUTS)
    made = model.representations
    if recipe.kind == "images":
        inputs = {"image": picture_input(g, recipe)}
        numbers = [picture_numbers(g, own, inputs["image"]) for own in made]
    elif recipe.kind == "sounds":
        inputs = {"sound": sound_input(g, recipe)}
        numbers = [sound_numbers(g, own, inputs["sound"]) for own in made]
    else:
        inputs = table_inputs(g, manifest, [own.state_ for own in made])
        numbers = [table_numbers(g, own.state_, recipe, inputs) for own in made]
    found = answers(g, model, numbers)
    if manifest["classes"]:
        g.output("label", labelled(g, manifest, found), object, ["N"])
        g.output("probabilities", found, float, ["N", len(manifest["classes"])])
    else:
        g.output("value", g.shaped(found, -1), float, ["N"])
    about = {key: manifest.get(key) for key in ("task", "target", "classes", "algorithm", "run", "interval")}
    about |= {"columns": inputs, "zerotohero": version}
    metadata = {key: json.dumps(value, ensure_ascii=False) for key, value in about.items()}
    return _whole(g.to_bytes(metadata, _sentence(manifest))), inputs


def from_numbers(model):
    """Return the graph from what ``model.representations`` give (inputs x0, x1, ...) to ``answers``: always the same bytes."""
    g, made = Graph(), model.representations
    g.reserve("answers")
    numbers = [g.input(f"x{i}", own.dtype, ["N", *own.shape_]) for i, own in enumerate(made)]
    found, classes = answers(g, model, numbers), model.manifest["classes"]
    g.output("answers", found if classes else g.shaped(found, -1), float, ["N", len(classes)] if classes else ["N"])
    return _whole(g.to_bytes())


def session(graph):
    """Return ONNX Runtime's session for a graph: one thread, and no memory kept back."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3  # errors
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def as_inputs(model, cells, inputs):
    """Return cells as the graph ``from_cells`` takes them.

    Numbers, seconds since 1970 and categories (N, 1); texts cut into words; pictures and sounds as they are.
    """
    fed = {}
    for name, kind in model.manifest["features"]:
        if name not in inputs:
            continue
        column, own = np.asarray(cells[name]), inputs[name]
        if kind in ("category", "words"):
            texts = ["" if cell is None else cell for cell in column.tolist()]
            column = np.array(texts, object)[:, None]
            if isinstance(own, dict):
                fed |= _cut(texts, model.recipe.column(name), own)
                own = own.get("cell")
        elif kind == "date":
            seconds = column.astype("datetime64[s]")
            column = np.where(np.isnat(seconds), np.nan, seconds.astype(np.int64).astype(float))[:, None]
        elif kind == "number":
            column = column.astype(float)[:, None]
        if own is not None:
            fed[own] = column
    return fed


def _cut(texts, column, inputs):
    """Return what the inputs of a column of texts take; words for "no value" are no text."""
    known = ["" if text in column.missing else text for text in texts]
    parts = [part for part in inputs if part != "cell"]
    return {inputs[part]: array for part, array in cut(known, parts).items()}


def as_numbers(numbers):
    """Return what representations gave as the graph ``from_numbers`` takes it."""
    return {f"x{i}": np.ascontiguousarray(own) for i, own in enumerate(numbers)}


def _sentence(manifest):
    """Return what the file says of itself."""
    gone = ' A missing number is NaN, a missing text "".'
    return f"{manifest['algorithm']}: predicts {manifest['target']}.{gone if manifest['recipe']['kind'] == 'table' else ''}"


def _whole(graph):
    """Return the graph, if it is not too large."""
    if len(graph) > MOST_BYTES:
        raise refusal("a model of more than 2 GB")
    return graph
