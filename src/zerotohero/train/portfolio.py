"""The portfolio: the good configurations that ``standard`` tries after each algorithm's own."""

import json
from importlib.resources import files

from zerotohero.core.errors import DataError
from zerotohero.core.specs import discover
from zerotohero.leaderboard.journal import read_json
from zerotohero.train.candidate import fold_rows_of, make_candidate

BUDGET = 100.0  # reference seconds that all folds of the portfolio may take


def portfolio(plan, known, found):
    """Return the configurations that this data set can afford, in order, as Candidates.

    Parameters
    ----------
    plan : Plan
    known : Facts
    found : list of (Candidate, str)
        What is fitted anyway, and the map's reason: only these algorithms come again, with the same rows, and none of
        these configurations.
    """
    usual_of = {c.algorithm: (c.rows_used, why) for c, why in found}
    done = {_name(c) for c, _ in found}
    more, budget, n = [], BUDGET, fold_rows_of(plan)
    for entry in read_portfolio(plan.options.portfolio).get(plan.task, []):
        low, high = entry.get("rows", (0, None))
        if entry["algorithm"] not in usual_of or not low <= n <= (high or n):
            continue
        spec, (rows, why) = discover("algorithms")[entry["algorithm"]], usual_of[entry["algorithm"]]
        usual = spec.default_params(plan.dataset.kind, plan.task)
        params = {**usual, **entry["params"]}
        asked = {k: v for k, v in params.items() if v != usual[k]}
        candidate = make_candidate(plan, known, spec, params, asked, why, rows, final=False)
        cost = candidate.seconds * plan.n_folds
        if _name(candidate) not in done and cost <= budget:
            budget -= cost
            done.add(_name(candidate))
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


def _name(candidate):
    """Return what makes two configurations the same."""
    return candidate.algorithm, json.dumps(candidate.params, sort_keys=True)
