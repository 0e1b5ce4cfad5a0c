"""Cells to numbers: our TableRepresentation against skrub's TableVectorizer, behind the same model.

Both get the same typed cells (``read_table``), as arrays or as a DataFrame. Five random test sets of 20 %, the same for
both; at most 4,000 rows a table. In front of the linear model skrub's side also imputes (mean) and standardises.
Scores: R² for numbers, ROC AUC for two classes, accuracy for several. "no worse" means that the mean difference over
the test sets is not below minus its standard error.

    python benchmarks/cells_to_numbers.py ../shared/data/tables --tables titanic,ames
"""

import argparse
import json
import os
import time
import warnings
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pandas as pd
import skrub
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import accuracy_score, r2_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from tables import TARGET_AGAIN, TARGETS, table_path

from zerotohero.core.dataset import missing
from zerotohero.data.table import read_table
from zerotohero.representations.table import TableRepresentation

MODELS = {
    "linear": (lambda: LogisticRegression(C=1, max_iter=500), Ridge),
    "trees": (
        lambda: HistGradientBoostingClassifier(random_state=0),
        lambda: HistGradientBoostingRegressor(random_state=0),
    ),
}
ROWS, TEST_SETS = 4000, 5


def problem(folder, name):
    """Return the feature cells, their types, the target and whether it is a number."""
    dataset = read_table(table_path(folder, name))
    dataset = dataset.take(~missing(dataset.cells[TARGETS[name]]))
    dataset = dataset.take(np.sort(np.random.default_rng(0).permutation(len(dataset))[:ROWS]))
    cells = {n: c for n, c in dataset.cells.items() if n not in (TARGETS[name], TARGET_AGAIN.get(name))}
    y = dataset.cells[TARGETS[name]]
    number = y.dtype.kind == "f" and len(np.unique(y)) > 20
    return (
        cells,
        {n: dataset.type(n) for n in cells},
        y if number else np.unique(y.astype(str), return_inverse=True)[1],
        number,
    )


def score(model, X, y, number):
    """Return R², ROC AUC or accuracy."""
    if number:
        return r2_score(y, model.predict(X))
    if len(model.classes_) == 2:
        return roc_auc_score(y, model.predict_proba(X)[:, 1])
    return accuracy_score(y, model.predict(X))


def compare(folder, name, style):
    """Return ours and skrub's: a score per test set, seconds of representation, columns made, milliseconds for one row."""
    cells, types, y, number = problem(folder, name)
    frame = pd.DataFrame(
        {n: pd.Series(c, dtype="str") if types[n] in ("category", "words") else c for n, c in cells.items()}
    )
    result = {side: {"scores": [], "seconds": 0.0, "columns": 0, "one_row_ms": 0.0} for side in ("ours", "skrub")}
    for test_set in range(TEST_SETS):
        order = np.random.default_rng(test_set).permutation(len(y))
        test, train = order[: len(y) // 5], order[len(y) // 5 :]

        def take(rows):
            return {n: c[rows] for n, c in cells.items()}

        theirs = (
            [skrub.TableVectorizer(), SimpleImputer(), StandardScaler()]
            if style == "linear"
            else [skrub.TableVectorizer()]
        )
        for side, representation, pick in (
            ("ours", TableRepresentation(list(types.items()), style), take),
            ("skrub", make_pipeline(*theirs), frame.iloc.__getitem__),
        ):
            start = time.perf_counter()
            X, X_test = representation.fit(pick(train)).transform(pick(train)), representation.transform(pick(test))
            result[side]["seconds"] += time.perf_counter() - start
            model = MODELS[style][number]().fit(X, y[train])
            result[side]["scores"].append(score(model, X_test, y[test], number))
            start = time.perf_counter()
            representation.transform(pick(test[:1]))
            result[side]["one_row_ms"] = (time.perf_counter() - start) * 1e3
            result[side]["columns"] = X.shape[1]
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tables", default=",".join(TARGETS), help="names, separated by commas")
    parser.add_argument(
        "--keep", type=Path, help="JSON lines: results are added here, those that stand here not repeated"
    )
    options = parser.parse_args()
    warnings.simplefilter("ignore", UserWarning)  # skrub's side: unknown categories
    kept = {}
    if options.keep and options.keep.exists():
        lines = map(json.loads, options.keep.read_text(encoding="utf-8").splitlines())
        kept = {(line["table"], line["style"]): line for line in lines}
    rows = []
    print(f"{'table':22} {'model':7} {'ours':>7} {'skrub':>7} {'diff':>8} {'se':>7}  columns    one row, ms")
    for style in MODELS:
        for name in options.tables.split(","):
            line = kept.get((name, style)) or {"table": name, "style": style, **compare(options.folder, name, style)}
            if options.keep and (name, style) not in kept:
                with options.keep.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(line) + "\n")
            ours, theirs = (np.array(line[side]["scores"]) for side in ("ours", "skrub"))
            diff, se = (ours - theirs).mean(), (ours - theirs).std(ddof=1) / np.sqrt(TEST_SETS)
            rows.append((style, diff >= -se - 1e-12, line))
            print(
                f"{name:22} {style:7} {ours.mean():7.4f} {theirs.mean():7.4f} {diff:+8.4f} {se:7.4f}"
                f"  {line['ours']['columns']:4} {line['skrub']['columns']:4}"
                f"  {line['ours']['one_row_ms']:6.2f} {line['skrub']['one_row_ms']:6.1f}{'' if rows[-1][1] else '  worse'}",
                flush=True,
            )
    for style in MODELS:
        mine = [(good, line) for s, good, line in rows if s == style]
        seconds = [sum(line[side]["seconds"] for _, line in mine) for side in ("ours", "skrub")]
        one_row = [np.median([line[side]["one_row_ms"] for _, line in mine]) for side in ("ours", "skrub")]
        print(
            f"{style}: no worse on {sum(g for g, _ in mine)} of {len(mine)} tables (goal: {np.ceil(0.8 * len(mine)):.0f}); "
            f"fit and transform {seconds[0]:.1f} s against {seconds[1]:.1f} s; "
            f"one row, median {one_row[0]:.2f} ms against {one_row[1]:.1f} ms"
        )


if __name__ == "__main__":
    main()
