"""A run as a plain script: NumPy and scikit-learn, no zerotohero.

The script is put together from the source of the very functions that made the run (see
docs/decisions/0005), the scikit-learn call, and arrays stored beside it.
"""

import inspect
import json
from pathlib import Path

import numpy as np

from zerotohero.algorithms._source import prediction_source
from zerotohero.core.dataset import missing
from zerotohero.core.errors import BoardError
from zerotohero.leaderboard.journal import write_arrays, write_json, write_whole
from zerotohero.representations._category import apply_categories
from zerotohero.representations._date import apply_date
from zerotohero.representations._number import apply_numbers
from zerotohero.representations._words import apply_words
from zerotohero.tasks._split import TEST, fit_and_valid

MOST_LINES = 120
SCORES = {
    "accuracy": "accuracy_score(truth, answers.argmax(1), sample_weight=weight)",
    "balanced_accuracy": "balanced_accuracy_score(truth, answers.argmax(1), sample_weight=weight)",
    "roc_auc": "roc_auc_score(truth, answers[:, 1], sample_weight=weight)",
    "log_loss": "log_loss(truth, answers, sample_weight=weight)",
    "rmse": "root_mean_squared_error(truth, answers, sample_weight=weight)",
    "rmsle": "root_mean_squared_log_error(truth, np.maximum(answers, 0), sample_weight=weight)",
    "mae": "mean_absolute_error(truth, answers, sample_weight=weight)",
    "r2": "r2_score(truth, answers, sample_weight=weight)",
}


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
    text = script_text(run)
    write_whole(folder / "run.py", text.encode("utf-8"))
    write_arrays(folder / "arrays.npz", **model.arrays)
    state = {k: model.manifest[k] for k in ("classes", "classes_seen")}
    columns = [c for c in model.manifest["recipe"]["columns"] if [c["name"], c["type"]] in model.manifest["features"]]
    write_json(
        folder / "model.json",
        {**state, "columns": columns, "state": model.representation.state_, "folds": _fold_states(run)},
    )
    _write_training_rows(run, folder)
    return folder / "run.py"


def script_text(run):
    """Return the script's text."""
    model, m = run.model, run.board.manifest
    images = m["kind"] == "images"
    estimator = model.spec.make(m["task"], m["seed"], **run.params)
    home = ".".join(type(estimator).__module__.split(".")[:2])
    metric = SCORES[m["metric"]]
    if m["metric"] == "roc_auc" and len(m["classes"]) > 2:
        metric = 'roc_auc_score(truth, answers, multi_class="ovr", sample_weight=weight)'
    parts = [
        _head(run, images),
        *([] if images else _table_sources(model.representation.state_)),
        _read_images(model.recipe) if images else _read_table(model.recipe, model.manifest["features"]),
        _matrix_images() if images else _matrix_table(model.representation.state_),
        prediction_source(model.spec).strip(),
        _train(run, estimator, home, metric, images),
        _main(m, images),
    ]
    return "\n\n\n".join(_tidy(p) for p in parts) + "\n"


def _head(run, images):
    """Return docstring and imports."""
    m = run.board.manifest
    what = "a folder of pictures" if images else "new.csv"
    pandas = "" if images else "import pandas as pd\n"
    modules = "\n".join(
        i
        for i in ("import re" if _has(run, "words") else "", "import json", "import sys", "from pathlib import Path")
        if i
    )
    return f'''"""{run.title} for {m["target"]!r} of {m["dataset"]!r}. Needs numpy, {"pillow" if images else "pandas"} and scikit-learn {m["versions"]["scikit-learn"]}.

    python run.py {what}    predicts with the stored arrays
    python run.py --train{" " * (len(what) - 7)}    trains again; prints the score that the leaderboard shows
"""

{modules}

import numpy as np
{pandas}
HERE = Path(__file__).parent
MODEL = json.loads((HERE / "model.json").read_text("utf-8"))
ARRAYS = dict(np.load(HERE / "arrays.npz"))'''


def _has(run, type_):
    """Whether an input column (or a category with many values) is read as words."""
    return type_ == "words" and bool(run.model.representation.state_.get("words"))


def _table_sources(state):
    """Return the functions that these columns need."""
    functions = [apply_numbers]
    functions += [apply_categories] if state["categories"] else []
    functions += [apply_date] if state["dates"] else []
    functions += [apply_words] if state["words"] else []
    return [inspect.getsource(f).strip() for f in functions]


def _read_table(recipe, features):
    """Return the function that reads a CSV file by the recipe."""
    types = {t for _, t in features}
    used = [c for c in recipe.columns if [c.name, c.type] in [list(f) for f in features] and c.type == "number"]
    strip = any(c.prefix or c.suffix or c.thousands or c.decimal != "." for c in used)
    keep = any(c.missing_numbers for c in used)
    header = "" if recipe.header else f", header=None, names=[str(i + 1) for i in range({len(recipe.columns)})]"
    lines = [
        "def read(path):",
        '    """Return the columns of a CSV file: numbers (NaN is missing), dates, texts or None."""',
        f"    table = pd.read_csv(path, dtype=str, keep_default_na=False, sep={recipe.delimiter or ','!r}, encoding={recipe.encoding or 'utf-8'!r}{header})",
        "    cells = {}",
        '    for c in MODEL["columns"]:',
        '        text = table[c["name"]].str.strip()',
        '        gone = text.isin(c["missing"])',
    ]
    branch = "if"
    if "number" in types:
        if strip:
            lines.append('        if c["type"] == "number":')
            lines.append(
                '            text = text.str.removeprefix(c["prefix"]).str.removesuffix(c["suffix"]).str.strip()'
            )
            lines.append('            text = text.str.replace(c["thousands"], "") if c["thousands"] else text')
            lines.append('            text = text.str.replace(c["decimal"], ".")')
        lines.append('        if c["type"] == "number":')
        lines.append('            cells[c["name"]] = np.array([np.nan if g else float(t) for t, g in zip(text, gone)])')
        if keep:
            lines.append('            cells[c["name"]][np.isin(cells[c["name"]], c["missing_numbers"])] = np.nan')
        branch = "elif"
    if "date" in types:
        lines.append(f'        {branch} c["type"] == "date":')
        lines.append('            dates = pd.to_datetime(text.where(~gone), format=c["date_format"], errors="coerce")')
        lines.append('            cells[c["name"]] = dates.to_numpy("datetime64[s]")')
        branch = "elif"
    if types & {"category", "words"}:
        last = 'cells[c["name"]] = np.where(gone, None, text.to_numpy(object))'
        lines += (
            [f"        {'else:' if branch == 'elif' else 'if True:'}", f"            {last}"]
            if branch == "elif"
            else [f"        {last}"]
        )
    return "\n".join([*lines, "    return cells"])


def _read_images(recipe):
    """Return the function that reads a folder of pictures."""
    return f'''def read(path):
    """Return the pictures in a folder as (N, {recipe.height}, {recipe.width}{", 3" if recipe.mode == "RGB" else ""}) uint8."""
    from PIL import Image

    files = sorted(p for p in Path(path).rglob("*") if p.suffix.lower() in (".png", ".jpg", ".jpeg"))
    pictures = [Image.open(p).convert("{recipe.mode}").resize(({recipe.width}, {recipe.height}), Image.Resampling.BOX) for p in files]
    return np.array([np.asarray(p) for p in pictures])'''


def _matrix_table(state):
    """Return the function that puts the columns side by side."""
    lines = [
        "def to_matrix(cells, state):",
        '    """Return the cells as numbers (N, D), by what ``state`` learned."""',
        "    rows = len(next(iter(cells.values())))",
        '    names = state["numbers"]["names"]',
        "    X = np.array([cells[n] for n in names], float).reshape(len(names), rows).T",
    ]
    if state["dates"]:
        lines.append('    X = np.hstack([X, *(apply_date(d, cells[d["name"]]) for d in state["dates"])])')
    lines.append('    blocks = [apply_numbers(state["numbers"], X)]')
    if state["categories"]:
        lines.append(
            '    blocks.append(apply_categories(state["categories"], [cells[c["name"]] for c in state["categories"]]))'
        )
    if state["words"]:
        lines.append('    blocks += [apply_words(w, cells[w["name"]]) for w in state["words"]]')
    return "\n".join([*lines, "    return np.hstack(blocks)"])


def _matrix_images():
    """Return the function that flattens pictures."""
    return '''def to_matrix(pictures, state=None):
    """Return pixels as numbers from 0 to 1: (N, D)."""
    return pictures.reshape(len(pictures), -1) / 255'''


def _train(run, estimator, home, metric, images):
    """Return the function that trains again, fold by fold."""
    m = run.board.manifest
    name = type(estimator).__name__
    classify = m["task"] == "classification"
    rows = (
        f"[np.sort(np.random.default_rng({m['seed']}).choice(len(y_train), {run.rows_used}, replace=False))]"
        if run.rows_used
        else ""
    )
    call = repr(estimator).replace("\n", "").replace("  ", "")
    ask = "model.predict_proba(X_test)" if classify else "model.predict(X_test)"
    fits = f"fold < {'k'}" if m["split"]["time"] else "fold != k"
    cells = 'data["image"]' if images else "training_cells()"
    state = 'MODEL["folds"][k]'
    y = "np.log1p(y[fits])" if m["log_target"] else "y[fits]"
    out = ["answers = np.expm1(answers)"] if m["log_target"] else []
    spread = (
        ["answers = np.zeros((len(X_test), len(MODEL[\"classes\"])))", f"answers[:, model.classes_] = {ask}"]
        if classify
        else [f"answers = {ask}"]
    )
    five = name == "LogisticRegression" and images
    mark, end = ("        # --- the classic five lines", "        # ---") if five else ("", "")
    body = [
        "def train():",
        f'    """Fit on all folds but one, judge on that one; folds by {m["split"]["splitter"]}."""',
        f"    from {home} import {name}",
        f"    from sklearn.metrics import {metric.split('(')[0]}",
        "",
        '    data = np.load(HERE / "training.npz")',
        '    y, fold, weights = data["y"], data["fold"], data["weight"]',
        f"    cells, scores = {cells}, []",
        "    for k in range(fold.max() + 1):",
        f"        fits, test = np.flatnonzero({fits}), np.flatnonzero(fold == k)",
        f"        fits = fits{rows.replace('len(y_train)', 'len(fits)')}" if rows else "",
        f"        X = to_matrix({'cells' if images else '{n: c[fits] for n, c in cells.items()}'}{'[fits]' if images else ''}, {state})" if not images
        else "        X, X_test = to_matrix(cells[fits]), to_matrix(cells[test])",
        "" if images else f"        X_test = to_matrix({{n: c[test] for n, c in cells.items()}}, {state})",
        "        truth, weight = y[test], weights[test]",
        mark,
        f"        model = {call}",
        f"        model.fit(X, {y})",
        *(f"        {line}" for line in (*spread, *out)),
        f"        scores.append({metric})",
        end,
        '    print("score per fold:", *np.round(scores, 4), "mean:", np.mean(scores))',
    ]  # fmt: skip
    lines = [line for i, line in enumerate(body) if line or i == 4]
    if not images:
        lines = [*_training_cells(run).splitlines(), "", "", *lines]
    return "\n".join(lines)


def _training_cells(run):
    """Return the function that loads the stored training rows."""
    types = {t for _, t in run.model.manifest["features"]}
    lines = [
        "def training_cells():",
        '    """Return the training rows, column by column."""',
        '    stored = json.loads((HERE / "training.json").read_text("utf-8"))',
        '    kinds = {"number": float, "date": "datetime64[s]"}',
        '    return {c["name"]: np.array(stored[c["name"]], kinds.get(c["type"], object)) for c in MODEL["columns"]}',
    ]
    if not types & {"number", "date"}:
        lines[3:] = ['    return {c["name"]: np.array(stored[c["name"]], object) for c in MODEL["columns"]}']
    return "\n".join(lines)


def _main(m, images):
    """Return what happens when the script is run."""
    lines = ['if __name__ == "__main__":', '    if "--train" in sys.argv:', "        train()", "        sys.exit()"]
    lines.append('    answers = predict(ARRAYS, to_matrix(read(sys.argv[1]), MODEL["state"]))')
    if m["task"] == "classification":
        lines.append('    classes = [MODEL["classes"][k] for k in MODEL["classes_seen"]]')
        lines.append('    print("prediction", *classes, sep=",")')
        lines.append("    for p in answers:")
        lines.append('        print(classes[p.argmax()], *map(repr, p.tolist()), sep=",")')
    else:
        lines.append(
            f'    print("prediction", *{"np.expm1(answers)" if m["log_target"] else "answers"}.tolist(), sep="\\n")'
        )
    return "\n".join(lines)


def _tidy(text):
    """Return a part without trailing spaces."""
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())


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


def _write_training_rows(run, folder):
    """Write the training rows (no test row): answers, folds and weights, pictures or cells."""
    rows = np.flatnonzero(run.board.fold != TEST)
    weight = np.ones(len(rows)) if run.board.weight is None else run.board.weight[rows]
    arrays = {"y": run.board.y[rows], "fold": run.board.fold[rows], "weight": weight}
    cells = run.board.dataset().cells
    if run.board.manifest["kind"] == "images":
        write_arrays(folder / "training.npz", **arrays, image=np.asarray(cells["image"][rows]))
        return
    write_arrays(folder / "training.npz", **arrays)
    plain = {name: _plain(cells[name][rows]) for name, _ in run.features}
    write_whole(folder / "training.json", json.dumps(plain, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def _plain(cells):
    """Return cells as a JSON list; None is missing."""
    gone = missing(cells)
    texts = cells.astype(str) if cells.dtype.kind == "M" else cells
    return [None if g else v for v, g in zip(texts.tolist(), gone)]
