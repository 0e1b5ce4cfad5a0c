"""A run as a plain script: NumPy and scikit-learn, no zerotohero.

The script is put together from the source of the very functions that made the run (see
docs/decisions/0005), the scikit-learn call, and arrays stored beside it. A script that would grow past
120 lines keeps what turns cells into numbers in a second file, ``cells.py``.
"""

import csv
import inspect
import io
from pathlib import Path

import numpy as np

from zerotohero.algorithms._source import prediction_source
from zerotohero.core.dataset import missing
from zerotohero.core.errors import BoardError
from zerotohero.export._parts import (
    cell_functions,
    head_part,
    joined,
    main_part,
    matrix_images_part,
    matrix_table_part,
    number,
    read_images_part,
    read_table_part,
    train_part,
)
from zerotohero.leaderboard.journal import write_arrays, write_json, write_whole
from zerotohero.representations._words import apply_words
from zerotohero.tasks._split import TEST, fit_and_valid

MOST_LINES = 120


def export_script(run, folder):
    """Write ``run.py`` and what it needs into ``folder``; return the script's path.

    Raises
    ------
    BoardError
        The run has no leaderboard: its training rows are not known.
    """
    if run.board is None:
        raise BoardError("write a script", "a run of a leaderboard", "a bare model file", "hero export best")
    model, folder = run.model, Path(folder)
    (folder / "cells.py").unlink(missing_ok=True)  # of a longer script that stood here
    for name, text in script_texts(run).items():
        write_whole(folder / name, text.encode("utf-8"))
    write_arrays(folder / "arrays.npz", **model.arrays)
    state = {k: model.manifest[k] for k in ("classes", "classes_seen")}
    columns = [c for c in model.manifest["recipe"]["columns"] if [c["name"], c["type"]] in model.manifest["features"]]
    columns = [{**c, "missing": ["", *(m for m in c["missing"] if m)]} for c in columns]
    plain = {**state, "columns": columns, "state": model.representation.state_, "folds": _fold_states(run)}
    write_json(folder / "model.json", plain)
    _write_training_rows(run, folder, columns)
    return folder / "run.py"


def script_texts(run):
    """Return file name -> text: ``run.py``, and ``cells.py`` where one file would be too long to read."""
    model, m = run.model, run.board.manifest
    estimator = model.spec.make(m["task"], m["seed"], **run.params)
    if m["kind"] == "images":
        cells, read, matrix = [], read_images_part(model.recipe), matrix_images_part()
    else:
        state = model.representation.state_
        cells, read, matrix = (
            cell_functions(state),
            read_table_part(model.recipe, model.manifest["features"]),
            matrix_table_part(state),
        )
    if m["kind"] != "images" and any(t == "number" for _, t in model.manifest["features"]):
        cells.append(number)
    sources = [inspect.getsource(f).strip() for f in cells]
    rest = [
        read,
        matrix,
        *prediction_source(model.spec).split("\n\n\n"),
        train_part(run, estimator),
        main_part(m),
    ]
    words = apply_words in cells
    whole = joined([head_part(run, words), *sources, *rest])
    if len(whole.splitlines()) <= MOST_LINES:
        return {"run.py": whole}
    names = ", ".join(f.__name__ for f in cells)
    imports = "import re\n\nimport numpy as np" if words else "import numpy as np"
    beside = joined([f'"""Cells to numbers, for run.py."""\n\n{imports}', *sources])
    return {"run.py": joined([head_part(run, False, f"from cells import {names}"), *rest]), "cells.py": beside}


def _fold_states(run):
    """Return what each fold's own rows taught the representation; [] for pictures, which need nothing."""
    from zerotohero.representations.make import make_representation

    if run.board.manifest["kind"] == "images":
        return []
    cells, fold, y = run.board.dataset().cells, run.board.fold, run.board.y
    features = [tuple(f) for f in run.features]
    states = []
    for k in range(int(fold.max()) + 1):
        fits, _ = fit_and_valid(fold, k, bool(run.board.manifest["split"]["time"]))
        if run.rows_used and run.rows_used < len(fits):
            fits = np.sort(np.random.default_rng(run.board.manifest["seed"]).choice(fits, run.rows_used, replace=False))
        representation = make_representation(features, run.model.spec.style, run.model.recipe)
        states.append(representation.fit({n: cells[n][fits] for n, _ in features}, y[fits]).state_)
    return states


def _write_training_rows(run, folder, columns):
    """Write the training rows (no test row): answers, folds and weights; pictures, or the cells as CSV."""
    rows = np.flatnonzero(run.board.fold != TEST)
    weight = np.ones(len(rows)) if run.board.weight is None else run.board.weight[rows]
    arrays = {"y": run.board.y[rows], "fold": run.board.fold[rows], "weight": weight}
    cells, recipe = run.board.dataset().cells, run.model.recipe
    if run.board.manifest["kind"] == "images":
        write_arrays(folder / "training.npz", **arrays, image=np.asarray(cells["image"][rows]))
        return
    write_arrays(folder / "training.npz", **arrays)
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=recipe.delimiter or ",", lineterminator="\n")
    if recipe.header:
        writer.writerow([c["name"] for c in columns])
        table = [_as_read(cells[c["name"]][rows], c) for c in columns]
    else:  # without a header, columns are known by their place
        kept = {c["name"]: c for c in columns}
        names = [c.name for c in recipe.columns]
        table = [_as_read(cells[n][rows], kept[n]) if n in kept else [""] * len(rows) for n in names]
    writer.writerows(zip(*table))
    write_whole(folder / "training.csv", buffer.getvalue().encode(recipe.encoding or "utf-8", "surrogatepass"))


def _as_read(cells, column):
    """Return cells as the texts that the script's ``read`` turns back into them."""
    gone = missing(cells)
    if cells.dtype.kind == "f":
        texts = [repr(v).replace(".", column["decimal"]) for v in cells.tolist()]
    elif cells.dtype.kind == "M":
        texts = [
            v.strftime(column["date_format"]) if v is not None else "" for v in cells.astype("datetime64[s]").tolist()
        ]
    else:
        texts = cells.tolist()
    return ["" if g else t for t, g in zip(texts, gone)]
