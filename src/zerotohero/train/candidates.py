"""Which fits a training consists of: plain data that any worker can take."""

import hashlib
import json
from dataclasses import dataclass, replace
from importlib.resources import files
from itertools import product
from pathlib import Path

from zerotohero.choose.shortlist import facts, shortlist
from zerotohero.core.errors import DataError, UsageError
from zerotohero.core.params import parse_settings
from zerotohero.core.specs import discover, find
from zerotohero.core.weights import NEEDED, digest, find_weights
from zerotohero.leaderboard.journal import read_json
from zerotohero.train.monotone import monotone

LIMIT = 20  # a fit is ended at this many times its estimate, in CPU seconds ...
DEAR = {"standard": 5.0, "thorough": 60.0}  # reference seconds a fold from which what quick leaves out stays out
LIKELY = 5  # so many of the map's first may take standard's share of time; the others stay within that of quick
BUDGET = 100.0  # reference seconds that all folds of the portfolio may take
# power with which a fit's time grows; leaves and width: measured
GROWS = {"iterations": 1.0, "trees": 1.0, "views": 1.0, "leaves": 0.7, "width": 1.2}
RULES_SECONDS, RULES_BYTES = 60.0, 2 << 30  # what somebody's rules may take for one fold
CELL_SECONDS = 5e-6  # and so much more for each cell that has to become a number first: seven times what it takes
LEAST_SECONDS, LEAST_BYTES = 30.0, 3 << 30  # ... but never below these: estimates of small fits are rough


@dataclass(frozen=True)
class Candidate:
    """Algorithm + hyperparameters + inputs, and the reason why.

    Parameters
    ----------
    id : str
        Eight hex digits: a hash of the job.
    algorithm : str
    params : dict
        All hyperparameters.
    asked : dict
        Those that the person named with ``--set``.
    features : tuple of (name, type)
    why : str
    skipped : str or None
        Why it is not fitted at this effort.
    rows_used : int or None
        How many training rows a fold learns from, when not all.
    seconds : float
        Reference seconds of one fit, expected.
    limit_seconds, limit_bytes : float
        One fit beyond these is ended.
    rules : str or None
        The rules file, for ``rules``.
    final : bool
        Whether it is fitted on all training rows at once; else only if it turns out to be needed.
    fold_key : str or None
        The key of other folds than the leaderboard's: fresh ones, after tuning.
    members : tuple of dict
        ``run`` and ``weight`` of each member of a combination.
    threads : int
        Of one fit; above 1 it runs alone.
    """

    id: str
    algorithm: str
    params: dict
    asked: dict
    features: tuple
    why: str
    skipped: str | None = None
    rows_used: int | None = None
    seconds: float = 0.0
    limit_seconds: float = LEAST_SECONDS
    limit_bytes: float = LEAST_BYTES
    rules: str | None = None
    final: bool = True
    fold_key: str | None = None
    members: tuple = ()
    threads: int = 1

    @property
    def spec(self):
        """The algorithm's SPEC."""
        return discover("algorithms")[self.algorithm]


def candidates(plan):
    """Return the candidates for this plan: rivals, those of quick from cheap to dear, the others, then the portfolio."""
    specs, options = discover("algorithms"), plan.options
    settings = parse_settings(options.settings, specs)
    wanted = {*options.only, *settings}
    rivals = find("tasks", plan.task).rivals
    n, known = fold_rows_of(plan), known_facts(plan)
    found, taken = [], {}
    weights = find_weights(options.weights)
    quick = shortlist(known, specs, effort="quick", weights=weights)
    choices = quick if options.effort == "quick" else shortlist(known, specs, effort="standard", weights=weights)
    if options.effort == "standard":
        modest = {c.algorithm: c for c in quick if specs[c.algorithm].effort == "quick"}
        choices = [c if place < LIKELY else modest.get(c.algorithm, c) for place, c in enumerate(choices)]
    for place, choice in enumerate(choices):
        spec = specs[choice.algorithm]
        if plan.task not in spec.tasks and spec.id in wanted:
            raise UsageError(
                f"train {spec.id}",
                f"an algorithm for {plan.task}",
                f"one for {' and '.join(spec.tasks)}",
                "hero list algorithms",
            )
        if not spec.takes_kind(plan.dataset.kind):
            if spec.id in wanted:
                came = f"{plan.dataset.kind}: {plan.dataset.name}"
                raise UsageError(
                    f"train {spec.id}", " or ".join(spec.kinds), came, "hero map shows what fits these data"
                )
            continue
        unasked = options.only and spec.id not in {*wanted, *rivals}
        if spec.arrays is None or plan.task not in spec.tasks or unasked or spec.id in options.skip:
            continue
        insists = spec.id in wanted
        if not insists and (not spec.installed or (spec.effort != "quick" and options.effort == "quick")):
            continue
        if spec.weights and not insists and not known.photos:
            continue
        if not spec.installed or (spec.weights and weights is None):
            why = NEEDED if spec.installed else f"needs an extra: hero add {spec.extra}"
            found.append((2, 0.0, Candidate("", spec.id, {}, {}, plan.features, why, skipped=why)))
            continue
        rows = None if insists or choice.rows == n else choice.rows
        skipped = None if choice.included or insists else choice.reason
        if options.monotone and not (spec.obeys_monotone or spec.baseline or insists or skipped):
            skipped = f"it cannot obey --monotone; `--only {spec.id}` takes it all the same"
        taken[spec.id] = (choice, rows, skipped)
        for asked in _grid(settings.get(spec.id, {})):
            usual = spec.default_params(plan.dataset.kind, plan.task)
            if foreign := set(asked) - set(usual):
                raise UsageError(
                    f"set {spec.id}.{min(foreign)}",
                    f"a hyperparameter for {plan.task}: {', '.join(usual)}",
                    "one for another task",
                    f"without --set {spec.id}.{min(foreign)}",
                )
            params = {**usual, **spec.by_effort.get(options.effort, {}), **asked}
            candidate, seconds = _candidate(plan, known, spec, params, asked, choice.reason, rows, skipped)
            meant = spec.threads and place < LIKELY  # a network where the map puts networks first
            if spec.effort != "quick" and not (insists or skipped or meant) and seconds > DEAR[options.effort]:
                taken.pop(spec.id, None)  # nor its further configurations
                why = f"about {seconds:.0f} s a fold; `--only {spec.id}` takes it"
                candidate = replace(candidate, skipped=why)
            found.append((0 if spec.baseline else 1 if spec.effort == "quick" else 2, seconds, candidate))
    if "rules" in options.only and options.rules is None:
        raise UsageError("train rules", "your own rules", "--only rules", "--rules my_rules.py")
    if options.rules is not None:
        own = Candidate(
            "",
            "rules",
            {},
            {},
            plan.features,
            "your own rules",
            limit_seconds=RULES_SECONDS,
            limit_bytes=RULES_BYTES,
            rules=str(Path(options.rules).resolve()),
        )
        found.append((0, 0.0, own))
    found.sort(key=lambda f: f[:2])
    found = [c for _, _, c in found]
    if options.effort != "quick":
        found += _portfolio(plan, known, specs, {k: v for k, v in taken.items() if k not in settings}, found)
    return [replace(c, id=candidate_id(plan, c)) for c in found]


def fold_rows_of(plan):
    """Return how many rows one fold learns from, about."""
    return int(plan.training.sum() * (1 - 1 / (plan.n_folds if plan.n_folds > 1 else 5)))  # one fold: a fifth held out


def known_facts(plan):
    """Return the Facts that the map asks for."""
    n, time = fold_rows_of(plan), ", ".join(plan.time)
    return facts(plan.dataset, plan.target, plan.task, plan.features, fit_rows=n, groups=plan.groups, time=time)


def seconds_of(plan, known, spec, params, rows=None):
    """Return the reference seconds of one fit with these hyperparameters: boosting and forests grow with their trees."""
    usual = spec.default_params(plan.dataset.kind, plan.task)
    times = 1.0
    for name, power in GROWS.items():
        if usual.get(name) and params.get(name):
            times *= (params[name] / usual[name]) ** power
    return times * spec.seconds(
        rows or fold_rows_of(plan), known.columns_for(spec.style_for(params)), max(known.classes, 1)
    )


def threads_of(plan, spec):
    """Return how many threads one fit of this algorithm gets."""
    return plan.options.threads if spec.threads else 1


def _candidate(plan, known, spec, params, asked, why, rows, skipped=None, **more):
    """Return a Candidate and its reference seconds."""
    size = (rows or fold_rows_of(plan), known.columns_for(spec.style_for(params)), max(known.classes, 1))
    seconds = seconds_of(plan, known, spec, params, rows)
    if spec.weights:
        params = {**params, "weights": digest(find_weights(plan.options.weights))}
    ways, clause = monotone(plan)
    if ways and spec.obeys_monotone:
        params, asked, why = {**params, "monotone": ways}, {**asked, "monotone": ways}, f"{why}; {clause}"
    return Candidate(
        id="",
        algorithm=spec.id,
        params=params,
        asked=asked,
        features=plan.features,
        why=why,
        skipped=skipped,
        rows_used=rows,
        seconds=seconds,
        limit_seconds=max(LIMIT * seconds, LEAST_SECONDS) + CELL_SECONDS * len(plan.dataset) * len(plan.features),
        limit_bytes=max(LIMIT * spec.bytes(*size), LEAST_BYTES),
        threads=threads_of(plan, spec),
        **more,
    ), seconds


def _portfolio(plan, known, specs, taken, found):
    """Return the portfolio's candidates that this data set can afford, in order; those that stand already left out."""
    entries = read_portfolio(plan.options.portfolio).get(plan.task, [])
    done = {(c.algorithm, json.dumps(c.params, sort_keys=True)) for c in found}
    more, budget, n = [], BUDGET, fold_rows_of(plan)
    for entry in entries:
        spec = specs.get(entry["algorithm"])
        low, high = entry.get("rows", (0, None))
        if spec is None or spec.id not in taken or taken[spec.id][2] or not low <= n <= (high or n):
            continue
        choice, rows, _ = taken[spec.id]
        usual = spec.default_params(plan.dataset.kind, plan.task)
        params = {**usual, **entry["params"]}
        asked = {k: v for k, v in params.items() if v != usual[k]}
        candidate, seconds = _candidate(plan, known, spec, params, asked, choice.reason, rows, final=False)
        name = (spec.id, json.dumps(candidate.params, sort_keys=True))
        if name in done or seconds * plan.n_folds > budget:
            continue
        budget -= seconds * plan.n_folds
        done.add(name)
        more.append(candidate)
    return more


def read_portfolio(path=None):
    """Return task -> list of {"algorithm", "params"}: the configurations that ``standard`` tries, in their order.

    An entry may say for which numbers of rows it is meant: ``"rows": [low, high]``, null for no limit.

    Parameters
    ----------
    path : str, Path or None
        None: the built-in one, learned by ``benchmarks/portfolio.py``.

    Raises
    ------
    DataError
        The file is no portfolio.
    """
    if path is None:
        return json.loads(files("zerotohero.choose").joinpath("portfolio.json").read_text("utf-8"))
    plain, specs = read_json(path), discover("algorithms")
    try:
        for task in ("classification", "regression"):
            for entry in plain[task]:
                knobs = {h.name: h for h in specs[entry["algorithm"]].hyperparameters}
                for name, value in entry["params"].items():
                    knobs[name].check(value, entry["algorithm"])
    except (KeyError, TypeError, AttributeError) as error:
        raise DataError(
            "read the portfolio",
            "JSON with a list of {algorithm, params} for classification and for regression",
            f"{path}: {type(error).__name__} {error}" if plain else f"no such JSON in {path}",
            "a file that benchmarks/portfolio.py wrote",
        ) from None
    return plain


def job(plan, candidate, folder, fold):
    """Return the job of one candidate on one fold (a number, "final" or "refit") as plain data."""
    return {
        "folder": str(Path(folder).resolve()),
        "key": candidate.fold_key or plan.key,
        "run": candidate.id,
        "algorithm": candidate.algorithm,
        "params": candidate.params,
        "features": [list(f) for f in candidate.features],
        "rows_used": candidate.rows_used,
        "rules": candidate.rules,
        "fold": fold,
        "threads": candidate.threads,
        "limit_seconds": candidate.limit_seconds,
        "limit_bytes": candidate.limit_bytes,
    }


def _grid(settings):
    """Yield every configuration that was named."""
    for values in product(*settings.values()):
        yield dict(zip(settings, values))


def candidate_id(plan, candidate):
    """Return the hash of everything that decides this run's numbers."""
    rules = Path(candidate.rules).read_bytes() if candidate.rules else b""
    parts = [plan.key, candidate.algorithm, candidate.params, candidate.features, candidate.rows_used]
    parts += [candidate.fold_key, candidate.members] if candidate.fold_key or candidate.members else []
    parts += [f"{candidate.threads} threads"] if candidate.threads > 1 else []
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text + rules, digest_size=4).hexdigest()
