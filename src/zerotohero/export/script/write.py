"""A run as a plain script: NumPy and scikit-learn, no zerotohero.

The script is put together from the source of the very functions that made the run (see
docs/decisions/0005), the scikit-learn calls, and arrays stored beside it. A script that would grow past
120 lines keeps what turns cells into numbers in a second file, ``cells.py``, and if need be what makes answers
of numbers in a third, ``answer.py``. That of a combination always keeps them in ``cells.py`` and ``members.py``.
An estimator that is ours and no library's stands in ``estimator.py``.
"""

import csv
import inspect
import io
from pathlib import Path

import numpy as np

from zerotohero.algorithms._calibration import as_if_equal, calibrate_for
from zerotohero.algorithms._source import (
    estimator_source,
    is_ours,
    members_source,
    prediction_name,
    prediction_source,
)
from zerotohero.core.dataset import missing
from zerotohero.core.errors import BoardError
from zerotohero.core.weights import keep
from zerotohero.data._pictures import decode
from zerotohero.export.script.answering import main_part, member_matrix_part, predict_members_part
from zerotohero.export.script.fitting import train_members_part, train_part
from zerotohero.export.script.part import parts_of
from zerotohero.export.script.parts import (
    cell_functions,
    head_part,
    joined,
    matrix_images_part,
    matrix_table_part,
    number,
    picture_functions,
    read_images_part,
    read_table_part,
)
from zerotohero.export.script.sound_parts import FILES, matrix_sounds_part, read_sounds_part, sound_files, sound_imports
from zerotohero.export.script.verse import export_verse
from zerotohero.leaderboard.journal import write_arrays, write_json, write_whole
from zerotohero.representations._words import apply_words
from zerotohero.tasks._split import TEST

MOST_LINES = 120
BESIDE = ("cells.py", "answer.py", "members.py", "estimator.py", *FILES)  # what only some scripts have beside them


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
    folder, parts = Path(folder), parts_of(run)
    write_script(run, parts, folder, script_texts(run, parts), run.model.arrays)
    return folder / "run.py"


def write_script(run, parts, folder, texts, arrays, more=None):
    """Write a script's texts (file name -> text) and all that lies beside it.

    Parameters
    ----------
    run : Run
    parts : list of Part
    folder : Path
    texts : dict
        File name -> text.
    arrays : dict
        For ``arrays.npz``.
    more : dict, optional
        For ``model.json``, beside what every script finds there.
    """
    model = run.model
    for name in BESIDE:  # of a longer script that stood here
        (folder / name).unlink(missing_ok=True)
    columns = [c for c in model.manifest["recipe"]["columns"] if [c["name"], c["type"]] in model.manifest["features"]]
    columns = [{**c, "missing": ["", *(m for m in c["missing"] if m)]} for c in columns]
    for name, text in texts.items():
        write_whole(folder / name, text.encode("utf-8"))
    write_arrays(folder / "arrays.npz", **arrays)
    write_json(folder / "model.json", {"columns": columns, **_learned(run, parts), **(more or {})})
    _write_training_rows(run, folder, columns)
    for part in parts:
        if part.model.spec.weights:  # run.py --train finds them beside itself
            keep(run.board.folder / "weights" / part.run.params["weights"], folder)


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
    files = _combination_texts(run, parts) if run.members else _single_texts(run, parts[0])
    if run.board.manifest["kind"] == "sounds":
        files |= sound_files()
    own = [part.estimator for part in parts if is_ours(part.estimator)]
    if own:
        files["estimator.py"] = f'"""What learns, for run.py --train."""\n\n{estimator_source(own)}\n'
    return files


def _single_texts(run, part):
    """Return the texts of one model."""
    model, m = run.model, run.board.manifest
    state = model.representation.state_
    if m["kind"] == "images":
        cells, read, matrix = picture_functions([state]), read_images_part(model.recipe), matrix_images_part([state])
    elif m["kind"] == "sounds":
        cells, read, matrix = [], read_sounds_part(model.recipe), matrix_sounds_part()
    else:
        cells = every_cell_function(model, [state])
        read, matrix = read_table_part(model.recipe, model.manifest["features"]), matrix_table_part(state)
    sources = [inspect.getsource(f).strip() for f in cells]
    photos = decode in cells
    answer = prediction_source(model.spec).split("\n\n\n")
    rest = [
        *finishing(run),
        train_part(run, part.estimator, told=bool(part.told)),
        main_part(model.manifest),
    ]
    words = apply_words in cells
    beside = sound_imports() if m["kind"] == "sounds" else []
    whole = joined([head_part(run, words, beside, photos=photos), *sources, read, matrix, *answer, *rest])
    if len(whole.splitlines()) <= MOST_LINES:
        return {"run.py": whole}
    files = {"cells.py": joined([cells_head(words, photos), *sources])} if cells else {}
    imports = [f"from cells import {', '.join(f.__name__ for f in cells)}"] if cells else beside
    whole = joined([head_part(run, False, imports), read, matrix, *answer, *rest])
    if len(whole.splitlines()) <= MOST_LINES:
        return {"run.py": whole, **files}
    files["answer.py"] = joined([_answer_head("the model answers: probabilities or values from its arrays"), *answer])
    imports = ["from answer import predict", *imports]
    return {"run.py": joined([head_part(run, False, imports), read, matrix, *rest]), **files}


def finishing(run):
    """Return the sources of what happens to probabilities after the model has answered."""
    calibrated = [calibrate_for(len(run.model.manifest["classes"]))] if run.calibration else []
    used = calibrated + [as_if_equal] * bool(run.model.manifest.get("prior"))
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
    states = model.manifest["representations"]
    if m["kind"] == "images":
        read, matrices = read_images_part(model.recipe), [matrix_images_part(states)]
        if cells := picture_functions(states):
            sources = [inspect.getsource(f).strip() for f in cells]
            files["cells.py"] = joined([cells_head(False, decode in cells), *sources])
            imports.insert(0, f"from cells import {', '.join(f.__name__ for f in cells)}")
    elif m["kind"] == "sounds":
        read, matrices = read_sounds_part(model.recipe), [matrix_sounds_part()]
        imports += sound_imports()
    else:
        names = [f"{state['style']}_matrix" for state in states]
        names = [f"{name}_{i}" if name in names[:i] else name for i, name in enumerate(names)]
        cells = every_cell_function(model, states)
        sources = [inspect.getsource(f).strip() for f in cells]
        sources += [matrix_table_part(state, name) for state, name in zip(states, names)]
        files["cells.py"] = joined([cells_head(apply_words in cells), *sources])
        taken = [*(["number"] if number in cells else []), *names]
        imports.insert(0, f"from cells import {', '.join(sorted(taken))}")
        lists.append(f"MATRICES = [{', '.join(names)}]  # of MODEL['states']")
        read, matrices = read_table_part(model.recipe, model.manifest["features"]), [member_matrix_part()]
    texts = [
        head_part(run, False, imports, lists),
        read,
        *matrices,
        predict_members_part(model.manifest, m["kind"] in ("images", "sounds")),
        *finishing(run),
        train_members_part(run, [part.estimator for part in parts], told, fewer),
        main_part(model.manifest),
    ]
    return {"run.py": joined(texts), **files}


def every_cell_function(model, states):
    """Return the functions that turn cells into numbers for all these representations, each once."""
    found = dict.fromkeys(f for state in states for f in cell_functions(state))
    has_numbers = any(t == "number" for _, t in model.manifest["features"])
    return [*found, *([number] if has_numbers else [])]


def cells_head(words, photos=False):
    """Return the head of ``cells.py``."""
    modules = [*(["io"] if photos else []), *(["re"] if words else []), *(["warnings"] if photos else [])]
    lines = [*(f"import {module}" for module in modules), *([""] if modules else []), "import numpy as np"]
    return "\n".join(['"""Cells to numbers, for run.py."""', "", *lines])


def _answer_head(what):
    """Return the head of ``answer.py`` or ``members.py``."""
    return f'"""What {what}, for run.py."""\n\nimport numpy as np'


def _write_training_rows(run, folder, columns):
    """Write the training rows (no test row): answers, folds and weights; pictures, or the cells as CSV."""
    rows = np.flatnonzero(run.fold != TEST)
    weight = np.ones(len(rows)) if run.board.weight is None else run.board.weight[rows]
    arrays = {"y": run.board.y[rows], "fold": run.fold[rows], "weight": weight}
    cells, recipe = run.board.dataset().cells, run.model.recipe
    if run.board.manifest["kind"] == "sounds":
        write_arrays(folder / "training.npz", **arrays, sound=np.asarray(cells["sound"][rows]))
        return
    if run.board.manifest["kind"] == "images":
        models = [model for _, model in run.model.members] or [run.model]
        kinds = {model.representation.shrunk for model in models}
        if len(kinds) == 1:  # all see the same pixels: photos as they see them
            cells = {"image": models[0].representation.shrink(cells)}
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
