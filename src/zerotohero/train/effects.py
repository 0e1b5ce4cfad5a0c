"""What each column does to a model's predictions: permutation importance and partial dependence. Runs in a worker.

The model is fitted on the rows of one fold and asked about the rows of that fold that it did not see.
Permutation importance: Breiman 2001, https://doi.org/10.1023/A:1010933404324 (section 10).
Partial dependence: Friedman 2001, https://doi.org/10.1214/aos/1013203451; its spread over rows: Goldstein et al. 2015.
"""

import time
from pathlib import Path

import numpy as np

from zerotohero.algorithms._calibration import as_if_equal, calibrate
from zerotohero.algorithms.combination import combine
from zerotohero.core.dataset import missing
from zerotohero.core.specs import find
from zerotohero.leaderboard.journal import write_json
from zerotohero.tasks._split import fit_and_valid
from zerotohero.train.fit import board_of, fewer, finished, fit_on, raw_answers

MOST_ASKED = 100_000  # rows predicted for the importances of all columns together
MOST_ROWS, CURVE_ROWS = 1000, 150  # rows judged; rows behind a curve
CURVES, POINTS, CATEGORIES = 6, 10, 8
REPEATS, MOST_REPEATED = 3, 60  # shuffles of a column, so that luck shows; the columns that are shuffled more than once
TOGETHER = 5000  # rows predicted in one go: with thousands of columns, each go is dear however few its rows are


def effects_job(job):
    """Measure, write ``effects.json`` into the run's folder, and return the status.

    Parameters
    ----------
    job : dict
        As ``candidate.job``, with ``members`` (job, weight of each fitted model) and ``calibration``.
    """
    started = time.process_time()
    manifest, arrays, dataset = board_of(job)
    fits, valid = fit_and_valid(arrays["fold"], job["fold"], bool(manifest["split"]["time"]))
    names = [n for n, _ in job["features"]]
    judged = fewer(valid, int(np.clip(MOST_ASKED // (len(names) * REPEATS), 100, MOST_ROWS)), manifest["seed"])
    ask = _model(job, manifest, arrays, dataset, fits)
    cells = {n: dataset.cells[n][judged] for n in names}
    metric = find("tasks", manifest["task"]).metric(manifest["metric"])
    sign = 1 if metric.greater_is_better else -1

    def score(predictions, rows=judged):
        weight = arrays["weight"][rows] if "weight" in arrays else None
        return metric.score(arrays["y"][rows], predictions, weight, manifest["classes"])

    base, rng = score(ask(cells)), np.random.default_rng(manifest["seed"])

    def worse(some):
        mixed = {n: np.concatenate([cells[n]] * len(some)) for n in names}
        for name, rows in zip(some, np.split(np.arange(len(some) * len(judged)), len(some))):
            mixed[name][rows] = cells[name][rng.permutation(len(judged))]
        return [sign * (base - score(answers)) for answers in np.split(ask(mixed), len(some))]

    importance = _importance(names, worse, max(1, TOGETHER // len(judged)))
    known = fewer(fewer(fits, job["members"][0]["rows_used"], manifest["seed"]), MOST_ROWS, manifest["seed"])
    by_heart = {"seen": score(ask({n: dataset.cells[n][known] for n in names}), known), "unseen": base}
    few = fewer(judged, CURVE_ROWS, manifest["seed"])
    types = dict(map(tuple, job["features"]))
    top = [i["column"] for i in importance if types[i["column"]] in ("number", "date", "category")][:CURVES]
    seen = {n: dataset.cells[n][fits] for n in top}
    about = {n: dataset.cells[n][few] for n in names}
    curves = [_curve(n, types[n], seen[n], about, ask) for n in top]
    write_json(
        Path(job["folder"]) / "runs" / job["run"] / "effects.json",
        {
            "importance": importance,
            "dependence": [c for c in curves if c],
            "by_heart": by_heart,
            "rows_judged": len(judged),
            "fold": job["fold"],
        },
    )
    return {"status": "ok", "why": None, "score": None, "fold": job["fold"], "seconds": time.process_time() - started}


def _importance(names, worse, together):
    """Return importances, largest first; the spread is None where a column was shuffled only once.

    ``worse(some)`` says of each of a few columns, ``together`` at most, by how much the score fell without it.
    """
    found = {name: [] for name in names}

    def shuffle(columns):
        for start in range(0, len(columns), together):
            some = columns[start : start + together]
            for name, by in zip(some, worse(some)):
                found[name].append(by)

    shuffle(names)
    for _ in range(REPEATS - 1):
        shuffle(sorted(names, key=lambda n: -found[n][0])[:MOST_REPEATED])
    measured = [
        {"column": n, "worse": float(np.mean(w)), "worse_std": float(np.std(w)) if len(w) > 1 else None}
        for n, w in found.items()
    ]
    return sorted(measured, key=lambda i: -i["worse"])


def _model(job, manifest, arrays, dataset, fits):
    """Return ``ask(cells)`` -> predictions in the person's unit, of the members fitted on these rows."""
    fitted, none = [], np.array([], int)
    for member in job["members"]:
        own = {**job, **member}
        rows = fewer(fits, own["rows_used"], manifest["seed"])
        fitted.append((fit_on(own, (manifest, arrays, dataset), rows, none)[:2], member["weight"]))
    weights = [w for _, w in fitted]

    def ask(cells):
        answers = [
            raw_answers(model, manifest, representation.transform(cells)) for (model, representation), _ in fitted
        ]
        answers = finished(combine(np.array(answers), weights), manifest)
        answers = calibrate(job["calibration"], answers) if job["calibration"] else answers
        return as_if_equal(manifest["prior"], answers) if manifest.get("prior") else answers

    return ask


def _curve(name, kind, seen, about, ask):
    """Return the partial dependence on one column, or None if it holds one value only."""
    known = seen[~missing(seen)]
    if kind == "category":
        values, counts = np.unique(known.astype(str), return_counts=True)
        at = list(values[np.argsort(-counts, kind="stable")][:CATEGORIES])
        cells = [np.full(len(about[name]), v, object) for v in at]
    else:
        numbers = known.astype("datetime64[s]").astype(float) if kind == "date" else known
        points = (
            np.unique(np.quantile(numbers, np.linspace(0.02, 0.98, POINTS), method="nearest")) if len(known) else []
        )
        at = [str(np.datetime64(int(p), "s")) for p in points] if kind == "date" else [float(p) for p in points]
        cells = [np.full(len(about[name]), np.datetime64(int(p), "s") if kind == "date" else p) for p in points]
    if len(at) < 2:
        return None
    answers = [ask({**about, name: c}) for c in cells]  # each (n,) or (n, K)
    answers = np.array([a[:, 1] if a.ndim == 2 and a.shape[1] == 2 else a for a in answers])
    low, high = np.quantile(answers, [0.1, 0.9], axis=1)
    mean = answers.mean(axis=1)
    return {"column": name, "kind": kind, "at": at, "mean": mean.tolist(), "low": low.tolist(), "high": high.tolist()}
