"""Texts as ONNX: they come cut into words, and are counted, weighed and scaled as ``_words.apply_words`` does.

Standard ONNX cuts no text, so a column of texts, or of very many values, becomes up to three inputs: its words (N, T), its runs
of letters (N, T), both padded with "", and its length (N, 1). ``terms`` is the function that cuts; the vocabulary is in the graph.
"""

import numpy as np

from zerotohero.representations._words import terms


def text_inputs(g, name, states):
    """Declare the inputs of a column; return {"words", "letters", "length"} -> name of the input, those that are needed.

    Parameters
    ----------
    g : Graph
    name : str
        The column's.
    states : list of dict
        What the representations learned of its words.
    """
    needed = {
        "words": any(state["words"] for state in states),
        "letters": any(state["runs"] for state in states),
        "length": any(state["length"] is not None for state in states),
    }
    found = {}
    for part in (part for part, is_needed in needed.items() if is_needed):
        own = f"{name}: {part}"
        found[part] = g.input(own, float, ["N", 1]) if part == "length" else g.input(own, object, ["N", own])
    return found


def cut(texts, parts):
    """Return {"words", "letters", "length"} -> array (N, ...) of these texts, for the ``parts`` that are needed."""
    found = [terms(text, "letters" in parts) for text in texts]
    words, letters = (_padded([both[i] for both in found]) for i in (0, 1))
    arrays = {"words": words, "letters": letters, "length": np.array([[float(len(text))] for text in texts])}
    return {part: arrays[part] for part in parts}


def text_numbers(g, state, inputs):
    """Return the name of the numbers (N, V + 1) of a column, without weights (N, V); None where there is none."""
    parts = [("words", state["words"]), ("letters", state["runs"])]
    blocks, start = [], 0
    for part, places in parts:
        if not places:
            continue
        counts = _counts(g, inputs[part], places)
        if state["length"] is not None:
            weights = np.array(state["weights"][start : start + len(places)])
            counts = g.add("Mul", g.add("Log", g.add("Add", counts, 1.0)), weights)
            size = g.add("Max", g.add("Sqrt", g.sum(g.add("Mul", counts, counts), 1)), 1e-9)
            counts = g.add("Mul", counts, g.add("Div", float(state["scale"]), size))
        blocks.append(counts)
        start += len(places)
    if state["length"] is not None:
        logs = g.add("Log", g.add("Add", inputs["length"], 1.0))
        blocks.append(g.add("Sub", logs, float(state["length"])))
    return g.add("Concat", *blocks, axis=1) if blocks else None


def _counts(g, x, places):
    """Return how often each term stands in the rows of x (N, T): (N, V)."""
    rest = len(places)  # where all others are counted, and cut off again
    found = g.add(
        "LabelEncoder",
        x,
        domain="ai.onnx.ml",
        keys_strings=list(places),
        values_int64s=np.array(list(places.values())),
        default_int64=rest,
    )
    ones = g.cast(g.add("GreaterOrEqual", found, np.array(0)), float)
    counts = g.add("ScatterElements", g.every_row(x, np.zeros(rest + 1)), found, ones, axis=1, reduction="add")
    return g.columns(counts, np.arange(rest))


def _padded(found):
    """Return lists of texts as an array (N, T), at least one wide."""
    width = max(1, *map(len, found))
    return np.array([[*terms, *[""] * (width - len(terms))] for terms in found], object).reshape(len(found), width)
