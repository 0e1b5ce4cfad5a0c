"""A run as a plain script: NumPy and scikit-learn, no zerotohero.

The script is put together from the source of the very functions that made the run (see
docs/decisions/0005), the scikit-learn calls, and arrays stored beside it. A script that would grow past
120 lines keeps what turns cells into numbers in a second file, ``cells.py``, and if need be what makes answers
of numbers in a third, ``answer.py``. That of a combination always keeps them in ``cells.py`` and ``members.py``.
"""

import csv
import inspect
import io
from pathlib import Path

import numpy as np

from zerotohero.algorithms._calibration import as_if_equal, calibrate
from zerotohero.algorithms._source import members_source, prediction_name, prediction_source
from zerotohero.core.dataset import missing
from zerotohero.core.errors import BoardError
from zerotohero.export._answering import main_part, member_matrix_part, predict_members_part
from zerotohero.export._fitting import train_members_part, train_part
from zerotohero.export._part import parts_of
from zerotohero.export._parts import (
    cell_functions,
    head_part,
    joined,
    matrix_images_part,
    matrix_table_part,
    number,
    read_images_part,
    read_table_part,
)
from zerotohero.export.verse import export_verse
from zerotohero.leaderboard.journal import write_arrays, write_json, write_whole
from zerotohero.representations._words import apply_words
from zerotohero.tasks._split import TEST

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
    if run.board.manifest["task"] == "generation":
        return export_verse(run, folder)
    model, folder, parts = run.model, Path(folder), parts_of(run)
    for name in ("cells.py", "answer.py", "members.py"):  # of a longer script that stood here
        (folder / name).unlink(missing_ok=True)
    columns = [c for c in model.manifest["recipe"]["columns"] if [c["name"], c["type"]] in model.manifest["features"]]
    columns = [{**c, "missing": ["", *(m for m in c["missing"] if m)]} for c in columns]
    for name, text in script_texts(run, parts).items():
        write_whole(folder / name, text.encode("utf-8"))
    write_arrays(folder / "arrays.npz", **model.arrays)
    write_json(folder / "model.json", {"columns": columns, **_learned(run, parts)})
    _write_training_rows(run, folder, columns)
    return folder / "run.py"


def _learned(run, parts):
    """Return what model.json holds beside the columns: classes, what representations learned, calibration, members."""
    manifest = run.model.manifest
    plain = {"classes": manifest["classes"]}
    if run.calibration:  # the one that is shipped, and each fold's from the other folds
        plain |= {"calibration": manifest["calibration"], "calibrations": run.calibration["parts"]}
    if manifest.get("prior"):
        plain["prior"] = manifest["prior"]
    if not run.members:
        plain |= {"classes_seen": manifest["classes_seen"], "state": manifest["representation"]}
        plain["folds"] = [fold.state_ for fold in parts[0].folds]
        return plain | ({"fold_params": parts[0].told} if parts[0].told else {})
    places = [m["representation"] for m in manifest["members"]]
    plain["states"] = manifest["representations"]
    own = [parts[places.index(place)].folds for place in range(len(plain["states"]))]
    plain["folds"] = [[fold.state_ for fold in folds] for folds in zip(*own)]  # fold by fold, one for each state
    plain["members"] = [
        {"weight": part.weight, "state": place, "classes_seen": part.model.manifest["classes_seen"]}
        for part, place in zip(parts, places)
    ]
    for part, member in zip(parts, plain["members"]):
        member |= {"rows_used": part.run.rows_used} if any(p.run.rows_used for p in parts) else {}
        member |= {"fold_params": part.told or [{}] * len(plain["folds"])} if any(p.told for p in parts) else {}
    return plain


def script_texts(run, parts):
    """Return file name -> text: ``run.py``, and what stands beside it where one file would be too long to read."""
    return _combination_texts(run, parts) if run.members else _single_texts(run, parts[0])


def _single_texts(run, part):
    """Return the texts of one model."""
    model, m = run.model, run.board.manifest
    if m["kind"] == "images":
        cells, read, matrix = [], read_images_part(model.recipe), matrix_images_part()
    else:
        state = model.representation.state_
        cells = _cell_functions(model, [state])
        read, matrix = read_table_part(model.recipe, model.manifest["features"]), matrix_table_part(state)
    sources = [inspect.getsource(f).strip() for f in cells]
    answer = prediction_source(model.spec).split("\n\n\n")
    rest = [
        *_finishing(run),
        train_part(run, part.estimator, told=bool(part.told)),
        main_part(model.manifest),
    ]
    words = apply_words in cells
    whole = joined([head_part(run, words), *sources, read, matrix, *answer, *rest])
    if len(whole.splitlines()) <= MOST_LINES:
        return {"run.py": whole}
    files = {"cells.py": joined([_cells_head(words), *sources])} if cells else {}
    imports = [f"from cells import {', '.join(f.__name__ for f in cells)}"] if cells else []
    whole = joined([head_part(run, False, imports), read, matrix, *answer, *rest])
    if len(whole.splitlines()) <= MOST_LINES:
        return {"run.py": whole, **files}
    files["answer.py"] = joined([_answer_head("the model answers: probabilities or values from its arrays"), *answer])
    imports = ["from answer import predict", *imports]
    return {"run.py": joined([head_part(run, False, imports), read, matrix, *rest]), **files}


def _finishing(run):
    """Return the sources of what happens to probabilities after the model has answered."""
    used = [calibrate] * bool(run.calibration) + [as_if_equal] * bool(run.model.manifest.get("prior"))
    return [inspect.getsource(function) for function in used]


def _combination_texts(run, parts):
    """Return the texts of a combination."""
    model, m = run.model, run.board.manifest
    specs = {part.model.spec.id: part.model.spec for part in parts}.values()
    answers = ", ".join(prediction_name(part.model.spec) for part in parts)
    imports = [f"from members import {', '.join(prediction_name(spec) for spec in specs)}"]
    lists = [f"ANSWERS = [{answers}]  # of MODEL['members']"]
    told, fewer = any(part.told for part in parts), any(part.run.rows_used for part in parts)
    files = {
        "members.py": joined(
            [_answer_head("each member answers from its own arrays"), *members_source(specs).split("\n\n\n")]
        )
    }
    if m["kind"] == "images":
        read, matrices = read_images_part(model.recipe), [matrix_images_part()]
    else:
        states = model.manifest["representations"]
        names = [f"{state['style']}_matrix" for state in states]
        names = [f"{name}_{i}" if name in names[:i] else name for i, name in enumerate(names)]
        cells = _cell_functions(model, states)
        sources = [inspect.getsource(f).strip() for f in cells]
        sources += [matrix_table_part(state, name) for state, name in zip(states, names)]
        files["cells.py"] = joined([_cells_head(apply_words in cells), *sources])
        taken = [*(["number"] if number in cells else []), *names]
        imports.insert(0, f"from cells import {', '.join(sorted(taken))}")
        lists.append(f"MATRICES = [{', '.join(names)}]  # of MODEL['states']")
        read, matrices = read_table_part(model.recipe, model.manifest["features"]), [member_matrix_part()]
    texts = [
        head_part(run, False, imports, lists),
        read,
        *matrices,
        predict_members_part(model.manifest, m["kind"] == "images"),
        *_finishing(run),
        train_members_part(run, [part.estimator for part in parts], told, fewer),
        main_part(model.manifest),
    ]
    return {"run.py": joined(texts), **files}


def _cell_functions(model, states):
    """Return the functions that turn cells into numbers for all these representations, each once."""
    found = dict.fromkeys(f for state in states for f in cell_functions(state))
    has_numbers = any(t == "number" for _, t in model.manifest["features"])
    return [*found, *([number] if has_numbers else [])]


def _cells_head(words):
    """Return the head of ``cells.py``."""
    return '"""Cells to numbers, for run.py."""\n\n' + ("import re\n\n" if words else "") + "import numpy as np"


def _answer_head(what):
    """Return the head of ``answer.py`` or ``members.py``."""
    return f'"""What {what}, for run.py."""\n\nimport numpy as np'


def _write_training_rows(run, folder, columns):
    """Write the training rows (no test row): answers, folds and weights; pictures, or the cells as CSV."""
    rows = np.flatnonzero(run.fold != TEST)
    weight = np.ones(len(rows)) if run.board.weight is None else run.board.weight[rows]
    arrays = {"y": run.board.y[rows], "fold": run.fold[rows], "weight": weight}
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
