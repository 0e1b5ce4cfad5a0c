"""A network as a script in PyTorch or Keras, as somebody who works with it would write it.

Data are read as in every other script (``script.py``); network, training and answers are the framework's. The weights
are stored under the names, or in the order, that the framework has for them.
"""

import inspect
from pathlib import Path

from zerotohero.core.errors import BoardError
from zerotohero.data._pictures import decode
from zerotohero.export.script import keras_parts, torch_parts
from zerotohero.export.script.answering import main_part
from zerotohero.export.script.fitting import train_network_part
from zerotohero.export.script.network import FAMILIES, described
from zerotohero.export.script.part import parts_of
from zerotohero.export.script.parts import (
    joined,
    matrix_images_part,
    matrix_table_part,
    picture_functions,
    read_images_part,
    read_table_part,
)
from zerotohero.export.script.sound_parts import matrix_sounds_part, read_sounds_part, sound_files, sound_imports
from zerotohero.export.script.write import cells_head, every_cell_function, finishing, write_script
from zerotohero.representations._words import apply_words

TITLES = {"pytorch": "PyTorch", "keras": "Keras"}


def export_framework(run, folder, framework):
    """Write ``run.py`` in a framework and what it needs into ``folder``; return the script's path.

    Parameters
    ----------
    run : Run
        Of a network in ``FAMILIES``.
    folder : path_like
    framework : {"pytorch", "keras"}

    Raises
    ------
    BoardError
        The run is none of these networks.
    """
    _check(run, framework)
    parts, folder = parts_of(run), Path(folder)
    net = described(run, parts[0].estimator)
    arrays = torch_parts.torch_arrays(net) if framework == "pytorch" else keras_parts.keras_arrays(net)
    more = {"setting": net.setting}
    if net.family == "table":
        told = parts[0].told
        more["fold_codes"] = [
            list(told[k]["codes"]) if told else net.setting["codes"] for k in range(len(parts[0].folds))
        ]
    write_script(run, parts, folder, _texts(run, net, framework), arrays, more)
    return folder / "run.py"


def _check(run, framework):
    """Raise BoardError unless this run is a network that can be written in a framework."""
    asked, which = f"write a script in {TITLES[framework]}", ", ".join(FAMILIES)
    if run.board is None:
        raise BoardError(asked, "a run of a leaderboard", "a bare model file", f"hero export best --as {framework}")
    generates = run.board.manifest["task"] == "generation"
    algorithm = run.algorithm
    if not generates and algorithm in FAMILIES and run.params.get("loss") != "mean squared error":
        return
    can = [] if generates else [r.id for r in run.board.ranked if r.has_model and r.algorithm in FAMILIES]
    came = f"{run.id}, a {algorithm}" + (" with the mean squared error" if algorithm in FAMILIES else "")
    try_ = f"hero export {can[0]} --as {framework}" if can else f"hero export {run.id} --to script, in NumPy"
    raise BoardError(asked, f"a run of {which}", came, try_)


def _texts(run, net, framework):
    """Return file name -> text."""
    model, kind = run.model, run.board.manifest["kind"]
    state, files, imports, cells = model.representation.state_, {}, [], []
    if kind == "images":
        cells, read, matrix = picture_functions([state]), read_images_part(model.recipe), matrix_images_part([state])
    elif kind == "sounds":
        files, imports = sound_files(), sound_imports()
        read, matrix = read_sounds_part(model.recipe), matrix_sounds_part()
    else:
        cells = every_cell_function(model, [state])
        read, matrix = read_table_part(model.recipe, model.manifest["features"]), matrix_table_part(state)
    if cells:
        sources = [inspect.getsource(f).strip() for f in cells]
        files["cells.py"] = joined([cells_head(apply_words in cells, decode in cells), *sources])
        imports = [f"from cells import {', '.join(f.__name__ for f in cells)}"]
    own = torch_parts.torch_parts(net) if framework == "pytorch" else keras_parts.keras_parts(net)
    parts = [
        _head(run, framework, imports),
        read,
        matrix,
        *own,
        *finishing(run),
        train_network_part(run, net.family, codes=net.family == "table"),
        main_part(model.manifest),
    ]
    return {"run.py": joined(parts), **files}


def _head(run, framework, imports):
    """Return docstring, imports and what is loaded."""
    m, torch = run.board.manifest, framework == "pytorch"
    # a name from a file never ends the docstring
    target, dataset = (repr(name).replace('"', r"\"") for name in (m["target"], m["dataset"]))
    what = "new.csv" if m["kind"] == "table" else "FOLDER"
    reads = {"images": "pillow", "sounds": "scipy"}.get(m["kind"], "pandas")
    needs = f"numpy, {reads}, scikit-learn and {'torch' if torch else 'keras with torch, jax or tensorflow'}"
    modules = [*(["csv"] if m["task"] == "classification" else []), "json", *([] if torch else ["os"]), "sys"]
    libraries = ["import numpy as np", *(["import pandas as pd"] if m["kind"] == "table" else [])]
    own = torch_parts.IMPORTS if torch else keras_parts.IMPORTS
    return f'''"""{run.title} for {target} of {dataset}, in {TITLES[framework]}.

Needs {needs}.
    python run.py {what:<10} predicts with the stored weights
    python run.py --train    trains from scratch, fold by fold, and prints the scores: with the same hyperparameters,
                             but other random numbers, so not quite the leaderboard's
"""

{chr(10).join(f"import {module}" for module in modules)}
from pathlib import Path

{chr(10).join([*libraries, *own, *imports])}

HERE = Path(__file__).parent
MODEL = json.loads((HERE / "model.json").read_text("utf-8"))
ARRAYS = dict(np.load(HERE / "arrays.npz"))'''
