"""The script that lies beside an ONNX file: one answer to one made-up row, to read and to begin with."""

import inspect
import json

from zerotohero.representations._words import terms

IMAGES = '''"""One answer of model.onnx. image: pictures (N, {axes}), 0 is black and 255 white, already cut to this size."""
@
cells = {{"image": np.zeros({shape}, np.uint8)}}  # a black picture
'''
SOUNDS = '''"""One answer of model.onnx. sound: (N, {samples}) samples, {rate:,} a second, zeros where it is over."""
@
cells = {{"sound": np.zeros((1, {samples}), np.int16)}}  # silence
'''
TABLE = '''"""One answer of model.onnx. Every column is a tensor (N, 1): numbers with NaN, texts with "" where nothing is known.{more}"""
@
row = json.loads((here / "row.json").read_text("utf-8"))  # medians, most frequent values
kind = {{True: object, False: float}}
cells = {{name: np.array([[v]], kind[isinstance(v, str)]) for name, v in row.items()}}
'''
DATES = "\nDates are seconds since 1970-01-01."
TEXTS = '\nA text comes cut: its words, its runs of letters, each list filled up with "", and how long it is.'
CUT = """texts = {texts}  # part -> name of the input
for name, parts in texts.items():
    text = row[name]
    words, letters = terms(text, "letters" in parts)
    cut = {{"cell": [text], "words": words or [""], "letters": letters or [""], "length": [len(text)]}}
    cells |= {{parts[part]: np.array([cut[part]], float if part == "length" else object) for part in parts}}
"""
OPENED = """
here = Path(__file__).parent
session = onnxruntime.InferenceSession(here / "model.onnx")"""
ANSWER = """for output, answer in zip(session.get_outputs(), session.run(None, cells)):
    print(output.name, answer[0])
"""


def example(model, inputs):
    """Return file name -> text: a script that answers one made-up row, and for a table the row.

    Parameters
    ----------
    model : Model
    inputs : dict
        See ``cells.table_inputs``.
    """
    recipe = model.recipe
    if recipe.kind == "images":
        shape = (1, recipe.height, recipe.width, *(3,) * (recipe.mode == "RGB"))
        return {"example.py": _script(IMAGES.format(axes=", ".join(map(str, shape[1:])), shape=shape))}
    if recipe.kind == "sounds":
        return {"example.py": _script(SOUNDS.format(samples=recipe.samples, rate=recipe.rate))}
    texts = {name: own for name, own in inputs.items() if isinstance(own, dict)}
    more = DATES * any(kind == "date" for _, kind in model.manifest["features"]) + TEXTS * bool(texts)
    table = TABLE.format(more=f"\n{more}\n" if more else "")
    row = json.dumps(_row(model, inputs, texts), ensure_ascii=False, indent=1)
    if not texts:
        return {"example.py": _script(table, ["json"]), "row.json": row}
    table = table.replace("in row.items()}", "in row.items() if name not in texts}")
    head, row_line, rest = table.partition("row = ")
    texts_line, loop = CUT.format(texts=texts).split("\n", 1)
    return {
        "example.py": _script(f"{head}{texts_line}\n{row_line}{rest}{loop}", ["json", "re"], [terms]),
        "row.json": row,
    }


def _script(text, modules=(), functions=()):
    """Return a script: ``text`` with the imports, and what is opened, where it says @; and what prints the answer."""
    imports = [*(f"import {module}" for module in modules), "from pathlib import Path", "", "import numpy as np"]
    sources = [f"\n\n{inspect.getsource(function)}\n" for function in functions]
    return (
        text.replace("@\n", "\n".join(["", *imports, "import onnxruntime", *sources, OPENED.strip("\n"), ""])) + ANSWER
    )


def _row(model, inputs, texts):
    """Return input -> value of a made-up row; for a text that is cut, its column -> the text."""
    usual, row = model.manifest.get("usual") or {}, {}
    for name, kind in model.manifest["features"]:
        if name not in inputs:
            continue
        value = (usual.get(name) or {}).get("middle")
        if kind == "date":
            deciles = (usual.get(name) or {}).get("deciles")
            value = deciles[5] if deciles else None
        if name in texts:
            row[name] = value or _known_words(model, name)
        else:
            row[inputs[name]] = value if value is not None else "" if kind == "category" else float("nan")
    return row


def _known_words(model, name):
    """Return a few words of a column that the model knows."""
    states = [words for made in model.representations for words in made.state_["words"] if words["name"] == name]
    return " ".join([word for state in states for word in state["words"]][:3])
