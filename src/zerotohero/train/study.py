"""Study the best run: how its score grows with the rows it learns from, and what each column does to it."""

import shutil
import time

import numpy as np

from zerotohero.algorithms._calibration import as_if_equal
from zerotohero.algorithms.combination import combine
from zerotohero.core.specs import discover, find
from zerotohero.leaderboard.board import pick
from zerotohero.leaderboard.journal import read_arrays, read_json, write_json
from zerotohero.leaderboard.open import open_board
from zerotohero.train.candidate import job, known_facts, seconds_of
from zerotohero.train.next import in_question, questions
from zerotohero.train.refit import members_of
from zerotohero.train.trials import try_without
from zerotohero.train.weigh import again, aligned

SHARES = (1 / 8, 1 / 4, 1 / 2)
FOLDS = 3  # whose held-out rows judge the learning curve
FEWEST = 20  # rows that a model on the curve learns from
SECONDS = {"quick": 30.0, "standard": 60.0, "thorough": 240.0}  # reference seconds for all of it


def study_best(work):
    """Write ``study.json`` into the folder of the best run (see the keys in ``report``), unless it stands there.

    The learning curve needs fits on fewer rows, the effects one more fit; a run that is too dear for both
    is studied less, or not at all.
    """
    board = open_board(work.folder)
    real = [r for r in board.ranked if not r.baseline and not r.rules and r.has_model]
    if not real or not work.left(0.9):
        return
    run = pick(real)
    path = run.folder / "study.json"
    if path.exists():
        return
    members = members_of(run)
    if any(r.stopped is not None for r, _ in members):  # unfinished: fits to the end say nothing about it
        return
    plan = work.plan
    known = known_facts(plan)
    cost = sum(seconds_of(plan, known, discover("algorithms")[r.algorithm], r.params, r.rows_used) for r, _ in members)
    left = SECONDS[plan.options.effort]
    if work.clock is not None:  # then what a fit really took counts
        cost = max(cost, sum(r.fit_seconds or 0 for r, _ in members))
        left = min(left, (work.until(1.0) - time.monotonic()) / 1.5)  # a model is also asked often, not fitted only
    left -= cost
    found = {"learning": None, "importance": [], "dependence": [], "rows_judged": 0, "fold": 0, "trials": []}
    if left >= 0 and plan.dataset.kind == "table":
        found |= _effects(work, run, members)
    folds = int(min(FOLDS, plan.n_folds, left // (cost * sum(SHARES)) if cost > 0 else FOLDS))
    if folds >= 1:
        found["learning"] = _learning(work, members, folds)
    strongest = max(members, key=lambda m: m[1])[0]
    sets = _suspects(plan, found["importance"])
    if sets and plan.n_folds * len(sets) * cost / len(members) <= left:
        found["trials"] = try_without(work, strongest, sets)
    write_json(path, found)


def _suspects(plan, importance):
    """Return (why, columns) to try without: those that seem to bring nothing, and each that may hold the answer."""
    idle = tuple(i["column"] for i in importance if i["worse"] <= 0)
    sets = [("brings nothing", idle)] if 0 < len(idle) < len(importance) else []
    found = [tuple(in_question(f)) for f in questions(plan.manifest())]
    names = {n for n, _ in plan.features}
    return sets + [("may hold the answer", some) for some in found if names > set(some)][:2]


def _effects(work, run, members):
    """Return importance and partial dependence, or nothing if they could not be measured."""
    candidates = [(again(r), w) for r, w in members]
    parts = [
        {"algorithm": c.algorithm, "params": c.params, "rows_used": c.rows_used, "weight": w} for c, w in candidates
    ]
    first = job(work.plan, candidates[0][0], work.folder, 0)
    calibration = run.calibration["shipped"] if run.calibration else None
    asked = {
        **first,
        "kind": "effects",
        "key": work.plan.key,
        "run": run.id,
        "members": parts,
        "calibration": calibration,
    }
    work.log("more", fits=len(parts))
    for _, answer in work.pool.run([asked], work.clock):
        if answer["status"] == "ok":
            return read_json(run.folder / "effects.json") or {}
    return {}


def _learning(work, members, folds):
    """Return rows and scores of models that learned from fewer rows, the full number last."""
    plan = work.plan
    full = int(np.mean([(plan.fold != k)[plan.training].sum() for k in range(folds)])) if not plan.by_time else None
    if full is None:  # by time, fold k learns from what came before it
        full = int(np.mean([((plan.fold < k) & plan.training).sum() for k in range(folds)]))
    sizes = [n for n in (int(full * s) for s in SHARES) if n >= FEWEST]
    jobs = []
    for run, _ in members:
        c = again(run)
        for n in sizes:
            if c.rows_used is None or n < c.rows_used:
                base = {**job(plan, c, work.folder, 0), "key": plan.key, "rows_used": n, "run": f"{run.id}-rows{n}"}
                jobs += [{**base, "fold": k} for k in range(folds)]
    work.log("more", fits=len(jobs))
    try:
        ended = [answer["status"] for _, answer in work.pool.run(jobs, work.clock)]
        if len(ended) < len(jobs) or set(ended) - {"ok"}:
            return None
        points = [(n, _scores(work, members, folds, n)) for n in sizes]
    finally:
        for run, _ in members:
            for path in (work.folder / "runs").glob(f"{run.id}-rows*"):
                shutil.rmtree(path, ignore_errors=True)
    points.append((full, _scores(work, members, folds, None)))
    return {
        "rows": [n for n, _ in points],
        "score": [float(np.mean(s)) for _, s in points],
        "score_std": [float(np.std(s)) for _, s in points],
    }


def _scores(work, members, folds, n):
    """Return the score on each fold of the members (together) that learned from ``n`` rows; None: from all."""
    plan, scores = work.plan, []
    task = find("tasks", plan.task)
    metric = task.metric(plan.metric)
    weights = [w for _, w in members]
    for k in range(folds):
        answers = []
        for run, _ in members:
            fewer = work.folder / "runs" / f"{run.id}-rows{n}"
            folder = fewer if n is not None and fewer.exists() else run.folder
            arrays = read_arrays(folder / f"fold-{k}.npz")
            if run.fold_key and folder == run.folder:  # tuned: judged by other folds; the same rows are found there
                rows, predictions = aligned(run)
                place = np.searchsorted(rows, np.flatnonzero(plan.fold == k))
                arrays = {"rows": rows[place], "predictions": predictions[place]}
            order = np.argsort(arrays["rows"])
            answers.append(arrays["predictions"][order])
        rows = np.sort(arrays["rows"])
        answers = np.log1p(np.maximum(answers, 0)) if plan.log_target else np.array(answers)
        mixed = combine(answers, weights)
        mixed = np.expm1(mixed) if plan.log_target else mixed
        mixed = as_if_equal(plan.prior, mixed) if plan.prior else mixed
        if task.on_equal_terms:
            mixed = task.on_equal_terms(mixed, plan.dataset.cells[plan.target], rows)
        weight = None if plan.weight is None else plan.weight[rows]
        scores.append(metric.score(plan.y[rows], mixed, weight, list(plan.classes)))
    return scores
