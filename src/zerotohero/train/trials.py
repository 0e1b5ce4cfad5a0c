"""Try what the findings suggest: the leading model with and without some columns, on the same folds."""

import shutil

import numpy as np

from zerotohero.leaderboard.journal import read_json
from zerotohero.train.candidate import job
from zerotohero.train.weigh import again


def try_without(work, run, sets):
    """Return a dict for each set of columns: the score of ``run``'s algorithm without them, against with them.

    Parameters
    ----------
    work : Work
    run : Run
        A single model (of a combination, its strongest member).
    sets : list of (str, tuple of str)
        Why, and the columns to leave out.
    """
    plan, tried, jobs = work.plan, [], []
    base = job(plan, again(run), work.folder, 0)
    for i, (_, columns) in enumerate(sets):
        kept = [f for f in base["features"] if f[0] not in columns]
        jobs += [{**base, "features": kept, "run": f"{run.id}-without{i}", "fold": k} for k in range(plan.n_folds)]
    work.log("more", fits=len(jobs))
    try:
        answers = {(j["run"], j["fold"]): a for j, a in work.pool.run(jobs, work.clock)}
    finally:
        for path in (work.folder / "runs").glob(f"{run.id}-without*"):
            shutil.rmtree(path, ignore_errors=True)
    sign = 1 if work.plan.manifest()["greater_is_better"] else -1
    own = [p.get("score") for p in _results(work, run)]
    for i, (why, columns) in enumerate(sets):
        scores = [answers.get((f"{run.id}-without{i}", k), {}).get("score") for k in range(plan.n_folds)]
        pairs = [(s, o) for s, o in zip(scores, own) if s is not None and o is not None]
        if len(pairs) < plan.n_folds:
            continue
        gains = sign * np.array([s - o for s, o in pairs])
        error = float(gains.std(ddof=1) / np.sqrt(len(gains))) if len(gains) > 1 else float(abs(gains[0]))
        tried.append({"why": why, "drop": list(columns), "title": run.title, "score": float(np.mean([s for s, _ in pairs])),
                      "gain": float(gains.mean()), "gain_se": error})  # fmt: skip
    return tried


def _results(work, run):
    """Return what the journal says about the run's folds."""
    return [read_json(run.folder / f"fold-{k}.json") or {} for k in range(work.plan.n_folds)]
