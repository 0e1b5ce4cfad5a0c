"""Which fits a training consists of: plain data that any worker can take."""

import hashlib
import json
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from zerotohero.choose.shortlist import facts, shortlist
from zerotohero.core.errors import UsageError
from zerotohero.core.params import parse_settings
from zerotohero.core.specs import discover, find

LIMIT = 20  # a fit is ended at this many times its estimate ...
RULES_SECONDS, RULES_BYTES = 60.0, 2 << 30  # what somebody's rules may take for one fold
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
    limit_seconds, limit_bytes : float
        One fit beyond these is ended.
    rules : str or None
        The rules file, for ``rules``.
    """

    id: str
    algorithm: str
    params: dict
    asked: dict
    features: tuple
    why: str
    skipped: str | None = None
    rows_used: int | None = None
    limit_seconds: float = LEAST_SECONDS
    limit_bytes: float = LEAST_BYTES
    rules: str | None = None

    @property
    def spec(self):
        """The algorithm's SPEC."""
        return discover("algorithms")[self.algorithm]


def candidates(plan):
    """Return the candidates for this plan: rivals first, then from cheap to dear."""
    specs, options = discover("algorithms"), plan.options
    settings = parse_settings(options.settings, specs)
    wanted = {*options.only, *settings}
    rivals = find("tasks", plan.task).rivals
    n = int(plan.training.sum() * (1 - 1 / (plan.n_folds if plan.n_folds > 1 else 5)))  # one fold: a fifth held out
    known = facts(
        plan.dataset, plan.target, plan.task, plan.features, fit_rows=n, groups=plan.groups, time=", ".join(plan.time)
    )
    found = []
    for choice in shortlist(known, specs, effort=options.effort):
        spec = specs[choice.algorithm]
        if plan.task not in spec.tasks and spec.id in wanted:
            raise UsageError(
                f"train {spec.id}",
                f"an algorithm for {plan.task}",
                f"one for {' and '.join(spec.tasks)}",
                "hero list algorithms",
            )
        unasked = options.only and spec.id not in {*wanted, *rivals}
        if spec.id == "rules" or plan.task not in spec.tasks or unasked or spec.id in options.skip:
            continue
        insists = spec.id in wanted
        rows = None if insists or choice.rows == n else choice.rows
        size = (rows or n, known.columns_for(spec.style), max(known.classes, 1))
        for asked in _grid(settings.get(spec.id, {})):
            candidate = Candidate(
                id="",
                algorithm=spec.id,
                params={**spec.default_params(plan.dataset.kind, plan.task), **asked},
                asked=asked,
                features=plan.features,
                why=choice.reason,
                skipped=None if choice.included or insists else choice.reason,
                rows_used=rows,
                limit_seconds=max(LIMIT * spec.seconds(*size), LEAST_SECONDS),
                limit_bytes=max(LIMIT * spec.bytes(*size), LEAST_BYTES),
            )
            found.append((not spec.baseline, spec.seconds(*size), candidate))
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
        found.append((False, 0.0, own))
    found.sort(key=lambda f: f[:2])
    return [replace(c, id=_id(plan, c)) for _, _, c in found]


def job(plan, candidate, folder, fold):
    """Return the job of one candidate on one fold (a number, "final" or "refit") as plain data."""
    return {
        "folder": str(Path(folder).resolve()),
        "key": plan.key,
        "run": candidate.id,
        "algorithm": candidate.algorithm,
        "params": candidate.params,
        "features": [list(f) for f in candidate.features],
        "rows_used": candidate.rows_used,
        "rules": candidate.rules,
        "fold": fold,
        "limit_seconds": candidate.limit_seconds,
        "limit_bytes": candidate.limit_bytes,
    }


def _grid(settings):
    """Yield every configuration that was named."""
    for values in product(*settings.values()):
        yield dict(zip(settings, values))


def _id(plan, candidate):
    """Return the hash of everything that decides this run's numbers."""
    rules = Path(candidate.rules).read_bytes() if candidate.rules else b""
    parts = [plan.key, candidate.algorithm, candidate.params, candidate.features, candidate.rows_used]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text + rules, digest_size=4).hexdigest()
