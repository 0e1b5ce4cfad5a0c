"""One candidate of a training: plain data, with what one fit of it may cost."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from zerotohero.choose.shortlist import facts
from zerotohero.core.specs import discover
from zerotohero.core.weights import digest, find_weights
from zerotohero.train.monotone import monotone

LIMIT = 20  # a fit is ended at this many times its estimate, in CPU seconds ...
LEAST_SECONDS, LEAST_BYTES = 30.0, 3 << 30  # ... but never below these: estimates of small fits are rough
CELL_SECONDS = 5e-6  # and so much more for each cell that has to become a number first: seven times what it takes
# power with which a fit's time grows; leaves and width: measured
GROWS = {"iterations": 1.0, "trees": 1.0, "views": 1.0, "leaves": 0.4, "width": 1.2}


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
    likely : bool
        Whether it may well win: of the map's first algorithms, or of the portfolio.
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
    likely: bool = False

    @property
    def spec(self):
        """The algorithm's SPEC."""
        return discover("algorithms")[self.algorithm]


def make_candidate(plan, known, spec, params, asked, why, rows=None, **more):
    """Return a Candidate, without its id, whose limits follow from what a fit is expected to cost.

    Parameters
    ----------
    plan : Plan
    known : Facts
    spec : AlgorithmSpec
    params, asked : dict
        All hyperparameters; those that differ because somebody said so.
    why : str
    rows : int or None
        How many training rows a fold learns from, when not all.
    **more
        Further fields.
    """
    seconds = seconds_of(plan, known, spec, params, rows)
    memory = spec.bytes(*_size(plan, known, spec, params, rows))
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
        rows_used=rows,
        seconds=seconds,
        limit_seconds=max(LIMIT * seconds, LEAST_SECONDS) + CELL_SECONDS * len(plan.dataset) * len(plan.features),
        limit_bytes=max(LIMIT * memory, LEAST_BYTES),
        threads=threads_of(plan, spec),
        **more,
    )


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
    return times * spec.seconds(*_size(plan, known, spec, params, rows))


def threads_of(plan, spec):
    """Return how many threads one fit of this algorithm gets."""
    return plan.options.threads if spec.threads else 1


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


def candidate_id(plan, candidate):
    """Return the hash of everything that decides this run's numbers."""
    rules = Path(candidate.rules).read_bytes() if candidate.rules else b""
    parts = [plan.key, candidate.algorithm, candidate.params, candidate.features, candidate.rows_used]
    parts += [candidate.fold_key, candidate.members] if candidate.fold_key or candidate.members else []
    parts += [f"{candidate.threads} threads"] if candidate.threads > 1 else []
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text + rules, digest_size=4).hexdigest()


def _size(plan, known, spec, params, rows):
    """Return (rows, columns, classes) of one fit: what its cost follows from."""
    return rows or fold_rows_of(plan), known.columns_for(spec.style_for(params)), max(known.classes, 1)
