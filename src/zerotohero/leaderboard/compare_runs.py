"""Two runs side by side, as plain data: what was set, what they score fold by fold, and where they disagree.

Only rows that no fold's model had seen are looked at; never a row of the test set.
"""

import numpy as np

from zerotohero.core.errors import BoardError
from zerotohero.core.specs import discover, find
from zerotohero.leaderboard.compare import paired

EXAMPLES = 3  # rows for each of the two
SHOWN = 5  # cells of a row that are shown
STYLES = {
    "linear": "scaled numbers, a column for each category",
    "trees": "numbers as they are",
    "codes": "a code for each category",
    "bins": "a few codes for every column",
    "counts": "counts",
}


def compare_runs(first, second):
    """Return how two runs differ.

    Parameters
    ----------
    first, second : Run
        Of any leaderboard, or .hero files; of a refitted run, its parent's scores are compared.

    Returns
    -------
    dict
        ``runs``, ``settings`` (name, the two values, whether they differ), ``scores`` (``comparable``, ``why`` not,
        ``folds``, ``difference`` as in ``leaderboard.compare``) and ``answers`` (who is right where), or None.

    Raises
    ------
    BoardError
        One of them has no score.
    """
    for run in (first, second):
        if run.status != "ok":
            raise BoardError(f"compare {run.id}", "a run with a score", f"{run.title}: {run.status}, {run.why}", "another run of `hero board`")  # fmt: skip
    settings = [_settings(run) for run in (first, second)]
    names = [*settings[0], *(n for n in settings[1] if n not in settings[0])]
    why = _why_not(first, second)
    found = {
        "runs": [_about(run) for run in (first, second)],
        "settings": [{"name": n, "values": [s.get(n) for s in settings], "differs": settings[0].get(n) != settings[1].get(n)} for n in names],
        "scores": {"comparable": why is None, "why": why, "folds": [_folds(run) for run in (first, second)], "difference": None},
        "answers": None,
    }  # fmt: skip
    if why is None:
        one, other = _judged(first), _judged(second)
        rows, places, others = np.intersect1d(one.oof[0], other.oof[0], return_indices=True)
        answers = [one.oof[1][places], other.oof[1][others]]
        found["scores"] |= _difference(one, other, rows, answers)
        found["answers"] = _answers(one, other, rows, answers)
    return found


def _judged(run):
    """Return the run that was judged: a refitted one has its parent's estimate."""
    return run.board.run(run.parent) if run.parent else run


def _about(run):
    """Return what a run is called, and what it scored and took."""
    board = run.board
    plain = {k: run.record.get(k) for k in ("id", "algorithm", "score", "score_std", "fit_seconds", "parent")}
    m = board.manifest if board else run.model.manifest
    more = {k: m.get(k) for k in ("dataset", "target", "task", "metric")}
    return {**plain, **more, "title": run.title, "leaderboard": board.folder.name if board else None}


def _settings(run):
    """Return name -> value, as text, of everything that was set, or that follows from it."""
    spec = discover("algorithms")[run.algorithm]
    found = {"algorithm": spec.title}
    found |= {f"{run.algorithm}.{name}": _text(value) for name, value in run.params.items()}
    for member in run.members:
        found[f"member {run.board.run(member['run']).title}"] = f"{member['weight']:.2f}"
    if run.has_model:
        found |= _of_model(run)
    if run.rows_used:
        found["rows a fold learned from"] = f"{run.rows_used:,}"
    if run.stopped is not None:
        found["stopped at"] = f"{run.stopped:.0%}"
    if run.board:
        m = run.board.manifest
        found |= {
            "data": m["dataset"],
            "predicts": m["target"],
            "metric": m["metric"],
            "seed": _text(m.get("seed")),
            "folds": m["split"]["splitter"],
        }
        found |= {f"version of {name}": value for name, value in m.get("versions", {}).items()}
    if run.fit_seconds is not None:
        found["seconds a fit"] = f"{run.fit_seconds:.2g}"
    return found


def _of_model(run):
    """Return the settings that the model file tells of: columns, representation, calibration, threshold, size."""
    m, models = run.model.manifest, [model for _, model in run.model.members] or [run.model]
    found = {"columns": ", ".join(name for name, _ in m["features"]) if m["task"] != "generation" else None}
    if m["task"] != "generation":
        seen = {_text(STYLES.get(s.get("style"), s.get("style") or s.get("kind") or m["recipe"]["kind"])): len(model.representation.feature_names_)
                for model in models for s in [model.manifest["representation"]]}  # fmt: skip
        found["seen as"] = "; ".join(f"{style} ({count:,})" for style, count in seen.items())
        found["log of the target"] = "yes" if m.get("log_target") else None
    calibration, threshold = m.get("calibration"), m.get("threshold")
    found["calibrated"] = (
        calibration.get("kind", "yes") if calibration else "no" if m["task"] == "classification" else None
    )
    found["says yes from"] = f"{threshold['value']:.3g} on ({threshold['positive']})" if threshold else None
    found["model file"] = f"{run.path.stat().st_size / 1e6:.3g} MB"
    return {k: v for k, v in found.items() if v is not None}


def _text(value):
    """Return a setting as text."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _why_not(first, second):
    """Return why the scores of two runs cannot be compared, or None."""
    if first.board is None or second.board is None:
        return "a .hero file has left its leaderboard: which rows it was judged by is not known"
    a, b = first.board.manifest, second.board.manifest
    if a["key"] == b["key"]:
        return None
    for names, said in (
        (("data", "dataset"), "they were judged by other rows"),
        (("target", "task", "classes"), "they predict something else"),
        (("metric",), f"one is judged by {a['metric']}, the other by {b['metric']}"),
    ):
        if any(a[name] != b[name] for name in names):
            return said
    if first.board.test_set != second.board.test_set:
        return "other rows were kept aside, so one may have learned from what judges the other"
    return None


def _folds(run):
    """Return the score of each fold, [] where nobody knows."""
    return list(_judged(run).record.get("fold_scores") or []) if run.board else []


def _difference(first, second, rows, answers):
    """Return the paired difference: averaged over the folds where these are the same, else over all rows at once."""
    m, y, weight = first.board.manifest, first.board.y[rows], first.board.weight
    folds = [run.fold[rows] for run in (first, second)]
    same = np.array_equal(*folds)
    parts = [np.flatnonzero(folds[0] == k) for k in np.unique(folds[0])] if same else None
    metric = find("tasks", m["task"]).metric(m["metric"])
    units = _groups(first.board, rows)
    found = paired(metric, y, *answers, m["classes"], None if weight is None else weight[rows], units, parts)
    return {"difference": found.as_dict(), "same_folds": same}


def _groups(board, rows):
    """Return (n,) what rows belong together by the split's groups, or None."""
    name = board.manifest["split"]["groups"]
    return board.dataset().cells[name][rows].astype(str) if name else None


def _answers(first, second, rows, answers):
    """Return how often each is right where the other is not (of numbers and lines: nearer), with examples."""
    m, truth = first.board.manifest, first.board.y[rows]
    if m["task"] == "classification":
        said = [_labels(run, p) for run, p in zip((first, second), answers)]
        good = [(s == truth).astype(float) for s in said]
        own = [p[np.arange(len(rows)), truth] for p in answers]
        told = [[f"{m['classes'][k]} {p[i, k]:.0%}" for i, k in enumerate(s)] for s, p in zip(said, answers)]
        true = [m["classes"][k] for k in truth]
    elif m["task"] == "regression":
        own = good = [-np.abs(p - truth) for p in answers]
        told, true = [[f"{v:.6g}" for v in p] for p in answers], [f"{v:.6g}" for v in truth]
    else:
        own = good = [-p[:, 0] / np.maximum(p[:, 1], 1) for p in answers]
        told, true = [[f"perplexity {np.exp(min(-v, 50)):.3g}" for v in g] for g in good], [""] * len(rows)
    counts = {
        "rows": len(rows),
        "only_first": int((good[0] > good[1]).sum()),
        "only_second": int((good[1] > good[0]).sum()),
    }
    if m["task"] == "classification":
        counts |= {"both_right": int((good[0] + good[1] == 2).sum()), "both_wrong": int((good[0] + good[1] == 0).sum())}
        counts["same_answer"] = int((said[0] == said[1]).sum())
    examples = []
    for better in (0, 1):
        gap = np.where(good[better] > good[1 - better], own[better] - own[1 - better], -np.inf)
        for i in np.argsort(-gap, kind="stable")[:EXAMPLES]:
            if np.isfinite(gap[i]):
                row = int(rows[i])
                examples.append(
                    {
                        "better": better,
                        "row": row,
                        "cells": _cells(first, row),
                        "truth": true[i],
                        "answers": [told[0][i], told[1][i]],
                    }
                )
    return {**counts, "examples": examples}


def _labels(run, probabilities):
    """Return the class index that a run says: the most probable, or by its threshold."""
    threshold, chosen = run.threshold, probabilities.argmax(1)
    if threshold:
        positive = run.board.manifest["classes"].index(threshold["positive"])
        chosen = np.where(probabilities[:, positive] >= threshold["value"], positive, 1 - positive)
    return chosen


def _cells(run, row):
    """Return a few cells of a row as text, or the name of a picture or sound."""
    dataset, m = run.board.dataset(), run.board.manifest
    if m["task"] == "generation":
        return str(dataset.cells[m["target"]][row])
    names = [n for n, kind in m["features"] if kind not in ("image", "sound")][:SHOWN] or dataset.names("name")
    return ", ".join(f"{n} {_short(dataset.cells[n][row])}" for n in names if n in dataset.cells) or f"row {row}"


def _short(value):
    """Return one cell as text."""
    text = "?" if value is None or value != value else f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
