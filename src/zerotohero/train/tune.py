"""Tune the leaders: many configurations on one fold, the better ones on two, the best on all, and fresh folds to judge.

Successive halving (Jamieson & Talwalkar 2016): 40 configurations of each leading algorithm on fold 0, a third of
them on two folds, a ninth on all. The folds that chose are no judge any more: the two best of each algorithm are
scored on folds drawn anew, and only that score stands on the leaderboard.
"""

from dataclasses import replace

import numpy as np

from zerotohero.core.specs import discover, find
from zerotohero.leaderboard.journal import write_arrays, write_json
from zerotohero.leaderboard.open import open_board
from zerotohero.tasks._split import fold_rows
from zerotohero.train.candidate import Candidate, candidate_id, threads_of
from zerotohero.train.roles import group_units, row_content

LEADERS, CONFIGURATIONS, KEPT = 3, 40, 2
SPREAD = 4.0  # a hyperparameter on a log scale is drawn from a quarter to four times the leader's


def tune(work):
    """Return the ids of the tuned runs; they stand on the leaderboard with the score of fresh folds."""
    plan, board = work.plan, open_board(work.folder)
    leaders = {}
    for run in board.ranked:
        spec = discover("algorithms")[run.algorithm]
        tunable = spec.hyperparameters and not run.baseline and run.algorithm != "combination" and not run.rules
        tunable = tunable and not spec.threads  # 40 trainings of a network are not "thorough" but hours
        if tunable and len(leaders) < LEADERS and [tuple(f) for f in run.features] == list(plan.features):
            leaders.setdefault(run.algorithm, run)
    tuned = []
    key = _fresh_folds(work)
    for run in leaders.values():
        kept = [c for c in _halved(work, _drawn(plan, run)) if c.params not in [r.params for r in board.ranked]]
        fresh = [replace(c, fold_key=key, final=False) for c in kept]
        tuned += [replace(c, id=candidate_id(plan, c)) for c in fresh]
    work.fit(tuned)
    return [c.id for c in tuned]


def _drawn(plan, run):
    """Return 40 Candidates around the leader: its own hyperparameters first."""
    spec, rng = discover("algorithms")[run.algorithm], np.random.default_rng([plan.options.seed, 40])
    usual = spec.default_params(plan.dataset.kind, plan.task)
    configurations = [run.params]
    for _ in range(50 * CONFIGURATIONS):
        tuned = [h for h in spec.hyperparameters if h.tuned and h.name in usual]
        params = run.params | {h.name: _near(h, run.params[h.name], rng) for h in tuned}
        if params not in configurations:
            configurations.append(params)
        if len(configurations) == CONFIGURATIONS:
            break
    found = []
    for params in configurations:
        asked = {k: v for k, v in params.items() if v != usual.get(k)}
        c = Candidate(
            "",
            spec.id,
            params,
            asked,
            plan.features,
            f"tuned: one of {len(configurations)} configurations around the leader's",
            rows_used=run.rows_used,
            limit_seconds=max(20 * 4 * (run.fit_seconds or 1), 30.0),
            limit_bytes=8.0 * (3 << 30),
            threads=threads_of(plan, spec),
            final=False,
        )
        found.append(replace(c, id=candidate_id(plan, c)))
    return found


def _near(knob, value, rng):
    """Return a value of this hyperparameter near the leader's."""
    if knob.choices:
        return value if rng.random() < 0.7 else knob.choices[rng.integers(len(knob.choices))]
    if value is None or isinstance(value, bool):
        return value
    low, high = (-np.inf if knob.low is None else knob.low), (np.inf if knob.high is None else knob.high)
    if knob.scale == "log" and value > 0:
        near = value * SPREAD ** rng.uniform(-1, 1)
    elif np.isfinite([low, high]).all() and high - low <= 1:  # a share
        near = value + rng.uniform(-0.35, 0.35) * (high - low)
    else:
        near = (value or 1.0) * SPREAD ** rng.uniform(-1, 1)
    near = float(np.clip(near, low, high))
    whole = isinstance(knob.default, int) and not isinstance(knob.default, bool)
    return round(near) if whole else float(f"{near:.3g}")


def _halved(work, candidates):
    """Return the ``KEPT`` best Candidates after three rounds on more and more folds."""
    plan = work.plan
    folds = plan.n_folds
    rounds = [(len(candidates), 1), (-(-len(candidates) // 3), 2), (-(-len(candidates) // 9), folds)]
    best_up = find("tasks", plan.task).metric(plan.metric).greater_is_better
    scores = {}
    for keep, upto in dict.fromkeys((k, min(f, folds)) for k, f in rounds):
        candidates = _ranked(candidates, scores, best_up)[:keep] if scores else candidates
        scores, _ = work.on_first_folds(candidates, upto)
    return _ranked([c for c in candidates if scores[c.id]], scores, best_up)[:KEPT]


def _ranked(candidates, scores, greater_is_better):
    """Return the candidates by their mean score so far, best first; those without one last."""
    sign = -1 if greater_is_better else 1

    def place(c):
        own = scores[c.id].values()
        return (not own, sign * float(np.mean(list(own))) if own else 0.0)

    return sorted(candidates, key=place)


def _fresh_folds(work):
    """Write other folds of the same training rows beside the leaderboard's; return their key."""
    plan = work.plan
    key = f"{plan.key}-fresh"
    fold = plan.fold
    if not plan.by_time:  # time has one order only
        inner = plan.training
        content = row_content(plan.dataset, plan.target, plan.ids, plan.task)
        groups = group_units(plan.dataset.cells[plan.groups], content)[inner] if plan.groups else None
        copies = content[inner] if plan.copies else None
        fold = np.full(len(plan.y), -1)
        fold[inner], _ = fold_rows(plan.y[inner], plan.task, plan.options.seed + 1, groups, copies)
    arrays = {"y": plan.y, "fold": fold} | ({} if plan.weight is None else {"weight": plan.weight})
    write_arrays(work.folder / "boards" / f"{key}.npz", **arrays)
    write_json(work.folder / "boards" / f"{key}.json", {**plan.manifest(), "key": key})
    return key
