"""Which fits a training consists of: the map's shortlist, what the person asked for, and what the effort can afford."""

from collections import Counter
from dataclasses import replace
from itertools import product
from pathlib import Path

from zerotohero.choose.shortlist import shortlist
from zerotohero.core.errors import UsageError
from zerotohero.core.params import parse_settings
from zerotohero.core.specs import discover, find
from zerotohero.core.weights import NEEDED, find_weights
from zerotohero.train.candidate import Candidate, candidate_id, fold_rows_of, known_facts, make_candidate
from zerotohero.train.portfolio import portfolio

DEAR = {"standard": 5.0, "thorough": 60.0}  # reference seconds a fold from which what quick leaves out stays out
LIKELY = 5  # so many of the map's first may take standard's share of time; the others stay within that of quick
HEAD_START = 4.0  # where minutes are counted, a likely winner comes as early as what costs a quarter of it
MOST = 0.6  # of these minutes, in seconds of all folds: what takes more comes last
RULES_SECONDS, RULES_BYTES = 60.0, 2 << 30  # what somebody's rules may take for one fold


def candidates(plan):
    """Return the candidates for this plan: rivals, those of quick from cheap to dear, the others, then the portfolio.

    Where minutes are counted, the likely winners come early instead: the map's first and the portfolio.
    """
    settings = parse_settings(plan.options.settings, discover("algorithms"))
    wanted = {*plan.options.only, *settings}
    known, weights = known_facts(plan), find_weights(plan.options.weights)
    found, lacking, again = [], [], []
    choices = _choices(plan, known, weights)
    for place, choice in enumerate(choices):
        spec = discover("algorithms")[choice.algorithm]
        insists = spec.id in wanted
        if insists:
            _refuse_misfits(plan, spec)
        if not _comes(plan, known, spec, wanted):
            continue
        if lack := _lacking(spec, weights):
            lacking.append(Candidate("", spec.id, {}, {}, plan.features, lack, skipped=lack))
            continue
        rows = None if insists or choice.rows == fold_rows_of(plan) else choice.rows
        for params, asked in _configurations(plan, spec, settings.get(spec.id, {})):
            candidate = make_candidate(plan, known, spec, params, asked, choice.reason, rows)
            if not insists:
                candidate = replace(candidate, skipped=_unaffordable(plan, candidate, choice, place))
            found.append(candidate)
            if not candidate.skipped and spec.id not in settings:
                again.append((candidate, choice.reason))
    if "rules" in plan.options.only and plan.options.rules is None:
        raise UsageError("train rules", "your own rules", "--only rules", "--rules my_rules.py")
    if plan.options.rules is not None:
        found.append(_own_rules(plan))
    found = sorted(found, key=_order) + lacking
    if plan.options.effort != "quick":
        found += portfolio(plan, known, again)
    first = {c.algorithm for c in choices[:LIKELY]}
    found = [replace(c, likely=c.algorithm in first or not c.final) for c in found]  # the portfolio's are not final
    if plan.options.minutes is not None:
        found = _hurried(plan, found)
    return [replace(c, id=candidate_id(plan, c)) for c in found]


def _choices(plan, known, weights):
    """Return the map's choices, likeliest winners first: only ``LIKELY`` of them may cost more than at quick."""
    specs = discover("algorithms")
    quick = shortlist(known, specs, effort="quick", weights=weights)
    if plan.options.effort == "quick":
        return quick
    choices = shortlist(known, specs, effort="standard", weights=weights)
    if plan.options.effort == "thorough":
        return choices
    modest = {c.algorithm: c for c in quick if specs[c.algorithm].effort == "quick"}
    return [c if place < LIKELY else modest.get(c.algorithm, c) for place, c in enumerate(choices)]


def _refuse_misfits(plan, spec):
    """Raise UsageError if somebody asked for an algorithm that answers another question, or takes other data."""
    if plan.task not in spec.tasks:
        came = f"one for {' and '.join(spec.tasks)}"
        raise UsageError(f"train {spec.id}", f"an algorithm for {plan.task}", came, "hero list algorithms")
    if not spec.takes_kind(plan.dataset.kind):
        came = f"{plan.dataset.kind}: {plan.dataset.name}"
        raise UsageError(f"train {spec.id}", " or ".join(spec.kinds), came, "hero map shows what fits these data")


def _comes(plan, known, spec, wanted):
    """Return whether this algorithm gets a row, be it one that says why it is not fitted."""
    options = plan.options
    if spec.arrays is None or plan.task not in spec.tasks or not spec.takes_kind(plan.dataset.kind):
        return False
    if spec.id in options.skip or (options.only and spec.id not in {*wanted, *find("tasks", plan.task).rivals}):
        return False
    at_this_effort = spec.effort == "quick" or options.effort != "quick"
    return spec.id in wanted or (spec.installed and at_this_effort and (known.photos or not spec.weights))


def _lacking(spec, weights):
    """Return what has to be fetched before this algorithm can be fitted; "" for nothing."""
    if not spec.installed:
        return f"needs an extra: hero add {spec.extra}"
    return NEEDED if spec.weights and weights is None else ""


def _configurations(plan, spec, settings):
    """Yield all hyperparameters, and those asked for, of every configuration that ``--set`` names; or our own."""
    usual = spec.default_params(plan.dataset.kind, plan.task)
    if foreign := set(settings) - set(usual):
        raise UsageError(
            f"set {spec.id}.{min(foreign)}",
            f"a hyperparameter for {plan.task}: {', '.join(usual)}",
            "one for another task",
            f"without --set {spec.id}.{min(foreign)}",
        )
    for values in product(*settings.values()):
        asked = dict(zip(settings, values))
        yield {**usual, **spec.by_effort.get(plan.options.effort, {}), **asked}, asked


def _unaffordable(plan, candidate, choice, place):
    """Return why a candidate that nobody insists on is not fitted; None if it is."""
    spec, options = candidate.spec, plan.options
    if options.monotone and not (spec.obeys_monotone or spec.baseline) and choice.included:
        return f"it cannot obey --monotone; `--only {spec.id}` takes it all the same"
    if not choice.included:
        return choice.reason
    first = spec.threads and place < LIKELY  # a network where the map puts networks first
    if spec.effort != "quick" and not first and candidate.seconds > DEAR[options.effort]:
        return f"about {candidate.seconds:.0f} s a fold; `--only {spec.id}` takes it"
    return None


def _own_rules(plan):
    """Return the candidate for the person's own rules."""
    limits = {"limit_seconds": RULES_SECONDS, "limit_bytes": RULES_BYTES}
    file = str(Path(plan.options.rules).resolve())
    return Candidate("", "rules", {}, {}, plan.features, "your own rules", rules=file, **limits)


def _order(candidate):
    """Return what candidates are sorted by: rivals, then what quick takes, then the rest; cheap ones first."""
    spec = candidate.spec
    return 0 if spec.baseline else 1 if spec.effort == "quick" else 2, candidate.seconds


def _hurried(plan, found):
    """Return the same in the order for when minutes are counted.

    Rivals, then cheap ones first; a likely winner may cost more, the second of an algorithm counts twice (what it adds
    to a combination is less), and what would take most of the time comes last.
    """
    order, seen = [], Counter()
    for candidate in sorted(found, key=lambda c: c.seconds):
        seen[candidate.algorithm] += 1
        counts = candidate.seconds * seen[candidate.algorithm] / (HEAD_START if candidate.likely else 1.0)
        too_long = candidate.seconds * plan.n_folds > 60 * plan.options.minutes * MOST
        order.append(((not candidate.spec.baseline, too_long, counts), candidate))
    return [candidate for _, candidate in sorted(order, key=lambda pair: pair[0])]
