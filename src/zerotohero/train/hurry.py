"""Where minutes are counted: what is cheap first; of what is dear one fold, which decides whether the others are fitted.

The order is made anew as the scores come in: an algorithm that leads comes earlier with its further settings, one that
stays behind comes later, and what a fit takes is known better from those that were made.
"""

from dataclasses import replace

import numpy as np

from zerotohero.core.specs import find
from zerotohero.leaderboard.open import open_board
from zerotohero.train.candidates import HEAD_START

CHEAP = 0.1  # of the time, for what is fitted on every fold at once
SHARE = 0.75  # of the time, after which no new fit is begun
AMONG = 3  # among so many of the best a first fold has to be for the others; so many algorithms count as leading
BEHIND = 3.0  # times what a fit takes: further settings of an algorithm that is behind


def hurry(work, found):
    """Fit these candidates, best prospects first, until the time is up; tell which were behind, and how many are left."""
    plan, left = work.plan, 0
    work.begin(found)
    time = CHEAP * 60 * plan.options.minutes * work.pool.size
    total = np.cumsum([0 if c.spec.baseline else c.seconds * plan.n_folds for c in found])
    rest = [c for c, so_far in zip(found, total) if so_far > time and not (c.spec.baseline or c.rules or c.skipped)]
    work.fit([c for c in found if c not in rest], SHARE)
    networks, rest = [c for c in rest if c.threads > 1], [c for c in rest if c.threads == 1]  # these run alone, last
    while rest and work.left(SHARE):
        speed, places = _speed(work, found), _places(work)
        rest.sort(key=lambda c: c.seconds * speed.get(c.algorithm, 1.0) * _prospect(places, c))
        now, rest = rest[: work.pool.size], rest[work.pool.size :]
        now = [replace(c, seconds=c.seconds * speed.get(c.algorithm, 1.0)) for c in now]
        scores, failed = work.on_first_folds(now, 1, SHARE)
        good = [c for c in now if scores[c.id] and _place(work, scores[c.id][0]) < AMONG]
        for c in now:
            if c.id in failed:
                work.no_score(c, failed[c.id]["status"], failed[c.id]["why"])
            elif scores[c.id] and c not in good:
                why = f"behind on the first fold, {scores[c.id][0]:.4g}; without --minutes it gets the others"
                work.no_score(c, "skipped", why)
        left += sum(not scores[c.id] and c.id not in failed for c in now) + len(work.fit(good, SHARE, cut=False))
    left += len(work.fit(networks, SHARE, cut=False))
    work.cut(left + len(rest))


def _speed(work, found):
    """Return algorithm -> by how much its fits took longer than was expected of them."""
    ratios, by_id = {}, {c.id: c for c in found}
    for run in open_board(work.folder).ranked:
        if run.id in by_id and run.fit_seconds and by_id[run.id].seconds:
            ratios.setdefault(run.algorithm, []).append(run.fit_seconds / by_id[run.id].seconds)
    return {algorithm: float(np.clip(np.median(r), 0.1, 10)) for algorithm, r in ratios.items()}


def _places(work):
    """Return algorithm -> the place of its best run, 0 for the leader's."""
    places = {}
    for run in open_board(work.folder).ranked:
        places.setdefault(run.algorithm, len(places))
    return places


def _prospect(places, candidate):
    """Return how a fit's seconds count: less where the algorithm leads or may well win, more where it is behind."""
    if candidate.algorithm not in places:
        return 1 / HEAD_START if candidate.likely else 1.0
    return 1 / HEAD_START if places[candidate.algorithm] < AMONG else BEHIND


def _place(work, score):
    """Return how many runs are better on the first fold."""
    plan = work.plan
    sign = 1 if find("tasks", plan.task).metric(plan.metric).greater_is_better else -1
    firsts = [r.record["fold_scores"][0] for r in open_board(work.folder).ranked if not r.baseline]
    return sum(sign * known > sign * score for known in firsts if known is not None)
