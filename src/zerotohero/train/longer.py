"""Give the leaders more rounds: what boosts is asked to go on where that still helps.

How many rounds a table repays differs a hundredfold, and no portfolio can hold that many sizes: where answers are hardly
noisy, thousands are worth their time. The first fold decides whether the others are worth fitting.
"""

from dataclasses import replace

from zerotohero.core.params import parse_settings
from zerotohero.core.specs import discover, find
from zerotohero.leaderboard.open import open_board
from zerotohero.train.candidate import candidate_id, known_facts, make_candidate

LEADERS, AMONG = 3, 10  # so many algorithms, of those that have a run among the first
TIMES = 3  # so many times the rounds; and again, as long as it helps
MOST_SECONDS = {"standard": 20.0, "thorough": 120.0}  # of a fold
SHARE = 0.85  # of the minutes that were asked for


def longer(work):
    """Return the ids of the runs with more rounds: they stand on the leaderboard like all others."""
    plan, made = work.plan, []
    up = find("tasks", plan.task).metric(plan.metric).greater_is_better
    leaders = _leaders(plan, open_board(work.folder))
    while leaders and work.left(SHARE):
        more = {c.id: (c, run) for run in leaders if (c := _more(plan, run))}
        first, _ = work.on_first_folds([c for c, _ in more.values()], 1, SHARE)
        better = [c for c, run in more.values() if _is_better(first[c.id].get(0), run.record["fold_scores"][0], up)]
        work.fit(better, SHARE, cut=False)
        made += [c.id for c in better]
        runs = {run.id: run for run in open_board(work.folder).ranked}
        leaders = [runs[c.id] for c in better if c.id in runs and _is_better(runs[c.id].score, more[c.id][1].score, up)]
    return made


def _leaders(plan, board):
    """Return the best run of each of the leading algorithms that learn in rounds, unless the person said in how many."""
    found, settings = {}, parse_settings(plan.options.settings, discover("algorithms"))
    ranked = [r for r in board.ranked if not r.baseline and not r.rules and r.algorithm != "combination"]
    for run in ranked[:AMONG]:
        rounds = discover("algorithms")[run.algorithm].rounds
        if rounds and rounds not in settings.get(run.algorithm, {}) and [*map(tuple, run.features)] == [*plan.features]:
            found.setdefault(run.algorithm, run)
    return list(found.values())[:LEADERS]


def _more(plan, run):
    """Return the Candidate with more rounds; None where there may be none, or they would take too long."""
    spec = discover("algorithms")[run.algorithm]
    (knob,) = (h for h in spec.hyperparameters if h.name == spec.rounds)
    rounds = min(TIMES * run.params[knob.name], knob.high)
    if rounds <= run.params[knob.name] or (run.fit_seconds or 0) * TIMES > MOST_SECONDS[plan.options.effort]:
        return None
    usual, params = spec.default_params(plan.dataset.kind, plan.task), {**run.params, knob.name: rounds}
    asked = {k: v for k, v in params.items() if v != usual.get(k)}
    why = f"{run.title} with {TIMES} times the rounds"
    made = make_candidate(plan, known_facts(plan), spec, params, asked, why, run.rows_used, final=False)
    return replace(made, id=candidate_id(plan, made))


def _is_better(score, before, greater_is_better):
    """Return whether a score is there, and better than the one before."""
    return score is not None and before is not None and (score > before if greater_is_better else score < before)
