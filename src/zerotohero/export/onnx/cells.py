"""Cells of a table as ONNX: an input for each column, several for a text, and what the representation makes of them.

N rows, C columns of numbers, D numbers that come out. Missing is NaN in a number or a moment, "" in a text.
"""

import numpy as np

from zerotohero.export.onnx.dates import date_parts
from zerotohero.export.onnx.refusal import refusal
from zerotohero.export.onnx.texts import text_inputs, text_numbers

TYPES = {"number": float, "category": object, "date": float}


def table_inputs(g, manifest, states):
    """Declare an input (N, 1) for each column; return name of the column -> name of the input.

    A column that is cut into words has several: part -> name of the input, see ``texts.text_inputs``; where it is a
    category besides, "cell" is the input (N, 1).

    Raises
    ------
    BoardError
        The model looks at no column.
    """
    found = {}
    for name, kind in manifest["features"]:
        words = [own for state in states for own in state["words"] if own["name"] == name]
        cell = {"cell": g.input(name, TYPES[kind], ["N", 1])} if kind in TYPES else {}
        parts = cell | text_inputs(g, name, words)
        if parts:
            found[name] = parts if words else parts["cell"]
    if not found:
        raise refusal("it looks at no column")
    return found


def cell_input(inputs, name):
    """Return the name of the input (N, 1) of a column."""
    return inputs[name] if isinstance(inputs[name], str) else inputs[name]["cell"]


def table_numbers(g, state, recipe, inputs):
    """Return the name of X (N, D) float64.

    Parameters
    ----------
    g : Graph
    state : dict
        Of a ``TableRepresentation``.
    recipe : ReadingRecipe
        Says which numbers and words mean "no value".
    inputs : dict
        From ``table_inputs``.
    """
    bins, blocks = state["style"] == "bins", []
    columns = [_known(g, inputs[name], recipe.column(name)) for name in state["number_columns"]]
    columns += [date_parts(g, date, inputs[date["name"]]) for date in state["dates"]]
    if columns:
        x = columns[0] if len(columns) == 1 else g.add("Concat", *columns, axis=1)
        blocks.append((_binned if bins else _scaled)(g, state["numbers"], x))
    make = _code if state["style"] in ("codes", "bins") else _places
    for category in state["categories"]:
        x = cell_input(inputs, category["name"])
        blocks.append(make(g, category, _place(g, category, x, recipe.column(category["name"]))))
    for words in state["words"]:
        counts = text_numbers(g, words, inputs[words["name"]])
        blocks.append(g.add("Min", counts, 1.0) if bins and counts else counts)
    blocks = [block for block in blocks if block is not None]
    if not blocks:  # nothing varies
        first = next(iter(inputs.values()))
        return g.every_row(first if isinstance(first, str) else next(iter(first.values())), [0.0])
    return blocks[0] if len(blocks) == 1 else g.add("Concat", *blocks, axis=1)


def _known(g, x, column):
    """Return numbers (N, 1), NaN where one means "no value"."""
    for code in column.missing_numbers:
        x = g.add("Where", g.add("Equal", x, float(code)), np.nan, x)
    return x


def _scaled(g, state, x):
    """Return numbers (N, C) as ``_number.apply_numbers`` does."""
    gaps = g.add("IsNaN", x)
    low, high, fill, center, scale = (np.array(state[key]) for key in ("low", "high", "fill", "center", "scale"))
    x = g.add("Where", gaps, fill, g.chain(x, ("Max", low), ("Min", high)))
    blocks = [x if not center.any() and (scale == 1).all() else g.chain(x, ("Sub", center), ("Div", scale))]
    if state["bent"]:
        edge, knee, mean, spread = (np.array(state[key]) for key in ("edge", "knee", "mean", "spread"))
        far = g.add("Abs", g.add("Sub", g.columns(x, state["bent"]), edge))
        logs = g.add("Log", g.chain(far, ("Div", knee), ("Add", 1.0)))
        blocks.append(g.chain(logs, ("Sub", mean), ("Div", spread)))
    if state["flags"]:
        blocks.append(g.columns(g.cast(gaps, float), state["flags"]))
    return blocks[0] if len(blocks) == 1 else g.add("Concat", *blocks, axis=1)


def _binned(g, state, x):
    """Return numbers (N, C) as codes, as ``_bins.apply_bins`` does: how many cuts are not above the number."""
    cuts, most = state["cuts"], max(map(len, state["cuts"]))
    table = np.full((len(cuts), most), np.nan)  # nothing is as large as NaN
    for row, own in zip(table, cuts):
        row[: len(own)] = own
    gaps = g.add("IsNaN", x)
    above = g.cast(g.add("GreaterOrEqual", g.add("Unsqueeze", x, np.array([2])), table), float)  # (N, C, cuts)
    none = np.array([len(own) + 1.0 for own in cuts])
    return g.add("Where", gaps, none, g.sum(above, 2, keep=0))


def _place(g, state, x, column):
    """Return the place (N, 1) int64 of each text, as ``_category.apply_codes`` does."""
    gone = [word for word in dict.fromkeys(["", *column.missing]) if word not in state["codes"]]
    known = {**state["codes"], **dict.fromkeys(gone, state["none"])}
    return g.add(
        "LabelEncoder",
        x,
        domain="ai.onnx.ml",
        keys_strings=list(known),
        values_int64s=np.array(list(known.values())),
        default_int64=state["rest"],
    )


def _code(g, state, place):
    """Return places as one column of numbers."""
    return g.cast(place, float)


def _places(g, state, place):
    """Return places as a 0/1 column for each; None where there is none."""
    width = len(state["codes"]) + (state["rest"] >= 0) + (state["none"] >= 0)
    return g.cast(g.add("Equal", place, np.arange(width)), float) if width else None
