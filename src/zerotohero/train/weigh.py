"""Combine: weights for a few of the runs on a leaderboard, chosen on out-of-fold predictions and judged on others."""

import numpy as np

from zerotohero.algorithms._calibration import pieces
from zerotohero.algorithms.combination import combine, fewest, weigh
from zerotohero.core.specs import discover
from zerotohero.leaderboard.journal import write_arrays, write_json
from zerotohero.leaderboard.model import Model, join
from zerotohero.leaderboard.open import open_board
from zerotohero.train.candidate import Candidate, candidate_id, job

MOST_RUNS = 10  # so many of the best are considered: weak ones creep in with small weights


def combine_rows(work):
    """Combine the best runs; fit on all training rows what has to be kept. Return the ids of what was made.

    Considered are all runs on these rows, folds and inputs, of earlier trainings too.
    """
    plan, board = work.plan, open_board(work.folder)
    real = [r for r in board.ranked if not r.baseline and not r.rules and r.algorithm != "combination"]
    real = [r for r in real if [tuple(f) for f in r.features] == list(plan.features)]
    made, weights = [], {}
    if len(real) > 1 and work.left(0.9) and plan.task in discover("algorithms")["combination"].tasks:
        made, weights = _weighed(work, real)
    firsts = {}
    for run in real:
        firsts.setdefault(run.algorithm, run)
    keep = {r.id for r in firsts.values()} | set(weights)
    keep |= {min(real, key=lambda r: r.cost["per_row"]).id} if real and all(r.cost for r in real) else set()
    _fit_on_all(work, [r for r in real if r.id in keep])
    by_id = {r.id: r for r in real}
    for candidate in made:
        models = [by_id[m["run"]] for m in candidate.members]
        if all(r.has_model for r in models):
            about = {"run": candidate.id, "score": None, "score_std": None}
            bare = [Model.load(r.path) for r in models]
            path = work.folder / "runs" / candidate.id / "model.hero"
            join(bare, [m["weight"] for m in candidate.members], **about).save(path, calibration=None)
            write_json(
                path.with_name("fold-final.json"), {"status": "ok", "score": None, "fold": "final", "seconds": 0.0}
            )
        work.complete(candidate)
    return [c.id for c in made]


def _weighed(work, runs):
    """Return ([Candidate], run id -> weight): the combination, its out-of-fold predictions written; nothing if one is best.

    Each fold's rows choose weights; the mean of these over the other folds judges a fold, that over all is shipped.
    The mean over folds is what keeps weights from following the luck of a few rows.
    """
    plan, log = work.plan, work.plan.log_target
    own = [aligned(r) for r in runs]
    rows = own[0][0]
    runs, own = zip(*[(r, o) for r, o in zip(runs, own) if np.array_equal(o[0], rows)])
    predictions = np.array([np.log1p(np.maximum(p, 0)) if log else p for _, p in own])  # (M, N, K) or (M, N)
    losses = [loss_on(plan, rows)(p) for p in predictions]
    best = np.argsort(losses, kind="stable")[:MOST_RUNS]
    runs, predictions = [runs[i] for i in best], predictions[best]
    fold = plan.fold[rows]
    cut = [here for here, _ in pieces([(np.flatnonzero(fold == k),) * 2 for k in range(plan.n_folds)])]
    alone = np.array([weigh(predictions[:, here], loss_on(plan, rows[here]), most=len(runs)) for here in cut])  # (P, M)
    mixed = np.empty_like(predictions[0])
    for k, here in enumerate(cut):
        mixed[here] = combine(predictions[:, here], fewest(np.delete(alone, k, axis=0).mean(axis=0)))
    weights = fewest(alone.mean(axis=0))
    members = tuple({"run": r.id, "weight": float(w)} for r, w in zip(runs, weights) if w > 0)
    if len(members) < 2:
        return [], {}
    titles = ", ".join(f"{w:.0%} {r.title}" for r, w in sorted(zip(runs, weights), key=lambda p: -p[1]) if w > 0)
    candidate = Candidate("", "combination", {}, {}, plan.features, f"together: {titles}", members=members)
    candidate = Candidate(**{**candidate.__dict__, "id": candidate_id(plan, candidate)})
    folder = work.folder / "runs" / candidate.id
    for k in range(plan.n_folds):
        here = fold == k
        values = np.expm1(mixed[here]) if log else mixed[here]
        write_arrays(folder / f"fold-{k}.npz", rows=rows[here], predictions=values)
        seconds = sum(r.fit_seconds or 0 for r, w in zip(runs, weights) if w > 0)
        write_json(folder / f"fold-{k}.json", {"status": "ok", "score": None, "fold": k, "seconds": seconds})
    return [candidate], {m["run"]: m["weight"] for m in members}


def loss_on(plan, rows):
    """Return the loss (lower is better) that decides about weights, of predictions for these rows.

    A proper score rather than the metric itself: steps of accuracy are mostly luck on a few hundred rows.
    """
    y, weight = plan.y[rows], None if plan.weight is None else plan.weight[rows]
    if plan.task == "classification":
        at = np.arange(len(rows))
        return lambda p: float(-np.average(np.log(np.clip(p[at, y], 1e-6, 1)), weights=weight))
    truth = np.log1p(y) if plan.log_target else y
    if plan.metric == "mae":
        return lambda p: float(np.average(np.abs(truth - p), weights=weight))
    return lambda p: float(np.average((truth - p) ** 2, weights=weight))


def aligned(run):
    """Return (rows, predictions) of a run, not calibrated, in row order."""
    rows, predictions = (np.concatenate(arrays) for arrays in zip(*run.parts))
    order = np.argsort(rows, kind="stable")
    return rows[order], predictions[order]


def _fit_on_all(work, runs):
    """Fit the runs that have no model yet on all training rows."""
    found = [again(run) for run in runs if not run.has_model]
    jobs = [job(work.plan, c, work.folder, "final") for c in found]
    by_id = {c.id: c for c in found}
    if jobs:
        work.log("more", fits=len(jobs))
    for done, answer in work.pool.run(jobs, work.clock):
        work.log("fold", run=done["run"], algorithm=done["algorithm"], fold="final", status=answer["status"], score=None,
                 seconds=answer.get("seconds"), why=answer.get("why"))  # fmt: skip
        if answer["status"] == "ok":
            work.complete(by_id[done["run"]], tell=False)


def again(run):
    """Return a run's Candidate."""
    keep = ("id", "algorithm", "params", "asked", "rows_used", "rules", "fold_key")
    own = {k: run.record.get(k) for k in keep}
    features = tuple(tuple(f) for f in run.features)
    own["threads"] = run.record.get("threads", 1)
    limits = {"limit_seconds": 20 * 60.0, "limit_bytes": 8.0 * (3 << 30)}
    return Candidate(**own, features=features, why=run.reason, **limits)
