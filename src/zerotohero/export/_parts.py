"""The parts of a script, as text: each function here returns one."""

import numpy as np

from zerotohero.representations._category import apply_categories
from zerotohero.representations._date import apply_date
from zerotohero.representations._number import apply_numbers
from zerotohero.representations._words import apply_words

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


def number(text):
    """Return a cell as a finite number, else NaN."""
    try:
        value = float(text)
    except ValueError:
        return np.nan
    return value if np.isfinite(value) else np.nan


def joined(parts):
    """Return the parts as one text, a blank line between them."""
    tidy = ("\n".join(line.rstrip() for line in part.strip("\n").splitlines()) for part in parts)
    return "\n\n".join(tidy) + "\n"


def head_part(run, words, cells=""):
    """Return docstring and imports."""
    m = run.board.manifest
    images = m["kind"] == "images"
    what = "FOLDER" if images else "new.csv"
    imports = [
        *(["import csv"] if m["task"] == "classification" else []),
        "import json",
        *(["import re"] if words else []),
        "import sys",
        "from pathlib import Path",
        "",
        "import numpy as np",
    ]
    imports += [] if images else ["import pandas as pd"]
    imports += [cells] if cells else []
    target, dataset = (
        repr(name).replace('"', r"\"") for name in (m["target"], m["dataset"])
    )  # never ends the docstring
    return f'''"""{run.title} for {target} of {dataset}.

Needs numpy, {"pillow" if images else "pandas"} and scikit-learn {m["versions"]["scikit-learn"]}.
    python run.py {what:<10} predicts with the stored arrays
    python run.py --train    trains again; prints the score that the leaderboard shows
"""

{chr(10).join(imports)}

HERE = Path(__file__).parent
MODEL = json.loads((HERE / "model.json").read_text("utf-8"))
ARRAYS = dict(np.load(HERE / "arrays.npz"))'''


def cell_functions(state):
    """Return the functions that these columns need."""
    functions = [apply_numbers]
    functions += [apply_categories] if state["categories"] else []
    functions += [apply_date] if state["dates"] else []
    return functions + ([apply_words] if state["words"] else [])


def read_table_part(recipe, features):
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
        lines.append(
            '            cells[c["name"]] = np.array([np.nan if g else number(t) for t, g in zip(text, gone)])'
        )
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


def read_images_part(recipe):
    """Return the function that reads a folder of pictures."""
    return f'''def read(path):
    """Return the pictures in a folder as (N, {recipe.height}, {recipe.width}{", 3" if recipe.mode == "RGB" else ""}) uint8."""
    from PIL import Image

    files = sorted(p for p in Path(path).rglob("*") if p.suffix.lower() in (".png", ".jpg", ".jpeg"))
    pictures = [Image.open(p).convert("{recipe.mode}").resize(({recipe.width}, {recipe.height}), Image.Resampling.BOX) for p in files]
    return np.array([np.asarray(p) for p in pictures])'''


def matrix_table_part(state):
    """Return the function that puts the columns side by side."""
    lines = [
        "def to_matrix(cells, state):",
        '    """Return the cells as numbers (N, D), by what ``state`` learned."""',
        '    numbers = [cells[name] for name in state["number_columns"]]',
        "    X = np.array(numbers, float).reshape(len(numbers), len(next(iter(cells.values())))).T",
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
    return "\n".join([*lines, "    X = np.hstack(blocks)", "    return X if X.shape[1] else np.zeros((len(X), 1))"])


def matrix_images_part():
    """Return the function that flattens pictures."""
    return '''def to_matrix(pictures, state=None):
    """Return pixels as numbers from 0 to 1: (N, D)."""
    return pictures.reshape(len(pictures), -1) / 255'''


def train_part(run, estimator):
    """Return the function that trains again, fold by fold."""
    m = run.board.manifest
    images, classify = m["kind"] == "images", m["task"] == "classification"
    name, home = type(estimator).__name__, ".".join(type(estimator).__module__.split(".")[:2])
    metric = SCORES[m["metric"]]
    if m["metric"] == "roc_auc" and len(m["classes"]) > 2:
        metric = 'roc_auc_score(truth, answers, multi_class="ovr", sample_weight=weight)'
    call = " ".join(repr(estimator).split())
    if images:
        matrices = ["X, X_test = to_matrix(data['image'][fits]), to_matrix(data['image'][test])".replace("'", '"')]
    else:
        matrices = [
            f'{x} = to_matrix({{n: c[{rows}] for n, c in cells.items()}}, MODEL["folds"][k])'
            for x, rows in (("X", "fits"), ("X_test", "test"))
        ]
    y = "np.log1p(y[fits])" if m["log_target"] else "y[fits]"
    if classify:
        answers = [
            'answers = np.zeros((len(test), len(MODEL["classes"])))',
            "answers[:, model.classes_] = model.predict_proba(X_test)",
        ]
    else:
        answers = [
            "answers = np.expm1(model.predict(X_test))" if m["log_target"] else "answers = model.predict(X_test)"
        ]
    heart = [f"model = {call}", f"model.fit(X, {y})", *answers, f"scores.append({metric})"]
    if images and name == "LogisticRegression":
        heart = ["# --- the classic five lines", *heart, "# ---"]
    fewer = (
        [f"fits = np.sort(np.random.default_rng({m['seed']}).choice(fits, {run.rows_used}, replace=False))"]
        if run.rows_used
        else []
    )
    loop = [
        f"fits, test = np.flatnonzero(fold {'<' if m['split']['time'] else '!='} k), np.flatnonzero(fold == k)",
        *fewer,
        *matrices,
        "truth, weight = y[test], weights[test]",
        *heart,
    ]
    lines = [
        "def train():",
        f'    """Fit on all folds but one, judge on that one; folds by {m["split"]["splitter"]}."""',
        f"    from {home} import {name}",
        f"    from sklearn.metrics import {metric.split('(')[0]}",
        "",
        '    data, scores = np.load(HERE / "training.npz"), []',
        '    y, fold, weights = data["y"], data["fold"], data["weight"]',
        *([] if images else ['    cells = read(HERE / "training.csv")']),
        "    for k in range(fold.max() + 1):",
        *(f"        {line}" for line in loop),
        '    print("score per fold:", *np.round(scores, 4), "mean:", np.mean(scores))',
    ]
    return "\n".join(lines)


def main_part(m):
    """Return what happens when the script is run."""
    lines = ['if __name__ == "__main__":', '    if "--train" in sys.argv:', "        train()", "        sys.exit()"]
    lines.append('    answers = predict(ARRAYS, to_matrix(read(sys.argv[1]), MODEL["state"]))')
    if m["task"] == "classification":
        lines.append('    classes = [MODEL["classes"][k] for k in MODEL["classes_seen"]]')
        lines.append("    table = csv.writer(sys.stdout)")
        lines.append('    table.writerow(["prediction", *classes])')
        lines.append("    table.writerows([classes[p.argmax()], *map(repr, p.tolist())] for p in answers)")
    else:
        lines.append(
            f'    print("prediction", *{"np.expm1(answers)" if m["log_target"] else "answers"}.tolist(), sep="\\n")'
        )
    return "\n".join(lines)
